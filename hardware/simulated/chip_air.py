"""What the emulated chip makes of the air: an answer becomes FIFO bytes and register bits. Pure."""

from dataclasses import dataclass
from typing import Final

from hardware.readers.iso14443 import CARRIER, crc_a
from hardware.simulated.card import Bits, to_bits, to_bytes
from hardware.simulated.chip_registers import COLLISION, CRC_ERROR, NO_POSITION
from hardware.simulated.field import Heard

CRC_BITS: Final = 16
POSITIONS: Final = 32  # CollReg counts 1 to 31, and 0 for the 32nd; a later one is not valid


@dataclass(frozen=True, slots=True)
class Received:
    """What the registers hold of one answer.

    Attributes:
        content: for the FIFO.
        last_bits: RxLastBits: valid bits of the last byte, 0 for all.
        error: for ErrorReg.
        position: for the low six bits of CollReg.
    """

    content: bytes
    last_bits: int
    error: int
    position: int


def frame(content: bytes, last_bits: int, *, crc: bool) -> Bits:
    """Return the bits that the chip sends of its FIFO."""
    if crc:
        return to_bits(content + crc_a(content))
    bits = to_bits(content)
    return bits[: len(bits) - 8 + last_bits] if last_bits else bits


def receive(heard: Heard, align: int, *, crc: bool, keep: bool) -> Received:
    """Return what an answer leaves behind.

    Args:
        heard: the sum of what the cards sent.
        align: RxAlign: where in the first byte the first bit goes.
        crc: CRC_A is checked and removed.
        keep: bits after a collision are kept, not read as 0.
    """
    bits, error, position = heard.bits, 0, NO_POSITION
    if heard.collision is not None:
        error = COLLISION
        if heard.collision < POSITIONS:
            position = (heard.collision + 1) % POSITIONS
        if not keep:
            bits = bits[: heard.collision] + (0,) * (len(bits) - heard.collision)
    if crc:
        data, check = to_bytes(bits[:-CRC_BITS]), to_bytes(bits[-CRC_BITS:])
        error |= CRC_ERROR if len(bits) % 8 or crc_a(data) != check else 0
        bits = bits[:-CRC_BITS]
    placed = (0,) * align + bits
    return Received(to_bytes(placed), len(placed) % 8, error, position)


def timer_length(mode: int, prescaler_low: int, reload: int) -> float:
    """Return the timer's ns from its registers (section 8.5)."""
    prescaler = (mode & 0x0F) << 8 | prescaler_low
    return (reload + 1) * (2 * prescaler + 1) * 1e9 / CARRIER
