"""A planted register, as its owner writes it and as the door reads it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.access import CardState
from ledger.allowlist import Allowlist
from tests.register.offices import SITI, plant, print_of, raw

REVOKE = "UPDATE card SET state = 'revoked', ended_at = 1 WHERE fingerprint = ?"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return plant(tmp_path)


@pytest.fixture
def admin(register: Path) -> Iterator[sqlite3.Connection]:
    connection = raw(register)
    yield connection
    connection.close()


@pytest.fixture
def allowlist(register: Path) -> Iterator[Allowlist]:
    allowlist = Allowlist(register)
    yield allowlist
    allowlist.close()


def state(allowlist: Allowlist) -> CardState | None:
    entry = allowlist.find(print_of(SITI))
    return entry.state if entry else None
