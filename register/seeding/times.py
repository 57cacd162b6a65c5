"""When the people of a demonstration signed and came: in office hours, before now (pure).

Whenever it is started, on a Sunday night too, nobody has signed by night or on a day off.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(7, 30), time(16)
SATURDAY: Final = 6
DAY: Final = timedelta(days=1)
HALVES: Final = (time(8, 20), time(13, 40))  # of a working day: from then on somebody signs
SPREAD: Final = 80  # minutes


@dataclass(frozen=True, slots=True)
class OfficeTimes:
    """The office's own calendar, as seen from one moment.

    Attributes:
        now: aware; what is told happened before.
        closed: days off, besides Saturdays and Sundays.
    """

    now: datetime
    zone: ZoneInfo
    closed: frozenset[date] = field(default=frozenset())

    @property
    def today(self) -> date:
        """Return the office's day."""
        return self.now.astimezone(self.zone).date()

    def works(self, day: date) -> bool:
        """Say whether the office is open on a day."""
        return day.isoweekday() < SATURDAY and day not in self.closed

    def day(self, back: int) -> date:
        """Return the newest working day that is at least so many days ago."""
        return self.before(self.today, back)

    def before(self, day: date, days: int, signatures: int = 0) -> date:
        """Return the newest working day that is so many days before another.

        It is earlier still where so many signatures, two a working day, need more.
        """
        first, left = day - days * DAY, -(-signatures // len(HALVES))
        left -= sum(self.works(first + n * DAY) for n in range(1, days))
        while left > 1 or not self.works(first):
            left -= self.works(first)
            first -= DAY
        return first

    def at(self, back: int, clock: time) -> datetime:
        """Return a time of `day(back)`; before now where `back` is 1 or more."""
        return self.on(self.day(back), clock)

    def on(self, day: date, clock: time) -> datetime:
        """Return a time of a day, in UTC."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def after(self, day: date, days: int, clock: time) -> datetime:
        """Return a time of the first working day that is so many days or more after another."""
        later = (day + timedelta(days=n) for n in count(days))
        return self.on(next(each for each in later if self.works(each)), clock)

    def minutes_ago(self, minutes: int) -> datetime | None:
        """Return a moment of today; None where the office was shut then."""
        then = self.now - timedelta(minutes=minutes)
        local = then.astimezone(self.zone)
        opened = self.works(local.date()) and OPENS <= local.time() < CLOSES
        return then if opened and local.date() == self.today else None

    def halves(self, first: date, turn: int = 0) -> Iterator[datetime]:
        """Yield two moments of each working day from a day on; another turn, other minutes."""
        place = count(turn * 7)
        for day in (first + n * DAY for n in count()):
            for half in HALVES if self.works(day) else ():
                yield self.on(day, half) + timedelta(minutes=next(place) * 13 % SPREAD)
