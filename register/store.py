"""The register's file: made, brought up to date, opened, and left as its readers need it.

One process writes it. WAL, `synchronous=FULL`: what was committed survives a power cut. A reader
with `mode=ro` and no right to the directory needs `-wal` and `-shm` to exist: SQLite deletes both
when the last connection closes, so closing leaves empty ones behind.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final, Self

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from ledger.allowlist import DEMO, REAL
from register import migrations
from register.authority import authorize
from register.errors import NotARegister, OutOfOrder
from register.out_of_order import told, told_of
from register.seal_key import Seals, beside

__all__ = ["NotARegister", "Session", "Store", "create", "keep_journal_files", "migrate", "silent"]

MODE: Final = 0o640  # the owner writes, the common group reads
BUSY_MS: Final = 5000
KEPT_OPEN: Final = 8
WHOEVER_COMES: Final = -1  # a limit is a deadlock where each of its holders needs one more
PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA recursive_triggers = ON",  # else REPLACE deletes rows past the triggers that keep them
    "PRAGMA secure_delete = ON",  # an erased name is in no byte
    "PRAGMA trusted_schema = OFF",
)

NEWER: Final = "a newer one wants the program that made it"
KNOWN: Final = "SELECT 1 FROM json_each('[]')"
"""Triggers read JSON with it; under an authorizer SQLite may not make it known at its first use."""


def _configure(connection: DBAPIConnection) -> None:
    connection.isolation_level = None  # BEGIN is ours to say
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.execute(KNOWN)
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get("begin", "BEGIN")))


def _hold(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.set_authorizer(authorize)


def _engine(path: Path, seals: Seals, *, held: bool) -> Engine:
    """Return the way to the file; `held`: rows may be changed, the schema not."""

    def configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        with told_of(path):
            _configure(connection)

    def unseal(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        seals.install(connection)

    engine = create_engine(
        f"sqlite+pysqlite:///{path}", pool_size=KEPT_OPEN, max_overflow=WHOEVER_COMES
    )
    event.listen(engine, "connect", configure)
    event.listen(engine, "connect", unseal)
    if held:
        event.listen(engine, "connect", _hold)
    event.listen(engine, "begin", _begin)
    return engine


def _sqlite(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError(f"{raw!r} is no connection of sqlite3")
    return raw


def keep_journal_files(path: Path) -> None:
    """Leave `-wal` and `-shm` beside the register, zero-length where SQLite deleted them.

    Only ever creates: to open and close one that exists would drop this process's own locks.
    """
    for suffix in ("-wal", "-shm"):
        with suppress(FileExistsError):
            os.close(os.open(f"{path}{suffix}", os.O_CREAT | os.O_EXCL | os.O_RDONLY, MODE))


class Store:
    """The register open for writing, by the process that owns it."""

    def __init__(self, path: Path, key: Path | None = None) -> None:
        """Take the file; it is opened at the first session. Raises NotARegister.

        The first session raises it too, for a register of another version; any raises OutOfOrder
        while the file cannot be read or written.

        Args:
            path: of the register.
            key: of the file that its fields are sealed under; beside the register unless said.
                A session raises KeyWanted where it is missing or another's.
        """
        if not path.is_file():
            raise NotARegister(path, "there is no register here; `create` makes one")
        self.path = path
        self._seals = Seals(key or beside(path))
        self._engine = _engine(path, self._seals, held=True)
        event.listen(self._engine, "first_connect", self._check_version)
        self._writing = self._engine.execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Write: one transaction, alone from its first statement, committed at the end."""
        with (
            told(self.path),
            Session(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read one consistent moment; whatever is changed is rolled back."""
        with told(self.path), Session(self._engine, autoflush=False) as session:
            yield session

    @contextmanager
    def making(self) -> Iterator[Session]:
        """Write as `session` does, the schema too: for migrations, and a crowd to measure with."""
        engine = _engine(self.path, self._seals, held=False)
        writing = engine.execution_options(begin="BEGIN IMMEDIATE")
        try:
            with Session(writing, expire_on_commit=False) as session, session.begin():
                yield session
        finally:
            engine.dispose()

    def shred(self) -> bool:
        """Write the file anew, so that what was erased is in no byte of it; False: try later.

        A reader in the middle of a look keeps the log of before a little longer.
        """
        engine = _engine(self.path, self._seals, held=False)
        with told_of(self.path), closing(engine.raw_connection()) as connection:
            # outside a transaction, as it must
            connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        engine.dispose()
        keep_journal_files(self.path)
        return not busy

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration's register."""
        with told(self.path), self._engine.connect() as connection:
            return bool(connection.scalar(text("PRAGMA application_id")) == DEMO)

    def migrate(self, progress: Callable[[str], None]) -> None:
        """Bring the schema to the newest version, whole or not at all.

        Raises NotARegister: the file is another program's, no database, or of a newer version.
        """
        try:
            with self.making() as session:
                connection = session.connection()
                mark = connection.scalar(text("PRAGMA application_id"))
                if mark not in (REAL, DEMO):
                    raise NotARegister(self.path, f"application_id {mark} is no register's")
                newly_sealed = self._seals.begin(_sqlite(connection))
                found = migrations.version(_sqlite(connection))
                if found is not None and not migrations.is_known(found):
                    raise NotARegister(self.path, f"is of version {found}: {NEWER}")
                migrations.upgrade(connection, progress)
        except DatabaseError as error:
            raise NotARegister(self.path, f"cannot be brought up to date: {error.orig}") from error
        except OutOfOrder as error:
            raise NotARegister(self.path, f"cannot be brought up to date: {error}") from error
        if newly_sealed:
            self.shred()  # what was clear before stays in no page and in no log

    def _check_version(self, connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        """Refuse a register that this program's tables and triggers are not those of."""
        wanted = migrations.newest()
        with told_of(self.path):
            found = migrations.version(connection)
        if found != wanted:
            raise NotARegister(
                self.path,
                f"is of version {found}, and this program wants {wanted}: `gapura migrate` brings "
                f"an older one up to date; {NEWER}",
            )

    def close(self) -> None:
        """Close every connection and leave the journal files for the readers."""
        self._engine.dispose()
        keep_journal_files(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def silent(_: str) -> None:
    """Tell nobody of the progress."""


def create(path: Path, *, demo: bool = False, progress: Callable[[str], None] = silent) -> Store:
    """Make a new register, empty and of the newest version, and open it.

    Raises NotARegister: something is there already, or the directory is missing.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, MODE))
    except OSError as error:
        raise NotARegister(path, f"cannot be made: {error.strerror}") from error
    store = Store(path)
    try:
        with store.making() as session:
            mark = f"PRAGMA application_id = {DEMO if demo else REAL}"
            session.connection().exec_driver_sql(mark)
        store.migrate(progress)
    except BaseException:
        store.close()
        raise
    return store


def migrate(path: Path, progress: Callable[[str], None] = silent) -> None:
    """Bring an existing register to the newest version; raises NotARegister."""
    with Store(path) as store:
        store.migrate(progress)
