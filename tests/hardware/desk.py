"""A reader on a desk: the real `mfrc522` library and our driver on an emulated chip, in no time."""

from collections.abc import Callable

from gpiozero.pins.mock import MockFactory

from hardware import pi_gpio
from hardware.readers import CardRead, CardRefused, ReaderBack, ReaderEvent, ReaderLost
from hardware.readers.mfrc522 import Mfrc522Reader
from hardware.simulated.card import Card
from hardware.simulated.chip import Chip
from hardware.simulated.field import Field
from hardware.simulated.spi import Pace, VirtualClock, Wired, install, wire_reset
from hardware.wiring import Mfrc522Wiring

RESET_LINE = 25


class Desk:
    """Everything wired; `at` seconds something happens, `run` until a second comes.

    Attributes:
        started: virtual seconds at which the reader first answered.
    """

    def __init__(
        self, *, speed: int = 1_000_000, transaction: float = 25_000.0, version: int = 0x92
    ) -> None:
        self.clock = VirtualClock()
        self.field = Field()
        self.chip = Chip(self.field, self.clock, version=version)
        self.factory = MockFactory()
        wire_reset(self.factory, RESET_LINE, self.chip)
        self.lines = pi_gpio.install(self.factory)
        self.bus = install({(0, 0): Wired(self.chip, Pace(transaction, self.clock.spend))})
        self.wiring = Mfrc522Wiring(speed=speed, reset_line=RESET_LINE)
        self.reader = Mfrc522Reader("desk", self.wiring, self.clock, self.clock.pause)
        self.events: list[ReaderEvent] = []
        self.started: list[float] = []

    def at(self, seconds: float, action: Callable[[], object]) -> None:
        self.clock.at(seconds, lambda: (action(), None)[1])

    def lay(self, seconds: float, *cards: Card, until: float | None = None) -> None:
        """Lay cards on the reader, and take them away again."""
        for card in cards:
            self.at(seconds, lambda card=card: self.field.place(card))  # type: ignore[misc]
            if until is not None:
                self.at(until, lambda card=card: self.field.take(card))  # type: ignore[misc]

    def run(self, until: float) -> list[ReaderEvent]:
        """Run the reader to a second of the clock and return all it delivered."""
        self.at(until, self.reader.close)
        self.reader.run(self.events.append, lambda: self.started.append(self.clock() / 1e9))
        return self.events

    @property
    def told(self) -> list[str]:
        """What was delivered, each event as one word: a number's digits, or what happened."""
        return [word(event) for event in self.events]


def word(event: ReaderEvent) -> str:
    match event:
        case CardRead(number=number):
            return number.text.partition(":")[2]
        case CardRefused(why=why):
            return str(why)
        case ReaderLost():
            return "lost"
        case ReaderBack():
            return "back"
    return repr(event)


def card(digits: str) -> Card:
    return Card(bytes.fromhex(digits))
