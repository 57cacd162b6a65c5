"""A sheet as a PDF/A, made in a process of its own; and the seam for an electronic signature."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from threading import Semaphore
from typing import Final, Protocol

from admin.paper import child
from register.errors import Refusal

SECONDS: Final = 40  # what one paper may take, on the slowest Pi
WAITING: Final = 20  # seconds that a visitor waits for those before him
AT_ONCE: Final = 1  # so that printing leaves a processor for the door
LACKS: Final = (
    (
        "PDF belum dapat dibuat di sini: paket tambahan 'pdf' atau pustaka libpango-1.0-0 belum"
        " dipasang. Gunakan pencetakan peramban."
    ),
    (
        "no PDF can be made here: the extra 'pdf' or Debian's libpango-1.0-0 is not installed;"
        " use the browser's own print"
    ),
)


class NotPrinted(Refusal):
    """A PDF cannot be made now; the browser's own print can."""


class Sealer(Protocol):
    """What puts an electronic signature under a finished PDF: where a service such as BSrE fits."""

    def seal(self, pdf: bytes) -> bytes:
        """Return the PDF with the signature in it."""


class Unsealed:
    """No service: the paper goes out as it was made."""

    def seal(self, pdf: bytes) -> bytes:
        """Return the very same bytes."""
        return pdf


@dataclass(frozen=True, slots=True)
class Press:
    """What makes PDFs, one at a time.

    Attributes:
        waiting: seconds that somebody waits for his turn.
    """

    sealer: Sealer = field(default_factory=Unsealed)
    waiting: float = WAITING
    _turn: Semaphore = field(default_factory=lambda: Semaphore(AT_ONCE))

    def available(self) -> bool:
        """Say whether the extra `pdf` is installed."""
        return find_spec("weasyprint") is not None

    def press(self, markup: str, size: str) -> bytes:
        """Return a document as a PDF/A; NotPrinted says why there is none.

        Args:
            markup: a whole HTML document.
            size: a key of `admin.paper.sheet.SIZES`.
        """
        if not self.available():
            raise NotPrinted(*LACKS)
        if not self._turn.acquire(timeout=self.waiting):
            raise NotPrinted(
                "Pencetakan lain masih berjalan. Tunggu sebentar, lalu coba lagi.",
                "another paper is being printed; wait a moment and try again",
            )
        try:
            return self.sealer.seal(_made(markup, size))
        finally:
            self._turn.release()


def _made(markup: str, size: str) -> bytes:
    styles = ("paper.css", f"paper-{size}.css")
    try:
        done = _ran(styles, markup)
        if b"cannot load library" in done.stderr:
            raise NotPrinted(*LACKS)
        if done.returncode < 0:  # a library of C fell, as it does once in some hundreds
            done = _ran(styles, markup)
        done.check_returncode()
    except child.ERRORS as error:
        raise NotPrinted(
            "PDF gagal dibuat. Gunakan pencetakan peramban, dan beri tahu administrator.",
            "the PDF could not be made; use the browser's own print and tell the administrator",
        ) from error
    return done.stdout


def _ran(styles: Sequence[str], markup: str) -> child.Ended:
    return child.run("admin.paper.weasy", *styles, given=markup.encode(), seconds=SECONDS)
