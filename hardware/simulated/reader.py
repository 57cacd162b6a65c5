"""The demo's MFRC522s: an emulated chip each, and the cards that are brought to it."""

from collections.abc import Callable, Sequence
from typing import Final, Self

from gpiozero.pins.mock import MockFactory

from hardware.simulated.card import Card
from hardware.simulated.chip import Chip, Fault
from hardware.simulated.field import Field
from hardware.simulated.spi import Wired, install, wire_reset

AT_DOOR: Final = ((0, 0), 25)  # bus and chip select, and the line on RST
AT_DESK: Final = ((0, 1), 4)


class EmulatedReader:
    """The chip, its field, and the cards that have been before it."""

    def __init__(
        self, ticks: Callable[[], int], place: tuple[tuple[int, int], int] = AT_DOOR
    ) -> None:
        self.slot, self.reset_line = place
        self._field = Field()
        self.chip = Chip(self._field, ticks)
        self._cards: dict[str, Card] = {}

    def wire(self, pins: MockFactory, *others: Self) -> None:
        """Put the chip on the header, and others beside it."""
        readers = (self, *others)
        install({each.slot: Wired(each.chip) for each in readers})
        for each in readers:
            wire_reset(pins, each.reset_line, each.chip)

    def place(self, cards: Sequence[str]) -> None:
        """Bring cards into the field at once; the same digits are the same card."""
        self._field.bring(
            *(self._cards.setdefault(each, Card(bytes.fromhex(each))) for each in cards)
        )

    def clear(self) -> None:
        """Take every card away."""
        self._field.clear()

    def unplug(self) -> None:
        """Pull the wire: MISO floats low."""
        self.chip.fault = Fault.PULLED_LOW

    def plug(self) -> None:
        """Put it back; power was gone, so are the chip's settings."""
        self.chip.reset()
        self.chip.fault = Fault.NONE
