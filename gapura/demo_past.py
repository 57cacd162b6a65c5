"""Ninety days at the demonstration's door: who came when, and what went wrong. The same each time.

Days count back from the demonstration's; every name stands for a card of its seed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from gapura import demo_scenes as scenes
from gapura.demo_scenes import Scene
from ledger.access import Entry
from ledger.events import Reason

DAYS: Final = 90
DRAWN: Final = 20261124  # what the days are drawn from: another number is another past
FRIDAY: Final = 4
RADIO, KEYPAD, FOB = "server-in", "keypad", "fob"
R: Final = Reason

# Who comes: his reader, from and until which day back, how many of ten working days, and how often.
REGULARS: Final = {
    "granted": (RADIO, DAYS, 0, 9, 3),
    "escort": (RADIO, DAYS, 0, 7, 2),
    "fob": (FOB, DAYS, 0, 6, 2),
    "pin": (KEYPAD, 45, 0, 5, 1),
    "lost": (RADIO, DAYS, 3, 6, 2),  # until the card was lost
    "frozen": (RADIO, DAYS, 2, 8, 2),  # until it was frozen
}
EVENINGS: Final = {83: "granted", 74: "fob", 61: "granted", 55: "escort", 47: "granted",
                   33: "granted", 26: "fob", 19: "granted", 12: "escort", 5: "granted"}  # fmt: skip
VISITS: Final = (31, 27, 24, 18, 13, 10, 6)  # days back on which a visitor came with his escort
DENIALS: Final[tuple[tuple[int, str, str, Reason], ...]] = (
    (86, RADIO, "", R.UNREADABLE_CARD), (84, RADIO, "", R.MORE_THAN_ONE_CARD),
    (77, RADIO, "", R.RANDOM_NUMBER), (69, RADIO, "granted", R.TOO_LATE),
    (58, RADIO, "", R.UNREADABLE_CARD), (44, KEYPAD, "pin", R.PIN_WRONG),
    (43, KEYPAD, "pin", R.PIN_MISSING), (38, RADIO, "", R.MORE_THAN_ONE_CARD),
    (34, RADIO, "expired", R.NOT_YET_VALID), (30, KEYPAD, "pin", R.PIN_WRONG),
    (30, KEYPAD, "pin", R.PIN_WRONG), (30, KEYPAD, "pin", R.PIN_WRONG),
    (30, KEYPAD, "pin", R.PIN_THROTTLED), (20, RADIO, "expired", R.OUTSIDE_SCHEDULE),
    (14, RADIO, "wrong-door", R.WRONG_DOOR), (9, RADIO, "wrong-door", R.WRONG_DOOR),
    (6, RADIO, "outside-schedule", R.OUTSIDE_SCHEDULE),
    (4, RADIO, "outside-schedule", R.OUTSIDE_SCHEDULE), (3, RADIO, "expired", R.EXPIRED),
    (1, RADIO, "expired", R.EXPIRED), (1, RADIO, "lost", R.LOST),
    (0, RADIO, "not-handed-over", R.NOT_HANDED_OVER), (0, RADIO, "frozen", R.FROZEN),
)  # fmt: skip

Draw = Callable[[datetime], Scene]


class Past:
    """Draws the scenes of the days, in no order."""

    def __init__(self, cards: Mapping[str, Entry], stranger: str, at: datetime, zone: str) -> None:
        """Take what the register knows.

        Args:
            cards: what the seed calls each card, to its entry.
            stranger: hex fingerprint of a card that is nobody's.
            at: now.
            zone: of the office.
        """
        self._cards, self._stranger = cards, stranger
        self._zone = ZoneInfo(zone)
        self._now = at
        self._today = at.astimezone(self._zone).date()
        self._random = Random(DRAWN)  # noqa: S311 - invented days, not a secret

    def scenes(self) -> Iterator[Scene]:
        """Yield everything that happened."""
        yield scenes.entry(self._at(100, time(9, 12)), self._cards["dormant"], RADIO)
        yield scenes.leaving(self._at(100, time(9, 40)), self._cards["dormant"])
        for back in range(DAYS, -1, -1):
            day = self._day(back)
            if day.weekday() <= FRIDAY:
                yield from self._working_day(back)
        for back, name in EVENINGS.items():
            yield from self._stay(back, name, time(19, self._random.randrange(60)), RADIO)
        yield from self._visits()
        yield from self._denials()
        yield from self._troubles()
        yield from self._inside()

    def _working_day(self, back: int) -> Iterator[Scene]:
        for name, (reader, first, last, often, times) in REGULARS.items():
            if last <= back <= first and self._random.randrange(10) < often:
                for hour in sorted(self._random.sample(range(7, 16), times)):
                    minute = self._random.randrange(35, 60) if hour == 7 else self._minute()  # noqa: PLR2004 - the office opens at 07.30
                    yield from self._stay(back, name, time(hour, minute, self._minute()), reader)

    def _stay(self, back: int, name: str, begun: time, reader: str) -> Iterator[Scene]:
        """Yield somebody's coming and, after some minutes, his going."""
        at, who = self._at(back, begun), self._cards[name]
        come = scenes.with_pin if reader == KEYPAD else scenes.entry
        yield come(at, who, reader)
        yield scenes.leaving(at + timedelta(minutes=self._random.randrange(6, 50)), who)

    def _visits(self) -> Iterator[Scene]:
        guest, escort = self._cards["expired"], self._cards["granted"]
        for back in VISITS:
            at = self._at(back, time(10, self._minute()))
            yield scenes.escorted(at, guest, escort, RADIO)
            gone = at + timedelta(minutes=self._random.randrange(20, 80))
            yield scenes.leaving(gone, guest)
            yield scenes.leaving(gone + timedelta(seconds=9), escort)
        for back in (29, 17):
            yield scenes.alone(self._at(back, time(13, self._minute())), guest, RADIO)

    def _denials(self) -> Iterator[Scene]:
        for n, (back, reader, name, reason) in enumerate(DENIALS):
            at = self._at(back, time(8 + back % 3, 5 + n, 7))
            yield scenes.denied(at, reader, reason, self._cards.get(name))
        for back in (80, 52, 7):
            yield scenes.stranger(self._at(back, time(11, self._minute())), RADIO, self._stranger)
        yield scenes.stranger(self._at(2, time(12, 46)), RADIO, self._stranger, times=3)

    def _troubles(self) -> Iterator[Scene]:
        siti, bagus = self._cards["granted"], self._cards["escort"]
        yield scenes.forced(self._at(49, time(22, 14)))
        yield scenes.forced(self._at(5, time(6, 3)))
        for back in (71, 40, 22, 8):
            yield scenes.held(self._at(back, time(16, 2)), bagus, RADIO)
        yield scenes.not_opened(self._at(36, time(16, 20)), siti, RADIO)
        yield scenes.reader_out(self._at(64, time(16, 31)), FOB, 46)
        yield scenes.reader_out(self._at(3, time(17, 12)), RADIO, 21)
        yield scenes.register_out(self._at(41, time(17, 30)), RADIO)
        yield scenes.clock_step(self._at(16, time(5, 2)))
        yield scenes.slow_disk(self._at(11, time(16, 44)), siti, RADIO)

    def _inside(self) -> Iterator[Scene]:
        """Yield who has come and not gone: one who forgot to tap, a visitor, and his escort."""
        yield scenes.entry(self._now - timedelta(hours=13, minutes=20), self._cards["fob"], FOB)
        at = self._now - timedelta(minutes=26)
        yield scenes.escorted(at, self._cards["visitor"], self._cards["escort"], RADIO)

    def boots(self, readers: str, config: str) -> Sequence[Scene]:
        """Return the starts of the controller: before all, and once after a power cut."""
        return (
            scenes.boot(self._at(101, time(8, 0)), readers, config),
            scenes.boot(self._at(57, time(18, 21)), readers, config, crashed=True),
        )

    def _minute(self) -> int:
        return self._random.randrange(60)

    def _day(self, back: int) -> date:
        return self._today - timedelta(days=back)

    def _at(self, back: int, clock: time) -> datetime:
        return datetime.combine(self._day(back), clock, self._zone)
