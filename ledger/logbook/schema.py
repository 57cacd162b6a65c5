"""What `log.db` looks like, and how each side opens it."""

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import Final

from ledger.events import ALARMS, Kind, Reason
from ledger.schema import shm, wal

VERSION: Final = 2
LOCK_WAIT: Final = 5.0  # seconds
DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Result(IntEnum):
    """What a line comes down to; kept as its number."""

    OTHER = 0
    GRANTED = 1
    DENIED = 2
    WAITING = 3
    EXIT = 4
    ALARM = 5


RESULTS: Final[Mapping[Kind, Result]] = {
    **dict.fromkeys(ALARMS, Result.ALARM),
    Kind.GRANTED: Result.GRANTED,
    Kind.DENIED: Result.DENIED,
    Kind.WAITING: Result.WAITING,
    Kind.EXIT: Result.EXIT,
    Kind.EXIT_REQUESTED: Result.EXIT,
}
AWAITED: Final = frozenset(
    {Reason.WAITING_FOR_ESCORT, Reason.WAITING_FOR_SECOND_CARD, Reason.WAITING_FOR_PIN}
)  # whatever kind carries them: nobody was turned away

TABLES: Final = f"""
CREATE TABLE IF NOT EXISTS word (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE   -- a kind, reason, door, reader or subject: lines hold its number
) STRICT;

CREATE TABLE IF NOT EXISTS line (
  seq       INTEGER PRIMARY KEY,  -- the journal's
  wall      INTEGER NOT NULL,     -- UTC ms
  week_hour INTEGER NOT NULL,     -- 0 to 167, see ledger/logbook/week.py
  outside   INTEGER NOT NULL,
  result    INTEGER NOT NULL,
  kind      INTEGER NOT NULL,
  door      INTEGER,
  reader    INTEGER,
  reason    INTEGER,
  subject   INTEGER,
  card      INTEGER,
  companion INTEGER               -- who came in with the subject: his lines too
) STRICT;

-- How many there were in each hour since 1970 (UTC), and between which lines.
CREATE TABLE IF NOT EXISTS hour (
  hour      INTEGER NOT NULL,
  week_hour INTEGER NOT NULL,
  door      INTEGER NOT NULL,     -- 0: no door's
  result    INTEGER NOT NULL,
  outside   INTEGER NOT NULL,
  count     INTEGER NOT NULL,
  first     INTEGER NOT NULL,
  last      INTEGER NOT NULL,
  PRIMARY KEY (hour, week_hour, door, result, outside)
) STRICT, WITHOUT ROWID;

-- One row: how far the journal was followed, where its chain stood there, by which calendar.
CREATE TABLE IF NOT EXISTS followed (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  last     INTEGER NOT NULL,
  chain    BLOB NOT NULL,
  pruned   INTEGER NOT NULL,      -- the journal's newest pruning
  calendar TEXT NOT NULL
) STRICT;
PRAGMA user_version = {VERSION};
"""
DROPPED: Final = "".join(f"DROP TABLE IF EXISTS {name};" for name in
                         ("line", "hour", "word", "followed"))  # fmt: skip
INDEXES: Final = f"""
CREATE INDEX IF NOT EXISTS line_subject ON line (subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX IF NOT EXISTS line_people ON line (seq) WHERE subject IS NOT NULL;
CREATE INDEX IF NOT EXISTS line_companion ON line (companion, seq) WHERE companion IS NOT NULL;
CREATE INDEX IF NOT EXISTS line_denied ON line (seq) WHERE result = {Result.DENIED:d};
CREATE INDEX IF NOT EXISTS line_alarm ON line (seq) WHERE result = {Result.ALARM:d};
CREATE INDEX IF NOT EXISTS line_reason ON line (reason, seq) WHERE reason IS NOT NULL;
CREATE INDEX IF NOT EXISTS line_week ON line (week_hour, seq);
CREATE INDEX IF NOT EXISTS line_kind ON line (kind, seq);
CREATE INDEX IF NOT EXISTS line_outside ON line (seq) WHERE outside <> 0;
CREATE INDEX IF NOT EXISTS line_reader ON line (reader, seq) WHERE reader IS NOT NULL;
CREATE INDEX IF NOT EXISTS line_door ON line (door, seq) WHERE door IS NOT NULL;
"""


def result_of(kind: Kind | str, reason: Reason | str | None) -> Result:
    """Return what an event comes down to."""
    if reason in AWAITED:
        return Result.WAITING
    return RESULTS.get(kind, Result.OTHER) if isinstance(kind, Kind) else Result.OTHER


def connect(path: Path) -> sqlite3.Connection:
    """Open it for writing, made where there is none; nothing of it is worth an fsync."""
    connection = sqlite3.connect(
        path, timeout=LOCK_WAIT, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")  # a torn file is found, and built again
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        connection.executescript((DROPPED if version else "") + TABLES + INDEXES)
    return connection


def connect_reading(path: Path) -> sqlite3.Connection:
    """Open it for reading; sqlite3.OperationalError where there is none."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=LOCK_WAIT, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def damaged(error: sqlite3.Error) -> bool:
    """Tell a damaged file from a busy one."""
    code: int = getattr(error, "sqlite_errorcode", 0) or 0
    return code & 0xFF in DAMAGED


def discard(path: Path) -> None:
    """Remove the file and what SQLite keeps beside it."""
    for part in (path, wal(path), shm(path)):
        with suppress(FileNotFoundError):
            part.unlink()
