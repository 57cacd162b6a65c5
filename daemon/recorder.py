"""The loop's way into the journal: an event is committed, or kept and the alarm raised."""

from collections.abc import Callable
from typing import Protocol

from ledger.errors import JournalUnwritable
from ledger.events import ALARMS, Event, Kind


class Journals(Protocol):
    """What the loop needs of the journal."""

    def record(self, event: Event) -> int:
        """Commit; JournalUnwritable."""

    def keep(self, event: Event) -> None:
        """Hold in memory until it can be written."""

    def flush(self, seq: int) -> None:
        """Ask for the disk."""

    def flushed(self, seq: int, wait: float | None) -> bool:
        """Wait for the disk."""


class Recorder:
    """Writes events; what cannot be written is kept, in order, until it can."""

    def __init__(self, journal: Journals, alarm: Callable[[Kind], None]) -> None:
        self.journal, self._alarm = journal, alarm

    def write(self, event: Event) -> int | None:
        """Commit and ask for the disk; None where it could only be kept in memory."""
        if event.kind in ALARMS:
            self._alarm(event.kind)
        try:
            seq = self.journal.record(event)
        except JournalUnwritable:
            self.journal.keep(event)
            self._alarm(Kind.STORAGE_FAILED)
            return None
        self.journal.flush(seq)
        return seq
