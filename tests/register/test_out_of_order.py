"""A register that cannot be used now: said in a sentence, whoever asked, and nothing half kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from register import store
from register.errors import NotARegister, OutOfOrder
from register.out_of_order import told_of
from register.store import Session, Store

LOOK = "SELECT count(*) FROM cardholder"
WRITE = "INSERT INTO throttle (key, failures, at) VALUES (:key, 1, 0)"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "register.db"
    store.create(made).close()
    return made


def test_another_process_that_writes_is_waited_for_and_then_named(path: Path) -> None:
    with (
        Store(path) as register,
        pytest.raises(OutOfOrder, match="in use by another process"),
        register.reading() as session,
    ):
        _overtaken(register, session)


def _overtaken(register: Store, session: Session) -> None:
    """Write after another did, from a look that is older: SQLite is busy at once."""
    session.execute(text(LOOK)).scalar()
    with register.session() as another:
        another.execute(text(WRITE), {"key": "a"})
    session.execute(text(WRITE), {"key": "b"})


def test_a_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    path = tmp_path / "any.db"
    with closing(sqlite3.connect(path)) as small:
        small.execute("PRAGMA max_page_count = 2")
        with pytest.raises(OutOfOrder, match="disk is full"):
            _too_much(path, small)


def _too_much(path: Path, small: sqlite3.Connection) -> None:
    with told_of(path):
        small.execute("CREATE TABLE t (a)")
        small.execute("INSERT INTO t VALUES (zeroblob(100000))")


def test_a_file_that_is_broken_is_named(path: Path) -> None:
    path.write_bytes(b"\0" * 9000)
    with (
        Store(path) as register,
        pytest.raises(OutOfOrder, match=str(path)),
        register.session() as session,
    ):
        session.execute(text(LOOK))


def test_what_a_trigger_refuses_stays_its_own_error(path: Path) -> None:
    with Store(path) as register, pytest.raises(IntegrityError), register.session() as session:
        session.execute(text("DELETE FROM register_meta"))


@pytest.mark.parametrize("version", ["0001", "0099"])
def test_a_register_of_another_version_is_neither_read_nor_written(
    path: Path, version: str
) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = ?", (version,))
    with Store(path) as register:
        with pytest.raises(NotARegister, match=version), register.session() as session:
            session.execute(text(LOOK))
        with pytest.raises(NotARegister, match="gapura migrate"), register.reading() as session:
            session.execute(text(LOOK))


def test_a_newer_register_is_not_brought_up_to_date(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(NotARegister, match="a newer one wants the program that made it"):
        store.migrate(path)


def test_what_another_file_says_meanwhile_is_not_said_of_the_register(path: Path) -> None:
    with (
        Store(path) as register,
        pytest.raises(sqlite3.OperationalError, match="unable to open"),
        register.reading(),
        closing(sqlite3.connect(f"file:{path}.log?mode=ro", uri=True)) as log,
    ):
        log.execute("SELECT 1")
