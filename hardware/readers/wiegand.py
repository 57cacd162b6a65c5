"""Wiegand: from edges to words, from words to numbers and keys (sans-I/O).

A word is sent with its most significant bit first. Sources of the formats: HID's "Understanding
card data formats" for H10301, H10302 and H10304; the packing rules of proxmark3's
client/src/wiegand_formats.c for those and for H10306, C1k35s and C15001, whose published words
are our tests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hardware.readers import (
    Assurance,
    CardNumber,
    CardRead,
    CardRefused,
    KeyPressed,
    Refusal,
)
from hardware.wiring import WiegandWiring

GAP_BITS: Final = 3  # bit periods of silence that end a word
SHORTEST_GAP: Final = 8_000_000  # ns
PULSE: Final = 100_000  # ns: the longest pulse of the SIA standard; bits are 200 us or more apart
GLITCH_PART: Final = 10  # of a bit period: no reader runs ten times faster than it is said to
LONGEST: Final = 64  # edges kept of a word; what is longer is unreadable anyway

# What keypads send of a key: its value, ten for the star, eleven for the hash (Rosslare AYC-Qx4
# manual, section 4.2.3.9; HID Wiegand PINpad installation guide 7393760, table 1).
KEYS: Final = "0123456789*#"
NIBBLE: Final = 4
BYTE: Final = 8  # the complement of the key's four bits, then the four bits


@dataclass(frozen=True, slots=True)
class Layout:
    """What is printed on a format's cards: each field and its bits, the first of them first."""

    name: str
    fields: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Format:
    """A word's length, its checks and what its payload may mean.

    Attributes:
        payload: bits between the leading parity bits and the one that ends every word.
        even: masks over the word, parity bit included, that must have an even number of ones.
        odd: the same, odd.
        layouts: more than one where the wire does not tell them apart.
    """

    payload: int
    even: tuple[int, ...]
    odd: tuple[int, ...]
    layouts: tuple[Layout, ...]


def _halves(bits: int, covered: int) -> tuple[tuple[int], tuple[int]]:
    """Return the masks of the usual two: even parity leads `covered` bits, odd ends as many."""
    half = (1 << covered + 1) - 1
    return (half << bits - covered - 1,), (half,)


FORMATS: Final = {
    26: Format(24, *_halves(26, 12), (Layout("H10301", (("facility", 8), ("number", 16))),)),
    34: Format(32, *_halves(34, 16), (Layout("H10306", (("facility", 16), ("number", 16))),)),
    35: Format(  # two leading parity bits, the first of them over everything
        32,
        (0x3_B6DB_6DB6,),
        (0x3_6DB6_DB6D, 0x7_FFFF_FFFF),
        (Layout("Corporate 1000", (("facility", 12), ("number", 20))),),
    ),
    36: Format(  # of the many 36-bit formats Keyscan's is the one whose field names are published
        34,
        *_halves(36, 17),
        (Layout("Keyscan C15001", (("manufacturer", 10), ("facility", 8), ("number", 16))),),
    ),
    37: Format(  # H10302 and H10304 are one on the wire; the middle bit is in both checks
        35,
        *_halves(37, 18),
        (
            Layout("H10302", (("number", 35),)),
            Layout("H10304", (("facility", 16), ("number", 19))),
        ),
    ),
}


def number(bits: int, word: int) -> CardNumber | None:
    """Return the number in a word of a known format, or None where its parity is wrong.

    The payload keeps every bit but parity, in hexadecimal of a fixed width for the format, so
    the facility is part of the number and numbers of two formats are never equal.
    """
    rule = FORMATS[bits]
    if any((word & mask).bit_count() % 2 != 0 for mask in rule.even):
        return None
    if any((word & mask).bit_count() % 2 != 1 for mask in rule.odd):
        return None
    payload = word >> 1 & (1 << rule.payload) - 1
    return CardNumber(f"wiegand:{bits}:{payload:0{-(-rule.payload // 4)}X}")


def key(bits: int, word: int) -> str | None:
    """Return the key that a keypad's word of 4 or 8 bits stands for, or None."""
    value = word & 0xF
    if bits == BYTE and word >> NIBBLE != value ^ 0xF:
        return None
    return KEYS[value] if value < len(KEYS) else None


def printed(card: CardNumber) -> dict[str, dict[str, int]]:
    """Return what may stand on a Wiegand card, for the person who holds it: layout -> fields."""
    _, bits, digits = card.text.split(":")
    return {
        layout.name: dict(_split(int(digits, 16), layout.fields))
        for layout in FORMATS[int(bits)].layouts
    }


def _split(payload: int, fields: tuple[tuple[str, int], ...]) -> Iterable[tuple[str, int]]:
    left = sum(width for _, width in fields)
    for name, width in fields:
        left -= width
        yield name, payload >> left & (1 << width) - 1


class WiegandWord:
    """One word in the making. It is told the time of each edge and asks for no other.

    An edge on the same line within a pulse of the last one is ringing and does not count. One on
    the other line so soon could be either bit: the word is then unreadable, never guessed. So is
    a word whose edges come to us after it was ended.
    """

    def __init__(self, reader: str, wiring: WiegandWiring) -> None:
        period = round(wiring.bit_period * 1_000_000_000)
        self._reader = reader
        self._bits, self._keypad = frozenset(wiring.bits), wiring.keypad
        self._gap = max(GAP_BITS * period, SHORTEST_GAP)
        self._glitch = min(period // GLITCH_PART, PULSE)
        self._edges: list[
            tuple[int, int]
        ] = []  # ticks, bit: two lines may be reported out of order
        self._ended_at = 0  # ticks up to which edges belong to a word that is over
        self._spoiled = False
        self.due: int | None = None  # ticks at which the word is over, if no edge comes before

    @property
    def pending(self) -> int:
        """Edges kept of the word in the making; at most LONGEST."""
        return len(self._edges)

    def edge(self, bit: int, ticks: int) -> None:
        """Take the edge of a 0 or a 1 at its own time; call `end` with that time before."""
        self._spoiled |= ticks < self._ended_at or len(self._edges) == LONGEST
        if len(self._edges) < LONGEST:
            self._edges.append((ticks, bit))
        self.due = max(self.due or 0, ticks + self._gap)

    def end(self, ticks: int) -> CardRead | CardRefused | KeyPressed | None:
        """Return what the word meant if it is over at `ticks`, stamped with its first edge."""
        if self.due is None or ticks < self.due:
            return None
        edges = sorted(self._edges)
        meaning = self._meaning(edges)
        self._edges, self._spoiled = [], False
        self._ended_at, self.due = self.due, None
        return meaning

    def _meaning(self, edges: list[tuple[int, int]]) -> CardRead | CardRefused | KeyPressed:
        began = edges[0][0]
        bits = self._cleaned(edges)
        word = int("".join(map(str, bits)), 2)
        if not self._spoiled and len(bits) == self._keypad and (pressed := key(len(bits), word)):
            return KeyPressed(self._reader, pressed, began)
        if not self._spoiled and len(bits) in self._bits and (card := number(len(bits), word)):
            return CardRead(self._reader, card, Assurance.UID_ONLY, began)
        return CardRefused(self._reader, Refusal.UNREADABLE, began)

    def _cleaned(self, edges: list[tuple[int, int]]) -> list[int]:
        """Return the bits without ringing; spoils the word where two lines fell at once."""
        bits: list[int] = []
        last = edges[0][0] - self._glitch
        for ticks, bit in edges:
            if ticks - last >= self._glitch:
                bits.append(bit)
                last = ticks
            elif bit != bits[-1]:
                self._spoiled = True
        return bits
