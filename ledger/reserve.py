"""Room kept on the disk for the day it is full: a file that is given up for the journal's sake."""

import os
from pathlib import Path

from ledger.schema import FILE_MODE


class Reserve:
    """A preallocated file beside the journal.

    Attributes:
        held: whether the room is still there to be given up.
    """

    def __init__(self, path: Path, size: int) -> None:
        self.path, self._size = path, size
        self.held = False
        self.make()

    def make(self) -> bool:
        """Take the room again if the disk has twice as much; return whether it is held."""
        if not self.held and self._fits():
            descriptor = os.open(self.path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, FILE_MODE)
            try:
                os.posix_fallocate(descriptor, 0, self._size)
                self.held = True
            except OSError:
                self.path.unlink()
            finally:
                os.close(descriptor)
        return self.held

    def give_up(self) -> bool:
        """Return the room to the disk; False if there was none to return."""
        if not self.held:
            return False
        self.held = False
        self.path.unlink(missing_ok=True)
        return True

    def _fits(self) -> bool:
        """Return whether the disk holds the file already, or has room for it twice."""
        try:
            if self.path.exists() and self.path.stat().st_blocks * 512 >= self._size:
                return True
            disk = os.statvfs(self.path.parent)
        except OSError:
            return False
        return disk.f_bavail * disk.f_frsize >= 2 * self._size
