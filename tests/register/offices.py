"""Registers for tests: one planted office, and raw access to its file."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from ledger.credential import fingerprint
from register import store
from register.seeding import planting
from tests.register.laid import Laid

AT: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10:00 of a Tuesday in Jakarta
NOW: Final = int(AT.timestamp() * 1000)
KEY: Final = bytes(range(32))
SITI: Final = "iso14443a:04A2B91C6F7180"
BAGUS: Final = "em4100:0A004F3C27"

OFFICE: Final = """
sop_version = "2019"
[doors.server]
label = "Ruang Server"
[schedules.office]
weekly = "1 0730-1600"
[people.siti]
id = "P-S1T1RAHMA1"
name = "Siti"
unit = "TIK"
kind = "ASN Diskominfo"
[[people.siti.grants]]
kind = "tetap"
request = "1"
valid_from = "-30d"
valid_until = "+1y"
doors = { server = "office" }
[[people.siti.grants.cards]]
number = "iso14443a:04A2B91C6F7180"
[people.bagus]
id = "P-BAG0SPRAT1"
name = "Bagus"
unit = "PT X"
kind = "vendor"
[[people.bagus.grants]]
kind = "pengunjung"
request = "2"
valid_from = "-1h"
valid_until = "+1d"
doors = { server = "office" }
escort = "siti"
[[people.bagus.grants.cards]]
number = "em4100:0A004F3C27"
state = "not-handed-over"
"""


def write_seed(directory: Path, text: str = OFFICE) -> Path:
    """Write a seed file."""
    path = directory / "seed.toml"
    path.write_text(text, encoding="utf-8")
    return path


def plant(directory: Path, text: str = OFFICE) -> Path:
    """Plant an office and return its register's path."""
    path = empty(directory)
    planting.plant(path, write_seed(directory, text), KEY, AT)
    return path


def raw(path: Path) -> sqlite3.Connection:
    """Open the file as an attacker or another process would: autocommit, keys enforced."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=1)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def ask(path: Path, statement: str) -> tuple[Any, ...]:
    """Return the one row of a question to the file."""
    with closing(raw(path)) as connection:
        return tuple(connection.execute(statement).fetchone())


def print_of(number: str) -> bytes:
    """Return a number's fingerprint under the tests' key."""
    return fingerprint(number, KEY)


def empty(directory: Path, *, demo: bool = True) -> Path:
    """Make a register with nothing in it, a demonstration's unless said."""
    path = directory / "register.db"
    _blank(demo=demo).lay(path)
    return path


@cache
def _blank(*, demo: bool) -> Laid:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        store.create(path, demo=demo).close()
        return Laid.taken(path)


def later(**span: float) -> datetime:
    """Return a moment after AT."""
    return AT + timedelta(**span)
