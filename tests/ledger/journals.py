"""What the journal's tests are made of."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.journal import Journal

BOOT = "0123456789abcdef" * 2
RESERVE = 1 << 16


def at(number: int = 0, clock: ClockState = ClockState.SYNCED) -> Instant:
    return Instant(1_764_000_000_000 + number, number * 1_000_000, clock)


def granted(number: int = 0) -> Event:
    return Event(
        kind=Kind.GRANTED, at=at(number), door="server", reader="in", reason=Reason.GRANTED,
        subject="P-abcdefghij", revision=12,
    )  # fmt: skip


def kind(what: Kind, number: int = 0) -> Event:
    return Event(kind=what, at=at(number))


def opened(path: Path, boot: str = BOOT, reserve: int = RESERVE) -> Journal:
    return Journal.open(path, boot=boot, reserve=reserve)


def made(path: Path, count: int) -> Path:
    """Make a journal of so many events, closed as it should be."""
    journal = opened(path)
    journal.record_all([granted(number) for number in range(count)])
    journal.close()
    return path


def tamper(path: Path, *statements: str) -> None:
    """Do to the file what someone with the right to write could: triggers are no wall to him."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


@contextmanager
def unwritable(path: Path) -> Iterator[None]:
    """Hold the file's write lock, as a disk that refuses would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def bodies(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM event ORDER BY seq")]
