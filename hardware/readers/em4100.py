"""The frames of 125 kHz serial readers: RDM6300 and ID-12LA (sans-I/O).

Both send the 40 bits of an EM4100 fob as ten hexadecimal digits and then the XOR of its five
bytes as two more, between STX and ETX, at 9600 8N1 (ID Innovations ID-12LA datasheet, "Output
data structure - ASCII"; RDM6300 specification, "data output format"). ID-12LA puts CR LF before
the ETX. The same fob is the same number on both.
"""

import re
from functools import reduce
from operator import xor
from typing import Final

from hardware.readers import CardNumber
from hardware.readers.framed import Frames

DIGITS: Final = rb"(?P<digits>[0-9A-Fa-f]{10})(?P<check>[0-9A-Fa-f]{2})"
RDM6300: Final = re.compile(rb"\x02" + DIGITS + rb"\x03")
RDM6300_LENGTH: Final = 14  # bytes: STX, 10 digits, 2 digits of XOR, ETX
ID12LA: Final = re.compile(rb"\x02" + DIGITS + rb"\r\n\x03")
ID12LA_LENGTH: Final = 16  # bytes: the same with CR LF


def reading(frame: re.Match[bytes]) -> CardNumber | None:
    """Return the number in a frame, or None where its checksum is wrong."""
    digits = frame["digits"].decode().upper()
    if reduce(xor, bytes.fromhex(digits)) != int(frame["check"], 16):
        return None
    return CardNumber(f"em4100:{digits}")


class Rdm6300Frames(Frames):
    """What an RDM6300 sends."""

    def __init__(self) -> None:
        super().__init__(RDM6300, RDM6300_LENGTH, reading)


class Id12laFrames(Frames):
    """What an ID-12LA (ID-2LA, ID-20LA) sends."""

    def __init__(self) -> None:
        super().__init__(ID12LA, ID12LA_LENGTH, reading)
