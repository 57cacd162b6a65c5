"""How each thing is wired: one frozen table of options a kind, filled from the configuration.

GPIO lines go by Broadcom number, never by header position. Bounds stand in the annotation and
are checked by whoever fills the table (daemon/config.py).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from hardware.bounds import Within

Line = Annotated[int, Within(0, 27)]  # the 40-pin header carries lines 0 to 27


class StrikeKind(StrEnum):
    """What cutting the power does to the lock."""

    FAIL_SECURE = "fail-secure"  # no power: locked (a strike; the way in stays shut)
    FAIL_SAFE = "fail-safe"  # no power: unlocked (a magnet; the fire relay cuts it)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mfrc522Wiring:
    """An MFRC522 board on SPI.

    Attributes:
        bus: SPI controller; 0 on the header's pins 19, 21, 23.
        device: chip select; 0 is CE0 (header pin 24).
        speed: SPI clock in Hz; the chip allows 10 MHz (datasheet section 8.1.2), long wires less.
        reset_line: the line on RST; resetting the chip is how a wedged one is mended.
        poll: seconds between two looks for a card, 0.005 to 0.5.
    """

    bus: Annotated[int, Within(0, 6)] = 0
    device: Annotated[int, Within(0, 2)] = 0
    speed: Annotated[int, Within(100_000, 10_000_000)] = 1_000_000
    reset_line: Line = 25
    poll: Annotated[float, Within(0.005, 0.5)] = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialWiring:
    """A 125 kHz reader on a serial port.

    Attributes:
        port: the device; /dev/serial/by-id/... survives replugging under another number.
        baud: bits a second.
    """

    port: str
    baud: Annotated[int, Within(1200, 115_200)] = 9600


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedWiring(SerialWiring):
    """Any reader that sends frames which a regular expression can describe.

    Attributes:
        frame: a pattern over the bytes as Latin-1; its group `number` is the card's number.
        longest: bytes of the longest frame; what is older is forgotten.
        technology: word before the colon of the numbers: `em4100`, or `serial` for any other.
    """

    frame: str
    longest: Annotated[int, Within(4, 256)] = 64
    technology: str = "serial"


@dataclass(frozen=True, slots=True, kw_only=True)
class WiegandWiring:
    """A Wiegand reader on two lines, level-shifted from 5 V.

    Attributes:
        data0: the line that falls for a 0 bit.
        data1: the line that falls for a 1 bit.
        bit_period: seconds from bit to bit, 0.0002 to 0.02; three, at least 8 ms, end a word.
        bits: the formats that count as a card: any of 26, 34, 35, 36, 37.
        keypad: bits of a key's word, 4 or 8; 0 where there is no keypad.
    """

    data0: Line
    data1: Line
    bit_period: Annotated[float, Within(0.0002, 0.02)] = 0.002
    bits: tuple[int, ...] = (26, 34)
    keypad: Annotated[int, Within(0, 8)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeWiring:
    """The line that moves the lock.

    Attributes:
        line: GPIO line of the relay.
        kind: `fail-secure` or `fail-safe`.
        active_high: True where a high line energizes the relay.
        external_pull: True where a resistor (10 kilo-ohm) holds the line at its secured level.
    """

    line: Line
    kind: StrikeKind = StrikeKind.FAIL_SECURE
    active_high: bool = True
    external_pull: bool = False

    @property
    def secured_level(self) -> bool:
        """The level of the line that keeps the door locked."""
        energized_when_secured = self.kind is StrikeKind.FAIL_SAFE
        return energized_when_secured == self.active_high


@dataclass(frozen=True, slots=True, kw_only=True)
class InputWiring:
    """A dry contact to ground on a line.

    Attributes:
        line: GPIO line.
        active_high: True where a high line means "it is so" (open, pressed, tampered, fire).
        pull_up: the Pi's own pull resistor (about 50 kilo-ohm): up, or down.
        settle: seconds that a level must stand before it counts, 0.001 to 0.4.
    """

    line: Line
    active_high: bool = True
    pull_up: bool = True
    settle: Annotated[float, Within(0.001, 0.4)] = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorWiring:
    """LED and buzzer lines of a reader; leave out what is not there."""

    green: Line | None = None
    red: Line | None = None
    buzzer: Line | None = None
    active_high: bool = True
