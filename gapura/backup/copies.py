"""One SQLite file copied while it is written, and a copy examined to its last row."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import file_digest
from pathlib import Path
from typing import Final

from ledger.allowlist import DEMO, REAL
from ledger.chain import GENESIS, link
from ledger.schema import connect_reading

PAGES: Final = 256  # a megabyte a step
MODE: Final = 0o600
Progress = Callable[[str, int, int], None]
"""Told what goes on, how much is done and of how much."""


class BackupError(Exception):
    """A backup cannot be made, kept or put back; the message says why and what is wanted."""


def copy(source: Path, target: Path, progress: Progress) -> None:
    """Copy a database as it is at one moment, however much is written meanwhile.

    The snapshot is held by an open read transaction: without one SQLite would begin anew at each
    commit of the writer's (sqlite.org/backup.html).
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, MODE))
    try:
        with (
            closing(connect_reading(source)) as live,
            closing(sqlite3.connect(target, isolation_level=None)) as made,
        ):
            live.execute("BEGIN")
            live.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            live.backup(
                made,
                pages=PAGES,
                progress=lambda _, left, total: progress(source.name, total - left, total),
            )
            made.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    except sqlite3.Error as error:
        raise BackupError(f"{source}: cannot be copied: {error}") from error
    flush(target)


def examine(path: Path, progress: Progress) -> None:
    """Let SQLite check a copy's pages, indexes and rows; BackupError names the first trouble."""
    progress(f"{path.name}: integrity", 0, 1)
    try:
        with closing(connect_reading(path)) as made:
            (said,) = made.execute("PRAGMA integrity_check(1)").fetchone()
            wrong = made.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise BackupError(f"{path}: cannot be read: {error}") from error
    if said != "ok" or wrong is not None:
        raise BackupError(f"{path}: is damaged: {said if said != 'ok' else f'row {wrong}'}")
    progress(f"{path.name}: integrity", 1, 1)


def is_register(path: Path) -> bool:
    """Return whether a file is a register, real or a demonstration's, by its mark."""
    try:
        with closing(connect_reading(path)) as made:
            (mark,) = made.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error:
        return False
    return mark in (REAL, DEMO)


def audit_holds(path: Path) -> int:
    """Walk a register's audit and return its length; BackupError names the first wrong line."""
    count, root = 0, GENESIS
    with closing(connect_reading(path)) as made:
        for seq, body, chain in made.execute("SELECT seq, body, chain FROM audit ORDER BY seq"):
            count += 1
            root = link(root, body.encode())
            if seq != count or chain != root:
                raise BackupError(f"{path}: line {count} of the audit was altered or is missing")
    return count


def digest(path: Path) -> str:
    """Return a file's SHA-256, hex."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def flush(path: Path) -> None:
    """Let a file, or a folder's own entries, reach the disk."""
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
