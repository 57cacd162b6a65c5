"""The removal: frozen by one act, revoked, accounted for; or refused, and given back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.access import CardState
from register import cards, dossiers, removals
from register.errors import CardRefused, Incomplete
from register.messaging import awaited
from register.models import Dossier
from register.workflow import Role, State
from tests.register.bureau import Bureau
from tests.register.test_requests import issued

ASKED = {
    "hubungan": "kasi", "alasan": "selesai", "uraian": "Penugasan selesai", "berlaku": "segera",
    "cakupan": "seluruh", "bekukan": "ya",
}  # fmt: skip


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    dossier = issued(made)
    made.wait(minutes=1)
    with made.session() as session:
        found = session.get_one(Dossier, dossier)
        cards.hand_over(session, found, made.signs("siti"), made.by("siti"), made.now)
    yield made
    made.store.close()


def asked(bureau: Bureau) -> int:
    bureau.wait(minutes=1)
    with bureau.session() as session:
        card = cards.live(session, bureau.people["siti"])
        assert card is not None
        answers = {**ASKED, "pemegang": [str(card.id)]}
        return removals.ask(
            session, answers, bureau.signs("kasi"), bureau.by("kasi"), bureau.now
        ).id


def act(bureau: Bureau, dossier: int, who: str, what: str, note: str | None = None) -> None:
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        dossiers.sign(session, found, what, bureau.signs(who, note), bureau.by(who), bureau.now)


def state(bureau: Bureau) -> CardState:
    with bureau.store.reading() as session:
        found = cards.find(session, 1)
        return found.state


def test_to_ask_freezes_and_to_go_on_revokes_and_the_card_is_accounted_for(bureau: Bureau) -> None:
    dossier = asked(bureau)
    assert state(bureau) is CardState.FROZEN
    act(bureau, dossier, "kasi", "confirm")
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found, by = session.get_one(Dossier, dossier), bureau.by("operator")
        assert removals.revoke(session, found, bureau.signs("operator"), by, bureau.now) > 0
        with pytest.raises(CardRefused):
            removals.close(session, found, bureau.signs("operator"), by, bureau.now)
        closing = {
            "kartu": "dikembalikan", "tanggal": "2026-11-24", "penerima": "Operator",
            "kondisi": "baik", "dimusnahkan": "tidak",
        }  # fmt: skip
        for untrue in ("1900-01-01", "2999-01-01"):
            with pytest.raises(Incomplete) as early:
                removals.account(session, found, 1, {**closing, "tanggal": untrue}, by, bureau.now)
            assert {each.field for each in early.value.complaints} == {"tanggal"}
        removals.account(session, found, 1, closing, by, bureau.now)
        removals.close(session, found, bureau.signs("operator"), by, bureau.now)
        assert found.state is State.CLOSED
    assert state(bureau) is CardState.RETURNED


def test_a_refused_removal_gives_back_what_it_froze(bureau: Bureau) -> None:
    dossier = asked(bureau)
    act(bureau, dossier, "kasi", "object", "Masih bertugas")
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        signature = bureau.signs("kabid", "Masih bertugas")
        removals.refuse(session, found, signature, bureau.by("kabid"), bureau.now)
    assert state(bureau) is CardState.ACTIVE
    with bureau.session() as session:  # nothing accounts for it: lost, it waits for the operator
        cards.suspend(session, 1, CardState.LOST, "x", bureau.by("siti"), bureau.now)
        roles = frozenset({Role.OPERATOR})
        waits = awaited.matters(session, bureau.people["operator"], roles, bureau.now)
    assert awaited.Matter.LOST in {each.matter for each in waits}


def test_a_card_is_in_one_open_removal_at_a_time(bureau: Bureau) -> None:
    first = asked(bureau)
    with bureau.session() as session:
        number = session.get_one(Dossier, first).number
    with pytest.raises(Incomplete, match=f"removal {number}") as refused:
        asked(bureau)
    assert [each.field for each in refused.value.complaints] == ["pemegang"]
    with closing(sqlite3.connect(bureau.store.path)) as raw:
        again = "INSERT INTO removal_item (dossier_id, person_id, card_id) VALUES (1, 1, 1)"
        with pytest.raises(sqlite3.IntegrityError, match="one open removal"):
            raw.execute(again)
    act(bureau, first, "kasi", "object", "Masih bertugas")
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found, signature = session.get_one(Dossier, first), bureau.signs("kabid", "Tetap")
        removals.refuse(session, found, signature, bureau.by("kabid"), bureau.now)
    assert asked(bureau) > first  # the one before is over


def test_a_card_that_came_back_is_not_made_missing(bureau: Bureau) -> None:
    dossier = asked(bureau)
    act(bureau, dossier, "kasi", "confirm")
    bureau.wait(minutes=1)
    lost = {"kartu": "hilang", "tanggal": "2026-11-24"}
    with bureau.session() as session:
        found, by = session.get_one(Dossier, dossier), bureau.by("operator")
        removals.revoke(session, found, bureau.signs("operator"), by, bureau.now)
        cards.end(session, 1, CardState.RETURNED, "at the desk", by, bureau.now)
        with pytest.raises(CardRefused, match="choose Returned"):
            removals.account(session, found, 1, lost, by, bureau.now)
    assert state(bureau) is CardState.RETURNED
    with (
        closing(sqlite3.connect(bureau.store.path)) as raw,
        pytest.raises(sqlite3.IntegrityError, match="came back"),
    ):
        raw.execute("UPDATE card SET state = 'revoked'")
