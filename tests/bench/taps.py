"""The tap's figures: from the card number in the inbox to the strike's line, over bare SQLite.

Both sides ask for another random card each time, each after an idle pause.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from ledger.allowlist import VIEW_STATEMENT
from ledger.reading import Reader
from tests.bench.door import BenchDoor, door
from tests.bench.measure import median_of_medians
from tests.bench.office import Office, Register, opened

RUNS: Final = 150
FEW: Final = 100  # cards of the small register
NS_PER_US: Final = 1000


def numbers(register: Register) -> Iterator[int]:
    """Yield card after card, the same ones in every run."""
    chosen = random.Random(2)  # noqa: S311 - a sample, not a secret
    while True:
        yield chosen.randint(2, register.count)


class BareRead:
    """The daemon's own statement on a plain read-only connection."""

    def __init__(self, register: Register) -> None:
        uri = f"{register.path.absolute().as_uri()}?mode=ro"
        self.connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        self._register, self._numbers = register, numbers(register)

    def __call__(self) -> int:
        """Read one card's row; return the ns."""
        fingerprint = self._register.print_of(next(self._numbers))
        start = time.perf_counter_ns()
        row = self.connection.execute(VIEW_STATEMENT, (fingerprint,)).fetchone()
        taken = time.perf_counter_ns() - start
        if row is None:
            raise AssertionError("a planted card is not in the view")
        return taken


class BareCommit:
    """A row as long as an event into a table of its own, committed as SQLite's FULL means it."""

    def __init__(self, path: Path, text: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "PRAGMA wal_autocheckpoint = 0; CREATE TABLE event (body TEXT, chain BLOB)"
        )
        self._row = (text, bytes(32))

    def __call__(self) -> int:
        """Commit one row; return the ns."""
        start = time.perf_counter_ns()
        self.connection.execute("INSERT INTO event VALUES (?, ?)", self._row)
        return time.perf_counter_ns() - start


def tapping(built: BenchDoor, register: Register) -> Callable[[], int]:
    """Return what taps another card each time and returns the ns to the strike."""
    cards = numbers(register)
    return lambda: built.tap(register.number(next(cards)))


def revoke(register: Register, card: int) -> None:
    """Revoke a card, as another process would."""
    now = time.time_ns() // 1_000_000
    with closing(sqlite3.connect(register.path)) as connection, connection:
        connection.execute(
            "UPDATE card SET state = 'revoked', ended_at = ?, changed_at = ? WHERE id = ?",
            (now, now, card),
        )


def a_body(office: Office) -> str:
    """Return the text of a granted event in this office's journal."""
    with closing(sqlite3.connect(office.journal)) as connection:
        (body,) = connection.execute(
            'SELECT body FROM event WHERE body LIKE \'%"kind":"granted"%\''
        ).fetchone()
    return str(body)


def quick(folder: Path, many: Register, few: Register) -> dict[str, float]:
    """Return what does not wait for the disk."""
    with (
        door(opened(folder / "many", many, flush_wait=0)) as at_many,
        door(opened(folder / "few", few, flush_wait=0)) as at_few,
    ):
        bare = BareRead(many)
        found = median_of_medians(
            {
                "tap": tapping(at_many, many),
                "tap at 100": tapping(at_few, few),
                "read": bare,
            },
            runs=RUNS,
        )
        bare.connection.close()
    return {
        "tap_over_select_p50": found["tap"] / found["read"],
        "scale_1m_over_100": found["tap"] / found["tap at 100"],
        "_tap_us": found["tap"] / NS_PER_US,
        "_tap_at_100_cards_us": found["tap at 100"] / NS_PER_US,
        "_bare_read_us": found["read"] / NS_PER_US,
    }


def denials(folder: Path, many: Register) -> dict[str, float]:
    """Return the loop's time of denials over grants: a revoked card's, and a stranger's."""
    revoke(many, 1)
    cards = numbers(many)
    with door(opened(folder / "denials", many, flush_wait=0)) as built:
        found = median_of_medians(
            {
                "granted": lambda: built.serve(many.number(next(cards))),
                "revoked": lambda: built.serve(many.number(1)),
                "stranger": lambda: built.serve("iso14443a:04FFFFFFFFFFFF"),
            },
            runs=RUNS,
        )
    worst = max(found["revoked"], found["stranger"])
    return {
        "denied_over_granted": worst / found["granted"],
        "_granted_loop_us": found["granted"] / NS_PER_US,
        "_revoked_loop_us": found["revoked"] / NS_PER_US,
        "_stranger_loop_us": found["stranger"] / NS_PER_US,
    }


def durable(folder: Path, many: Register) -> dict[str, float]:
    """Return the tap that waits for the disk, over a bare read and one bare FULL commit."""
    office = opened(folder / "durable", many)
    with door(office) as built:
        tap = tapping(built, many)
        tap()
        read, commit = BareRead(many), BareCommit(folder / "bare.db", a_body(office))
        found = median_of_medians({"tap": tap, "floor": lambda: read() + commit()}, runs=RUNS)
        ahead = sum(1 for event in _events(office) if event == "storage-slow")
        read.connection.close()
        commit.connection.close()
    return {
        "tap_over_durable_floor_p50": found["tap"] / found["floor"],
        "_durable_tap_us": found["tap"] / NS_PER_US,
        "_durable_floor_us": found["floor"] / NS_PER_US,
        "_durable_taps_ahead_of_the_flush": ahead,
    }


def _events(office: Office) -> Iterator[str]:
    reader = Reader(office.journal)
    last = 0
    while page := reader.after(last):
        last = page[-1].seq
        yield from (str(event.kind) for event in page)
    reader.close()
