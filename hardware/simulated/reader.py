"""The demo's MFRC522: an emulated chip, and the cards that are brought to it."""

from collections.abc import Callable, Sequence
from typing import Final

from gpiozero.pins.mock import MockFactory

from hardware.simulated.card import Card
from hardware.simulated.chip import Chip, Fault
from hardware.simulated.field import Field
from hardware.simulated.spi import Wired, install, wire_reset

SLOT: Final = (0, 0)  # bus and chip select
RESET_LINE: Final = 25


class EmulatedReader:
    """The chip, its field, and the cards that have been before it."""

    def __init__(self, ticks: Callable[[], int]) -> None:
        self._field = Field()
        self.chip = Chip(self._field, ticks)
        self._cards: dict[str, Card] = {}

    def wire(self, pins: MockFactory) -> None:
        """Put the chip on the header: SPI 0.0, with RST on line 25."""
        install({SLOT: Wired(self.chip)})
        wire_reset(pins, RESET_LINE, self.chip)

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
