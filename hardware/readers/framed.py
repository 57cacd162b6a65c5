"""Frames that a regular expression can describe (sans-I/O)."""

import re
from collections.abc import Callable
from typing import Final

from hardware.errors import NumberRefused
from hardware.readers import SHAPES, CardNumber
from hardware.wiring import FramedWiring

MOST_STEPS: Final = 1 << 19  # of one search at its worst: some milliseconds of the whole process
OPAQUE: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)  # escapes and classes
NAMES: Final = re.compile(r"\(\?P[<=]\w+[>)]|\(\?(?:[:=!>]|<[=!]|[a-zA-Z-]+[:)])")  # group heads
REPEAT: Final = r"(?:[*+]|\{\d*,\d*\})"
VARIABLE: Final = re.compile(REPEAT)
OPTIONAL: Final = re.compile(r"(?<![*+?}(])\?")
REPEATED_GROUP: Final = re.compile(r"\)(?:[*+]|\{)")
OPEN_END: Final = re.compile(rf"(?:{REPEAT}|[?$])[?+]?\)*$")
OPEN_START: Final = re.compile(rf"^\(*.(?:{REPEAT}|\?)")

Reading = Callable[[re.Match[bytes]], CardNumber | None]


class Frames:
    """Cut frames out of a stream: what matches and reads as a number is one.

    A match that `reading` refuses costs one byte, not its length, so that a false start never
    swallows the true frame behind it.
    """

    def __init__(self, frame: re.Pattern[bytes], longest: int, reading: Reading) -> None:
        self.longest = longest  # bytes of the longest frame
        self._frame = frame
        self._reading = reading
        self._kept = bytearray()

    @property
    def pending(self) -> int:
        """Bytes kept for a frame that is not whole yet; fewer than `longest`."""
        return len(self._kept)

    def feed(self, data: bytes) -> list[CardNumber]:
        """Take what arrived and return the numbers it completed; never raises."""
        numbers: list[CardNumber] = []
        for start in range(0, len(data), self.longest):  # however much comes at once
            self._kept += data[start : start + self.longest]
            numbers += self._cut()
        return numbers

    def _cut(self) -> list[CardNumber]:
        numbers, at = [], 0
        while match := self._frame.search(self._kept, at):
            number = self._reading(match) if len(match[0]) <= self.longest else None
            if number is not None:
                numbers.append(number)
            at = match.start() + 1 if number is None else match.end()
        del self._kept[: max(at, len(self._kept) - self.longest + 1)]
        return numbers


class FramedDecoder(Frames):
    """The frames of any reader, as its wiring describes them."""

    def __init__(self, wiring: FramedWiring) -> None:
        """Raise ValueError, a sentence that names the pattern, where it cannot serve."""
        self._technology = wiring.technology
        if wiring.technology not in SHAPES:
            known = ", ".join(SHAPES)
            raise ValueError(f"technology {wiring.technology!r} is not one of {known}")
        super().__init__(compiled(wiring.frame, wiring.longest), wiring.longest, self._number)

    def _number(self, match: re.Match[bytes]) -> CardNumber | None:
        digits = (match["number"] or b"").decode("latin-1")
        try:
            return CardNumber(f"{self._technology}:{self._spelled(digits)}")
        except NumberRefused:  # noise that looks like a frame, not a card
            return None

    def _spelled(self, digits: str) -> str:
        """One spelling a number: hexadecimal is upper-case; plain text is left as it came."""
        return digits if self._technology == "serial" else digits.upper()


def compiled(frame: str, longest: int) -> re.Pattern[bytes]:
    """Return the pattern over bytes; ValueError says what is wrong with it.

    Refused besides what `re` refuses: no group `number`; a start or an end of open length (the
    rest of a torn frame would be a number of its own); and what could search for long, since a
    search holds the whole process still: a repeated group, or many repeats of open length.
    """
    try:
        pattern = re.compile(frame.encode("latin-1"), re.DOTALL)
    except (re.error, UnicodeEncodeError, OverflowError, RecursionError) as error:
        raise _unfit(frame, f"is no regular expression over bytes: {error}") from error
    if pattern.flags & re.VERBOSE:
        raise _unfit(frame, "is written with spaces and comments (?x); write it in one piece")
    if "number" not in pattern.groupindex:
        raise _unfit(frame, "has no group (?P<number>...), which is to hold the card's number")
    bare = NAMES.sub("(", OPAQUE.sub("x", frame))
    for fault, wrong in FAULTS.items():
        if wrong.search(bare):
            raise _unfit(frame, fault)
    steps = longest ** (1 + len(VARIABLE.findall(bare))) * 2 ** len(OPTIONAL.findall(bare))
    if steps > MOST_STEPS:
        raise _unfit(
            frame,
            f"may take {steps} steps over {longest} bytes, of which {MOST_STEPS} are allowed; "
            "give lengths as {10}, or make `longest` smaller",
        )
    if pattern.match(b""):
        raise _unfit(frame, "matches nothing at all, so every byte would be a frame")
    return pattern


FAULTS: Final = {
    "repeats a group; spell it out, or repeat a single character": REPEATED_GROUP,
    "begins with a part of open length; begin with the byte that begins a frame": OPEN_START,
    "ends with a part of open length; end with the byte that ends a frame": OPEN_END,
}


def _unfit(frame: str, why: str) -> ValueError:
    return ValueError(f"frame {frame!r} {why}")
