"""What a thief of the file learns: no identity number and no second factor, in no byte of it."""

import json
import sqlite3
from base64 import b32decode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from alembic import command
from alembic.config import Config
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from pyotp import TOTP
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from gapura.backup.copies import copy
from gapura.backup.restore import restore
from ledger.allowlist import REAL
from register import dossiers, migrations, own_data, requests
from register.audit import By
from register.errors import KeyWanted
from register.login import factors, sessions
from register.models import Account, Dossier, FirstRow, canonical
from register.seal_key import beside
from register.sealing import MARK, Sealer
from register.store import Store, create, migrate
from tests.admin.office import TOTP_KEY, Office
from tests.gapura.backup.vault import Vault, quiet
from tests.register import papers
from tests.register.bureau import RIGHT, Bureau
from tests.register.forms.answers import PERSON, VENDOR

NIK: Final = "3503011309900001"
ANSWERS: Final = {**VENDOR, "no_id": NIK, "personel": [PERSON]}
NUMBERS: Final = (NIK, str(PERSON["no_id"]), papers.VENDOR["NIP/No. identitas"])
SEALER: Final = Sealer(bytes(32))


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Vault(tmp_path)
    yield made
    made.bureau.store.close()


def asked(bureau: Bureau) -> int:
    """A vendor's request, with the numbers of his people, on its way."""
    with bureau.session() as session:
        by, person = bureau.by("siti"), bureau.people["siti"]
        dossier = requests.begin(session, person, "baru", by, bureau.now)
        requests.save(session, dossier, ANSWERS, bureau.people["atasan"], bureau.now)
        requests.submit(session, dossier, RIGHT, bureau.signs("siti"), by, bureau.now)
        return dossier.id


def everything(folder: Path) -> bytes:
    """Each byte beside the register, but for the key."""
    return b"".join(
        path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".key"
    )


def test_no_byte_of_the_file_its_log_or_a_copy_tells_an_identity_number(
    bureau: Bureau, tmp_path: Path
) -> None:
    number = asked(bureau)
    papers.admitted(bureau, papers.ratified(bureau), place=1)
    copy(bureau.store.path, tmp_path / "copy.db", lambda *_: None)
    held = everything(tmp_path)
    assert MARK.encode() in held
    assert [each for each in NUMBERS if each.encode() in held] == []
    with bureau.store.reading() as session:
        answers = session.get_one(Dossier, number).answers
        assert (answers["no_id"], answers["personel"][0]["no_id"]) == NUMBERS[:2]
        row = session.query(FirstRow).filter_by(number=3).one()
        assert row.answers["no_id"] == NUMBERS[2]


def test_what_was_signed_is_the_clear_number_and_the_owner_reads_it(bureau: Bureau) -> None:
    number = asked(bureau)
    with bureau.session() as session:
        dossier = session.get_one(Dossier, number)
        assert dossiers.digest(dossier) == dossier.steps[-1].digest
        held = own_data.of(session, bureau.people["siti"], bureau.now)
        told = own_data.exported(session, held, bureau.by("siti"), bureau.now)
    assert NIK in canonical(told)


def test_no_byte_tells_a_second_factor_being_set_up_or_in_use(tmp_path: Path) -> None:
    office = Office(tmp_path)
    account = office.account("kasi")
    bureau = office.bureau
    with bureau.session() as session:
        sessions.open_(session, bureau.people["kasi"], "test", bureau.now, account=account)
        factors.begin_totp(session, 1)
        made = factors.totp_in_hand(session, 1)
    assert made is not None
    with bureau.session() as session:
        code = TOTP(made).at(bureau.now)
        assert factors.add_totp(session, 1, code, bureau.by("kasi"), bureau.now)
    with bureau.store.reading() as session:
        assert session.get_one(Account, account).totp_secret == made
    assert made.encode() not in everything(tmp_path)
    assert b32decode(made) not in everything(tmp_path)


@pytest.mark.parametrize("what", ["missing", "another's", "short"])
def test_without_its_key_a_register_is_not_opened(bureau: Bureau, what: str) -> None:
    asked(bureau)
    key = beside(bureau.store.path)
    key.unlink()
    if what != "missing":
        key.write_bytes(bytes(32 if what == "another's" else 31))
    with (
        Store(bureau.store.path) as store,
        pytest.raises(KeyWanted, match=r"register\.key"),
        store.reading() as session,
    ):
        session.get(Dossier, 1)
    with pytest.raises(KeyWanted):
        migrate(bureau.store.path)
    assert key.exists() is (what != "missing"), "a key that is missing is not made anew"


def test_the_key_is_its_owners_alone_and_two_registers_never_share_one(tmp_path: Path) -> None:
    keys = []
    for name in ("a", "b"):
        path = tmp_path / name / "register.db"
        path.parent.mkdir()
        create(path).close()
        assert beside(path).stat().st_mode & 0o777 == 0o600
        keys.append(beside(path).read_bytes())
    assert keys[0] != keys[1]
    assert {len(key) for key in keys} == {32}


@pytest.mark.parametrize("statement", ["UPDATE sealing SET proof = 'x'", "DELETE FROM sealing"])
def test_what_proves_the_key_stays(bureau: Bureau, statement: str) -> None:
    with pytest.raises(IntegrityError, match="proved"), bureau.session() as session:
        session.execute(text(statement))


def old(path: Path) -> None:
    """Make a register of before the seals: a signed form, a list's row and an app, all clear."""
    config = Config()
    config.set_main_option("script_location", str(migrations.HERE))
    engine = create_engine(f"sqlite+pysqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {REAL}")
        config.attributes |= {"connection": connection, "progress": lambda _: None}
        command.upgrade(config, "0018")
    engine.dispose()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        held = raw.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
            " AND tbl_name IN ('dossier', 'first_row')"
        ).fetchall()
        for name, _ in held:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("INSERT INTO cardholder (id, public_id, name, kind)"
                    " VALUES (1, 'P-0000000009', 'X', 'y')")  # fmt: skip
        raw.execute(
            "INSERT INTO account (person_id, login, totp_secret, created_at) VALUES (1, 'x', ?, 1)",
            (TOTP_KEY,),
        )
        raw.execute(
            "INSERT INTO dossier (id, procedure, kind, way, state, code, applicant_id, sop_version,"
            " answers, opened_at, changed_at) VALUES (1, 'permintaan', 'baru', 'permintaan',"
            " 'kartu-terbit', 'ABCDEFGHJKMN', 1, '2019', ?, 1, 1)", (canonical(ANSWERS),),
        )  # fmt: skip
        raw.execute(
            "INSERT INTO first_row (dossier_id, number, answers, allowed) VALUES (1, 2, ?, '{}')",
            (canonical(ANSWERS),),
        )
        for _, statement in held:
            raw.execute(statement)


def test_a_register_of_before_is_sealed_by_its_migration_and_nothing_clear_is_left(
    tmp_path: Path,
) -> None:
    path = tmp_path / "register.db"
    old(path)
    planted = [NIK, str(PERSON["no_id"]), TOTP_KEY]
    assert all(each.encode() in everything(tmp_path) for each in planted)
    migrate(path)
    assert [each for each in planted if each.encode() in everything(tmp_path)] == []
    with Store(path) as store, store.session() as session:
        dossier, row = session.get_one(Dossier, 1), session.get_one(FirstRow, 1)
        assert dossier.answers == row.answers == json.loads(canonical(ANSWERS))
        assert session.get_one(Account, 1).totp_secret == TOTP_KEY
        with pytest.raises(IntegrityError, match="sent back first"):
            session.execute(text("UPDATE dossier SET answers = '{}'"))


def test_a_backup_needs_the_key_to_be_put_back(vault: Vault, tmp_path: Path) -> None:
    one = vault.backup()
    assert not list(one.rglob("*.key"))
    there = tmp_path / "anew" / "register.db"
    there.parent.mkdir()
    by = By(source="test")
    with pytest.raises(KeyWanted, match="put it back"):
        restore(one, there, by, vault.bureau.now, quiet)
    assert not there.exists()
    beside(there).write_bytes(beside(vault.register).read_bytes())
    restore(one, there, by, vault.bureau.now, quiet)
    with Store(there) as store, store.reading() as session:
        assert session.get_one(Dossier, 1).number


@given(st.text(), st.text())
def test_a_seal_opens_to_what_it_closed_and_in_its_own_field_alone(clear: str, other: str) -> None:
    sealed = SEALER.seal_text(clear, "a")
    assert SEALER.open_text(sealed, "a") == clear
    with pytest.raises(InvalidTag):
        SEALER.open_text(sealed, f"b{other}")
    assert SEALER.seal_text(clear, "a") != sealed


@given(
    st.recursive(
        st.text() | st.integers() | st.booleans() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(
            st.sampled_from(["no_id", "jenis_id", "nama", "personel"]), inner
        ),
        max_leaves=8,
    )
)  # fmt: skip
def test_answers_come_back_as_they_were_whatever_stands_in_them(value: object) -> None:
    record = canonical({"isian": value, "no_id": f"{MARK}AAAA", "jenis_id": "nip"})
    sealed = SEALER.seal_answers(record)
    assert SEALER.open_answers(sealed) == record
    assert f'"{MARK}AAAA"' not in sealed


def test_a_whole_nip_stays_for_people_are_found_by_it_and_nothing_shorter_does() -> None:
    whole = canonical({"jenis_id": "nip", "no_id": "199009132025242014"})
    assert SEALER.seal_answers(whole) == whole
    assert NIK not in SEALER.seal_answers(canonical({"jenis_id": "nip", "no_id": NIK}))
    assert NIK not in SEALER.seal_answers(canonical({"no_id": NIK}))
