"""The loop's way into the journal: what happened, and when."""

from daemon.clock import Clock
from ledger.errors import JournalUnwritable
from ledger.events import Detail, Event, Kind
from ledger.journal import Journal


class Recorder:
    """Writes events for the loop.

    Attributes:
        journal: the file itself, for the one caller that must wait for the disk (daemon/taps.py).
        clock: the process's clock.
        flush_wait: seconds that a door's move waits for its record to reach the disk; None: for
            ever.
    """

    def __init__(self, journal: Journal, clock: Clock, flush_wait: float | None) -> None:
        self.journal, self.clock, self.flush_wait = journal, clock, flush_wait

    def say(
        self,
        kind: Kind,
        *,
        door: str | None = None,
        reader: str | None = None,
        order: int | None = None,
        revision: int | None = None,
        detail: Detail | None = None,
    ) -> None:
        """Record what happened just now; see `note`."""
        event = Event(
            kind=kind,
            at=self.clock.now(),
            door=door,
            reader=reader,
            order=order,
            revision=revision,
            detail=detail,
        )
        self.note(event)

    def note(self, event: Event) -> None:
        """Commit an event that nothing waits for and ask for the disk.

        What cannot be committed is kept in memory, in its order, until it can.
        """
        seq = self.journal.note(event)
        if seq is not None:
            self.journal.flush(seq)

    def record_first(self, event: Event) -> bool:
        """Commit, flush, and say whether a door may move on it; see `may_move`."""
        try:
            seq = self.journal.record(event)
        except JournalUnwritable:
            return False
        return self.may_move(self.on_disk(seq))

    def on_disk(self, seq: int) -> bool:
        """Wait for the disk as long as `flush_wait` says; True once the event is there."""
        return self.flush_wait != 0 and self.journal.flushed(seq, self.flush_wait)

    def may_move(self, durable: bool) -> bool:  # noqa: FBT001 - the fact is the whole subject
        """Whether a door may move on a record.

        A durable one, or one that a slow disk has yet to take; never one of a failing disk.
        """
        return durable or (self.flush_wait is not None and self.journal.failing is None)
