"""Codes that an app on the phone counts from the time (RFC 6238), pure: the time is given."""

from base64 import b32encode
from datetime import datetime
from hmac import compare_digest
from typing import Final

from pyotp import HOTP, TOTP

SECRET_BYTES: Final = 20  # RFC 4226, section 4, R6
STEP: Final = 30  # seconds
WINDOW: Final = 1  # steps to either side: a phone's clock may be that wrong


def secret(random: bytes) -> str:
    """Return `SECRET_BYTES` random bytes as an app takes them: base 32."""
    return b32encode(random).decode()


def uri(key: str, login: str, issuer: str) -> str:
    """Return what the QR says."""
    return TOTP(key, interval=STEP).provisioning_uri(name=login, issuer_name=issuer)


def step(key: str, code: str, used: int | None, at: datetime) -> int | None:
    """Return the time step that a code belongs to, or None where it is wrong or was used.

    Args:
        key: the secret in base 32.
        code: as it was typed; spaces do not count.
        used: the last step that was taken: neither it nor an earlier one counts again.
        at: now.
    """
    typed = "".join(code.split()).encode()
    now = int(at.timestamp()) // STEP
    codes = HOTP(key)
    fitting = [
        each
        for each in range(now - WINDOW, now + WINDOW + 1)
        if compare_digest(codes.at(each).encode(), typed)
    ]
    return next((each for each in fitting if used is None or each > used), None)
