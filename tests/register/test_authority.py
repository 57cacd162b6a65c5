"""Raw SQL by the app's own connection: rows, never the schema, and no card without its form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from tests.register.bureau import Bureau
from tests.register.test_requests import approved, issued

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
