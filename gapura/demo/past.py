"""Ninety days at the demonstration's door: who came when, and what went wrong. The same each time.

Days count back from the demonstration's, to a working day; every name stands for a card of its
seed. Guests come and go as the guest book has them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from gapura.demo import scenes
from gapura.demo.scenes import Scene
from ledger.access import Entry
from ledger.events import Reason
from register.seeding.guests import SITI, Visited, visits
from register.seeding.times import OfficeTimes

DAYS: Final = 90
DRAWN: Final = 20261124  # what the days are drawn from: another number is another past
RADIO, KEYPAD, FOB = "server-in", "keypad", "fob"
R: Final = Reason

# Who comes: his reader, from and before which day back, how many of ten working days, how often.
REGULARS: Final[Mapping[str, tuple[str, int, int | None, int, int]]] = {
    "granted": (RADIO, DAYS, None, 9, 3),
    "escort": (RADIO, DAYS, None, 7, 2),
    "fob": (FOB, DAYS, 1, 6, 2),  # then she forgot to tap as she left
    "pin": (KEYPAD, 45, None, 5, 1),
    "lost": (RADIO, DAYS, 2, 6, 2),  # until the card was lost
    "frozen": (RADIO, DAYS, 1, 8, 2),  # until it was frozen
}
FETCHES: Final = timedelta(minutes=3)  # an escort is out so long before a guest comes
EVENINGS: Final = {83: "granted", 74: "fob", 61: "granted", 55: "escort", 47: "granted",
                   33: "granted", 26: "fob", 19: "granted", 12: "escort", 5: "granted"}  # fmt: skip
VISITS: Final = (31, 27, 24, 18, 13, 10, 6)  # days back on which a visitor came with his escort
DENIALS: Final[tuple[tuple[int, str, str, Reason], ...]] = (
    (86, RADIO, "", R.UNREADABLE_CARD), (84, RADIO, "", R.MORE_THAN_ONE_CARD),
    (77, RADIO, "", R.RANDOM_NUMBER), (69, RADIO, "granted", R.TOO_LATE),
    (58, RADIO, "", R.UNREADABLE_CARD), (44, KEYPAD, "pin", R.PIN_WRONG),
    (43, KEYPAD, "pin", R.PIN_MISSING), (38, RADIO, "", R.MORE_THAN_ONE_CARD),
    (41, RADIO, "expired", R.NOT_YET_VALID), (30, KEYPAD, "pin", R.PIN_WRONG),
    (30, KEYPAD, "pin", R.PIN_WRONG), (30, KEYPAD, "pin", R.PIN_WRONG),
    (30, KEYPAD, "pin", R.PIN_THROTTLED),
    (14, RADIO, "wrong-door", R.WRONG_DOOR), (9, RADIO, "wrong-door", R.WRONG_DOOR),
    (6, RADIO, "outside-schedule", R.OUTSIDE_SCHEDULE),
    (4, RADIO, "outside-schedule", R.OUTSIDE_SCHEDULE), (3, RADIO, "expired", R.EXPIRED),
    (1, RADIO, "expired", R.EXPIRED), (1, RADIO, "lost", R.LOST),
    (0, RADIO, "not-handed-over", R.NOT_HANDED_OVER), (0, RADIO, "frozen", R.FROZEN),
)  # fmt: skip

Draw = Callable[[datetime], Scene]


class Past:
    """Draws the scenes of the days, in no order."""

    def __init__(self, cards: Mapping[str, Entry], stranger: str, times: OfficeTimes) -> None:
        """Take what the register knows.

        Args:
            cards: what the seed calls each card, to its entry.
            stranger: hex fingerprint of a card that is nobody's.
            times: at which people come.
        """
        self._cards, self._stranger = cards, stranger
        self._times, self._visits = times, visits(times)
        self._random = Random(DRAWN)  # noqa: S311 - invented days, not a secret

    def scenes(self) -> Iterator[Scene]:
        """Yield everything that happened."""
        yield scenes.entry(self._at(100, time(9, 12)), self._cards["dormant"], RADIO)
        yield scenes.leaving(self._at(100, time(9, 40)), self._cards["dormant"])
        for back in range(DAYS, -1, -1):
            day = self._times.today - timedelta(days=back)
            if self._times.works(day):
                yield from self._working_day(back, day)
        for back, name in EVENINGS.items():
            evening = time(19, self._random.randrange(60))
            yield from self._stay(self._times.day(back), name, evening, RADIO)
        yield from self._vendor()
        yield from self._denials()
        yield from self._troubles()
        yield scenes.entry(self._at(1, time(15, 41)), self._cards["fob"], FOB)
        for visit in self._visits:
            yield from self._guest(visit)

    def _working_day(self, back: int, day: date) -> Iterator[Scene]:
        for name, (reader, first, end, often, times) in REGULARS.items():
            comes = back <= first and (end is None or day < self._times.day(end))
            if comes and self._random.randrange(10) < often:
                for hour in sorted(self._random.sample(range(7, 16), times)):
                    minute = self._random.randrange(35, 60) if hour == 7 else self._minute()  # noqa: PLR2004 - the office opens at 07.30
                    begun = time(hour, minute, self._minute())
                    yield from self._stay(day, name, begun, reader)

    def _stay(self, day: date, name: str, begun: time, reader: str) -> Iterator[Scene]:
        """Yield somebody's coming and, after some minutes, his going; not while he has a guest."""
        at, who = self._times.on(day, begun), self._cards[name]
        come = scenes.with_pin if reader == KEYPAD else scenes.entry
        gone = at + timedelta(minutes=self._random.randrange(6, 50))
        if not self._escorts(who, at, gone):
            yield come(at, who, reader)
            yield scenes.leaving(gone, who)

    def _escorts(self, who: Entry, begun: datetime, gone: datetime) -> bool:
        return any(
            each.guest.escort == who.cardholder
            and begun <= (each.left or self._times.now)
            and gone >= each.came - FETCHES
            for each in self._visits
        )

    def _guest(self, visit: Visited) -> Iterator[Scene]:
        """Yield a guest's coming with his escort, and their going; most guests have no card."""
        card = "granted" if visit.guest.escort == SITI else "escort"
        guest, escort = self._cards["visitor"], self._cards[card]
        if visit.guest.number:
            yield scenes.entry(visit.came, escort, RADIO)
        else:
            yield scenes.escorted(visit.came, guest, escort, RADIO)
        if visit.left is not None:
            yield scenes.leaving(visit.left, escort)

    def _vendor(self) -> Iterator[Scene]:
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
        late = self._cards["expired"]
        yield scenes.denied(self._at(20, time(16, 48)), RADIO, R.OUTSIDE_SCHEDULE, late)
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

    def boots(self, readers: str, config: str) -> Sequence[Scene]:
        """Return the starts of the controller: before all, and once after a power cut."""
        return (
            scenes.boot(self._at(101, time(8, 0)), readers, config),
            scenes.boot(self._at(57, time(18, 21)), readers, config, crashed=True),
        )

    def _minute(self) -> int:
        return self._random.randrange(60)

    def _at(self, back: int, clock: time) -> datetime:
        return self._times.at(back, clock)
