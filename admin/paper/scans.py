"""Which of our papers a scan shows: the code in its QR."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Final

from admin.paper import child

SECONDS: Final = 40  # on the slowest Pi
EXTRA: Final = ("zxingcpp", "pypdfium2", "PIL")


def available() -> bool:
    """Say whether the extra `scan` is installed."""
    return all(find_spec(name) is not None for name in EXTRA)


def codes(content: bytes) -> Sequence[str]:
    """Return what the QR codes of a PDF, JPG or PNG say; nothing where none can be read.

    A QR of ours is an address, `…/periksa/CODE`; its last part is the code.
    """
    if not available():
        return ()
    try:
        done = child.run("admin.paper.scan_child", given=content, seconds=SECONDS)
        done.check_returncode()
    except child.ERRORS:
        return ()  # a broken file, or one made to break something: it shows no paper
    said = done.stdout.decode(errors="replace").splitlines()
    return tuple(each.rstrip("/").rpartition("/")[2] for each in said)
