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
from register.seed import CARDS, many_number, plant_many
from tests.daemon.office import furnished
from tests.hardware.wires import NUMBER, OTHER_NUMBER
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


@dataclass(frozen=True)
class Register:
    """A register of `count` active cards, all for the door `server` at any hour."""

    path: Path
    count: int

    def number(self, n: int) -> str:
        """Return the n-th card number, 1 to `count`."""
        return many_number(n)

    def print_of(self, n: int) -> bytes:
        """Return its fingerprint."""
        return fingerprint(many_number(n), KEY)


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
    """Plant a register of `count` people, and two 125 kHz fobs of the first beside his card."""
    folder.mkdir(parents=True)
    path = folder / "register.db"
    plant_many(path, count, KEY, datetime.now(UTC), progress)
    with closing(sqlite3.connect(path)) as connection, connection:
        (since,) = connection.execute("SELECT issued_at FROM card WHERE id = 1").fetchone()
        for card, number in enumerate((NUMBER, OTHER_NUMBER), count + 1):
            fob = (fingerprint(number, KEY), number[-4:])
            connection.execute(CARDS, (card, *fob, 1, 1, since, since, since))
    return Register(path, count)


def opened(
    folder: Path,
    register: Register,
    *,
    flush_wait: float = 0.25,
    unlock_time: float = 0.5,
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
