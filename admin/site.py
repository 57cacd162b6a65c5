"""What the application stands on: the register, the journal, the key, the clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from flask import g

from register.login.passwords import Argon2, Hasher
from register.store import Session, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The two files and what belongs to them.

    Attributes:
        journal: `journal.db`, which is only read.
        log: `log.db`, the index of the journal that the pages search; None: beside the register,
            whose directory is this process's own.
        key: the 32 bytes that card numbers are fingerprinted with, for a desk reader that types.
        now: an aware UTC datetime; `admin.office` makes the only clock.
        origin: the address at which browsers reach us, `https://gapura.example`.
        demo: whether this is a demonstration; then alone is there a role switcher.
        hasher: what keeps passwords.
    """

    store: Store
    journal: Path
    key: bytes
    now: Callable[[], datetime]
    origin: str
    demo: bool = False
    log: Path | None = None
    hasher: Hasher = field(default_factory=Argon2)

    def __post_init__(self) -> None:
        """Refuse an origin that passwords cannot travel to, and a demo on a real register."""
        parts = urlsplit(self.origin)
        if parts.scheme != "https" and not (parts.scheme == "http" and _loopback(parts.hostname)):
            raise ValueError(f"origin {self.origin!r}: https is wanted, or http on localhost")
        if self.demo and not self.store.demo:
            raise ValueError(f"{self.store.path} is a real register: a demo has one of its own")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read the register at one moment; all that a page asks while it does so shares it.

        So the bell, the office's zone and the form in view ask nothing twice.
        """
        if "reading" in g:
            yield g.reading
            return
        with self.store.reading() as g.reading:
            try:
                yield g.reading
            finally:
                del g.reading

    @property
    def log_file(self) -> Path:
        """Where the index of the journal is."""
        return self.log or self.store.path.with_name("log.db")


def _loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
