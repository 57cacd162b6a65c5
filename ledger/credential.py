"""From a card's number to the only form of it that is kept."""

import hashlib
from typing import Final

FINGERPRINT_BYTES: Final = 32
KEY_BYTES: Final = 32
SHOWN_DIGITS: Final = 4


def fingerprint(number: str, key: bytes) -> bytes:
    """Return the 32-byte BLAKE2b digest (RFC 7693, keyed) of technology and full number.

    Without the key the few billion possible numbers cannot be tried against a stolen file.
    """
    return hashlib.blake2b(number.encode(), digest_size=FINGERPRINT_BYTES, key=key).digest()


def last_four(number: str) -> str:
    """Return what an operator may be shown of a number."""
    return number[-SHOWN_DIGITS:]
