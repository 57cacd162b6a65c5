"""The field of a reader's antenna: cards come and go, and all hear the same frame at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from threading import Lock

from hardware.simulated.card import Bits, Card


@dataclass(frozen=True, slots=True)
class Heard:
    """What the antenna receives when one or more cards answer.

    Attributes:
        bits: their sum; where two differ, a 1.
        collision: the first bit where two differ, from 0; None where they agree.
    """

    bits: Bits
    collision: int | None


class Field:
    """The cards within reach. Any thread may place and take them; the chip's thread speaks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._cards: list[Card] = []
        self._powered = False

    def place(self, card: Card) -> None:
        """Bring a card near; one that is there already stays as it is."""
        with self._lock:
            if card not in self._cards:
                self._cards.append(card)
                card.power_up()

    def take(self, card: Card) -> None:
        """Take a card away; one that is not there is no error."""
        with self._lock:
            if card in self._cards:
                self._cards.remove(card)

    def clear(self) -> None:
        """Take all cards away."""
        with self._lock:
            self._cards.clear()

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards that are there now."""
        with self._lock:
            return tuple(self._cards)

    def power(self, *, on: bool) -> None:
        """Switch the carrier; cards that lose it forget where they stood."""
        with self._lock:
            if on and not self._powered:
                for card in self._cards:
                    card.power_up()
            self._powered = on

    def speak(self, frame: Bits) -> Heard | None:
        """Let all cards hear a frame and return the sum of their answers; None for silence."""
        with self._lock:
            if not self._powered:
                return None
            answers = [self._answer(card, frame) for card in tuple(self._cards)]
        return _sum([answer for answer in answers if answer])

    def _answer(self, card: Card, frame: Bits) -> Bits | None:
        if card.torn_after == 0:
            self._cards.remove(card)
            return None
        answer = card.hear(frame)
        if answer and card.torn_after:
            card.torn_after -= 1
        return answer


def _sum(answers: Sequence[Bits]) -> Heard | None:
    """Lay answers over each other, as the antenna does."""
    if not answers:
        return None
    places = [[bit for bit in bits if bit is not None] for bits in zip_longest(*answers)]
    collision = next((at for at, bits in enumerate(places) if len(set(bits)) > 1), None)
    return Heard(tuple(max(bits) for bits in places), collision)
