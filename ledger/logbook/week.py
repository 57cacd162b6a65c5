"""When something happened, as the office counts its week (pure)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from hashlib import sha256
from typing import Final

from ledger.access import MINUTE_MS, Hours, LocalMinute, Opening, local_minute, within

HOUR_MS: Final = 3_600_000
HOUR_MINUTES: Final = 60
DAY_HOURS: Final = 24
WEEK_HOURS: Final = 7 * DAY_HOURS


class Outside(IntEnum):
    """Whether a moment is in office hours."""

    WITHIN = 0
    OUTSIDE = 1
    HOLIDAY = 2  # in the hours of a day that is a holiday


OF: Final = {
    Opening.OPEN: Outside.WITHIN,
    Opening.SHUT: Outside.OUTSIDE,
    Opening.HOLIDAY: Outside.HOLIDAY,
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What an office's week is; the register's settings and holidays say it.

    Attributes:
        zone: IANA name, as `Asia/Jakarta`.
        weekly: its hours, as `ledger.access.Hours.weekly` says.
        holidays: ISO dates.
    """

    zone: str
    weekly: str
    holidays: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """Return what differs where any of it does."""
        said = (self.zone, self.weekly, *sorted(self.holidays))
        return sha256("\n".join(said).encode()).hexdigest()

    def place(self, wall: int) -> "Place":
        """Return where a moment (UTC ms) stands in the week; ValueError for an unknown zone."""
        return _place(self, wall // MINUTE_MS)


@dataclass(frozen=True, slots=True)
class Place:
    """A moment's place in the week.

    Attributes:
        hour: 0 to 167 on the office's clock; 0 is Monday from 00.00 to 01.00.
        outside: whether the office is open then.
    """

    hour: int
    outside: Outside


@lru_cache(maxsize=4096)
def _place(calendar: Calendar, minute: int) -> Place:
    at: LocalMinute = local_minute(minute, calendar.zone)
    opening = within(Hours(calendar.weekly, on_holidays=False), at, calendar.holidays)
    return Place(at.weekday * DAY_HOURS + at.minute // HOUR_MINUTES, OF[opening])


def hours_of(days: Collection[int], hours: Collection[int]) -> frozenset[int]:
    """Return the hours of the week that some hours (0 to 23) of some days (0 is Monday) are."""
    return frozenset(DAY_HOURS * day + hour for day in days for hour in hours)
