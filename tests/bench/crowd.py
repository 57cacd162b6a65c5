"""What other processes do to both files meanwhile, each a process of its own.

As a program: `python -m tests.bench.crowd ACT PATH FIRST`, see `ACTS`.
"""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import IO, Final

from ledger.access import CardState
from ledger.chain import verify
from register import cards
from register.audit import By
from register.models import RegisterRevision
from register.pseudonym import pseudonym
from register.seeding.planting import CARDS, DOORS, GRANTS, MANY_FROM, PEOPLE
from register.store import Store
from tests.bench.office import TO_REVOKE
from tests.bench.taps import revoke

IMPORTED: Final = 250_000  # people; each is four rows
BATCH: Final = 10_000
FEW: Final = 50  # people at a time, where others must get at the register meanwhile
PAUSE: Final = 0.01  # seconds between two such
NOBODY: Final = By(None, "bench", "bench")


class Process:
    """Another process and what it says, line by line."""

    def __init__(self, process: "subprocess.Popen[str]", said: IO[str], told: IO[str]) -> None:
        self._process, self.said, self._told = process, said, told

    @property
    def runs(self) -> bool:
        """Whether it has not ended; AssertionError where it failed."""
        if code := self._process.poll():
            raise AssertionError(f"another process failed: exit code {code}")
        return self._process.returncode is None

    def go_on(self) -> None:
        """Let it take its next step, where it waits for that."""
        self._told.write("\n")
        self._told.flush()


@contextmanager
def program(module: str, *arguments: str) -> Iterator[Process]:
    """Run a program beside this one; it is killed in the end, if it has not ended."""
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        if process.stdin is None or process.stdout is None:
            raise AssertionError("there are no pipes to the other process")
        try:
            yield Process(process, process.stdout, process.stdin)
        finally:
            process.kill()


def acting(act: str, path: Path, first: int = 0) -> AbstractContextManager[Process]:
    """Let another process do one of `ACTS`."""
    return program("tests.bench.crowd", act, str(path), str(first))


def importing(register: str, first: int) -> None:
    """Import 1,000,000 rows in one transaction."""
    with closing(_writing(register)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for batch in range(first, first + IMPORTED, BATCH):
            _people(connection, range(batch, batch + BATCH))
        connection.execute("COMMIT")


def trickling(register: str, first: int) -> None:
    """Import a few people after others, with three reads left half done, until killed."""
    connection = _writing(register)
    others = [_writing(register) for _ in range(3)]
    half_read = {}
    for number in count():
        connection.execute("BEGIN IMMEDIATE")
        _people(connection, range(first + number * FEW, first + (number + 1) * FEW))
        connection.execute("COMMIT")
        half_read[number % 3] = others[number % 3].execute("SELECT * FROM card")
        half_read[number % 3].fetchone()  # and its snapshot stays open
        time.sleep(PAUSE)


def revoking(register: str, _first: int) -> None:
    """Revoke card after card; name each once it is committed, and wait until it was tapped."""
    with closing(_writing(register)) as connection:
        for card in TO_REVOKE:
            revoke(connection, [card])
            _say(card)
            sys.stdin.readline()


def ending(register: str, first: int) -> None:
    """Revoke card after card through the office's own service, each when told to go on.

    Says the revision that the door must confirm, once it is committed.
    """
    with Store(Path(register)) as store:
        for card in count(first):
            sys.stdin.readline()
            _say(ended(store, card))


def ended(store: Store, card: int) -> int:
    """Revoke one card, and return the register's revision as of that commit."""
    with store.session() as session:
        cards.end(session, card, CardState.REVOKED, "bench", NOBODY, datetime.now(UTC))
        return session.get_one(RegisterRevision, 1, populate_existing=True).revision


def reading(journal: str, _first: int) -> None:
    """Read the whole journal, again and again, until killed; say each time."""
    while True:
        _say(verify(Path(journal)).count)


ACTS: Final = {
    "import": importing, "trickle": trickling, "revoke": revoking, "end": ending, "read": reading,
}  # fmt: skip


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _writing(register: str) -> sqlite3.Connection:
    return sqlite3.connect(register, isolation_level=None, timeout=60)


def _people(connection: sqlite3.Connection, batch: range) -> None:
    """Insert people with a grant, its door and a card, as from the first one's day on."""
    (since,) = connection.execute("SELECT issued_at FROM card WHERE id = 1").fetchone()
    until = since + 10**11
    for statement, rows in (
        (PEOPLE, [(i, pseudonym(MANY_FROM + i), f"Orang {i}") for i in batch]),
        (GRANTS, [(i, i, since, until, f"R/{i}", since) for i in batch]),
        (DOORS, [(i, 1, 1) for i in batch]),
        (CARDS, [(i, os.urandom(32), "0000", i, i, since, since, since) for i in batch]),
    ):
        connection.executemany(statement, rows)


if __name__ == "__main__":
    act, path, first = sys.argv[1:]
    ACTS[act](path, int(first))
