"""`gapura backup`: copy both files, prove the copies, keep so many, in this order.

A backup is a folder of its own that gets its name last: one that was killed half way has none, and
what was there before is still there.
"""

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gapura.backup.copies import BackupError, Progress, audit_holds, copy, digest, examine, flush
from gapura.backup.rotation import Kept, keep
from ledger import chain
from ledger.errors import JournalBroken
from ledger.schema import connect_reading

NAME: Final = "gapura-%Y%m%dT%H%M%SZ"
PARTIAL: Final = ".partial"
MANIFEST: Final = "manifest.json"
REGISTER: Final = "register.db"
JOURNAL: Final = "journal.db"
SPARE: Final = 64 << 20  # bytes that stay free on the disk


def backup(
    register: Path, journal: Path, folder: Path, kept: Kept, at: datetime, progress: Progress
) -> Path:
    """Make a backup and return its folder; BackupError leaves what was there.

    Args:
        register: register.db; attachments are inside.
        journal: journal.db; left out where the door has not written one yet.
        folder: of all backups, the owner's alone.
        kept: how many older ones stay.
        at: now.
        progress: told of each step.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(folder):
        _room(folder, register, journal)
        new = folder / PARTIAL
        shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
        new.mkdir(mode=0o700)
        _write(new, _copied(register, journal, new, at, progress))
        flush(new)
        named = folder / at.astimezone(UTC).strftime(NAME)
        if named.exists():
            raise BackupError(f"{named}: is there already")
        new.rename(named)
        flush(folder)
        _rotate(folder, kept)
    return named


def made(folder: Path) -> Mapping[datetime, Path]:
    """Return the backups in a folder by the moment that each is of."""
    found = {}
    for path in folder.glob("gapura-*"):
        try:
            found[datetime.strptime(path.name, NAME).replace(tzinfo=UTC)] = path
        except ValueError:
            continue  # not ours: left alone
    return found


def facts(register: Path) -> tuple[str, str, bool]:
    """Return a register's origin, its schema's version and whether it is a demonstration's."""
    try:
        with closing(connect_reading(register)) as read:
            origin, demo = read.execute("SELECT origin, demo FROM register_meta").fetchone()
            (version,) = read.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BackupError(f"{register}: is no register: {error}") from error
    return str(origin), str(version), bool(demo)


def _copied(
    register: Path, journal: Path, new: Path, at: datetime, progress: Progress
) -> dict[str, object]:
    """Copy and prove; return what the manifest says."""
    copy(register, new / REGISTER, progress)
    examine(new / REGISTER, progress)
    origin, version, demo = facts(new / REGISTER)
    said: dict[str, object] = {
        "at": at.isoformat(), "origin": origin, "schema": version, "demo": demo,
        "audit": audit_holds(new / REGISTER), REGISTER: digest(new / REGISTER),
    }  # fmt: skip
    if journal.exists():
        copy(journal, new / JOURNAL, progress)
        examine(new / JOURNAL, progress)
        try:
            walked = chain.verify(
                new / JOURNAL, lambda done, of: progress(f"{JOURNAL}: chain", done, of)
            )
        except JournalBroken as error:
            raise BackupError(f"{journal}: {error}") from error
        said |= {JOURNAL: digest(new / JOURNAL), "events": walked.count, "root": walked.root.hex()}
    return said


def _write(new: Path, said: Mapping[str, object]) -> None:
    file = os.open(new / MANIFEST, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(file, "w") as text:
        json.dump(said, text, indent=1, sort_keys=True)
    flush(new / MANIFEST)


def _rotate(folder: Path, kept: Kept) -> None:
    all_of_them = made(folder)
    for at in all_of_them.keys() - keep(all_of_them, kept):
        shutil.rmtree(all_of_them[at])


def _room(folder: Path, *files: Path) -> None:
    """Refuse to fill the disk: the door's journal lies on it too."""
    wanted = SPARE + sum(path.stat().st_size for path in files if path.exists())
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise BackupError(f"{folder}: {free >> 20} MiB are free, {wanted >> 20} MiB are wanted")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder of all backups for one run; BackupError where another run holds it."""
    held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"{folder}: another backup or restore is going on") from error
        yield
    finally:
        os.close(held)
