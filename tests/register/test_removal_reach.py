"""Form 4 names only cards within one's reach, and says only what one truly is to their holders."""

from pathlib import Path

import pytest

from register import cards, removal_reach, removals
from register.errors import Incomplete
from register.workflow import State
from tests.register.bureau import Bureau
from tests.register.reviews import holder, three_holders
from tests.register.test_removals import ASKED

THREE = {"siti", "dina", "eko"}
ASKS = {key: value for key, value in ASKED.items() if key != "hubungan"}


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return three_holders(tmp_path / "register.db")[0]


def reach(bureau: Bureau, who: str) -> tuple[set[str], list[str]]:
    """Return whose cards somebody may name, and what he may say that he is."""
    names = {person: name for name, person in bureau.people.items()}
    with bureau.store.reading() as session:
        found = removal_reach.of(session, bureau.people[who], bureau.now)
        holders = {names[card.cardholder_id] for card in found.cards}
        return holders, [each.value for each in found.relations]


def ask(bureau: Bureau, who: str, whose: str, **more: object) -> str:
    """Have somebody ask for the removal of somebody's card; return the relation that is kept."""
    bureau.wait(minutes=1)
    with bureau.session() as session:
        card = cards.live(session, bureau.people[whose])
        assert card is not None
        answers = {**ASKS, "pemegang": [str(card.id)], **more}
        by = bureau.by(who)
        asked = removals.ask(session, answers, bureau.signs(who), by, bureau.now)
        assert asked.state is State.AT_KASI
        return str(asked.answers["hubungan"])


@pytest.mark.parametrize(
    ("who", "whose", "relations"),
    [
        ("kasi", THREE, ["kasi"]),
        ("kabid", THREE, ["kabid"]),
        ("kadis", THREE, ["kadis"]),
        ("operator", THREE, ["operator"]),
        ("tu", THREE, ["kepegawaian"]),
        ("atasan", THREE, ["atasan"]),
        ("siti", {"siti"}, ["pemegang"]),
        ("sekretaris", set(), []),
        ("auditor", set(), []),
        ("admin", set(), []),
    ],
)
def test_whose_cards_are_within_reach_and_what_one_is_to_them(
    bureau: Bureau, who: str, whose: set[str], relations: list[str]
) -> None:
    assert reach(bureau, who) == (whose, relations)


def test_an_official_who_holds_a_card_is_a_holder_too(bureau: Bureau) -> None:
    holder(bureau, "deputi")
    assert reach(bureau, "deputi") == (THREE | {"deputi"}, ["pemegang", "operator"])


def test_who_can_be_but_one_thing_is_not_asked(bureau: Bureau) -> None:
    assert ask(bureau, "atasan", "siti") == "atasan"
    assert ask(bureau, "dina", "dina") == "pemegang"


@pytest.mark.parametrize("said", ["sistem", "review", "kasi", "pemegang", "kepegawaian"])
def test_nobody_says_that_he_is_what_he_is_not(bureau: Bureau, said: str) -> None:
    with pytest.raises(Incomplete) as refused:
        ask(bureau, "atasan", "siti", hubungan=said)
    assert [each.field for each in refused.value.complaints] == ["hubungan"]


def test_what_one_is_holds_for_each_holder_who_is_named(bureau: Bureau) -> None:
    holder(bureau, "deputi")
    with pytest.raises(Incomplete, match="one's own card alone"):
        ask(bureau, "deputi", "siti", hubungan="pemegang")
    assert ask(bureau, "deputi", "deputi", hubungan="pemegang") == "pemegang"
    assert ask(bureau, "deputi", "siti", hubungan="operator") == "operator"


@pytest.mark.parametrize("who", ["auditor", "admin", "sekretaris", "eko"])
def test_another_s_card_is_not_named_by_who_changes_nobody_s_access(
    bureau: Bureau, who: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        ask(bureau, who, "siti")
    assert "pemegang" in [each.field for each in refused.value.complaints]
