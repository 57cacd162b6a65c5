"""The loop's way into the journal: what happened, and when."""

from collections.abc import Callable, Mapping
from typing import Final

from daemon.clock import Clock
from ledger.events import ALARMS, Event, Kind
from ledger.journal import Journal

Detail = Mapping[str, str | int | float | bool | None]
SILENT: Final = frozenset({Kind.DURESS})  # an alarm for the office, never for who stands there


class Recorder:
    """Writes events for the loop.

    Attributes:
        journal: the file itself, for the one caller that must wait for the disk (daemon/taps.py).
        clock: the process's clock.
    """

    def __init__(self, journal: Journal, clock: Clock, alarm: Callable[[Kind], None]) -> None:
        self.journal, self.clock, self._alarm = journal, clock, alarm

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
        if event.kind in ALARMS - SILENT:
            self._alarm(event.kind)
        seq = self.journal.note(event)
        if seq is not None:
            self.journal.flush(seq)
