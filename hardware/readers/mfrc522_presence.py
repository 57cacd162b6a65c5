"""What lies on a reader, so that each presentation of a card is told once. Pure.

A card that was read is halted and rests. While it rests it is woken by its own number now and
then; one that does not answer three times has been taken away, and is new when it comes back.
"""

from typing import Final

from hardware.errors import NumberRefused
from hardware.readers import Assurance, CardNumber, CardRead, CardRefused, Refusal
from hardware.readers.iso14443 import MOST_CARDS, Inventory, is_random

MS: Final = 1_000_000  # ns
GONE_AFTER: Final = 3  # looks without an answer: one alone may be lost in noise
UNREADABLE_AFTER: Final = 250 * MS  # of failing: a card on its way in or out fails for less
FORGOTTEN_AFTER: Final = 150 * MS  # without a failure: the next one is another presentation
PILE_SETTLES: Final = 500 * MS  # what follows several cards this soon was one of them

Told = CardRead | CardRefused


class Presence:
    """The cards that rest on one reader."""

    def __init__(self, reader: str) -> None:
        self._reader = reader
        self._misses: dict[bytes, int] = {}
        self._pile_until = 0
        self._failing_since = self._failed_at = -FORGOTTEN_AFTER - 1
        self._failure_told = False

    @property
    def resting(self) -> tuple[bytes, ...]:
        """The numbers that were read and are still there."""
        return tuple(self._misses)

    def looked(self, number: bytes, *, there: bool) -> None:
        """Take the result of waking one resting card by its number."""
        self._misses[number] = 0 if there else self._misses[number] + 1
        if self._misses[number] >= GONE_AFTER:
            del self._misses[number]
        if not self._misses:
            self._pile_until = 0

    def take_in(self, found: Inventory, ticks: int) -> Told | None:
        """Take what a look found and return what there is to tell; mostly nothing."""
        if not found.numbers:
            return self._failed(found, ticks) if found.failed else None
        new = [number for number in found.numbers if not self._rests(number)]
        self._rest(found.numbers)
        if not new:
            return None
        if len(found.numbers) > 1 or found.collided or found.failed:
            self._pile_until = ticks + PILE_SETTLES
            return CardRefused(self._reader, Refusal.MORE_THAN_ONE, ticks)
        if ticks < self._pile_until:
            return None
        return self._judge(new[0], ticks)

    def _rests(self, number: bytes) -> bool:
        """Tell whether it is known; a random number stands for any that rests."""
        return number in self._misses or (is_random(number) and any(map(is_random, self._misses)))

    def _rest(self, numbers: tuple[bytes, ...]) -> None:
        """Keep them as resting, the latest few: a field feeds no more."""
        for number in numbers:
            if is_random(number):
                self._misses = {n: m for n, m in self._misses.items() if not is_random(n)}
            self._misses[number] = 0
        for oldest in tuple(self._misses)[:-MOST_CARDS]:
            del self._misses[oldest]

    def _judge(self, number: bytes, ticks: int) -> Told:
        if is_random(number):
            return CardRefused(self._reader, Refusal.RANDOM, ticks)
        try:
            whole = CardNumber(f"iso14443a:{number.hex().upper()}")
        except NumberRefused:
            return CardRefused(self._reader, Refusal.UNREADABLE, ticks)
        return CardRead(self._reader, whole, Assurance.UID_ONLY, ticks)

    def _failed(self, found: Inventory, ticks: int) -> Told | None:
        """Say once that something cannot be read, if it goes on."""
        if ticks - self._failed_at > FORGOTTEN_AFTER:
            self._failing_since, self._failure_told = ticks, False
        self._failed_at = ticks
        if self._failure_told or ticks - self._failing_since < UNREADABLE_AFTER:
            return None
        self._failure_told = True
        why = Refusal.MORE_THAN_ONE if found.collided else Refusal.UNREADABLE
        return CardRefused(self._reader, why, ticks)
