"""What every decoder is asked, whatever it decodes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hardware.readers import CardNumber, CardRead
from hardware.readers.em4100 import Id12laFrames, Rdm6300Frames
from hardware.readers.framed import FramedDecoder
from hardware.readers.wiegand import LONGEST, WiegandWord
from hardware.wiring import FramedWiring, WiegandWiring
from tests.hardware.wires import FOB, FOB_ID12LA, MS, NUMBER, OTHER_FOB, OTHER_NUMBER

NOISE = bytes(range(256))  # every byte once: start and end bytes, digits, line ends


class Stream(Protocol):
    """A decoder, or one dressed as such."""

    @property
    def pending(self) -> int: ...

    def feed(self, data: bytes) -> list[CardNumber]: ...


class WordStream:
    """A Wiegand word dressed as a byte decoder: `0` and `1` are edges, `.` is a long silence.

    Any other byte is an edge, too, after as many tenths of a millisecond as its value.
    """

    def __init__(self, wiring: WiegandWiring) -> None:
        self._word = WiegandWord("in", wiring)
        self._ticks = 0

    @property
    def pending(self) -> int:
        return self._word.pending

    def feed(self, data: bytes) -> list[CardNumber]:
        numbers = []
        for byte in data:
            self._ticks += 20 * MS if byte in b"." else 2 * MS if byte in b"01" else byte * MS // 10
            said = self._word.end(self._ticks)
            if isinstance(said, CardRead):
                numbers.append(said.number)
            if byte not in b".":
                self._word.edge(byte & 1, self._ticks)
        return numbers


@dataclass(frozen=True, slots=True)
class Subject:
    """A decoder and what it is to make of what.

    Attributes:
        frame: one whole frame, `text` what it reads as; likewise `other`.
        wrong: a frame like it, with the wrong checksum (or, where frames have none, wrong digits).
        start: what begins a frame and may stand alone.
        most: how much the decoder may keep.
    """

    make: Callable[[], Stream]
    frame: bytes
    text: str
    other: bytes
    other_text: str
    wrong: bytes
    start: bytes
    most: int


def word(bits: int, value: int) -> bytes:
    return b".%s." % f"{value:0{bits}b}".encode()


def words(bits: int) -> Callable[[], Stream]:
    return lambda: WordStream(WiegandWiring(data0=23, data1=24, bits=(bits,)))


def framed(frame: str, longest: int, technology: str = "serial") -> Callable[[], Stream]:
    wiring = FramedWiring(port="", frame=frame, longest=longest, technology=technology)
    return lambda: FramedDecoder(wiring)


SUBJECTS = {
    "rdm6300": Subject(
        Rdm6300Frames,
        FOB,
        NUMBER,
        OTHER_FOB,
        OTHER_NUMBER,
        wrong=b"\x0262E3086CED09\x03",
        start=b"\x02",
        most=13,
    ),
    "id12la": Subject(
        Id12laFrames,
        FOB_ID12LA,
        NUMBER,
        OTHER_FOB.replace(b"\x03", b"\r\n\x03"),
        OTHER_NUMBER,
        wrong=b"\x0262E3086CED09\r\n\x03",
        start=b"\x02",
        most=15,
    ),
    "framed": Subject(
        framed(r"\x02(?P<number>[0-9A-Fa-f]{10})\r\n", 13, "em4100"),
        b"\x0262e3086ced\r\n",
        NUMBER,
        b"\x020A0059C4E8\r\n",
        OTHER_NUMBER,
        wrong=b"\x0262e3086cex\r\n",
        start=b"\x02",
        most=12,
    ),
    "framed, open length": Subject(
        framed(r"\$(?P<number>[0-9]{4,20})#", 22),
        b"$12345678#",
        "serial:12345678",
        b"$99990000111122223333#",
        "serial:99990000111122223333",
        wrong=b"$123#",
        start=b"$",
        most=21,
    ),
    "wiegand 26": Subject(
        words(26),
        word(26, 0x2F623AE),
        "wiegand:26:7B11D7",
        word(26, 0x0CA0A73),
        "wiegand:26:650539",
        wrong=word(26, 0x2F623AF),
        start=b"1",
        most=LONGEST,
    ),
    "wiegand 37": Subject(
        words(37),
        word(37, 0x100EB79A2B),
        "wiegand:37:0075BCD15",
        word(37, 0x07B023AF),
        "wiegand:37:003D811D7",
        wrong=word(37, 0x100EB79A2A),
        start=b"1",
        most=LONGEST,
    ),
}
