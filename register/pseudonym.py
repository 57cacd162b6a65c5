"""The name by which the journal knows a person: `P-` and ten of Crockford's letters."""

import secrets
from typing import Final

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH: Final = 10  # 50 bits: among 1,000 people two share one once in two thousand million offices


def pseudonym(number: int | None = None) -> str:
    """Return the pseudonym of a number of 50 bits, of a random one unless given."""
    bits = secrets.randbits(LENGTH * 5) if number is None else number
    if not 0 <= bits < 1 << LENGTH * 5:
        raise ValueError(f"{bits} does not fit in {LENGTH * 5} bits")
    return "P-" + "".join(LETTERS[bits >> place * 5 & 31] for place in reversed(range(LENGTH)))
