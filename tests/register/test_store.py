"""The register's file: how it is made, opened, and left."""

import os
import sqlite3
import stat
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from ledger.allowlist import CONTRACT, Allowlist
from register import store
from register.errors import NotARegister
from register.models import Cardholder, Holiday, HolidayKind, RegisterMeta
from tests.register.offices import AT, ask, empty, plant


def test_a_new_register_is_whole_and_real_unless_it_is_a_demonstration(tmp_path: Path) -> None:
    told: list[str] = []
    with store.create(tmp_path / "register.db", progress=told.append) as real:
        assert not real.demo
    assert told[0].startswith("The register: people, grants, cards")
    assert told[1].startswith("The SOP: dossiers")
    with closing(Allowlist(tmp_path / "register.db")) as door:
        assert not door.demo
    with store.create(tmp_path / "demo.db", demo=True) as demo:
        assert demo.demo


def test_nothing_is_made_over_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "register.db").write_text("letters")
    with pytest.raises(NotARegister, match="cannot be made: File exists"):
        store.create(tmp_path / "register.db")
    assert (tmp_path / "register.db").read_text() == "letters"


def test_a_missing_register_is_not_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(NotARegister, match="no register here"):
        store.Store(tmp_path / "register.db")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("what", ["letters", "sqlite"])
def test_another_programs_file_is_not_migrated(tmp_path: Path, what: str) -> None:
    path = tmp_path / "other.db"
    if what == "letters":
        path.write_text("letters " * 100)
    else:
        with closing(sqlite3.connect(path)) as theirs:
            theirs.execute("CREATE TABLE theirs (x)")
    with pytest.raises(NotARegister):
        store.migrate(path)


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    path = plant(tmp_path)
    told: list[str] = []
    before = ask(path, "SELECT * FROM register_revision")
    store.migrate(path, told.append)
    assert told == []
    assert ask(path, "SELECT * FROM register_revision") == before


def test_a_migration_that_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    def dies(_: str) -> None:
        raise KeyboardInterrupt  # as good as a kill: nothing of ours runs but the rollback

    path = tmp_path / "register.db"
    with pytest.raises(KeyboardInterrupt):
        store.create(path, progress=dies)
    assert ask(path, "SELECT count(*) FROM sqlite_schema") == (0,)
    assert ask(path, "PRAGMA user_version") == (0,)
    store.migrate(path)
    assert ask(path, "PRAGMA user_version") == (CONTRACT,)


def test_every_connection_keeps_the_files_promises(tmp_path: Path) -> None:
    with store.Store(empty(tmp_path)) as register, register.reading() as session:
        found = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_closing_leaves_the_files_that_a_reader_without_rights_needs(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    store.create(path).close()
    for name in ("register.db", "register.db-wal", "register.db-shm"):
        assert stat.S_IMODE((path.parent / name).stat().st_mode) & ~0o640 == 0


@pytest.mark.skipif(os.getuid() != 0, reason="only root can put on another uid")
def test_a_reader_of_another_uid_reads_what_a_stopped_writer_left(tmp_path: Path) -> None:
    path = plant(tmp_path)
    os.chmod(tmp_path, 0o755)  # noqa: PTH101, S103 - the directory is the writer's alone to write
    for parent in tmp_path.parents[:3]:
        parent.chmod(parent.stat().st_mode | 0o055)
    for name in tmp_path.iterdir():
        name.chmod(0o644)
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        try:
            os._exit(0 if Allowlist(path).revision() > 1 else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_session_commits_whole_or_not_at_all(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def write_and_stop(register: store.Store) -> None:
        with register.session() as session:
            session.add(Cardholder(public_id="P-0000000000", name="X", kind="y"))
            session.flush()
            raise Stopped

    with store.Store(empty(tmp_path)) as register:
        with pytest.raises(Stopped):
            write_and_stop(register)
        with register.reading() as session:
            assert session.query(Cardholder).count() == 0


def test_a_reading_session_writes_nothing(tmp_path: Path) -> None:
    with store.Store(empty(tmp_path)) as register:
        with register.reading() as session:
            session.add(Cardholder(public_id="P-0000000000", name="X", kind="y"))
            session.flush()
        with register.reading() as session:
            assert session.query(Cardholder).count() == 0


def test_nobody_who_reads_waits_for_another_to_end(tmp_path: Path) -> None:
    """Each of the pages' 32 threads may hold two: a limit would leave all waiting for one more."""
    with store.create(tmp_path / "register.db") as register, ExitStack() as open_:
        reading = [open_.enter_context(register.reading()) for _ in range(64)]
        assert {session.scalar(text("SELECT 1")) for session in reading} == {1}


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    with store.Store(plant(tmp_path)) as register, register.reading() as session:
        holder = session.get_one(Cardholder, 1)
        holder.erased_at = datetime(2026, 1, 1)  # noqa: DTZ001 - the mistake itself
        with pytest.raises(StatementError, match="aware datetime is wanted"):
            session.flush()


def test_times_and_words_come_back_as_they_went(tmp_path: Path) -> None:
    with store.Store(plant(tmp_path)) as register:
        with register.session() as session:
            session.add(
                Holiday(
                    date="2026-12-24", kind=HolidayKind.OFFICE, name_id="L", name_en="L", source="x"
                )
            )
        with register.reading() as session:
            siti = session.get_one(Cardholder, 1)
            grant = siti.grants[0]
            assert grant.granted_at.tzinfo is UTC
            assert (AT - grant.valid_from).days == 30
            assert grant.cards[0].grant is grant
            assert grant.doors[0].door.name == "server"
            assert grant.doors[0].schedule.on_holidays is False
            assert session.query(Holiday).one().kind is HolidayKind.OFFICE


def test_two_registers_never_have_the_same_origin(tmp_path: Path) -> None:
    origins = set()
    for name in ("a.db", "b.db"):
        with store.create(tmp_path / name) as register, register.reading() as session:
            origins.add(session.query(RegisterMeta).one().origin)
    assert len(origins) == 2
