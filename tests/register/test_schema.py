"""What the schema refuses whoever writes it, and that the mapped classes say the same."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from ledger.allowlist import CONTRACT, VIEW_STATEMENT
from register.models import LIVE, Base
from register.seeding import planting
from tests.register.offices import AT, KEY, NOW, SITI, empty, plant, print_of, raw

HOLIDAY = (
    "INSERT INTO holiday (date, name_id, name_en, kind, source)"
    " VALUES ('2026-12-24', 'Cuti', 'Leave', 'cuti-bersama', 'SKB')"
)
ORDER = (
    "INSERT INTO door_order (kind, door, ordered_by, why, issued, until)"
    " VALUES ('unlock', 'server', 'P-S1T1RAHMA1', 'tamu', 1, 2)"
)
PERSON = "INSERT INTO cardholder (id, public_id, name, kind) VALUES (9, 'P-0000000009', 'X', 'y')"
GRANT = (
    "INSERT INTO access_grant (id, cardholder_id, kind, valid_from, valid_until, request_number,"
    " sop_version, granted_at) VALUES (9, 1, 'tetap', 1, 2, '9', '2019', 1)"
)
CARD = (
    "INSERT INTO card (fingerprint, technology, last_four, state, cardholder_id, grant_id,"
    " issued_at, handed_over_at, changed_at, ended_at)"
    " VALUES (?, 'em4100', '3C27', ?, 1, 1, 1, 1, 1, ?)"
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = raw(plant(tmp_path))
    yield connection
    connection.close()


def revision(connection: sqlite3.Connection) -> int:
    (found,) = connection.execute("SELECT revision FROM register_revision").fetchone()
    return int(found)


def test_the_mapped_classes_and_the_migrations_make_the_same_tables(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite+pysqlite:///{empty(tmp_path)}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_every_table_of_ours_is_strict(office: sqlite3.Connection) -> None:
    tables = office.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'")
    loose = {name for name, strict in tables if not strict and not name.startswith("sqlite_")}
    assert loose == {"alembic_version"}


def test_the_file_says_the_version_of_the_contract(office: sqlite3.Connection) -> None:
    assert office.execute("PRAGMA user_version").fetchone() == (CONTRACT,)


@pytest.mark.parametrize("cards", [10, 1000])
def test_a_tap_reads_by_indexes_alone_at_any_size(tmp_path: Path, cards: int) -> None:
    path = tmp_path / "register.db"
    planting.plant_many(path, cards, KEY, AT)
    connection = raw(path)
    rooms = [(n, f"rak-{n}", "Rak") for n in range(2, 30)]  # a table of one row is best scanned
    connection.executemany("INSERT INTO door VALUES (?, ?, ?)", rooms)
    connection.executemany("INSERT INTO schedule VALUES (?, ?, ?, 0)", rooms)
    for statistics in ("SELECT 1", "ANALYZE"):  # whatever the planner knows of the sizes
        connection.execute(statistics)
        plan = connection.execute(f"EXPLAIN QUERY PLAN {VIEW_STATEMENT}", (b"",)).fetchall()
        steps = [step[-1] for step in plan]
        assert not [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step], steps
        assert any("card_fingerprint" in step for step in steps)
    connection.close()


@pytest.mark.parametrize(
    ("table", "insert", "update", "delete"),
    [
        (
            "cardholder",
            PERSON,
            "UPDATE cardholder SET unit = 'Y' WHERE id = 9",
            "DELETE FROM cardholder WHERE id = 9",
        ),
        (
            "door",
            "INSERT INTO door VALUES (9, 'rak', 'Rak')",
            "UPDATE door SET label = 'R'",
            "DELETE FROM door WHERE id = 9",
        ),
        (
            "schedule",
            "INSERT INTO schedule VALUES (9, 's', 'always', 0)",
            "UPDATE schedule SET weekly = '1 0800-0900' WHERE id = 9",
            "DELETE FROM schedule WHERE id = 9",
        ),
        ("access_grant", GRANT, "UPDATE access_grant SET frozen_at = 5 WHERE id = 9", None),
        (
            "grant_door",
            "INSERT INTO grant_door VALUES (2, 2, 1)",
            "UPDATE grant_door SET schedule_id = 2 WHERE grant_id = 2 AND door_id = 2",
            "DELETE FROM grant_door WHERE grant_id = 2 AND door_id = 2",
        ),
        (
            "card",
            CARD.replace("?", "zeroblob(32)", 1).replace("?", "'active'", 1).replace("?", "NULL"),
            "UPDATE card SET printed = '7'",
            None,
        ),
        ("holiday", HOLIDAY, "UPDATE holiday SET name_id = 'Libur'", "DELETE FROM holiday"),
        ("door_order", ORDER, "UPDATE door_order SET cancelled = 1", None),
    ],
)
def test_whatever_the_door_reads_moves_the_revision(
    office: sqlite3.Connection, table: str, insert: str, update: str, delete: str | None
) -> None:
    if table == "grant_door":
        office.execute("INSERT INTO door VALUES (2, 'rak', 'Rak')")
        office.execute("INSERT INTO schedule VALUES (2, 's', 'always', 0)")
    acts = [insert, update] + ([delete] if delete else [])
    for act in acts:
        before = revision(office)
        office.execute(act)
        assert revision(office) > before, act


@pytest.mark.parametrize(
    "table", ["card", "access_grant", "door_order", "register_revision", "register_meta"]
)
def test_what_the_door_relied_on_is_never_deleted(office: sqlite3.Connection, table: str) -> None:
    office.execute(ORDER)
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        office.execute(f"DELETE FROM {table}")  # noqa: S608 - the table names above


def test_a_card_stands_for_one_person_at_a_time(office: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        office.execute(CARD, (print_of(SITI), "active", None))


@pytest.mark.parametrize("state", ["damaged", "returned", "revoked", "destroyed"])
def test_a_number_may_be_issued_again_once_its_card_has_ended(
    office: sqlite3.Connection, state: str
) -> None:
    office.execute("UPDATE card SET state = ?, ended_at = 5 WHERE id = 1", (state,))
    office.execute(CARD, (print_of(SITI), "active", None))
    found = office.execute(VIEW_STATEMENT, (print_of(SITI),)).fetchall()
    assert [row[0] for row in found] == [3]


def test_history_cannot_be_written_over_a_live_card(office: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="in use"):
        office.execute(CARD, (print_of(SITI), "revoked", 5))


def test_a_card_that_has_ended_never_comes_back(office: sqlite3.Connection) -> None:
    office.execute("UPDATE card SET state = 'revoked', ended_at = 5 WHERE id = 1")
    with pytest.raises(sqlite3.IntegrityError, match="never comes back"):
        office.execute("UPDATE card SET state = 'active', ended_at = NULL WHERE id = 1")


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ("UPDATE card SET fingerprint = zeroblob(32)", "keeps its number"),
        ("UPDATE card SET cardholder_id = 2 WHERE id = 1", "keeps its number and its holder"),
        ("UPDATE card SET grant_id = 2 WHERE id = 1", "FOREIGN KEY"),
        ("UPDATE card SET state = 'revoked' WHERE id = 1", "CHECK"),
        ("UPDATE card SET state = 'open' WHERE id = 1", "CHECK"),
        ("UPDATE card SET state = 'active' WHERE id = 2", "CHECK"),
        ("UPDATE card SET duress_hash = 'x'", "CHECK"),
        ("UPDATE access_grant SET valid_until = valid_from", "CHECK"),
        ("UPDATE access_grant SET escort_id = cardholder_id", "CHECK"),
        ("UPDATE access_grant SET escort_id = NULL WHERE kind = 'pengunjung'", "CHECK"),
        ("UPDATE access_grant SET escort_id = 77", "FOREIGN KEY"),
        ("UPDATE access_grant SET valid_from = 'soon'", "cannot store TEXT"),
        ("UPDATE cardholder SET public_id = 'P-ILOU000000' WHERE id = 1", "CHECK"),
        ("UPDATE cardholder SET name = NULL", "CHECK"),
        ("UPDATE cardholder SET nip = '1964049198603100'", "CHECK"),
        ("INSERT INTO door (name, label) VALUES ('Ruang Server', 'x')", "CHECK"),
        ("DELETE FROM door", "FOREIGN KEY"),
        ("DELETE FROM cardholder WHERE id = 1", "FOREIGN KEY"),
        ("UPDATE register_revision SET revision = revision - 1", "only grows"),
        ("UPDATE register_revision SET id = 2, revision = revision + 1", "CHECK"),
        (HOLIDAY.replace("2026-12-24", "2026-02-30"), "CHECK"),
        (HOLIDAY.replace("2026-12-24", "24-12-2026"), "CHECK"),
        (ORDER.replace("1, 2)", "2, 2)"), "CHECK"),
        (ORDER.replace("'tamu'", "' '"), "CHECK"),
        (ORDER.replace("'server'", "NULL"), "CHECK"),
        (ORDER.replace("'server'", "'gudang'"), "FOREIGN KEY"),
        (ORDER.replace("'unlock'", "'enrol'"), "CHECK"),
        (ORDER.replace("'unlock'", "'prune'"), "CHECK"),
        (ORDER.replace("'unlock'", "'reset-clock-mark'"), "CHECK"),
    ],
)
def test_the_schema_refuses_what_cannot_be(office: sqlite3.Connection, act: str, why: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=why):
        office.execute(act)


@pytest.mark.parametrize("change", ["why = 'x'", "until = 9", "door = NULL", "issued = 0"])
def test_an_order_is_cancelled_once_and_never_changed(
    office: sqlite3.Connection, change: str
) -> None:
    office.execute(ORDER)
    with pytest.raises(sqlite3.IntegrityError, match=r"never changed|CHECK"):
        office.execute(f"UPDATE door_order SET {change}, cancelled = 1")  # noqa: S608 - as above
    office.execute("UPDATE door_order SET cancelled = 1")
    with pytest.raises(sqlite3.IntegrityError, match="cancelled once"):
        office.execute("UPDATE door_order SET cancelled = 2")


def test_a_revoked_grant_never_comes_back(office: sqlite3.Connection) -> None:
    office.execute("UPDATE access_grant SET revoked_at = 5, frozen_at = 4 WHERE id = 1")
    office.execute("UPDATE access_grant SET frozen_at = NULL WHERE id = 1")
    with pytest.raises(sqlite3.IntegrityError, match="revoked grant never"):
        office.execute("UPDATE access_grant SET revoked_at = NULL WHERE id = 1")


def test_live_means_the_same_in_the_index_and_in_the_classes(office: sqlite3.Connection) -> None:
    (index,) = office.execute(
        "SELECT sql FROM sqlite_schema WHERE name = 'card_live_fingerprint'"
    ).fetchone()
    assert set(index.partition("WHERE")[2].split("'")[1::2]) == LIVE


def test_an_erased_person_keeps_the_pseudonym_alone(office: sqlite3.Connection) -> None:
    office.execute(
        "UPDATE cardholder SET name = NULL, nip = NULL, unit = NULL, erased_at = ? WHERE id = 1",
        (NOW,),
    )
    found = office.execute(VIEW_STATEMENT, (print_of(SITI),)).fetchone()
    assert found[1] == "P-S1T1RAHMA1"
