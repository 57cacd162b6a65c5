"""What a Wiegand reader with keys sends: words of 0 and 1, the first bit first (pure).

What it does not show: ringing on the lines, and readers that send other words than they say.
"""

from itertools import product

from hardware.readers import CardNumber
from hardware.readers.wiegand import FORMATS, KEYS, NIBBLE, number


def card_word(card: CardNumber) -> str:
    """Return the word of a Wiegand number: the one whose parity bits are right."""
    _, length, digits = card.text.split(":")
    bits, payload = int(length), int(digits, 16)
    leading = bits - FORMATS[bits].payload - 1
    words = (
        head << bits - leading | payload << 1 | last
        for head, last in product(range(1 << leading), (0, 1))
    )
    return f"{next(word for word in words if number(bits, word) == card):0{bits}b}"


def key_word(key: str) -> str:
    """Return the word of one of `0123456789*#`, of four bits."""
    return f"{KEYS.index(key):0{NIBBLE}b}"
