"""What the disk, the file or another process keeps the register from, said to whoever asked.

A constraint or a trigger that refuses is not that: it stays the database's own error.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from register.errors import OutOfOrder

PRIMARY: Final = 0xFF  # of an extended result code (sqlite.org/rescode.html)
BUSY: Final = (
    "Register sedang dipakai proses lain. Coba lagi sebentar lagi.",
    "the register is in use by another process; try again in a moment",
)
FULL: Final = (
    "Disk penuh, jadi register tidak dapat ditulis. Beri tahu administrator.",
    "the disk is full, so the register cannot be written; make room",
)
DISK: Final = (
    "Disk penuh atau rusak, jadi register tidak dapat dipakai. Beri tahu administrator.",
    "the disk is full or fails, so the register cannot be used",
)
BROKEN: Final = (
    "Berkas register tidak dapat dipakai. Beri tahu administrator.",
    "the register's file cannot be used",
)
WORDS: Final[Mapping[int, tuple[str, str]]] = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: BROKEN,
    sqlite3.SQLITE_IOERR: DISK,
    sqlite3.SQLITE_CORRUPT: BROKEN,
    sqlite3.SQLITE_CANTOPEN: BROKEN,
    sqlite3.SQLITE_NOTADB: BROKEN,
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise OutOfOrder in place of what SQLAlchemy hands on of a file; nothing was committed.

    What sqlite3 itself raises meanwhile is another file's, the door's log or journal.
    """
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            _say(path, error.orig, error)
        raise


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Raise OutOfOrder likewise, where sqlite3 is asked without SQLAlchemy between."""
    try:
        yield
    except sqlite3.Error as error:
        _say(path, error, error)
        raise


def _say(path: Path, found: sqlite3.Error, error: Exception) -> None:
    code = getattr(found, "sqlite_errorcode", 0) & PRIMARY
    if code in WORDS:
        words, english = WORDS[code]
        raise OutOfOrder(words, f"{path}: {english} ({found})") from error
