"""The ten steps, from the form to the card that opens, and what stands in the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.access import CardState
from register import audit, cards, dossiers, requests
from register.errors import (
    CardRefused,
    ChangedMeanwhile,
    NoteWanted,
    SeparationOfDuties,
    StepNotAllowed,
)
from register.models import Dossier
from register.offers import Offered
from register.workflow import State
from tests.register.bureau import RIGHT, Bureau

OFFERED = Offered(fingerprint=bytes(32), technology="iso14443a", last_four="7180")
CHAIN = (
    ("atasan", "endorse"), ("kadis", "dispose"), ("kabid", "forward"),
    ("kasi", "verify"), ("kabid", "approve"),
)  # fmt: skip


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def submitted(bureau: Bureau, who: str = "siti") -> int:
    with bureau.session() as session:
        by = bureau.by(who)
        dossier = requests.begin(session, bureau.people[who], "baru", by, bureau.now)
        requests.save(
            session,
            dossier,
            {"keperluan": "x", "tatib_versi": 3},
            bureau.people["atasan"],
            bureau.now,
        )
        requests.submit(session, dossier, RIGHT, bureau.signs(who), by, bureau.now)
        return dossier.id


def act(bureau: Bureau, dossier: int, who: str, what: str, note: str | None = None) -> State:
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        dossiers.sign(session, found, what, bureau.signs(who, note), bureau.by(who), bureau.now)
        return found.state


def approved(bureau: Bureau) -> int:
    dossier = submitted(bureau)
    for who, what in CHAIN:
        act(bureau, dossier, who, what)
    return dossier


def issued(bureau: Bureau) -> int:
    dossier = approved(bureau)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        signature, by = bureau.signs("operator"), bureau.by("operator")
        cards.issue(session, found, OFFERED, "0001", signature, by, bureau.now)
    return dossier


def card_state(bureau: Bureau) -> CardState:
    with bureau.store.reading() as session:
        card = cards.live(session, bureau.people["siti"])
        assert card is not None
        return card.state


def test_a_button_that_was_pressed_twice_is_said_to_have_been_ones_own_doing(
    bureau: Bureau,
) -> None:
    dossier = issued(bureau)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        again, by = bureau.signs("operator", version=found.version - 1), bureau.by("operator")
        with pytest.raises(ChangedMeanwhile) as told:
            cards.issue(session, found, OFFERED, "0001", again, by, bureau.now)
        assert told.value.own
        signs, by = bureau.signs("siti", version=found.version), bureau.by("siti")
        cards.hand_over(session, found, signs, by, bureau.now)
        with pytest.raises(ChangedMeanwhile) as told:
            cards.hand_over(session, found, signs, by, bureau.now)
        assert told.value.own


def test_ten_steps_lead_to_a_card_that_opens(bureau: Bureau) -> None:
    dossier = issued(bureau)
    assert card_state(bureau) is CardState.NOT_HANDED_OVER
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        cards.hand_over(session, found, bureau.signs("siti"), bureau.by("siti"), bureau.now)
        assert found.state is State.IN_USE
        assert found.number == "041/001/406.020/2026"
        assert audit.verify(session) > 10
    assert card_state(bureau) is CardState.ACTIVE


def test_nobody_approves_his_own_request(bureau: Bureau) -> None:
    dossier = submitted(bureau, "kadis")
    act(bureau, dossier, "atasan", "endorse")
    with pytest.raises(StepNotAllowed):
        act(bureau, dossier, "kadis", "dispose")
    assert act(bureau, dossier, "sekretaris", "dispose") is State.AT_KABID


def test_an_operator_does_not_issue_his_own_card(bureau: Bureau) -> None:
    dossier = submitted(bureau, "operator")
    for who, what in CHAIN:
        act(bureau, dossier, who, what)
    with pytest.raises(SeparationOfDuties):
        act(bureau, dossier, "operator", "issue")
    assert act(bureau, dossier, "deputi", "issue") is State.ISSUED


@pytest.mark.parametrize("what", ["return", "reject"])
def test_a_refusal_says_why(bureau: Bureau, what: str) -> None:
    dossier = submitted(bureau)
    with pytest.raises(NoteWanted, match=r"(Send back for correction|Reject the request)\u201d: a"):
        act(bureau, dossier, "atasan", what, "  ")
    after = act(bureau, dossier, "atasan", what, "Surat tugas belum ada")
    assert after is (State.DRAFT if what == "return" else State.REJECTED)


@pytest.mark.parametrize(("who", "told"), [("atasan", "yourself"), ("kadis", "somebody else")])
def test_who_comes_second_is_told_who_was_first(bureau: Bureau, who: str, told: str) -> None:
    dossier = submitted(bureau)
    with bureau.session() as session:
        seen = session.get_one(Dossier, dossier).version
    act(bureau, dossier, "atasan", "endorse")
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        late = bureau.signs(who, version=seen)
        with pytest.raises(ChangedMeanwhile, match=f"changed by {told} since"):
            dossiers.sign(session, found, "endorse", late, bureau.by(who), bureau.now)


def test_a_home_shows_what_waits_for_one(bureau: Bureau) -> None:
    dossier = submitted(bureau)
    with bureau.store.reading() as session:
        waits = {
            name: [each.id for each, _ in requests.waiting(session, person, bureau.now)]
            for name, person in bureau.people.items()
        }
    assert waits["atasan"] == [dossier]
    assert waits["kadis"] == []


def test_a_second_card_is_refused(bureau: Bureau) -> None:
    issued(bureau)
    with pytest.raises(CardRefused, match="has a card already"):
        submitted(bureau)
