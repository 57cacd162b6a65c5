"""The journal: append, flush, chain, read. Written by the daemon only."""

from pathlib import Path
from typing import Self

from ledger.events import Event


class Journal:
    """The journal open for writing; `record` on one thread, flushing on another of its own."""

    @classmethod
    def open(cls, path: Path, *, boot: str, reserve: int = 8 << 20) -> Self:
        """Open or make the journal, check its tail, start the flusher.

        Args:
            path: `journal.db`; its directory is ours.
            boot: this boot's id, 32 hex digits.
            reserve: bytes of the file that is unlinked when the disk is full.

        Raises:
            JournalBroken: the tail does not verify.
            JournalUnwritable: the file cannot be opened for writing.
        """
        raise NotImplementedError

    def record(self, event: Event) -> int:
        """Commit one event and return its sequence; it is visible, and not yet flushed.

        Calls nothing that can fsync. Raises JournalUnwritable.
        """
        raise NotImplementedError

    def flush(self, seq: int) -> None:
        """Ask for everything up to `seq` to reach the disk; returns at once."""
        raise NotImplementedError

    def flushed(self, seq: int, wait: float | None) -> bool:
        """Ask as `flush` does and wait; True once `seq` is on the disk.

        Args:
            wait: seconds at most; None waits for ever.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Flush, checkpoint, stop the flusher."""
        raise NotImplementedError
