"""Values that a stolen register, or a copy of it, does not tell: sealed and opened (pure).

AES-256-GCM (NIST SP 800-38D), a random nonce a value, a key a field (HKDF, RFC 5869).
"""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from register.forms.identity import NIP
from register.models.base import canonical

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12  # SP 800-38D, section 8.2
MARK: Final = "segel:1:"  # how a sealed text begins
IDENTITY: Final = "no_id"  # of the forms: a number of the kind that `jenis_id` beside it says


class Sealer:
    """What seals and opens under one key of `KEY_BYTES`."""

    def __init__(self, key: bytes) -> None:
        self._cipher = cache(lambda field: AESGCM(_derived(key, field)))

    def seal(self, clear: bytes, field: str) -> bytes:
        """Return what the file keeps of a value."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher(field).encrypt(nonce, clear, None)

    def open(self, sealed: bytes, field: str) -> bytes:
        """Return the value; InvalidTag where it was altered, or is of another key or field."""
        nonce, shut = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        return self._cipher(field).decrypt(nonce, shut, None)

    def seal_text(self, clear: str, field: str) -> str:
        """Return a text as the file keeps it: `MARK` and base 64."""
        return MARK + urlsafe_b64encode(self.seal(clear.encode(), field)).decode()

    def open_text(self, sealed: str, field: str) -> str:
        """Return the text; InvalidTag as `open`."""
        return self.open(urlsafe_b64decode(sealed.removeprefix(MARK)), field).decode()

    def seal_answers(self, record: str) -> str:
        """Return a form's answers, as JSON, with each identity number that is no NIP sealed."""
        return _each_number(record, IDENTITY, lambda number: self.seal_text(number, IDENTITY))

    def open_answers(self, record: str) -> str:
        """Return the answers as they were given."""
        return _each_number(record, MARK, lambda number: self.open_text(number, IDENTITY))


def _derived(key: bytes, field: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"gapura/1/{field}".encode()).derive(key)


def _each_number(record: str, sign: str, change: Callable[[str], str]) -> str:
    """Change the identity numbers of a record that shows a sign of having any."""
    if f'"{sign}' not in record:
        return record
    answers = json.loads(record)
    _change(answers, change)
    return canonical(answers)


def _change(value: Any, change: Callable[[str], str]) -> None:  # noqa: ANN401 - JSON is anything
    within = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for each in within:
            _change(each, change)
    if isinstance(value, dict):
        number = value.get(IDENTITY)
        if isinstance(number, str) and not _whole_nip(value.get("jenis_id"), number):
            value[IDENTITY] = change(number)


def _whole_nip(kind: object, number: str) -> bool:
    """A NIP stays as it is: people are found, and erased, by it."""
    return kind == "nip" and len(number) == NIP.most and number.isdecimal()
