"""A ZIP that is sent while it is made: no file on disk, no more memory than a piece."""

from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # ZIP's own: the same content makes the same bytes
PIECE: Final = 64 * 1024  # bytes


class _Outlet(RawIOBase):
    """Takes what the ZIP writes, and hands it on in pieces."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        content = bytes(data)  # type: ignore[call-overload]
        self._held += content
        return len(content)

    def take(self, least: int = 1) -> Iterator[bytes]:
        """Yield what is held, where it is that much."""
        if len(self._held) >= least:
            yield bytes(self._held)
            self._held.clear()


def zipped(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield a ZIP of files, each a name and its content in pieces.

    A file's content is asked for when its turn comes, so a later one can tell of those before.
    """
    outlet = _Outlet()
    with ZipFile(outlet, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = ZipInfo(name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            with archive.open(entry, "w") as inside:
                for piece in content:
                    inside.write(piece)
                    yield from outlet.take(PIECE)
            yield from outlet.take()
    yield from outlet.take()
