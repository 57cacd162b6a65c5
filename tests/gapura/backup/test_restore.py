"""A restore brings back what was, and opens nothing that was shut since."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from gapura.backup.copies import BackupError
from gapura.backup.make import MANIFEST, REGISTER, alone
from ledger.access import CardState
from ledger.orders import OrderKind
from register import audit, cards, orders, store
from register.login import sessions
from register.models import Cardholder, DoorOrder, RegisterRevision, Series, WebSession
from register.orders import NewOrder
from tests.gapura.backup.vault import Vault
from tests.ledger.journals import tamper
from tests.register.test_requests import submitted


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Vault(tmp_path)
    yield made
    made.bureau.store.close()


def rename(vault: Vault, name: str) -> None:
    with vault.bureau.session() as session:
        session.get_one(Cardholder, vault.bureau.people["siti"]).name = name


def name(vault: Vault) -> str | None:
    with vault.bureau.store.reading() as session:
        return session.get_one(Cardholder, vault.bureau.people["siti"]).name


def test_what_was_is_back_in_the_file_that_others_hold_open(vault: Vault) -> None:
    one = vault.backup()
    rename(vault, "Salah Ketik")
    with closing(sqlite3.connect(f"file:{vault.register}?mode=ro", uri=True)) as door:
        asked = "SELECT name FROM cardholder WHERE name LIKE 'S%' AND id = ?"
        who = (vault.bureau.people["siti"],)
        assert door.execute(asked, who).fetchone() == ("Salah Ketik",)
        found = vault.restore(one)
        assert door.execute(asked, who).fetchone() == ("Siti",)
    assert (found.frozen, found.lost_steps) == (0, 0)
    assert vault.card() is CardState.ACTIVE
    with vault.bureau.session() as session:
        assert audit.verify(session) > 0
    rename(vault, "Siti R.")  # it is written as before
    assert name(vault) == "Siti R."


def test_a_card_revoked_since_the_backup_stays_shut(vault: Vault) -> None:
    one = vault.backup()
    with vault.bureau.session() as session:
        siti, by = vault.bureau.people["siti"], vault.bureau.by("kasi")
        cards.revoke_all(session, siti, "mutasi", by, vault.bureau.now)
    found = vault.restore(one)
    assert found.frozen == 1
    assert vault.card() is CardState.FROZEN


def test_the_door_sees_a_new_revision_and_a_lockdown_of_today_still_stands(vault: Vault) -> None:
    one = vault.backup()
    with vault.bureau.session() as session:
        new = NewOrder(kind=OrderKind.LOCKDOWN, by="P-KASI", why="ancaman")
        orders.place(session, new, vault.bureau.now)
        before = session.get_one(RegisterRevision, 1).revision
    vault.restore(one)
    with vault.bureau.store.reading() as session:
        assert session.get_one(RegisterRevision, 1).revision > before
        assert [each.why for each in session.scalars(select(DoorOrder))] == ["ancaman"]


def test_no_session_comes_back_and_no_number_is_given_twice(vault: Vault) -> None:
    with vault.bureau.session() as session:
        siti = vault.bureau.people["siti"]
        token = sessions.open_(session, siti, "test", vault.bureau.now)
    one = vault.backup()
    with vault.bureau.session() as session:
        session.scalars(select(WebSession)).one().ended_at = vault.bureau.now
        last = session.scalars(select(Series.last)).one()
    submitted(vault.bureau, "deputi")
    found = vault.restore(one)
    assert found.lost_steps == 1
    with vault.bureau.store.reading() as session:
        assert sessions.find(session, token, vault.bureau.now) is None
        assert session.scalars(select(Series.last)).one() == last + 1


def test_a_dry_run_changes_nothing(vault: Vault) -> None:
    one = vault.backup()
    rename(vault, "Salah Ketik")
    vault.restore(one, dry=True)
    assert name(vault) == "Salah Ketik"
    assert [path.name for path in vault.folder.iterdir()] == [one.name]


def test_a_lost_register_is_made_again(vault: Vault) -> None:
    one = vault.backup()
    vault.bureau.store.close()
    for path in vault.register.parent.glob("register.db*"):
        path.unlink()
    found = vault.restore(one)
    assert (found.frozen, found.lost_steps) == (0, None)
    vault.bureau.store = store.Store(vault.register)
    assert name(vault) == "Siti"
    assert vault.register.stat().st_mode & 0o777 == 0o640


def test_another_registers_backup_is_refused(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Vault(tmp_path / "other")
    tamper(other.register, "UPDATE register_meta SET origin = lower(hex(zeroblob(16)))")
    with pytest.raises(BackupError, match="another one"):
        vault.restore(other.backup())
    other.bureau.store.close()


def test_another_versions_backup_is_refused(vault: Vault) -> None:
    one = vault.backup()
    manifest = one / MANIFEST
    with closing(sqlite3.connect(one / REGISTER)) as read:
        (version,) = read.execute("SELECT version_num FROM alembic_version").fetchone()
    manifest.write_text(manifest.read_text().replace(f'"{version}"', '"0001"'))
    with pytest.raises(BackupError, match="version 0001"):
        vault.restore(one)


def test_a_backup_that_was_altered_is_refused(vault: Vault) -> None:
    one = vault.backup()
    tamper(one / REGISTER, "UPDATE cardholder SET name = 'Penyusup'")
    with pytest.raises(BackupError, match="SHA-256"):
        vault.restore(one)
    assert name(vault) == "Siti"


def test_what_is_no_backup_is_refused(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no backup"):
        vault.restore(tmp_path)


@pytest.mark.parametrize("said", ["[]", "{}", "null", '{"origin": "x"}'])
def test_a_backup_whose_manifest_says_too_little_is_refused(vault: Vault, said: str) -> None:
    one = vault.backup()
    (one / MANIFEST).write_text(said)
    with pytest.raises(BackupError, match="no backup"):
        vault.restore(one)


def test_two_that_restore_do_not_take_each_others_work_away(vault: Vault) -> None:
    one = vault.backup()
    with alone(one.parent), pytest.raises(BackupError, match="going on"):
        vault.restore(one)
    vault.restore(one)
