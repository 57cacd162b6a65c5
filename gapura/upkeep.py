"""What the commands of timers stand on: the files, the moment of a run, and its progress shown."""

import os
import pwd
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from daemon.config import Config, ConfigError, read
from gapura.backup.copies import BackupError
from register.audit import By
from register.errors import RegisterError
from register.store import Store

TOLD: Final = (ConfigError, RegisterError, BackupError, sqlite3.OperationalError, OSError)
TIMER: Final = By(source="timer")


def as_owner(register: Path) -> None:
    """Refuse another user than the register's: its owner cannot write what he leaves beside it."""
    owner = register.stat().st_uid if register.is_file() else os.geteuid()
    if owner != os.geteuid():
        name = pwd.getpwuid(owner).pw_name
        raise click.ClickException(f"{register} is {name}'s: run this as {name} (sudo -u {name})")


@contextmanager
def configured(config: Path) -> Iterator[Config]:
    """Read the configuration, as the register's owner; a refusal is told as a command line does."""
    try:
        built = read(config)
        as_owner(built.register)
        yield built
    except TOLD as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def opened(config: Path) -> Iterator[tuple[Store, datetime]]:
    """Open the register that a configuration names, and give the moment of the run."""
    with configured(config) as built, Store(built.register) as store:
        yield store, now()


@contextmanager
def shown() -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal how far each step is; into a log, each step once."""
    last = [""]

    def progress(step: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{step}: {100 * done // max(total, 1)} %  ")
        elif step != last[0]:
            sys.stderr.write(f"{step}\n")
        last[0] = step

    yield progress
    if sys.stderr.isatty():
        sys.stderr.write("\n")


def now() -> datetime:
    """Return the moment of this run: the start of a process makes its own clock."""
    return datetime.now(UTC)


def person() -> By:
    """Return who runs a command by hand, for the audit."""
    return By(source=f"cli uid {os.getuid()}")
