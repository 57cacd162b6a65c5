"""The tap's figures: from the card number in the inbox to the strike's line, over bare SQLite.

Both sides ask for another random card each time, each after an idle pause. So do the denials:
what was just asked for lies at hand, and would be answered sooner than any real card.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from ledger.allowlist import VIEW_STATEMENT
from ledger.credential import fingerprint
from ledger.events import Kind
from ledger.reading import Reader
from tests.bench.door import BenchDoor, door
from tests.bench.measure import median_of_medians
from tests.bench.office import REVOKED, SET_APART, Office, Register, opened
from tests.register.offices import KEY

RUNS: Final = 150
NS_PER_US: Final = 1000


def numbers(register: Register) -> Iterator[str]:
    """Yield the number of card after card that opens, the same ones in every run."""
    chosen = random.Random(2)  # noqa: S311 - a sample, not a secret
    while True:
        if (n := chosen.randint(1, register.count)) % SET_APART:
            yield register.number(n)


def strangers() -> Iterator[str]:
    """Yield numbers that no register knows."""
    chosen = random.Random(2)  # noqa: S311 - a sample, not a secret
    while True:
        yield f"iso14443a:05{chosen.getrandbits(48):012X}"


class BareRead:
    """The daemon's own statement on a plain read-only connection."""

    def __init__(self, register: Register, asked: Iterator[str]) -> None:
        """Take the card numbers that are asked for, one after another."""
        uri = f"{register.path.absolute().as_uri()}?mode=ro"
        self.connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        self._asked = asked

    def __call__(self) -> int:
        """Read one card's row; return the ns."""
        key = (fingerprint(next(self._asked), KEY),)
        start = time.perf_counter_ns()
        row = self.connection.execute(VIEW_STATEMENT, key).fetchone()
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
    return lambda: built.tap(next(cards))


def revoke(register: sqlite3.Connection, cards: Iterable[int]) -> None:
    """Revoke cards; to commit is the caller's."""
    now = time.time_ns() // 1_000_000
    register.executemany(
        "UPDATE card SET state = 'revoked', ended_at = ?, changed_at = ? WHERE id = ?",
        ((now, now, card) for card in cards),
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
        bare = BareRead(many, numbers(many))
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
    """Return the loop's time of denials over grants: of revoked cards, and of strangers'."""
    with closing(sqlite3.connect(many.path)) as connection, connection:
        revoke(connection, REVOKED)
    cards, revoked, unknown = numbers(many), map(many.number, REVOKED), strangers()
    with door(opened(folder, many, flush_wait=0)) as built:
        found = median_of_medians(
            {
                "granted": lambda: built.serve(next(cards)),
                "revoked": lambda: built.serve(next(revoked)),
                "stranger": lambda: built.serve(next(unknown)),
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
    office = opened(folder, many)
    with door(office) as built:
        tap = tapping(built, many)
        tap()
        read = BareRead(many, numbers(many))
        commit = BareCommit(folder / "bare.db", a_body(office))
        found = median_of_medians({"tap": tap, "floor": lambda: read() + commit()}, runs=RUNS)
        ahead = events(office, Kind.STORAGE_SLOW)
        read.connection.close()
        commit.connection.close()
    return {
        "tap_over_durable_floor_p50": found["tap"] / found["floor"],
        "_durable_tap_us": found["tap"] / NS_PER_US,
        "_durable_floor_us": found["floor"] / NS_PER_US,
        "_durable_taps_ahead_of_the_flush": ahead,
    }


def events(office: Office, kind: Kind, since: int = 0) -> int:
    """Return how many events of a kind the journal has behind event `since`."""
    found = 0
    with closing(Reader(office.journal)) as reader:
        while page := reader.after(since):
            since = page[-1].seq
            found += sum(event.kind is kind for event in page)
    return found
