"""Two locks that keep SQLite from doing, at a bad moment, what it does by itself.

1. A commit that finds the whole log copied into the database begins the log again from its first
   byte. With `synchronous=OFF` the new header is not synced before the frames behind it, so after a
   power cut an old header can stand before old frames, and these then lie over newer pages
   (SQLite's ticket ff5be73dee). It needs the log's read marks to itself: we hold one.
2. The last connection that closes deletes `-wal` and `-shm`, and a reader of another user cannot
   make them again. It needs the database file to itself: we hold a share of it.

Both are open-file-description locks (fcntl(2)), which SQLite's own, of the older kind, respect even
within one process. Closing a descriptor drops the older kind's locks on its file: ours are closed
after SQLite's. The bytes: sqlite.org/walformat.html section 2.3.2, os_unix.c `SHARED_FIRST`.
"""

import fcntl
import os
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final

from ledger.schema import shm

READ_MARK: Final = (127, 1)  # of -shm: WAL_READ_LOCK(4), the mark that is taken last
SHARE: Final = (0x4000_0002, 510)  # of the database: what every connection holds a read lock on
TRIES: Final = 1000
FLOCK: Final = "hhqqi4x"  # struct flock of a 64-bit Linux: type, whence, start, length, pid


class Guard:
    """Both locks, from the moment the files exist; `release` for the moment of a truncation."""

    def __init__(self, path: Path) -> None:
        self._database = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._shm = os.open(shm(path), os.O_RDONLY | os.O_CLOEXEC)
        _lock(self._database, fcntl.F_RDLCK, SHARE)
        self.hold()

    def hold(self) -> None:
        """Let no commit begin the log again.

        A reader that starts takes the mark to itself for some microseconds, hence the tries.
        """
        for _ in range(TRIES):
            with suppress(BlockingIOError):
                return _lock(self._shm, fcntl.F_RDLCK, READ_MARK)
        return _lock(self._shm, fcntl.F_RDLCK, READ_MARK)

    def release(self) -> None:
        """Allow it, for a truncation: the caller sees to it that nothing commits meanwhile."""
        _lock(self._shm, fcntl.F_UNLCK, READ_MARK)

    def close(self) -> None:
        """Give both up; after every connection of this process is closed."""
        os.close(self._shm)
        os.close(self._database)


def _lock(descriptor: int, kind: int, span: tuple[int, int]) -> None:
    """Set or clear a lock on bytes of a file; OSError where another holds it exclusively."""
    fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, struct.pack(FLOCK, kind, os.SEEK_SET, *span, 0))
