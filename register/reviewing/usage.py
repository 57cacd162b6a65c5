"""What the door's journal says of each holder in a period (pure): the evidence of a review."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple, Protocol

from ledger.access import MINUTE_MS, OPEN, Hours, local_minute, within
from ledger.events import Kind, Reason

WEEKS: Final = 13
WEEK: Final = timedelta(days=7)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Event(Protocol):
    """An event of the journal, or a line of its index: both name these alike."""

    @property
    def wall(self) -> int:
        """UTC milliseconds."""

    @property
    def kind(self) -> str:
        """A `ledger.events.Kind`."""

    @property
    def door(self) -> str | None:
        """Its name."""

    @property
    def reason(self) -> str | None:
        """A `ledger.events.Reason`."""

    @property
    def subject(self) -> str | None:
        """Pseudonymous id of a person, or the fingerprint of an unknown card."""

    @property
    def entered(self) -> tuple[str, ...]:
        """Who comes in by a grant: the subject, and who comes along."""


class Period(NamedTuple):
    """A span in UTC, [since, until)."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How a holder used the door.

    Attributes:
        entries: in the period; a door that was released and not opened is none.
        last: the newest entry in the period, or before it.
        outside: entries outside the office's hours.
        denied: refused taps in the period.
        held: how often the door was held open behind him.
        unescorted: how often he came without the escort that he must have.
        weeks: entries in each of 13 weeks that end with the period, the oldest first.
    """

    entries: int = 0
    last: datetime | None = None
    outside: int = 0
    denied: int = 0
    held: int = 0
    unescorted: int = 0
    weeks: tuple[int, ...] = (0,) * WEEKS


NEVER: Final = Usage()


@dataclass(slots=True)
class _Tally:
    entries: list[datetime] = field(default_factory=list)
    denied: int = 0
    held: int = 0
    unescorted: int = 0

    def refuse(self, event: Event) -> None:
        self.denied += 1
        self.unescorted += event.reason == Reason.ESCORT_MISSING


def usage(
    events: Iterable[Event],
    period: Period,
    office: Hours,
    zone: str,
    holidays: frozenset[str] = frozenset(),
) -> Mapping[str, Usage]:
    """Return the usage of everybody whom the events name, by pseudonymous id.

    Args:
        events: in the journal's order; from before the period too, for the last entry.
        period: what is counted.
        office: the office's hours; an entry at any other minute is outside them.
        zone: an IANA name.
        holidays: ISO dates.
    """
    tallies = _tallies(events, period)
    return {
        who: _usage(tally, period, lambda at: _outside(at, office, zone, holidays))
        for who, tally in tallies.items()
    }


def _tallies(events: Iterable[Event], period: Period) -> Mapping[str, _Tally]:
    found: dict[str, _Tally] = {}
    behind: dict[str | None, tuple[str, ...]] = {}  # the door, and who came in last
    for at, event in _timed(events, period.until):
        counted = at >= period.since
        if event.kind == Kind.GRANTED and event.subject is not None:
            behind[event.door] = event.entered
            for who in event.entered:
                found.setdefault(who, _Tally()).entries.append(at)
        elif event.kind == Kind.NOT_OPENED:
            for who in behind.pop(event.door, ()):
                found[who].entries.pop()
        elif counted and event.kind == Kind.HELD_OPEN and event.door in behind:
            found[behind[event.door][0]].held += 1  # whose card it was, and not his guest
        elif counted and event.kind == Kind.DENIED and event.subject is not None:
            found.setdefault(event.subject, _Tally()).refuse(event)
    return found


def _timed(events: Iterable[Event], until: datetime) -> Iterator[tuple[datetime, Event]]:
    """Yield the events before a moment, each with its own; a clock may have gone back."""
    for event in events:
        at = EPOCH + timedelta(milliseconds=event.wall)
        if at < until:
            yield at, event


def _usage(tally: _Tally, period: Period, outside: Callable[[datetime], bool]) -> Usage:
    counted = [at for at in tally.entries if at >= period.since]
    return Usage(
        entries=len(counted),
        last=max(tally.entries, default=None),
        outside=sum(outside(at) for at in counted),
        denied=tally.denied,
        held=tally.held,
        unescorted=tally.unescorted,
        weeks=tuple(_weeks(tally.entries, period.until)),
    )


def _weeks(entries: Iterable[datetime], until: datetime) -> Iterator[int]:
    back = [(until - at - timedelta(microseconds=1)) // WEEK for at in entries]
    for week in range(WEEKS - 1, -1, -1):
        yield back.count(week)


def _outside(at: datetime, office: Hours, zone: str, holidays: frozenset[str]) -> bool:
    minute = (at - EPOCH) // timedelta(milliseconds=MINUTE_MS)
    return within(office, local_minute(minute, zone), holidays) is not OPEN
