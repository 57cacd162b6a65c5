"""ISO/IEC 14443-3 type A: how a reader finds a card's number. No I/O: commands out, answers in.

A dialogue is a generator: it yields a Command, is sent the Answer (None for silence), and returns
its result. Who drives it owns the air, the CRC and the time. Byte order is that of the air: least
significant bit first, UID0 first. Section numbers are of ISO/IEC 14443-3.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import IntFlag
from functools import reduce
from operator import xor
from typing import Final, TypeVar, cast

CARRIER: Final = 13_560_000  # Hz
ETU: Final = 128e9 / CARRIER  # ns, one bit at 106 kbit/s (9.44 us)
FRAME_DELAY: Final = 1236e9 / CARRIER  # ns from our last bit to the card's first (section 6.2.1.1)
REQUEST_GUARD: Final = 1172e9 / CARRIER  # ns from the card's last bit to our next (section 6.2.1.2)
ATQA_BYTES: Final = 2
SAK_BYTES: Final = 1  # and two of CRC_A, which whoever drives the dialogue checks and removes
LEVEL_BITS: Final = 40  # four bytes of number, one of BCC
CASCADE_TAG: Final = 0x88  # CT: the number goes on at the next level
LEVELS: Final = (0x93, 0x95, 0x97)  # SEL of the cascade levels 1 to 3
SINGLE_SIZE: Final = 4  # bytes of a number of one level
RANDOM_FIRST: Final = 0x08  # UID0 of a single-size number that is drawn anew (section 6.5.4)
SHORT_FRAME: Final = 7  # bits
MOST_CARDS: Final = 8  # that one look tells apart; a reader's field feeds no more
WHOLE: Final = 0x70  # NVB of SELECT: all 40 bits are given


class Sak(IntFlag):
    """The two bits of the select answer that a standard gives a meaning (section 6.5.3)."""

    CASCADE = 0x04  # the number is not complete
    ISO14443_4 = 0x20  # speaks the block protocol, as DESFire and phones do


SAK_KINDS: Final = {  # what a technician is told; a SAK is no proof of anything
    0x00: "MIFARE Ultralight or NTAG",
    0x08: "MIFARE Classic 1K",
    0x09: "MIFARE Mini",
    0x18: "MIFARE Classic 4K",
    0x20: "ISO 14443-4 (DESFire, NTAG 424, a phone)",
    0x28: "MIFARE Classic 1K on a processor card",
}


class Unreadable(Exception):
    """The dialogue broke; it may be tried again.

    Attributes:
        collided: more than one card was heard before it broke.
    """

    def __init__(self, why: str, *, collided: bool) -> None:
        super().__init__(why)
        self.collided = collided


@dataclass(frozen=True, slots=True)
class Command:
    """One frame to send.

    Attributes:
        data: the bytes, without CRC_A.
        last_bits: bits of the last byte that are sent, 1 to 7; 0 for all.
        crc: CRC_A follows the data and closes the answer.
        answer: bytes that a whole answer has, without CRC_A; 0 where silence is the answer.
    """

    data: bytes
    last_bits: int = 0
    crc: bool = False
    answer: int = 0

    @property
    def align(self) -> int:
        """Where in its first byte the answer begins: after the bits given, in anticollision."""
        return self.last_bits if len(self.data) > 1 else 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        data: the bytes; the first begins with `align` empty bits, the CRC_A is removed.
        bits: bits received, the empty ones not counted.
        collision: the first bit that two cards sent differently, from 0; None for none.
        broken: parity, CRC_A or framing was wrong, or a collision's place is unknown.
    """

    data: bytes
    bits: int
    collision: int | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Selected:
    """A card that is now the only one listening.

    Attributes:
        number: 4, 7 or 10 bytes.
        sak: the last select answer.
        collided: at least one other card answered on the way.
    """

    number: bytes
    sak: int
    collided: bool


@dataclass(frozen=True, slots=True)
class Inventory:
    """What one look found.

    Attributes:
        numbers: the cards that were read in full, now halted.
        collided: more than one card was heard at once.
        failed: something answered that could not be read.
    """

    numbers: tuple[bytes, ...] = ()
    collided: bool = False
    failed: bool = False


Result = TypeVar("Result")
Dialogue = Generator[Command, Answer | None, Result]

REQA: Final = Command(b"\x26", SHORT_FRAME, answer=ATQA_BYTES)  # wakes cards that are new
WUPA: Final = Command(b"\x52", SHORT_FRAME, answer=ATQA_BYTES)  # wakes halted ones too
HLTA: Final = Command(b"\x50\x00", crc=True)  # silence is consent (section 6.4.3)


def crc_a(data: bytes) -> bytes:
    """Return CRC_A as sent, low byte first (annex B: preset 6363, polynomial 8408 reflected)."""
    crc = 0x6363
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return crc.to_bytes(2, "little")


def bcc(data: bytes) -> int:
    """Return the check byte of one level: the XOR of its four bytes."""
    return reduce(xor, data, 0)


def frame_time(data_bits: int) -> float:
    """Return the ns of a frame: start, bits (each eighth followed by parity) and end."""
    return ETU * (1 + data_bits + data_bits // 8 + 1)


def sent_bits(command: Command) -> int:
    """Return the data bits that a command puts on the air, CRC_A included."""
    whole = 8 * (len(command.data) + 2 * command.crc)
    return whole - (8 - command.last_bits if command.last_bits else 0)


def answer_bits(command: Command) -> int:
    """Return the data bits that its whole answer has, CRC_A included."""
    return 8 * (command.answer + 2 * command.crc) - command.align if command.answer else 0


def is_random(number: bytes) -> bool:
    """Tell whether the card drew this number for this visit only."""
    return len(number) == SINGLE_SIZE and number[0] == RANDOM_FIRST


def levels(number: bytes) -> tuple[bytes, ...]:
    """Return the four bytes and BCC that a 4-, 7- or 10-byte number has at each cascade level."""
    parts = []
    while len(number) > SINGLE_SIZE:
        parts.append(bytes((CASCADE_TAG,)) + number[:3])
        number = number[3:]
    return tuple(part + bytes((bcc(part),)) for part in (*parts, number))


def identify(wake: Command) -> Dialogue[Selected | None]:
    """Wake, resolve and select one card; None where nothing answers, Unreadable where it breaks.

    Of several cards one is selected (where two differ, the one that sends a 1) and `collided`
    is set: with different numbers two cards cannot answer unheard. A card's parts are only
    joined when BCC, cascade tag and SAK agree, so no part ever passes for the whole.
    """
    atqa = yield wake
    if atqa is None:
        return None
    collided = atqa.collision is not None
    number = b""
    for sel in LEVELS:
        part, met = yield from _resolve(sel, collided=collided)
        collided |= met
        sak = yield from _select(sel, part, collided=collided)
        more = bool(sak & Sak.CASCADE)
        if more != (part[0] == CASCADE_TAG):
            raise Unreadable("cascade tag and SAK disagree", collided=collided)
        number += part[1:4] if more else part[:4]
        if not more:
            return Selected(number, sak, collided)
    raise Unreadable("the number goes on after the third level", collided=collided)


def look_again(number: bytes) -> Dialogue[bool]:
    """Wake everything and select this one number; tell whether it is still there.

    Then it rests again, and cards with other numbers are where they were: new ones idle, halted
    ones halted.
    """
    answer = yield WUPA
    for sel, part in zip(LEVELS, levels(number), strict=False):
        if answer is None:
            return False
        answer = yield Command(bytes((sel, WHOLE)) + part, crc=True, answer=SAK_BYTES)
    yield HLTA
    return answer is not None


def inventory(wake: Command) -> Dialogue[Inventory]:
    """Select and halt one card after the other until nothing answers; never raises.

    A card that will not halt is counted once. After a broken dialogue HLTA sends whatever
    still listens back to where it was, so that the next look finds it.
    """
    cards: dict[bytes, Selected] = {}
    collided = failed = False
    for request in (wake, *(REQA,) * (MOST_CARDS - 1)):
        try:
            card = yield from identify(request)
        except Unreadable as broken:
            failed, collided = True, collided or broken.collided
            yield HLTA
            break
        if card is None or card.number in cards:
            break
        cards[card.number] = card
        collided |= card.collided
        yield HLTA
    return Inventory(tuple(cards), collided, failed)


def converse(dialogue: Dialogue[Result], exchange: Callable[[Command], Answer | None]) -> Result:
    """Drive a dialogue to its end over whatever carries one command and its answer."""
    answer: Answer | None = None
    while True:
        try:
            command = dialogue.send(answer)
        except StopIteration as end:
            return cast("Result", end.value)
        answer = exchange(command)


def _resolve(sel: int, *, collided: bool) -> Dialogue[tuple[bytes, bool]]:
    """Return the five bytes of one card at one level, and whether others answered too."""
    met, value, known = False, 0, 0
    while known < LEVEL_BITS:
        command = _anticollision(sel, value, known)
        answer = yield command
        if answer is None or not _possible(answer, known, command):
            raise Unreadable("anticollision broke off", collided=collided or met)
        heard = int.from_bytes(answer.data, "little") << (known - command.align)
        if answer.collision is None:
            value, known = value | heard, known + answer.bits
            break
        met = True
        place = known + answer.collision
        value = (value | heard) & ((1 << place) - 1) | 1 << place
        known = place + 1
    part = value.to_bytes(LEVEL_BITS // 8, "little")
    if known != LEVEL_BITS or bcc(part):
        raise Unreadable("BCC is wrong", collided=collided or met)
    return part, met


def _possible(answer: Answer, known: int, command: Command) -> bool:
    """Tell whether an anticollision answer is one that cards could have given."""
    if answer.broken or len(answer.data) > command.answer:
        return False
    return answer.collision is None or 0 <= answer.collision < LEVEL_BITS - known


def _anticollision(sel: int, value: int, known: int) -> Command:
    """Ask for the rest of a number of which `known` bits are given (section 6.5.3.3)."""
    count, bits = divmod(known, 8)
    given = value.to_bytes(LEVEL_BITS // 8, "little")[: count + bool(bits)]
    nvb = (2 + count) << 4 | bits
    return Command(bytes((sel, nvb)) + given, bits, answer=LEVEL_BITS // 8 - count)


def _select(sel: int, part: bytes, *, collided: bool) -> Dialogue[int]:
    """Select one card at one level and return its SAK."""
    answer = yield Command(bytes((sel, WHOLE)) + part, crc=True, answer=SAK_BYTES)
    if answer is None or answer.broken or answer.collision is not None:
        raise Unreadable("SELECT broke off", collided=collided)
    if len(answer.data) != SAK_BYTES:
        raise Unreadable("SAK is not one byte", collided=collided)
    return answer.data[0]
