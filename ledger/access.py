"""What the register says about one card, and the weekly hours that go with it (pure)."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

DAYS: Final = 7
DAY_MINUTES: Final = 24 * 60
MINUTE_MS: Final = 60_000
MINUTE: Final = timedelta(minutes=1)
QUARTER: Final = 15  # minutes
EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
EPOCH_WEEKDAY: Final = 3  # 1970 began on a Thursday
ALWAYS: Final = "always"
WINDOW: Final = re.compile(r"([1-7])(?:-([1-7]))? ([0-2]\d)([0-5]\d)-([0-2]\d)([0-5]\d)", re.ASCII)
WANTED: Final = (
    "wanted is `always` or windows as `1 0730-1600,5-6 2200-0600`: ISO weekday, hhmm-hhmm"
)

Span = tuple[int, int]  # minutes from the day's midnight, [start, end); end to 2880: the next day's
Week = tuple[tuple[Span, ...], ...]  # seven days from Monday: the windows that start on each


class CardState(StrEnum):
    """Where a card is in its life; ACTIVE alone opens."""

    NOT_HANDED_OVER = "not-handed-over"
    ACTIVE = "active"
    FROZEN = "frozen"
    LOST = "lost"
    DAMAGED = "damaged"
    RETURNED = "returned"
    REVOKED = "revoked"
    DESTROYED = "destroyed"


class AccessKind(StrEnum):
    """The SOP's *jenis akses*."""

    STANDING = "tetap"
    TEMPORARY = "sementara"
    VISITOR = "pengunjung"


class Hours(NamedTuple):
    """When a grant opens one door.

    Attributes:
        weekly: windows in the office's local time, as `1 0730-1600,5 0730-1630,6 2200-0600`:
            ISO weekday (1 is Monday), start and end; an end at or before the start is on the
            next day. `always` is every minute.
        on_holidays: whether the windows count on holidays too.
    """

    weekly: str
    on_holidays: bool


class Entry(NamedTuple):
    """One row of the allowlist: all that is known about one card at this instant.

    Attributes:
        card: the card's id in the register.
        cardholder: pseudonymous id of the person, `P-` and ten characters.
        state: of the card; a frozen or revoked grant shows here as FROZEN or REVOKED.
        kind: *jenis akses*.
        valid_from: UTC ms, inclusive.
        valid_until: UTC ms, exclusive.
        doors: door name to the hours at which it opens.
        escort: pseudonymous id of the person who must tap after this one, or None.
        pin_hash: argon2id of the PIN, or None.
        duress_hash: argon2id of the PIN that opens and raises a silent alarm, or None.
        revision: the register's revision as of this very read.
    """

    card: int
    cardholder: str
    state: CardState
    kind: AccessKind
    valid_from: int
    valid_until: int
    doors: Mapping[str, Hours]
    escort: str | None
    pin_hash: str | None
    duress_hash: str | None
    revision: int


class Opening(StrEnum):
    """What weekly hours say of one minute."""

    OPEN = "open"
    SHUT = "shut"
    HOLIDAY = "holiday"  # open, were the day on which the window starts no holiday


OPEN: Final = Opening.OPEN


class LocalMinute(NamedTuple):
    """A minute on the wall of the office.

    Attributes:
        day: proleptic Gregorian ordinal, as of `date.toordinal`.
        weekday: 0 is Monday.
        minute: of the day, 0 to 1439.
    """

    day: int
    weekday: int
    minute: int


@lru_cache(maxsize=512)
def weekly(text: str) -> Week:
    """Read weekly hours; ValueError says what is wrong with which window, and what is wanted.

    `5-6 2200-0600` stands for the same window on each of the days from 5 to 6. An end at or
    before the start is on the next day, so `1 0800-0800` lasts 24 hours; 2400 is midnight.
    The empty text has no window.
    """
    if text == ALWAYS:
        return (((0, DAY_MINUTES),),) * DAYS
    week: list[list[Span]] = [[] for _ in range(DAYS)]
    for window in text.split(",") if text else ():
        days, span = _window(window, text)
        for day in days:
            week[day].append(span)
    return tuple(tuple(sorted(spans)) for spans in week)


def _window(window: str, text: str) -> tuple[range, Span]:
    """Return the weekdays (0 is Monday) and the minutes of one window."""
    found = WINDOW.fullmatch(window)
    if found is None:
        raise ValueError(f"hours {text!r}: {window!r} is no window; {WANTED}")
    first, last = int(found[1]), int(found[2] or found[1])
    start, end = (60 * int(found[hour]) + int(found[hour + 1]) for hour in (3, 5))
    if last < first:
        raise ValueError(f"hours {text!r}: {window!r} counts its days backwards; {WANTED}")
    if start >= DAY_MINUTES or end > DAY_MINUTES:
        raise ValueError(f"hours {text!r}: {window!r} has a time after 2400; {WANTED}")
    return range(first - 1, last), (start, end if end > start else end + DAY_MINUTES)


def local_minute(minute: int, zone: str) -> LocalMinute:
    """Return what the office's clock shows; `minute` is UTC minutes since 1970.

    Raises ValueError for a zone that the system does not know, or a year beyond 1 to 9999.
    """
    day, of_day = divmod(minute + _offset(minute // QUARTER, zone), DAY_MINUTES)
    return LocalMinute(day + EPOCH_DAY, (day + EPOCH_WEEKDAY) % DAYS, of_day)


@lru_cache(maxsize=16)
def _offset(quarter: int, zone: str) -> int:
    """Return the minutes that a zone is ahead of UTC; zones change at quarters of an hour only."""
    try:
        offset = datetime.fromtimestamp(quarter * QUARTER * 60, tz=ZoneInfo(zone)).utcoffset()
    except (KeyError, ValueError, OverflowError, OSError) as error:  # no such zone: a KeyError
        raise ValueError(f"zone {zone!r}: no local time {quarter} quarters after 1970") from error
    return 0 if offset is None else offset // MINUTE


def within(hours: Hours, at: LocalMinute, holidays: frozenset[str] = frozenset()) -> Opening:
    """Say whether hours include a minute; `holidays` are ISO dates.

    A window belongs to the day on which it starts, with all its minutes: one that begins on the
    evening before a holiday lasts its whole night, one that begins on the holiday does not begin.
    """
    week = weekly(hours.weekly)
    today = _covered(week[at.weekday], at.minute)
    if today and (hours.on_holidays or not holidays or not _is(at.day, holidays)):
        return OPEN
    night = _covered(week[at.weekday - 1], at.minute + DAY_MINUTES)
    if night and (hours.on_holidays or not holidays or not _is(at.day - 1, holidays)):
        return OPEN
    return Opening.HOLIDAY if today or night else Opening.SHUT


def _is(day: int, holidays: frozenset[str]) -> bool:
    return date.fromordinal(day).isoformat() in holidays


def _covered(spans: tuple[Span, ...], minute: int) -> bool:
    for start, end in spans:  # noqa: SIM110 - any() builds a generator, at every tap
        if start <= minute < end:
            return True
    return False
