"""Taps while other processes write the register and read the journal, and taps just revoked.

As a program: `python -m tests.bench.contended import|verify|revoke ...`, see `ACTS`.
"""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ledger.chain import verify
from register.pseudonym import pseudonym
from register.seed import CARDS, DOORS, GRANTS, MANY_FROM, PEOPLE
from tests.bench.door import door
from tests.bench.measure import IDLE, quantile
from tests.bench.office import Office, Register, opened
from tests.bench.taps import tapping

IMPORTED: Final = 250_000  # people; each is four rows
BATCH: Final = 10_000
FIRST: Final = 10_000_000  # id of the first of them
REVOCATIONS: Final = 10_000
NS_PER_US: Final = 1000


def importing(register: str, since: int) -> None:
    """Import 1,000,000 rows in one transaction."""
    connection = sqlite3.connect(register, isolation_level=None, timeout=60)
    connection.execute("BEGIN IMMEDIATE")
    for first in range(FIRST, FIRST + IMPORTED, BATCH):
        _people(connection, range(first, first + BATCH), since)
    connection.execute("COMMIT")
    connection.close()


def _people(connection: sqlite3.Connection, batch: range, since: int) -> None:
    """Insert people with a grant, its door and a card."""
    until = since + 10**11
    for statement, rows in (
        (PEOPLE, [(i, pseudonym(MANY_FROM + i), f"Orang {i}") for i in batch]),
        (GRANTS, [(i, i, since, until, f"R/{i}", since) for i in batch]),
        (DOORS, [(i, 1, 1) for i in batch]),
        (CARDS, [(i, os.urandom(32), "0000", i, i, since, since, since) for i in batch]),
    ):
        connection.executemany(statement, rows)


def revoking(register: str, since: int) -> None:
    """Revoke card after card, import people meanwhile, and name each card once it is committed."""
    connection = sqlite3.connect(register, isolation_level=None, timeout=60)
    reading = [sqlite3.connect(register, isolation_level=None) for _ in range(3)]
    for card in range(2, REVOCATIONS + 2):
        if card % 100 == 0:
            connection.execute("BEGIN IMMEDIATE")
            _people(connection, range(FIRST + card, FIRST + card + 100), since)
            connection.execute("COMMIT")
            half_read = reading[card // 100 % 3]
            half_read.execute("SELECT * FROM card").fetchone()  # and a snapshot stays open
        connection.execute(
            "UPDATE card SET state = 'revoked', ended_at = ?, changed_at = ? WHERE id = ?",
            (since, since, card),
        )
        sys.stdout.write(f"{card}\n")
        sys.stdout.flush()


def verifying(journal: str, _since: int) -> None:
    """Read the whole journal, again and again, until killed."""
    while True:
        verify(Path(journal))


ACTS: Final = {"import": importing, "revoke": revoking, "verify": verifying}


def _started(act: str, path: Path, since: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.contended", act, str(path), str(since)],
        stdout=subprocess.PIPE,
        text=True,
    )


def _since(register: Register) -> int:
    connection = sqlite3.connect(register.path)
    (since,) = connection.execute("SELECT issued_at FROM card WHERE id = 1").fetchone()
    connection.close()
    return int(since)


@contextmanager
def _crowd(office: Office) -> Iterator["subprocess.Popen[str]"]:
    """Let one process import and another read the journal; give the importing one."""
    crowd = [
        _started("import", office.register.path, _since(office.register)),
        _started("verify", office.journal, 0),
    ]
    try:
        yield crowd[0]
    finally:
        for process in crowd:
            process.kill()
            process.wait()


def figures(office: Office, register: Register) -> dict[str, float]:
    """Return the tap among the crowd over the quiet one, on an aged journal."""
    with door(office) as built:
        tap = tapping(built, register)
        before = built.journal.last
        quiet = []
        for _ in range(500):
            time.sleep(IDLE)
            quiet.append(tap())
        crowded = []
        with _crowd(office) as importer:
            while importer.poll() is None:
                time.sleep(IDLE)
                crowded.append(tap())
        lost = before + len(quiet) + len(crowded) > built.journal.last
    return {
        "contention_p50": quantile(crowded, 0.5) / quantile(quiet, 0.5),
        "contention_p99": quantile(crowded, 0.99) / quantile(quiet, 0.99),
        "_contended_taps": len(crowded),
        "_contended_lost": int(lost),
        "_quiet_p99_us": quantile(quiet, 0.99) / NS_PER_US,
        "_crowded_p99_us": quantile(crowded, 0.99) / NS_PER_US,
    }


def stale(folder: Path, register: Register) -> dict[str, float]:
    """Tap each card when its revocation is committed; count those that opened."""
    opens = revoked = 0
    with door(opened(folder, register, flush_wait=0)) as built:
        process = _started("revoke", register.path, _since(register))
        if process.stdout is None:
            raise AssertionError("the other process has no output")
        for line in process.stdout:
            revoked += 1
            opens += built.opens(register.number(int(line)))
        process.wait()
        if revoked != REVOCATIONS or not built.opens(register.number(REVOCATIONS + 2)):
            raise AssertionError("not every card was revoked, or no card opens any more")
    return {"stale_reads": opens, "_revocations": revoked}


if __name__ == "__main__":
    ACTS[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
