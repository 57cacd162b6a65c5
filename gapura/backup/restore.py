"""`gapura restore`: prove a backup, make it fit, and put it into the live register.

Through SQLite's backup API into the live file, in one transaction: whoever has it open, the door
too, reads the old register or the restored one, never half of each.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from gapura.backup.copies import BackupError, Progress, audit_holds, copy, digest, examine, flush
from gapura.backup.make import MANIFEST, REGISTER, alone, facts
from register import migrations, restoring, seal_key
from register.audit import By
from register.restoring import Fitted
from register.store import Store, keep_journal_files

RESTORING: Final = ".restoring"
MODE: Final = 0o640
SAID: Final = ("origin", "schema", "demo", REGISTER)  # by the manifest


def restore(
    folder: Path, register: Path, by: By, at: datetime, progress: Progress, *, dry: bool = False
) -> Fitted:
    """Put the register of a backup in the place of the live one; return what that changes.

    Args:
        folder: of the one backup.
        register: the live file; made where there is none.
        by: who restores, for the audit.
        at: now.
        progress: told of each step.
        dry: only prove it and say what would change.

    Raises BackupError: it is damaged, of another register, or of another version. KeyWanted: its
    fields are sealed under a key that does not lie beside the live file.
    """
    with alone(folder.parent):
        _same(_proved(folder, progress), register)
        work = folder.parent / RESTORING
        shutil.rmtree(work, ignore_errors=True)  # of a run that was killed
        work.mkdir(mode=0o700)
        try:
            found = _fitted(folder, work, register, by, at, progress)
            if not dry:
                _put(work / REGISTER, register, progress)
        finally:
            shutil.rmtree(work)
    return found


def _fitted(
    folder: Path, work: Path, register: Path, by: By, at: datetime, progress: Progress
) -> Fitted:
    """Copy the backup's register aside, and make it fit what the live one knows since."""
    copy(folder / REGISTER, work / REGISTER, progress)
    known = None
    if register.exists():
        with Store(register) as live, live.reading() as session:
            known = restoring.present(session, at)
    with (
        Store(work / REGISTER, seal_key.beside(register)) as fitted,
        fitted.session() as session,
    ):
        return restoring.fit(session, known, by, at)


def _proved(folder: Path, progress: Progress) -> Mapping[str, object]:
    try:
        said = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder}: is no backup: {MANIFEST}: {error}") from error
    if not (isinstance(said, dict) and said.keys() >= set(SAID)):
        raise BackupError(f"{folder}: is no backup: {MANIFEST}: wanted are {', '.join(SAID)}")
    if digest(folder / REGISTER) != said[REGISTER]:
        raise BackupError(f"{folder / REGISTER}: is not what was backed up: its SHA-256 differs")
    examine(folder / REGISTER, progress)
    audit_holds(folder / REGISTER)
    return said


def _same(said: Mapping[str, object], register: Path) -> None:
    """Refuse the backup of another register, or of another version."""
    newest = migrations.newest()
    if said["schema"] != newest:
        raise BackupError(
            f"the backup is of version {said['schema']}, this program's register is {newest}: "
            "install the program of that time, restore, then upgrade"
        )
    if not register.exists():
        return
    origin, _, demo = facts(register)
    if (origin, demo) != (said["origin"], said["demo"]):
        raise BackupError(
            f"the backup is of register {said['origin']}, and {register} is {origin}: another one"
        )


def _put(fitted: Path, register: Path, progress: Progress) -> None:
    if not register.exists():
        os.close(os.open(register, os.O_CREAT | os.O_EXCL | os.O_WRONLY, MODE))
    try:
        with (
            closing(sqlite3.connect(fitted, isolation_level=None)) as source,
            closing(sqlite3.connect(register, isolation_level=None)) as live,
        ):
            live.execute("PRAGMA synchronous = FULL")
            source.backup(
                live, progress=lambda _, left, total: progress("restore", total - left, total)
            )
    except sqlite3.Error as error:
        raise BackupError(f"{register}: cannot be written: {error}") from error
    keep_journal_files(register)
    flush(register)
