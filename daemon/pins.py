"""Whether a typed PIN is a card's own, its duress PIN, or neither. Nothing here is ever logged."""

from daemon.decide import Pin


def check(typed: str, pin_hash: str, duress_hash: str | None) -> Pin:
    """Compare a typed PIN with both argon2id hashes, always both, so that time tells nothing.

    A card without a duress PIN costs a second look at its own. A damaged hash matches nothing.
    """
    right = _matches(pin_hash, typed)
    duress = _matches(duress_hash or pin_hash, typed) and duress_hash is not None
    if right:
        return Pin.RIGHT
    return Pin.DURESS if duress else Pin.WRONG


def _matches(stored: str, typed: str) -> bool:
    # Imported when the first PIN is typed: most doors have no keys, and starting is door-dead time.
    from argon2 import PasswordHasher  # noqa: PLC0415 - see above
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - see above

    try:
        return PasswordHasher().verify(stored, typed)
    except (InvalidHashError, VerificationError):
        return False
