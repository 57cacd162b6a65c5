"""What at the door deserves a look: pure rules over the journal's lines (SOP: review of the log).

A finding has a key that the same lines always give, so that whoever looks twice finds it once, and
looking in two parts finds what looking at once does: what a rule must remember is its `Memory`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ledger.access import Hours, Opening, local_minute, within
from ledger.events import Kind, Reason
from ledger.reading import Recorded

MINUTE_MS: Final = 60_000
DAY_MS: Final = 86_400_000
MOST: Final = 200  # lines that a finding keeps


class Rule(StrEnum):
    """What was found."""

    FORCED_OPEN = "forced-open"
    DURESS = "duress"
    LOST_CARD = "lost-card"
    TAMPER = "tamper"
    HELD_OPEN = "held-open"
    DENIED_IN_A_ROW = "denied-in-a-row"
    ESCORT_MISSING = "escort-missing"
    READER_DOWN = "reader-down"
    SENSOR_STUCK = "sensor-stuck"
    CLOCK_STEP = "clock-step"
    STORAGE_SLOW = "storage-slow"
    STORAGE_FAILED = "storage-failed"
    REGISTER_LOST = "register-lost"
    CRASH = "crash"
    DORMANT = "dormant"
    NEVER_USED = "never-used"
    OUTSIDE_HOURS = "outside-hours"


class Severity(StrEnum):
    """How soon somebody should look."""

    HIGH = "tinggi"
    MIDDLE = "sedang"
    LOW = "rendah"


R, S = Rule, Severity

SEVERITIES: Final[Mapping[Rule, Severity]] = {
    R.FORCED_OPEN: S.HIGH, R.DURESS: S.HIGH, R.LOST_CARD: S.HIGH, R.TAMPER: S.HIGH,
    R.HELD_OPEN: S.MIDDLE, R.DENIED_IN_A_ROW: S.MIDDLE, R.ESCORT_MISSING: S.MIDDLE,
    R.READER_DOWN: S.MIDDLE, R.SENSOR_STUCK: S.MIDDLE, R.CLOCK_STEP: S.MIDDLE,
    R.STORAGE_SLOW: S.MIDDLE, R.STORAGE_FAILED: S.HIGH, R.REGISTER_LOST: S.HIGH,
    R.CRASH: S.MIDDLE, R.DORMANT: S.MIDDLE, R.NEVER_USED: S.LOW, R.OUTSIDE_HOURS: S.LOW,
}  # fmt: skip
FAULTS: Final = frozenset({
    R.FORCED_OPEN, R.TAMPER, R.HELD_OPEN, R.READER_DOWN, R.SENSOR_STUCK, R.CLOCK_STEP,
    R.STORAGE_SLOW, R.STORAGE_FAILED, R.REGISTER_LOST, R.CRASH,
})  # fmt: skip
"""Of the door and its parts, and of nobody in particular: what an operator is shown."""

ALARMS: Final[Mapping[str, Rule]] = {  # one finding each, until it ends
    Kind.FORCED_OPEN: R.FORCED_OPEN, Kind.HELD_OPEN: R.HELD_OPEN, Kind.TAMPER: R.TAMPER,
    Kind.READER_LOST: R.READER_DOWN, Kind.REX_STUCK: R.SENSOR_STUCK,
    Kind.CONTACT_STUCK: R.SENSOR_STUCK, Kind.STORAGE_FAILED: R.STORAGE_FAILED,
    Kind.REGISTER_LOST: R.REGISTER_LOST, Kind.CRASH_FOUND: R.CRASH, Kind.DURESS: R.DURESS,
}  # fmt: skip
ENDS: Final[Mapping[str, Kind]] = {
    Kind.FORCED_OPEN_ENDED: Kind.FORCED_OPEN, Kind.HELD_OPEN_ENDED: Kind.HELD_OPEN,
    Kind.TAMPER_ENDED: Kind.TAMPER, Kind.READER_BACK: Kind.READER_LOST,
    Kind.REX_FREED: Kind.REX_STUCK, Kind.CONTACT_FREED: Kind.CONTACT_STUCK,
    Kind.STORAGE_BACK: Kind.STORAGE_FAILED, Kind.REGISTER_BACK: Kind.REGISTER_LOST,
}  # fmt: skip
DAILY: Final[Mapping[str, Rule]] = {  # one finding a day
    Kind.CLOCK_STEPPED: R.CLOCK_STEP, Kind.STORAGE_SLOW: R.STORAGE_SLOW,
}  # fmt: skip
DENIALS: Final[Mapping[str, Rule]] = {  # one finding a day and person
    Reason.LOST: R.LOST_CARD, Reason.ESCORT_MISSING: R.ESCORT_MISSING,
}  # fmt: skip
USES: Final = frozenset({Kind.GRANTED, Kind.WAITING, Kind.EXIT})  # a card that is still carried


class Found(NamedTuple):
    """One finding, or what is now known of one.

    Attributes:
        key: the same for the same lines.
        wall: UTC ms of its first line; where no line stands behind it, since when it holds.
        until: UTC ms of its last line.
        events: sequences of the lines behind it, ascending.
        subject: pseudonymous id of a person, or the hex fingerprint of an unknown card.
    """

    key: str
    rule: Rule
    wall: int
    events: tuple[int, ...] = ()
    door: str | None = None
    reader: str | None = None
    subject: str | None = None
    card: int | None = None
    until: int | None = None


class Held(NamedTuple):
    """An active card in somebody's hands; `since` is UTC ms from which it could be used."""

    card: int
    holder: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What the office calls unusual.

    Attributes:
        zone: IANA name; a day is the office's own.
        hours: its weekly hours.
        holidays: ISO dates.
        in_row: so many denials...
        minutes: ...within so many minutes at one reader.
        dormant_days: a card not used for so long.
        unused_days: a card never used so long after it was handed over.
    """

    zone: str
    hours: str
    holidays: frozenset[str] = frozenset()
    in_row: int = 3
    minutes: int = 5
    dormant_days: int = 90
    unused_days: int = 30


@dataclass(frozen=True, slots=True)
class Memory:
    """What the rules remember from line to line; plain values, to be kept as JSON.

    Attributes:
        rows: of each reader, the denials of the row that may be under way: [seq, wall] each.
        counted: of each reader whose row is a finding already, its first line's sequence.
        open: alarms that have not ended: what and where, to [seq, wall].
        used: of each card by its id, the last use: [seq, wall].
    """

    rows: dict[str, list[list[int]]] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    open: dict[str, list[int]] = field(default_factory=dict)
    used: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Memory":
        """Return a memory as it was kept; it shares nothing with what is given."""
        rows = {where: [list(each) for each in row] for where, row in kept.get("rows", {}).items()}
        parts = (kept.get(name, {}) for name in ("counted", "open", "used"))
        counted, open_, used = (dict(part) for part in parts)
        return cls(rows, counted, open_, used)

    def kept(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def look(events: Iterable[Recorded], memory: Memory, bounds: Bounds) -> Iterator[Found]:
    """Yield what lines tell, oldest first; a key may come again with more lines (`merged`).

    Args:
        events: the lines behind those that `memory` has seen.
        memory: is carried on, in place.
        bounds: of the office.
    """
    for event in events:
        if event.kind in USES and event.card is not None:
            memory.used[str(event.card)] = [event.seq, event.wall]
        if event.kind == Kind.STARTED:
            memory.open.clear()  # what stood open before is told anew, if it still does
        yield from _alarms(event, memory)
        yield from _daily(event, bounds)
        yield from _in_a_row(event, memory, bounds)


def dormant(cards: Iterable[Held], memory: Memory, bounds: Bounds, wall: int) -> Iterator[Found]:
    """Yield the cards that nobody uses at a moment, in UTC ms."""
    for card in cards:
        seq, last = memory.used.get(str(card.card), (0, 0))
        if last:
            if wall - max(last, card.since) >= bounds.dormant_days * DAY_MS:
                key = f"{R.DORMANT}:{card.card}:{seq}"
                yield Found(key, R.DORMANT, last, (seq,), None, None, card.holder, card.card, last)
        elif wall - card.since >= bounds.unused_days * DAY_MS:
            key = f"{R.NEVER_USED}:{card.card}"
            yield Found(key, R.NEVER_USED, card.since, subject=card.holder, card=card.card)


def merged(found: Iterable[Found]) -> dict[str, Found]:
    """Return findings by key: the lines of all who have one key, the first's time, the last's."""
    whole: dict[str, Found] = {}
    for each in found:
        known = whole.setdefault(each.key, each)
        later = each.events[-1:] >= known.events[-1:]
        whole[each.key] = known._replace(
            events=together(known.events, each.events),
            until=each.until if later else known.until,
        )
    return whole


def together(known: Iterable[int], more: Iterable[int]) -> tuple[int, ...]:
    """Return the sequences of both, ascending, the first `MOST`."""
    return tuple(sorted({*known, *more}))[:MOST]


def _alarms(event: Recorded, memory: Memory) -> Iterator[Found]:
    """What rings until it ends."""
    kind = ENDS.get(event.kind, event.kind)
    rule = ALARMS.get(kind)
    if rule is None:
        return
    what = f"{kind} {event.door or ''} {event.reader or ''}"
    if event.kind in ENDS:
        seq, wall = memory.open.pop(what, (0, 0))
        if not seq:
            return
    else:
        seq, wall = event.seq, event.wall
        if kind in ENDS.values():
            memory.open[what] = [seq, wall]
    yield Found(
        f"{rule}:{seq}", rule, wall, together((seq,), (event.seq,)),
        event.door, event.reader, event.subject, until=event.wall,
    )  # fmt: skip


def _daily(event: Recorded, bounds: Bounds) -> Iterator[Found]:
    """What is one finding a day, however often it happens."""
    rule = DAILY.get(event.kind)
    if event.kind == Kind.DENIED:
        rule = DENIALS.get(event.reason or "")
    if event.kind == Kind.GRANTED and outside(event, bounds):
        rule = R.OUTSIDE_HOURS
    if rule is not None:
        key = f"{rule}:{_day(event.wall, bounds.zone)}:{event.subject or ''}"
        yield Found(
            key, rule, event.wall, (event.seq,),
            event.door, event.reader, event.subject, event.card, event.wall,
        )  # fmt: skip


def outside(event: Recorded, bounds: Bounds) -> bool:
    """Whether a line is outside the office's hours, or on a holiday; never by a doubtful clock."""
    if event.clock == "untrusted":
        return False
    at = local_minute(event.wall // MINUTE_MS, bounds.zone)
    return within(Hours(bounds.hours, False), at, bounds.holidays) is not Opening.OPEN  # noqa: FBT003 - the hours of an office skip its holidays


def _in_a_row(event: Recorded, memory: Memory, bounds: Bounds) -> Iterator[Found]:
    """Denials at one reader with no grant between: somebody tries."""
    where = f"{event.door or ''} {event.reader or ''}"
    if event.kind == Kind.GRANTED:
        memory.rows.pop(where, None)
        memory.counted.pop(where, None)
    if event.kind != Kind.DENIED:
        return
    span = bounds.minutes * MINUTE_MS
    row = [each for each in memory.rows.get(where, []) if abs(event.wall - each[1]) <= span]
    if not row:
        memory.counted.pop(where, None)
    memory.rows[where] = row = [*row, [event.seq, event.wall]]
    if where not in memory.counted and len(row) < bounds.in_row:
        return
    first = memory.counted.setdefault(where, row[0][0])
    yield Found(
        f"{R.DENIED_IN_A_ROW}:{first}", R.DENIED_IN_A_ROW, row[0][1],
        tuple(seq for seq, _ in row), event.door, event.reader, until=event.wall,
    )  # fmt: skip


def _day(wall: int, zone: str) -> str:
    """Return the office's own date, ISO."""
    return date.fromordinal(local_minute(wall // MINUTE_MS, zone).day).isoformat()
