"""What `journal.db` looks like, and how each side opens it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from ledger.errors import JournalUnwritable

APPLICATION_ID: Final = 0x47504A4C  # "GPJL", in the file's header at offset 68
VERSION: Final = 1
FILE_MODE: Final = 0o640  # the group reads; the directory (2750) is the installer's
PAGE_SIZE: Final = 2048  # a commit writes whole pages: half of SQLite's usual page holds 6 events
LOCK_WAIT: Final = 0.25  # seconds
# At every insert LIKE stops at each letter that the pattern begins with: k is rare, a quote is not.
DENIED: Final = """body LIKE '%kind":"denied"%'"""

TABLES: Final = f"""
BEGIN IMMEDIATE;

CREATE TABLE event (
  seq   INTEGER PRIMARY KEY,
  body  TEXT NOT NULL,   -- canonical JSON, see ledger/body.py
  chain BLOB NOT NULL    -- SHA-256 over the value before and the body, see ledger/chain.py
) STRICT;

-- What was dropped: every event up to `upto`, where the chain stood at `root`; said by `event`.
CREATE TABLE pruned (
  upto  INTEGER PRIMARY KEY,
  root  BLOB NOT NULL,
  event INTEGER NOT NULL
) STRICT;

-- The events as columns. A view: a table's generated columns are worked out at every insert.
CREATE VIEW door_log AS SELECT
  seq,
  json_extract(body, '$.boot')     AS boot,
  json_extract(body, '$.wall')     AS wall,
  json_extract(body, '$.ticks')    AS ticks,
  json_extract(body, '$.clock')    AS clock,
  json_extract(body, '$.kind')     AS kind,
  json_extract(body, '$.door')     AS door,
  json_extract(body, '$.reader')   AS reader,
  json_extract(body, '$.reason')   AS reason,
  json_extract(body, '$.subject')  AS subject,
  json_extract(body, '$.card')     AS card,
  json_extract(body, '$.revision') AS revision,
  json_extract(body, '$.order')    AS "order",
  json_extract(body, '$.late')     AS late,
  json_extract(body, '$.detail')   AS detail
FROM event;

CREATE INDEX event_denied ON event (seq) WHERE {DENIED};

CREATE TRIGGER event_never_changes BEFORE UPDATE ON event BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: an event never changes');
END;

CREATE TRIGGER event_stays BEFORE DELETE ON event
WHEN OLD.seq > (SELECT coalesce(max(upto), 0) FROM pruned) BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: an event stays until a recorded pruning');
END;

CREATE TRIGGER event_follows BEFORE INSERT ON event
WHEN NEW.seq <= (SELECT max(seq) FROM event) BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: an event follows the last one');
END;

CREATE TRIGGER pruned_never_changes BEFORE UPDATE ON pruned BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: a pruning never changes');
END;

CREATE TRIGGER pruned_stays BEFORE DELETE ON pruned BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: a pruning stays');
END;

CREATE TRIGGER pruned_is_said BEFORE INSERT ON pruned
WHEN NEW.upto <= (SELECT coalesce(max(upto), 0) FROM pruned) OR NOT EXISTS (
  SELECT 1 FROM door_log WHERE seq = NEW.event AND kind = 'pruned'
  AND json_extract(detail, '$.upto') = NEW.upto
  AND json_extract(detail, '$.root') = lower(hex(NEW.root))
) BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: a pruning goes forward, and an event says it');
END;
"""  # noqa: S608 - every word of it is ours


def connect(path: Path, *, synchronous: str, wait: float = LOCK_WAIT) -> sqlite3.Connection:
    """Open a connection that writes, in autocommit, and that never checkpoints by itself.

    Args:
        path: `journal.db`.
        synchronous: `FULL` or `OFF`; a connection that is OFF calls nothing that can fsync.
        wait: seconds to wait for another's lock.
    """
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA cache_size = -256")  # KiB: the tail is all that is ever touched
    return connection


def connect_reading(path: Path) -> sqlite3.Connection:
    """Open a connection that cannot write, in autocommit."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=LOCK_WAIT, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def prepare(path: Path) -> None:
    """Make the journal if there is none, and see that `-wal` and `-shm` exist for its readers.

    For the installer and for ExecStopPost: a reader without the right to write cannot make them.
    An existing journal, in use or not, is not touched.
    """
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))
        with closing(connect(path, synchronous="FULL")) as connection:
            make(connection)
    for part in (wal(path), shm(path)):
        os.close(os.open(part, os.O_CREAT | os.O_RDWR, FILE_MODE))


def make(connection: sqlite3.Connection) -> None:
    """Lay out a new journal, or see that this is one of ours.

    Raises:
        JournalUnwritable: another program's file, or one of another version.
    """
    application, version = _marks(connection)
    if (application, version) == (0, 0) and not _tables(connection):
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(
            f"{TABLES}\nPRAGMA application_id = {APPLICATION_ID};"
            f"\nPRAGMA user_version = {VERSION};\nCOMMIT;"
        )
    elif (application, version) != (APPLICATION_ID, VERSION):
        raise JournalUnwritable(
            f"not a journal of version {VERSION}: application_id is {application:#x}"
            f" (wanted {APPLICATION_ID:#x}) and user_version {version}"
        )


def wal(path: Path) -> Path:
    """Return where SQLite keeps the write-ahead log of a database."""
    return path.with_name(f"{path.name}-wal")


def shm(path: Path) -> Path:
    """Return where SQLite keeps the shared index of that log."""
    return path.with_name(f"{path.name}-shm")


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the file's application id and user version."""
    return (
        connection.execute("PRAGMA application_id").fetchone()[0],
        connection.execute("PRAGMA user_version").fetchone()[0],
    )


def _tables(connection: sqlite3.Connection) -> int:
    """Return how many tables there are."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return int(tables)
