"""Passwords: how they are kept, and which ones anybody would try first."""

import re
import secrets
import unicodedata
from threading import BoundedSemaphore
from typing import Final, Protocol

from argon2 import Parameters, PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from register.errors import AccountRefused

OWASP: Final = Parameters(
    type=Type.ID, version=19, salt_len=16, hash_len=32,
    time_cost=2, memory_cost=19 * 1024, parallelism=1,
)  # fmt: skip
"""The Password Storage Cheat Sheet's argon2id: 19 MiB, two passes, one lane."""
AT_ONCE: Final = 2  # hashes computed side by side: a flood of logins takes 38 MiB and no more
SHORTEST: Final = 12  # characters
LONGEST: Final = 256
REST: Final = 6  # different characters that must be left once everything trivial is taken away
RUN: Final = 3
KEYS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
COMMON: Final = (
    "password", "passwd", "letmein", "welcome", "iloveyou", "dragon", "monkey", "football",
    "sandi", "katasandi", "rahasia", "bismillah", "sayang", "cinta", "indonesia", "merdeka",
    "garuda", "jakarta", "trenggalek", "selamat", "datang", "admin", "administrator", "operator",
    "diskominfo", "kominfo", "dinas", "kantor", "server", "ruang", "pemkab", "gapura", "pintu",
    "kartu", "akses", "login", "masuk", "user", "test", "secret", "master",
)  # fmt: skip


class Hasher(Protocol):
    """What keeps passwords."""

    def hash(self, password: str) -> str:
        """Return what is kept of a password."""

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one kept; None costs as much and is never right."""

    def outdated(self, kept: str) -> bool:
        """Whether what is kept was made with other parameters than today's."""


class Argon2:
    """argon2id."""

    def __init__(self, profile: Parameters = OWASP) -> None:
        self._argon2 = PasswordHasher.from_parameters(profile)
        self._turns = BoundedSemaphore(AT_ONCE)
        self._nobodys = self.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """Return the encoded hash, its parameters in it."""
        with self._turns:
            return self._argon2.hash(_normal(password))

    def verify(self, kept: str | None, password: str) -> bool:
        """Compare; for nobody's password the work is the same."""
        with self._turns:
            try:
                self._argon2.verify(kept or self._nobodys, _normal(password))
            except VerifyMismatchError:
                return False
        return True

    def outdated(self, kept: str) -> bool:
        """Whether the hash's own parameters differ from the profile."""
        return self._argon2.check_needs_rehash(kept)


def check(password: str, login: str, name: str) -> None:
    """Raise AccountRefused for a password that is too short or that anybody would try first."""
    if len(password) < SHORTEST:
        raise AccountRefused(
            f"Kata sandi paling sedikit {SHORTEST} karakter; ini baru {len(password)}.",
            f"a password has at least {SHORTEST} characters; this one has {len(password)}",
        )
    if len(password) > LONGEST:
        raise AccountRefused(
            f"Kata sandi paling banyak {LONGEST} karakter.",
            f"a password has at most {LONGEST} characters",
        )
    if len(set(_rest(password, login, name))) < REST:
        raise AccountRefused(
            "Kata sandi ini mudah ditebak: jangan memakai nama, kata umum, atau deretan."
            " Beberapa kata yang tidak berkaitan lebih kuat.",
            "this password is easily guessed: no names, common words or sequences;"
            " a few words that have nothing to do with each other are stronger",
        )


def _rest(password: str, login: str, name: str) -> str:
    """Return what is left of a password without names, common words, sequences and repeats."""
    rest = password.casefold()
    if again := re.fullmatch(r"(.+?)\1+", rest):
        rest = again[1]
    personal = [word for word in re.split(r"\W+", f"{login} {name}".casefold()) if len(word) >= RUN]
    for word in sorted((*personal, *COMMON), key=len, reverse=True):
        rest = rest.replace(word, "")
    for keys in KEYS:
        for row in (keys, keys[::-1]):
            rest = _without_runs(rest, row)
    return re.sub(r"\W|_|(.)\1{2,}", "", rest)


def _without_runs(text: str, row: str) -> str:
    for length in range(len(row), RUN - 1, -1):
        for start in range(len(row) - length + 1):
            text = text.replace(row[start : start + length], "")
    return text


def _normal(password: str) -> str:
    """Return one form of a text that keyboards write in several (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFC", password[: LONGEST + 1])
