"""What the journal's tests are made of."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.journal import Journal
from ledger.reading import Reader, Recorded

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


class Told:
    """What a journal was told, as another process reads it."""

    def __init__(self, path: Path) -> None:
        self.reader = Reader(path)
        self._told = 0

    def events(self) -> list[Recorded]:
        return self.reader.after(0, 10_000)

    def said(self) -> list[Recorded]:
        """Return what was recorded since the last time this was asked."""
        new = self.events()[self._told :]
        self._told += len(new)
        return new

    def reasons(self) -> list[str]:
        """Return the reasons of the taps since the last time."""
        return [str(event.reason) for event in self.said() if event.reason is not None]

    def kinds(self) -> list[str]:
        """Return what happened since the last time, the register's confirmations left out."""
        return [str(each.kind) for each in self.said() if each.kind is not Kind.REGISTER_REVISION]


def bodies(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM event ORDER BY seq")]
