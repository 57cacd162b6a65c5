"""Why a card is frozen is said by what froze it, not by the state alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from register import card_life, cards, freezing, lapsing, register_list
from register.forms.register_list import EXPIRED
from register.models import Grant
from register.reviewing import timer
from tests.register.bureau import Bureau
from tests.register.reviews import UNUSED, holder, opened, three_holders
from tests.register.test_removals import asked


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    made = Bureau(tmp_path / "register.db")
    holder(made, "siti")
    return made


def why(bureau: Bureau, card: int = 1) -> tuple[str, str] | None:
    with bureau.store.reading() as session:
        found = freezing.latest(session, cards.find(session, card), bureau.now)
        return None if found is None else (found.why.label_id, found.why.label_en)


def remark(bureau: Bureau, language: str = "id") -> tuple[str, str]:
    with bureau.store.reading() as session:
        (row,) = register_list.rows(session, bureau.now, register_list.NOTHING, language=language)
        return row.status, str(row.values.get("keterangan", ""))


def test_a_right_that_ended_froze_the_card_and_its_validity_is_named(bureau: Bureau) -> None:
    assert why(bureau) is None
    with bureau.store.reading() as session:
        bureau.now = session.get_one(Grant, 1).valid_until + timedelta(minutes=5)
    with bureau.session() as session:
        assert lapsing.lapse(session, bureau.now) == (0, 1)
    assert why(bureau) == ("Masa berlaku habis", "Validity ended")
    status, words = remark(bureau)
    assert (status, words.split(";")[0]) == (EXPIRED, "dibekukan: masa berlaku habis")
    assert remark(bureau, "en")[1].startswith("frozen: validity ended")


def test_a_removal_gives_its_own_reason_and_only_from_then_on(bureau: Bureau) -> None:
    before = bureau.now
    asked(bureau)
    assert why(bureau) == ("Selesai penugasan-kontrak", "End of assignment or contract")
    bureau.now = before
    assert why(bureau) is None


def test_who_froze_it_at_the_desk_said_why(bureau: Bureau) -> None:
    bureau.wait(minutes=1)
    with bureau.session() as session:
        card, by = cards.find(session, 1), bureau.by("operator")
        card_life.do(session, card, "bekukan", {"alasan": "Dititipkan"}, by, bureau.now)
    assert why(bureau) == ("Dititipkan", "Dititipkan")


def test_nobody_reviewed_it_in_time(tmp_path: Path) -> None:
    bureau, _ = three_holders(tmp_path / "register.db")
    opened(bureau)
    bureau.now += timedelta(days=60)
    with bureau.session() as session:
        timer.run(session, lambda _: UNUSED, bureau.by("admin"), bureau.now)
    told = [why(bureau, card) for card in (1, 2, 3)]
    assert ("Tidak direview sampai tenggat", "Not reviewed by the deadline") in told


def test_the_register_says_of_a_card_that_a_review_froze_that_one_did(tmp_path: Path) -> None:
    bureau, _ = three_holders(tmp_path / "register.db")
    opened(bureau)
    bureau.now += timedelta(days=60)
    with bureau.session() as session:
        timer.run(session, lambda _: UNUSED, bureau.by("admin"), bureau.now)
    with bureau.store.reading() as session:
        rows = register_list.rows(session, bureau.now, register_list.NOTHING)
        told = {row.status: str(row.values.get("keterangan", "")) for row in rows}
    assert told["frozen"].startswith("dibekukan: tidak direview sampai tenggat")
    assert "dibekukan" not in told["active"]
