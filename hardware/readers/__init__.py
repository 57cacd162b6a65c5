"""What readers deliver, and which kinds of reader there are.

A reader's thread only delivers the values below; it decides nothing. Every value carries the
monotonic time (ns) of its first byte or edge, since that is when the person was there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Final, NamedTuple, Protocol

from hardware.errors import NumberRefused

SHAPES: Final = {  # technology: its whole numbers, and nothing shorter
    "iso14443a": re.compile(r"(?!88)(?:[0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})"),
    "em4100": re.compile(r"[0-9A-F]{10}"),
    "wiegand": re.compile(  # bits, then as many digits as the payload without parity has
        r"26:[0-9A-F]{6}|3[45]:[0-9A-F]{8}|36:[0-3][0-9A-F]{8}|37:[0-7][0-9A-F]{8}"
    ),
    "serial": re.compile(r"[!-~]{4,64}"),
}
RANDOM_FIRST_BYTE: Final = "08"  # a single-size number that begins so is drawn anew at each field
SINGLE_SIZE_DIGITS: Final = 8


class Assurance(IntEnum):
    """How hard it is to copy what was read; a door may demand a minimum."""

    UID_ONLY = 0
    CRYPTO1 = 1
    SUN = 2
    MUTUAL_AES = 3


class Refusal(StrEnum):
    """Why a reader saw something and delivers no number."""

    MORE_THAN_ONE = "more-than-one-card"
    RANDOM = "random-number"
    UNREADABLE = "unreadable-card"


@dataclass(frozen=True, slots=True)
class CardNumber:
    """A card's number in full: technology, colon, digits, as in `em4100:0A00123456`.

    A truncated number cannot be made: the constructor raises NumberRefused for anything but a
    whole one. ISO 14443-3A numbers are 4, 7 or 10 bytes in the order of the air (UID0 first);
    Wiegand is `bits:payload`, the payload without its parity bits and so with its facility.
    The number is secret: its repr shows the technology and the last four characters alone.
    """

    text: str = field(repr=False)

    def __post_init__(self) -> None:
        technology, _, digits = self.text.partition(":")
        shape = SHAPES.get(technology)
        if shape is None or not shape.fullmatch(digits):
            raise NumberRefused(self.text, f"not a whole number of {technology!r}")
        single = technology == "iso14443a" and len(digits) == SINGLE_SIZE_DIGITS
        if single and digits.startswith(RANDOM_FIRST_BYTE):
            raise NumberRefused(self.text, "a random number (08...) cannot stand for a card")

    @property
    def technology(self) -> str:
        """The word before the colon."""
        return self.text.partition(":")[0]

    def __repr__(self) -> str:
        return f"CardNumber({self.technology}:...{self.text[-4:]})"

    __str__ = __repr__


class CardRead(NamedTuple):
    """One presentation of one card."""

    reader: str
    number: CardNumber
    assurance: Assurance
    ticks: int


class CardRefused(NamedTuple):
    """Something was presented that yields no number."""

    reader: str
    why: Refusal
    ticks: int


class KeyPressed(NamedTuple):
    """A key of the reader's keypad: one of `0123456789*#`."""

    reader: str
    key: str
    ticks: int


class ReaderLost(NamedTuple):
    """A reader stopped answering; said once, `why` is for the technician."""

    reader: str
    why: str
    ticks: int


class ReaderBack(NamedTuple):
    """A lost reader answers again."""

    reader: str
    ticks: int


ReaderEvent = CardRead | CardRefused | KeyPressed | ReaderLost | ReaderBack
Deliver = Callable[[ReaderEvent], None]
Ticks = Callable[[], int]  # the monotonic clock, ns


class Decoder(Protocol):
    """Bytes in, whole numbers out; no I/O, at most one partial frame kept."""

    def feed(self, data: bytes) -> list[CardNumber]:
        """Take what arrived and return the numbers it completed; never raises."""


class Reader(Protocol):
    """One wire with one reader on it."""

    name: str

    def run(self, deliver: Deliver, ready: Callable[[], None]) -> None:
        """Open the wire, call `ready` once the reader answers, deliver until closed.

        Returns after `close`; raises ReaderOffline when the wire or the reader fails. May be
        run again after either. The thread that runs it also opens and closes the wire.
        """

    def close(self) -> None:
        """Make `run` return soon; from any thread, any number of times."""


# Kind in the configuration: (options in hardware.wiring, adapter); `catalogue.build` imports it.
READERS: Final = {
    "mfrc522": ("Mfrc522Wiring", "hardware.readers.mfrc522:Mfrc522Reader"),
    "rdm6300": ("SerialWiring", "hardware.readers.port:Rdm6300Reader"),
    "id12la": ("SerialWiring", "hardware.readers.port:Id12laReader"),
    "framed": ("FramedWiring", "hardware.readers.port:FramedReader"),
    "wiegand": ("WiegandWiring", "hardware.readers.wiegand_pins:WiegandReader"),
}
