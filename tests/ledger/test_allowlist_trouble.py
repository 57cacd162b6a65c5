"""A register that is locked, damaged, replaced or gone: unreadable, in time, and read again."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from ledger.access import CardState
from ledger.allowlist import BUSY, VIEW_STATEMENT, Allowlist
from ledger.errors import RegisterUnreadable
from tests.ledger.conftest import REVOKE, state
from tests.register.offices import NOW, SITI, empty, plant, print_of, raw


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_writer_frozen_in_its_transaction_does_not_stop_the_door(
    allowlist: Allowlist, admin: sqlite3.Connection, lock: str
) -> None:
    admin.execute(f"BEGIN {lock}")
    admin.execute(REVOKE, (print_of(SITI),))
    assert state(allowlist) is CardState.ACTIVE  # not committed: not so
    with closing(Allowlist(allowlist.path)) as opened_meanwhile:
        assert state(opened_meanwhile) is CardState.ACTIVE
    admin.execute("COMMIT")
    assert state(allowlist) is CardState.REVOKED


def test_a_register_that_is_locked_whole_is_unreadable_in_time_and_read_again_after(
    register: Path, allowlist: Allowlist
) -> None:
    hog = raw(register)
    hog.execute("PRAGMA locking_mode = EXCLUSIVE")
    hog.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    with pytest.raises(RegisterUnreadable, match="locked"):
        allowlist.find(print_of(SITI))
    waited = time.monotonic() - began
    assert BUSY / 2 < waited < 20 * BUSY  # waits, and gives up: the figure is the bench's
    hog.execute("COMMIT")
    hog.close()
    assert state(allowlist) is CardState.ACTIVE


def test_a_missing_register_is_unreadable_and_read_once_it_is_there(tmp_path: Path) -> None:
    allowlist = Allowlist(tmp_path / "register.db")
    for ask in (allowlist.revision, allowlist.changed, allowlist.holidays):
        with pytest.raises(RegisterUnreadable, match="No such file"):
            ask()
    plant(tmp_path)
    assert state(allowlist) is CardState.ACTIVE
    assert allowlist.demo
    allowlist.close()


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("PRAGMA user_version = 99", "is of version 99, version 1 is wanted"),
        ("PRAGMA application_id = 7", "application_id 7"),
        ("DROP VIEW allowlist", "no such table"),
    ],
)
def test_a_register_of_another_make_is_unreadable_and_says_why(
    register: Path, admin: sqlite3.Connection, damage: str, why: str
) -> None:
    admin.execute(damage)
    with pytest.raises(RegisterUnreadable, match=why):
        Allowlist(register).find(print_of(SITI))


def test_letters_in_the_place_of_a_register_are_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    path.write_text("not a database " * 100)
    with pytest.raises(RegisterUnreadable, match="not a database"):
        Allowlist(path).find(print_of(SITI))


@pytest.mark.parametrize("column", ["state", "kind", "doors"])
def test_a_row_that_makes_no_sense_is_unreadable_not_granted(
    register: Path, admin: sqlite3.Connection, column: str
) -> None:
    admin.execute("ALTER TABLE card RENAME TO card_kept")
    admin.execute("DROP VIEW IF EXISTS allowlist")
    values = dict.fromkeys(VIEW_STATEMENT.split(" FROM ")[0][7:].split(", "), "NULL")
    values |= {"state": "'active'", "kind": "'tetap'", "doors": "'{}'", column: "'nonsense'"}
    row = ", ".join(f"{value} AS {name}" for name, value in values.items())
    admin.execute(f"CREATE VIEW allowlist AS SELECT x'00' AS fingerprint, {row}")
    with pytest.raises(RegisterUnreadable, match="cannot be read"):
        Allowlist(register).find(b"\0")


def test_a_migration_under_an_open_reader_is_noticed(
    allowlist: Allowlist, admin: sqlite3.Connection
) -> None:
    assert allowlist.changed()
    admin.execute("PRAGMA user_version = 2")
    with pytest.raises(RegisterUnreadable, match="version 2"):
        allowlist.changed()


def test_a_change_is_told_again_after_a_failure_that_kept_the_door_from_acting_on_it(
    allowlist: Allowlist, admin: sqlite3.Connection
) -> None:
    assert allowlist.changed()
    admin.execute("ALTER TABLE holiday RENAME TO holiday_kept")
    with pytest.raises(RegisterUnreadable):
        allowlist.holidays()
    admin.execute("ALTER TABLE holiday_kept RENAME TO holiday")
    assert [allowlist.changed(), allowlist.changed()] == [True, False]


def test_a_replaced_file_is_opened_anew(
    tmp_path: Path, register: Path, allowlist: Allowlist, admin: sqlite3.Connection
) -> None:
    spare = tmp_path / "spare"
    spare.mkdir()
    allowlist.changed()
    assert state(allowlist) is CardState.ACTIVE
    admin.close()
    plant(spare)
    other = raw(spare / "register.db")
    other.execute(REVOKE, (print_of(SITI),))
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    for name in ("register.db-wal", "register.db-shm"):
        register.with_name(name).unlink(missing_ok=True)
    (spare / "register.db").replace(register)
    assert allowlist.changed()
    assert state(allowlist) is CardState.REVOKED


def test_a_register_that_vanishes_is_lost_and_not_remembered(
    register: Path, allowlist: Allowlist
) -> None:
    assert state(allowlist) is CardState.ACTIVE
    register.unlink()
    with pytest.raises(RegisterUnreadable):
        allowlist.changed()
    with pytest.raises(RegisterUnreadable):
        allowlist.find(print_of(SITI))


def test_an_order_of_an_unknown_kind_is_unreadable(
    register: Path, admin: sqlite3.Connection
) -> None:
    admin.execute("PRAGMA ignore_check_constraints = ON")
    admin.execute(
        "INSERT INTO door_order (kind, ordered_by, why, issued, until)"
        " VALUES ('dance', 'P', 'x', 1, 9000000000000000)"
    )
    with pytest.raises(RegisterUnreadable, match="dance"):
        Allowlist(register).orders(NOW)


def test_the_door_cannot_write_the_register(tmp_path: Path) -> None:
    allowlist = Allowlist(empty(tmp_path))
    with pytest.raises(RegisterUnreadable, match="readonly"):
        allowlist._read("DELETE FROM door")  # noqa: SLF001 - there is no public way to try
