"""What becomes of a card: each act at the desk, who may do it, and what is kept of it."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from ledger.access import CardState
from register import card_life, card_list, cards, day_cards, dossiers, requests
from register.errors import CardRefused, Incomplete
from register.models import Card, Cardholder, Dossier, milliseconds
from register.offers import Offered
from register.workflow import State
from tests.register.bureau import AT, RIGHT, Bureau
from tests.register.test_requests import CHAIN, act, issued, submitted

WHY: Final = {"alasan": "Dilaporkan pemegang"}
BACK: Final = {"kondisi": "baik", "ke_stok": "ya"}


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    dossier = issued(made)
    made.wait(minutes=1)
    with made.session() as session:
        for name in ("operator", "kasi", "deputi"):
            session.get_one(Cardholder, made.people[name]).kind = "asn-diskominfo"
        found = session.get_one(Dossier, dossier)
        cards.hand_over(session, found, made.signs("siti"), made.by("siti"), made.now)
    yield made
    made.store.close()


def named(bureau: Bureau, name: str) -> str:
    with bureau.store.reading() as session:
        return session.get_one(Cardholder, bureau.people[name]).public_id


def do(bureau: Bureau, who: str, act: str, answers: Mapping[str, Any]) -> CardState:
    bureau.wait(minutes=1)
    with bureau.session() as session:
        card = cards.find(session, 1)
        card_life.do(session, card, act, answers, bureau.by(who), bureau.now)
        return card.state


@pytest.mark.parametrize("who", ["operator", "kasi", "kabid", "kadis", "siti"])
def test_whoever_learns_of_a_loss_stops_the_card(bureau: Bureau, who: str) -> None:
    assert do(bureau, who, "hilang", WHY) is CardState.LOST


@pytest.mark.parametrize("who", ["atasan", "auditor", "admin", "tu"])
@pytest.mark.parametrize("act", list(card_life.ACTS))
def test_nobody_else_does_anything_to_it(bureau: Bureau, who: str, act: str) -> None:
    with pytest.raises(CardRefused, match=r"^that cannot be done to a card that is active, or not"):
        do(bureau, who, act, WHY)


@pytest.mark.parametrize("act", [key for key in card_life.ACTS if key != "hilang"])
def test_a_holder_reports_his_card_lost_and_no_more(bureau: Bureau, act: str) -> None:
    with pytest.raises(CardRefused):
        do(bureau, "siti", act, WHY)


def test_an_act_says_why(bureau: Bureau) -> None:
    with pytest.raises(Incomplete) as refusal:
        do(bureau, "operator", "bekukan", {})
    assert [each.field for each in refusal.value.complaints] == ["alasan"]


def test_a_found_card_opens_again_by_holder_kasi_and_operator(bureau: Bureau) -> None:
    do(bureau, "operator", "hilang", WHY)
    assert do(bureau, "operator", "ditemukan", WHY) is CardState.LOST
    bureau.wait(minutes=1)
    with bureau.session() as session:
        card, by = cards.find(session, 1), bureau.by("siti")
        with pytest.raises(CardRefused):
            card_life.ask_thaw(session, card, "x", bureau.by("operator"), bureau.now)
        thaw = card_life.ask_thaw(session, card, "Ada di laci", by, bureau.now)
        with pytest.raises(CardRefused):
            card_life.ask_thaw(session, card, "x", by, bureau.now)
        bureau.wait(minutes=1)
        requests.verify(session, thaw, None, bureau.signs("kasi"), bureau.by("kasi"), bureau.now)
        bureau.wait(minutes=1)
        signature, operator = bureau.signs("operator"), bureau.by("operator")
        cards.issue(session, thaw, None, None, signature, operator, bureau.now)
        assert thaw.state is State.IN_USE
        assert card.state is CardState.ACTIVE


def test_a_damaged_card_is_replaced_under_its_grant(bureau: Bureau) -> None:
    do(bureau, "operator", "rusak", WHY)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        by = bureau.by("siti")
        dossier = requests.begin(session, bureau.people["siti"], "kartu-rusak", by, bureau.now)
        requests.submit(session, dossier, None, bureau.signs("siti"), by, bureau.now)
        bureau.wait(minutes=1)
        requests.verify(session, dossier, None, bureau.signs("kasi"), bureau.by("kasi"), bureau.now)
        bureau.wait(minutes=1)
        offered = Offered(fingerprint=bytes(31) + b"2", technology="iso14443a", last_four="0002")
        signature, operator = bureau.signs("operator"), bureau.by("operator")
        new = cards.issue(session, dossier, offered, "0002", signature, operator, bureau.now)
        assert new.grant_id == cards.find(session, 1).grant_id
        assert cards.find(session, 1).state is CardState.DAMAGED


def test_a_card_given_back_takes_its_right_along(bureau: Bureau) -> None:
    answers = {**BACK, "penerima": named(bureau, "operator")}
    assert do(bureau, "operator", "dikembalikan", answers) is CardState.RETURNED
    with bureau.store.reading() as session:
        assert cards.find(session, 1).grant.revoked_at == bureau.now


def test_a_card_is_destroyed_before_two_others(bureau: Bureau) -> None:
    do(bureau, "operator", "dikembalikan", {**BACK, "penerima": named(bureau, "operator")})
    answers = {**WHY, "cara": "dipotong", "saksi_1": named(bureau, "kasi")}
    with pytest.raises(Incomplete):
        do(bureau, "operator", "dimusnahkan", {**answers, "saksi_2": named(bureau, "kasi")})
    with pytest.raises(CardRefused):
        do(bureau, "operator", "dimusnahkan", {**answers, "saksi_2": named(bureau, "operator")})
    answers["saksi_2"] = named(bureau, "deputi")
    assert do(bureau, "operator", "dimusnahkan", answers) is CardState.DESTROYED


def test_the_history_tells_each_state_who_made_it_and_on_what_paper(bureau: Bureau) -> None:
    do(bureau, "kasi", "hilang", WHY)
    do(bureau, "operator", "ditemukan", WHY)
    with bureau.store.reading() as session:
        told = card_list.history(session, cards.find(session, 1))
        assert [(each.state, each.who, each.act and each.act.act) for each in told] == [
            (None, "Operator", "ditemukan"),
            (CardState.LOST, "Kasi", "hilang"),
            (CardState.ACTIVE, "Siti", None),
            (CardState.NOT_HANDED_OVER, "Operator", None),
        ]


def test_a_printed_number_is_one_live_cards_and_free_again_after_it(bureau: Bureau) -> None:
    with bureau.session() as session:
        printed = cards.find(session, 1).printed
        assert printed == "0001"
    another = Offered(fingerprint=bytes(31) + b"2", technology="iso14443a", last_four="0002")
    number, by = submitted(bureau, "tu"), bureau.by("operator")
    for who, what in CHAIN:
        act(bureau, number, who, what)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found, signature = session.get_one(Dossier, number), bureau.signs("operator")
        with pytest.raises(CardRefused, match="0001 is in use"):
            cards.issue(session, found, another, " 0001 ", signature, by, bureau.now)
        with pytest.raises(CardRefused, match="0001 is in use"):
            day_cards.add(session, another, "0001", by, bureau.now)
    with bureau.session() as session:
        cards.end(session, 1, CardState.RETURNED, "x", by, bureau.now)
        found, signature = session.get_one(Dossier, number), bureau.signs("operator")
        new = cards.issue(session, found, another, " 0001 ", signature, by, bureau.now)
        assert new.printed == printed


def test_cards_are_found_by_holder_unit_and_printed_number(bureau: Bureau) -> None:
    with bureau.store.reading() as session:
        for words in ("", "siti", "0001", "SITI 0001"):
            assert [card.id for card in card_list.cards(session, words)] == [1]
        assert card_list.cards(session, "%") == []
        assert card_list.cards(session, "", CardState.LOST) == []


def test_a_test_tap_is_kept_once(bureau: Bureau) -> None:
    with bureau.session() as session:
        card = cards.find(session, 1)
        for reason, passed in (("granted", True), ("not-handed-over", True), ("revoked", False)):
            tap = card_life.Tested(reader="server-in", reason=reason, event=hash(reason))
            assert tap.passed is passed
            for _ in range(2):
                card_life.tested(session, card, tap, bureau.by("operator"), bureau.now)
        assert len(card_life.tests(session, card.id)) == 3


NOW: Final = milliseconds(AT) + 1
ACTS: Final = (
    "INSERT INTO card_act (card_id, act, person_id, sheet, at, witness_id, second_witness_id)"
    " VALUES (1, '{}', {}, '{{}}', {}, {}, {})"
)
ATTACKS: Final = (
    ("never comes back", "UPDATE card SET state = 'frozen', ended_at = NULL"),
    ("is kept", "DELETE FROM card_act"),
    ("never changed", "UPDATE card_act SET at = 1"),
    ("is kept", "DELETE FROM card_change"),
    ("never changed", "UPDATE card_change SET after = 'active'"),
    ("only an operator", ACTS.format("rusak", 10, NOW, "NULL", "NULL")),
    ("two_witnesses", ACTS.format("dimusnahkan", 5, NOW, 6, 6)),
    ("two_witnesses", ACTS.format("dimusnahkan", 5, NOW, 6, 5)),
    ("two_witnesses", ACTS.format("dimusnahkan", 5, NOW, 6, "NULL")),
)  # fmt: skip


@pytest.mark.parametrize(("sentence", "attack"), ATTACKS)
def test_the_database_refuses_it_whoever_writes(bureau: Bureau, sentence: str, attack: str) -> None:
    do(bureau, "operator", "rusak", WHY)
    with (
        sqlite3.connect(bureau.store.path) as connection,
        pytest.raises(sqlite3.IntegrityError, match=sentence),
    ):
        connection.executescript(attack)
    connection.close()


def test_every_change_of_state_is_written_by_the_database(bureau: Bureau) -> None:
    with sqlite3.connect(bureau.store.path) as connection:
        connection.execute("UPDATE card SET state = 'lost', changed_at = 7")
        told = connection.execute("SELECT before, after, at FROM card_change ORDER BY id DESC")
        assert told.fetchone() == ("active", "lost", 7)
    connection.close()


def test_a_right_is_asked_for_anew_once_the_card_is_back(bureau: Bureau) -> None:
    do(bureau, "operator", "dikembalikan", {**BACK, "penerima": named(bureau, "operator")})
    bureau.wait(minutes=1)
    with bureau.session() as session:
        by = bureau.by("siti")
        dossier = requests.begin(session, bureau.people["siti"], "baru", by, bureau.now)
        requests.save(session, dossier, {}, bureau.people["atasan"], bureau.now)
        requests.submit(session, dossier, RIGHT, bureau.signs("siti"), by, bureau.now)
        assert dossiers.find(session, dossier.id).state is State.AT_SUPERIOR
        assert session.get_one(Card, 1).state is CardState.RETURNED
