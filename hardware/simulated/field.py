"""The field of a reader's antenna: cards come and go, and all hear the same frame at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from threading import Lock
from typing import Final

from hardware.readers.iso14443 import SHORT_FRAME
from hardware.readers.mfrc522_presence import GONE_AFTER
from hardware.simulated.card import WUPA_CODE, Bits, Card, to_bits

WAKE: Final = to_bits(bytes((WUPA_CODE,)))[:SHORT_FRAME]


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
        self._coming: list[Card] = []
        self._gone = 0  # cards that left, and that the reader may take for being there still
        self._in_vain = 0  # times that it has woken cards since, and nothing answered
        self._powered = False

    def bring(self, *cards: Card) -> None:
        """Place cards, all at once, when the reader must have noticed that those before are gone.

        A person is slow enough for that. But on a busy machine the reader's thread may not have
        looked once since, and would take a card that comes back for one that never left.
        """
        with self._lock:
            self._coming.extend(cards)
            self._let_in()

    def place(self, card: Card) -> None:
        """Lay a card near at once; one that is there already stays as it is."""
        with self._lock:
            self._place(card)

    def take(self, card: Card) -> None:
        """Take a card away; one that is not there is no error."""
        with self._lock:
            if card in self._cards:
                self._cards.remove(card)
                self._gone, self._in_vain = self._gone + 1, 0

    def clear(self) -> None:
        """Take all cards away, those that were coming too."""
        with self._lock:
            self._coming.clear()
        for card in self.cards:
            self.take(card)

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
            self._let_in()
            cards = tuple(self._cards)
            answers = [answer for card in cards if (answer := self._answer(card, frame))]
            self._in_vain += frame == WAKE and not answers
        return _sum(answers)

    def _place(self, card: Card) -> None:
        if card not in self._cards:
            self._cards.append(card)
            card.power_up()

    def _let_in(self) -> None:
        """Place those who come, once each that left was woken often enough to be forgotten."""
        if self._coming and self._in_vain >= GONE_AFTER * self._gone:
            for card in self._coming:
                self._place(card)
            self._coming, self._gone = [], 0

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
