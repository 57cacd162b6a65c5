"""The loop's way into the journal: what happened, and when."""

from collections.abc import Callable
from typing import Final

from daemon.clock import Clock
from daemon.health import WATCHDOG_PERIOD_NS
from ledger.errors import JournalUnwritable
from ledger.events import Detail, Event, Kind
from ledger.journal import Journal

TOO_LATE_NS: Final = 2_000_000_000  # nothing unlocks so long after it was asked for
NS_PER_S: Final = 1_000_000_000


class Recorder:
    """Writes events for the loop.

    Attributes:
        journal: the file itself, for the one caller that must wait for the disk (daemon/taps.py).
        clock: the process's clock.
        flush_wait: seconds that a door's move waits for its record to reach the disk, 2 at most;
            None: so long, and without it there it does not move.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        flush_wait: float | None,
        alive: Callable[[], object],
    ) -> None:
        """Take the journal, the clock, the patience, and who is told that the loop lives."""
        self.journal, self.clock, self.flush_wait = journal, clock, flush_wait
        self._alive, self._waits = alive, _waits(flush_wait)

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

    def record_first(self, event: Event) -> tuple[bool, bool]:
        """Commit and flush; return whether a door may move on it, and would go ahead of the disk.

        See `may_move`. It goes ahead only of a disk that was waited for.
        """
        try:
            durable = self.on_disk(self.journal.record(event))
        except JournalUnwritable:
            return False, False
        return self.may_move(durable), not durable and self.flush_wait != 0

    def on_disk(self, seq: int) -> bool:
        """Wait for the disk as long as `flush_wait` says; True once the event is there.

        The loop itself waits, and says after each part that it does no more than that.
        """
        for seconds in self._waits:
            if self.journal.flushed(seq, seconds):
                return True
            self._alive()
        return False

    def may_move(self, durable: bool) -> bool:  # noqa: FBT001 - the fact is the whole subject
        """Whether a door may move on a record.

        A durable one, or one that a slow disk has yet to take; never one of a failing disk.
        """
        return durable or (self.flush_wait is not None and self.journal.failing is None)


def _waits(flush_wait: float | None) -> tuple[float, ...]:
    """Return a wait in parts of seconds, none longer than the watchdog's period.

    After 2 s nothing moves any more, whatever the disk says then: nobody waits on.
    """
    longest, part = TOO_LATE_NS / NS_PER_S, WATCHDOG_PERIOD_NS / NS_PER_S
    whole, rest = divmod(longest if flush_wait is None else min(flush_wait, longest), part)
    return (part,) * int(whole) + ((rest,) if rest else ())
