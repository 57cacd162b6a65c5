"""What other processes do to both files meanwhile, each a process of its own.

As a program: `python -m tests.bench.crowd import|trickle|revoke|read PATH FIRST`, see `ACTS`.
"""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Final

from ledger.chain import verify
from register.pseudonym import pseudonym
from register.seed import CARDS, DOORS, GRANTS, MANY_FROM, PEOPLE
from tests.bench.office import TO_REVOKE
from tests.bench.taps import revoke

IMPORTED: Final = 250_000  # people; each is four rows
BATCH: Final = 10_000
FEW: Final = 50  # people at a time, where others must get at the register meanwhile
PAUSE: Final = 0.01  # seconds between two such
PROGRAM: Final = (sys.executable, "-m", "tests.bench.crowd")


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
def acting(act: str, path: Path, first: int = 0) -> Iterator[Process]:
    """Let another process do something; it is killed in the end, if it has not ended."""
    with subprocess.Popen(
        [*PROGRAM, act, str(path), str(first)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        if process.stdin is None or process.stdout is None:
            raise AssertionError("there are no pipes to the other process")
        try:
            yield Process(process, process.stdout, process.stdin)
        finally:
            process.kill()


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


def reading(journal: str, _first: int) -> None:
    """Read the whole journal, again and again, until killed; say each time."""
    while True:
        _say(verify(Path(journal)).count)


ACTS: Final = {"import": importing, "trickle": trickling, "revoke": revoking, "read": reading}


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
