"""Raw SQL by the app's own connection: rows, never the schema, and no card without its form."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from register import dossiers
from register.ways import Way
from register.workflow import REMOVAL, REVIEW, Course, Procedure, Role, State, Step
from tests.register.bureau import Bureau
from tests.register.test_requests import approved, issued

NOBODYS = r"signed by nobody|no such step"
FORGED = r"does not hold|own request|three different people"
REFUSED = r"not authorized|prohibited|may not be modified"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


@pytest.mark.parametrize("statement", [
    "DROP TRIGGER card_activated",
    "CREATE TABLE mine (x)",
    "ALTER TABLE card ADD COLUMN x",
    "PRAGMA writable_schema = ON",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA ignore_check_constraints = ON",
    "ATTACH DATABASE ':memory:' AS other",
    "DELETE FROM sqlite_schema",
    "UPDATE alembic_version SET version_num = '0001'",
    "PRAGMA recursive_triggers = OFF",
    "SELECT load_extension('x')",
])  # fmt: skip
def test_the_schema_is_beyond_the_apps_own_connection(bureau: Bureau, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=REFUSED),
        bureau.session() as session,
    ):
        session.execute(text(statement))


@pytest.mark.parametrize("statement", [
    "UPDATE card SET state = 'active', handed_over_at = 1",
    "UPDATE dossier SET state = 'digunakan'",
    "UPDATE dossier SET answers = '{}'",
    "UPDATE access_grant SET valid_until = valid_until + 1",
    "UPDATE register_meta SET demo = 1",
    "UPDATE step SET person_id = 1",
    "DELETE FROM step",
    "DELETE FROM card",
    "UPDATE audit SET body = '{}'",
    "DELETE FROM audit",
    "DELETE FROM tenure",
    "DELETE FROM move",
    "INSERT INTO move VALUES ('x', 'issue', 'draf', 'kartu-terbit', 'operator', '7', 0)",
    "INSERT INTO grant_door (grant_id, door_id, schedule_id) VALUES (1, 2, 1)",
    "UPDATE door SET name = name || 'x'",
    "DELETE FROM series",
    "REPLACE INTO register_meta (id, origin, demo) SELECT id, origin, 1 FROM register_meta",
    "REPLACE INTO register_revision (id, revision) SELECT id, 1 FROM register_revision",
    "REPLACE INTO series (name, year, last) SELECT name, year, 0 FROM series",
    "REPLACE INTO card SELECT * FROM card",
    "REPLACE INTO card_change SELECT * FROM card_change",
    "REPLACE INTO access_grant SELECT * FROM access_grant",
    "REPLACE INTO grant_door SELECT * FROM grant_door",
    "REPLACE INTO tenure SELECT * FROM tenure",
    "REPLACE INTO step SELECT * FROM step",
    "REPLACE INTO audit SELECT * FROM audit",
    "REPLACE INTO move SELECT * FROM move",
])  # fmt: skip
def test_no_statement_gives_a_right_that_nobody_approved(bureau: Bureau, statement: str) -> None:
    issued(bureau)
    with pytest.raises((DatabaseError, IntegrityError)), bureau.session() as session:
        session.execute(text(statement))


def test_a_card_without_an_approved_request_cannot_be_written(bureau: Bureau) -> None:
    approved(bureau)
    grant = (
        "INSERT INTO access_grant (cardholder_id, kind, valid_from, valid_until, request_number,"
        " sop_version, granted_at, dossier_id) VALUES (10, 'tetap', 1, 2, 'x', 'x', 1, 1)"
    )
    with pytest.raises(IntegrityError, match="approved request"), bureau.session() as session:
        session.execute(text(grant))


def test_a_step_by_one_who_does_not_hold_the_post_is_refused_by_the_database(
    bureau: Bureau,
) -> None:
    dossier = approved(bureau)
    forged = (
        "INSERT INTO step (dossier_id, number, act, before, after, role, person_id, method, at,"
        " digest, chain) VALUES (:dossier, '7', 'issue', 'di-operator', 'kartu-terbit',"
        " 'operator', :person, 'sesi', :at, :hash, :hash)"
    )
    values = {"dossier": dossier, "at": int(bureau.now.timestamp() * 1000), "hash": "0" * 64}
    for person in ("admin", "siti", "kasi", "kabid"):
        with pytest.raises(IntegrityError, match=FORGED), bureau.session() as session:
            session.execute(text(forged), values | {"person": bureau.people[person]})


def test_a_line_of_the_system_is_nobodys_to_write_by_whatever_post(bureau: Bureau) -> None:
    with bureau.session() as session:
        kasi = bureau.people["kasi"]
        for way in (Way(course=Course.REMOVAL), Way(course=Course.REVIEW)):
            dossiers.begin(session, way, "berkala", kasi, "SOP", bureau.now)
    forged = (
        "INSERT INTO step (dossier_id, number, act, before, after, role, person_id, method, at,"
        " digest, chain) SELECT id, :number, :act, state, :after, :role, :person, :method, :at,"
        " :hash, :hash FROM dossier WHERE procedure = :procedure"
    )
    values = {"at": int(bureau.now.timestamp() * 1000), "hash": "0" * 64}
    tables = ((Procedure.REMOVAL, REMOVAL), (Procedure.REVIEW, REVIEW))
    lines = [(key, each) for key, table in tables for each in table if each.role is Role.SYSTEM]
    assert {line.number for _, line in lines} == {"P1", "P2", "P6", "R5", "R6", "R7"}
    for procedure, line in lines:
        after = line.after if isinstance(line, Step) else State.DRAFT
        said = {"number": line.number, "act": line.act, "after": after, "role": line.role}
        for person, method in product(bureau.people.values(), ("sesi", "tautan")):
            more = {"procedure": procedure, "person": person, "method": method}
            with pytest.raises(IntegrityError, match=NOBODYS), bureau.session() as session:
                session.execute(text(forged), values | said | more)
