"""Cards that speak ISO/IEC 14443-3 type A, and the ways in which they go wrong.

What they do not show: RATS and what follows it, MIFARE's cipher, weak coupling, and the few
microseconds by which real cards answer late. They are powered the moment they are placed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final

from hardware.readers.iso14443 import LEVELS, SHORT_FRAME, WHOLE, Sak, crc_a, levels

Bits = tuple[int, ...]  # in the order of the air, parity left out

ATQAS: Final = {4: b"\x04\x00", 7: b"\x44\x00", 10: b"\x84\x00"}  # bytes of the number: answer
SAKS: Final = {4: 0x08, 7: 0x00, 10: 0x00}  # Classic 1K; Ultralight
REQA_CODE: Final = 0x26
WUPA_CODE: Final = 0x52
HALT: Final = b"\x50\x00"
CRC_LENGTH: Final = 2


class State(Enum):
    """Where a card stands (ISO/IEC 14443-3 section 6.3)."""

    IDLE = auto()
    READY = auto()
    ACTIVE = auto()
    HALTED = auto()


class Flaw(StrEnum):
    """What is wrong with a card."""

    NONE = "none"
    BCC = "bcc"  # the check byte of the number is wrong
    CRC = "crc"  # the CRC_A of the select answer is wrong
    SAK = "sak"  # the select answer says that the number goes on where it does not
    DEAF = "deaf"  # answers the request and nothing else


def to_bits(data: bytes) -> Bits:
    """Return the bits of bytes, least significant first."""
    return tuple(byte >> place & 1 for byte in data for place in range(8))


def to_bytes(bits: Sequence[int]) -> bytes:
    """Return the bytes of bits; the last may be partial."""
    value = sum(bit << place for place, bit in enumerate(bits))
    return value.to_bytes((len(bits) + 7) // 8, "little")


@dataclass(eq=False)
class Card:
    """One card.

    Attributes:
        number: 4, 7 or 10 bytes; the length chooses the ATQA and, where it is not given, the SAK.
        sak: the final select answer; None for an ordinary card of that length.
        flaw: what is wrong with it.
        torn_after: answers it gives before it leaves the field; None stays.
        draw: gives a new number at each power-up (a random number, 08 and three bytes).
    """

    number: bytes
    sak: int | None = None
    flaw: Flaw = Flaw.NONE
    torn_after: int | None = None
    draw: Callable[[], bytes] | None = None

    def __post_init__(self) -> None:
        if len(self.number) not in ATQAS:
            raise ValueError(f"a card's number has 4, 7 or 10 bytes, not {len(self.number)}")
        self._state = State.IDLE
        self._woken = False  # READY* and ACTIVE*: falls back to HALTED, not to IDLE
        self._level = 0
        self._parts = self._build()

    @property
    def state(self) -> State:
        """Where it stands now."""
        return self._state

    def power_up(self) -> None:
        """Enter a field."""
        if self.draw is not None:
            self.number = self.draw()
        self._parts = self._build()
        self._woken = False
        self._state = State.IDLE

    def hear(self, frame: Bits) -> Bits | None:
        """Take a frame and return the answer, if there is one."""
        if len(frame) == SHORT_FRAME:
            return self._wake(to_bytes(frame)[0])
        if self._state is State.READY:
            return self._anticollision(frame)
        if self._state is State.ACTIVE:
            self._halt(frame)
        return None

    def _build(self) -> tuple[bytes, ...]:
        parts = levels(self.number)
        if self.flaw is not Flaw.BCC:
            return parts
        return tuple(part[:4] + bytes((part[4] ^ 1,)) for part in parts)

    def _wake(self, code: int) -> Bits | None:
        """Answer REQA when idle, WUPA when idle or halted."""
        halted = self._state is State.HALTED
        awake = self._state in {State.READY, State.ACTIVE}
        if awake or (halted and code != WUPA_CODE) or code not in {REQA_CODE, WUPA_CODE}:
            self._fall_back()
            return None
        self._woken, self._level, self._state = halted, 0, State.READY
        return to_bits(ATQAS[len(self.number)])

    def _anticollision(self, frame: Bits) -> Bits | None:
        """Answer with the rest of the level's number, or with SAK when it was given in full."""
        data, part = to_bytes(frame), to_bits(self._parts[self._level])
        given = frame[16 : 16 + len(part)]
        known = (data[1] >> 4) * 8 + (data[1] & 7) - 16 if len(data) > 1 else -1
        fits = data[0] == LEVELS[self._level] and part[:known] == given and known >= 0
        if not fits or self.flaw is Flaw.DEAF:
            self._fall_back()
            return None
        return self._select(data) if data[1] == WHOLE else part[known:]

    def _select(self, data: bytes) -> Bits | None:
        if crc_a(data[:-CRC_LENGTH]) != data[-CRC_LENGTH:]:
            self._fall_back()
            return None
        self._level += 1
        last = self._level == len(self._parts)
        if last:
            self._state = State.ACTIVE
        sak = self._final_sak() if last else int(Sak.CASCADE)
        check = crc_a(bytes((sak,)))
        if self.flaw is Flaw.CRC:
            check = bytes((check[0] ^ 1, check[1]))
        return to_bits(bytes((sak,)) + check)

    def _final_sak(self) -> int:
        sak = SAKS[len(self.number)] if self.sak is None else self.sak
        return sak | Sak.CASCADE if self.flaw is Flaw.SAK else sak

    def _halt(self, frame: Bits) -> None:
        if to_bytes(frame) == HALT + crc_a(HALT):
            self._state = State.HALTED
        else:
            self._fall_back()

    def _fall_back(self) -> None:
        if self._state is not State.HALTED:
            self._state = State.HALTED if self._woken else State.IDLE
