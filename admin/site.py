"""What the application stands on: the register, the journal, the key, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from register.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The two files and what belongs to them.

    Attributes:
        journal: `journal.db`, which is only read.
        key: the 32 bytes that card numbers are fingerprinted with, for a desk reader that types.
        now: an aware UTC datetime; `admin.office` makes the only clock.
        origin: the address at which browsers reach us, `https://gapura.example`.
        demo: whether this is a demonstration; then alone is there a role switcher.
    """

    store: Store
    journal: Path
    key: bytes
    now: Callable[[], datetime]
    origin: str
    demo: bool = False
