"""What the figures are measured on: a register of many cards, a journal, a configuration."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ledger.credential import fingerprint
from register.seeding.planting import CARDS, many_number, plant_many
from tests.daemon.office import furnished
from tests.register.offices import KEY

READERS: Final = """
[readers.desk]
kind = "rdm6300"
door = "server"
side = "in"
port = "{port}"
[readers.desk.indicator]
green = 20
"""

UNLOCK: Final = 0.5  # seconds, unless said
FOBS: Final = 1_000
SET_APART: Final = 50  # one card in so many is for revoking: nobody who wants in has it
REVOKED: Final = range(50, 1_000_000, 2_000)  # of a million, before the first tap
TO_REVOKE: Final = range(100, 1_000_001, 100)  # of a million, while others tap


@dataclass(frozen=True)
class Register:
    """A register of `count` active cards, all for the door `server` at any hour."""

    path: Path
    count: int

    def number(self, n: int) -> str:
        """Return the n-th card number, 1 to `count`."""
        return many_number(n)

    def fobs(self) -> dict[int, str]:
        """Return the numbers of the 125 kHz fobs that some people have beside their card."""
        owners = range(1, self.count + 1, max(1, self.count // FOBS))
        return {owner: f"em4100:{owner:010X}" for owner in owners}


@dataclass(frozen=True)
class Office:
    """A folder with a configuration, a key and a journal of its own.

    Attributes:
        config: the TOML file.
        journal: of this office alone.
    """

    config: Path
    journal: Path
    register: Register


def planted(folder: Path, count: int, progress: Callable[[int], None] = lambda _: None) -> Register:
    """Plant a register of `count` people with a card each, and give some of them a fob too."""
    folder.mkdir(parents=True)
    register = Register(folder / "register.db", count)
    plant_many(register.path, count, KEY, datetime.now(UTC), progress)
    with closing(sqlite3.connect(register.path)) as connection, connection:
        (since,) = connection.execute("SELECT issued_at FROM card WHERE id = 1").fetchone()
        for card, (owner, number) in enumerate(register.fobs().items(), count + 1):
            fob = (fingerprint(number, KEY), number[-4:])
            connection.execute(CARDS, (card, *fob, owner, owner, since, since, since))
    return register


def opened(
    folder: Path,
    register: Register,
    *,
    flush_wait: float = 0.25,
    unlock_time: float = UNLOCK,
    port: str = "/dev/null",
) -> Office:
    """Lay out an office of one door with one serial reader."""
    (folder / "journal").mkdir(parents=True)
    config = furnished(
        folder,
        READERS.format(port=port),
        register=os.path.relpath(register.path, folder),
        journal="journal/journal.db",
        flush_wait=flush_wait,
        reserve=8 << 20,  # as where the file says nothing
        unlock_time=unlock_time,
    )
    return Office(config, folder / "journal" / "journal.db", register)
