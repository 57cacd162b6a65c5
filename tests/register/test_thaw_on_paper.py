"""A holder who never logs in asks for his card back: written by tata usaha, signed on paper."""

from datetime import date
from pathlib import Path

import pytest

from ledger.access import CardState
from register import cards, dossiers, filing, on_behalf, requests
from register.errors import CardRefused, FilingRefused
from register.filing import Filed
from register.login import accounts
from register.models import Dossier, Method
from register.workflow import State
from tests.register.bureau import Bureau
from tests.register.reviews import holder

WHY = "Kartu ditemukan di laci"


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """Siti's card is frozen; she has no account."""
    made = Bureau(tmp_path / "register.db")
    holder(made, "siti")
    made.wait(minutes=1)
    with made.session() as session:
        cards.suspend(session, 1, CardState.FROZEN, "dititipkan", made.by("operator"), made.now)
    made.wait(minutes=1)
    return made


def written(bureau: Bureau, by: str = "tu", why: str = WHY) -> int:
    with bureau.session() as session:
        return on_behalf.begin_thaw(session, 1, why, bureau.by(by), bureau.now).id


def signed(bureau: Bureau, dossier: int) -> None:
    siti, today = bureau.people["siti"], date(2026, 11, 24)
    paper = Filed(act="submit", person=siti, content=b"%PDF-1.7 a scan", signed_on=today)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        filing.file(session, found, paper, bureau.by("tu"), bureau.now)


def card(bureau: Bureau) -> CardState:
    with bureau.store.reading() as session:
        return cards.find(session, 1).state


def test_her_paper_goes_to_the_kasi_and_the_operator_opens_the_card(bureau: Bureau) -> None:
    dossier = written(bureau)
    bureau.wait(minutes=1)
    signed(bureau, dossier)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        step = found.steps[-1]
        assert (found.state, step.method, step.person_id, step.filed_by) == (
            State.AT_KASI, Method.PAPER, bureau.people["siti"], bureau.people["tu"],
        )  # fmt: skip
        assert found.answers["keperluan"] == WHY
        assert not on_behalf.thawable(session)  # it is asked for
        requests.verify(session, found, None, bureau.signs("kasi"), bureau.by("kasi"), bureau.now)
    assert card(bureau) is CardState.FROZEN
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found, by = session.get_one(Dossier, dossier), bureau.by("operator")
        cards.issue(session, found, None, None, bureau.signs("operator"), by, bureau.now)
        assert dossiers.may(session, found, bureau.people["siti"], bureau.now) == ()
    assert card(bureau) is CardState.ACTIVE


def test_a_draft_that_was_left_lying_is_taken_up_again(bureau: Bureau) -> None:
    assert written(bureau) == written(bureau, why="Ditemukan di rumah")
    with bureau.store.reading() as session:
        (draft,) = requests.of_applicant(session, bureau.people["siti"])[:1]
        assert (draft.state, draft.answers["keperluan"]) == (State.DRAFT, "Ditemukan di rumah")


@pytest.mark.parametrize(
    ("by", "why", "words"),
    [("operator", WHY, "only tata usaha"), ("kasi", WHY, "only tata usaha"), ("tu", " ", "why")],
)
def test_tata_usaha_writes_it_with_its_reason(
    bureau: Bureau, by: str, why: str, words: str
) -> None:
    with pytest.raises(FilingRefused, match=words):
        written(bureau, by, why)


def test_who_has_an_account_asks_himself(bureau: Bureau) -> None:
    with bureau.session() as session:
        siti = bureau.people["siti"]
        accounts.make(session, siti, "siti", None, bureau.by("admin"), bureau.now)
    with pytest.raises(FilingRefused, match="asks himself"):
        written(bureau)


def test_a_card_that_came_back_otherwise_meanwhile_is_not_asked_for(bureau: Bureau) -> None:
    dossier = written(bureau)
    with bureau.session() as session:
        cards.end(session, 1, CardState.RETURNED, "x", bureau.by("operator"), bureau.now)
    bureau.wait(minutes=1)
    with pytest.raises(CardRefused):
        signed(bureau, dossier)


def test_a_right_that_a_review_let_lapse_is_asked_back_likewise(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path / "register.db")
    holder(bureau, "siti")
    bureau.wait(minutes=1)
    with bureau.session() as session:
        assert not on_behalf.thawable(session)
        cards.find(session, 1).grant.frozen_at = bureau.now  # the card itself stays as it is
    signed(bureau, dossier := written(bureau))
    with bureau.store.reading() as session:
        assert session.get_one(Dossier, dossier).state is State.AT_KASI
