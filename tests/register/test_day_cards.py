"""A day card for an approved visit: carried, over with it, issued again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.access import CardState
from register import (
    cards,
    dates,
    day_cards,
    offers,
    register_list,
    visits,
)
from register.errors import CardRefused, VisitRefused
from register.models import DayCard, Dossier
from register.visits import Leaving
from tests.register.bureau import Bureau
from tests.register.guests import GUEST, KEY, TAPPED, leave, public_id, standing, visiting


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = standing(tmp_path)
    yield made
    made.store.close()


def test_a_day_card_is_carried_and_ends_with_the_visit(bureau: Bureau) -> None:
    number = visiting(bureau)
    with bureau.session() as session:
        assert day_cards.free(session, bureau.now) == []
        assert [each.id for each, _ in visits.expected(session, bureau.now)] == [number]
        given = {**GUEST, "pendamping": public_id(bureau, "siti")}
        visits.come(session, given, KEY, bureau.by("operator"), bureau.now, number)
        assert visits.expected(session, bureau.now) == []
    leave(bureau, 1, Leaving(taken=frozenset({1})))
    with bureau.store.reading() as session:
        card = cards.find(session, 2)
        assert (card.state, card.grant.revoked_at) == (CardState.RETURNED, bureau.now)
        assert [each.printed for each in day_cards.free(session, bureau.now)] == ["T-01"]
        assert card.grant.valid_until - card.grant.valid_from <= timedelta(hours=24)


def test_the_register_says_when_a_visit_is_and_no_hours_of_every_day(bureau: Bureau) -> None:
    visiting(bureau)
    with bureau.store.reading() as session:
        grant = cards.find(session, 2).grant
        ends = [
            dates.moment(each, "Asia/Jakarta") for each in (grant.valid_from, grant.valid_until)
        ]
        rows = register_list.rows(session, bureau.now, register_list.NOTHING)
    told = {row.grant: row.values["hari_jam"] for row in rows}
    assert told[grant.id] == " s.d. ".join(ends)
    assert "Senin" in str(told[1])


def test_a_day_card_that_is_over_is_issued_again_and_one_that_is_not_is_not(bureau: Bureau) -> None:
    visiting(bureau)
    with bureau.session() as session:
        offered = day_cards.offer(session, 1, bureau.by("operator"), bureau.now)
        with pytest.raises(CardRefused):
            offers.check(session, offered)
        bureau.wait(days=1)
        offered = day_cards.offer(session, 1, bureau.by("operator"), bureau.now)
        assert offers.check(session, offered) is not None
        assert cards.find(session, 2).state is CardState.RETURNED


def test_no_visitor_carries_a_card_without_a_request(bureau: Bureau) -> None:
    other = act_of(bureau)
    given = {**GUEST, "pendamping": public_id(bureau, "siti")}
    with bureau.session() as session, pytest.raises(VisitRefused):
        visits.come(session, given, KEY, bureau.by("operator"), bureau.now, other)


def act_of(bureau: Bureau) -> int:
    with bureau.store.reading() as session:
        return session.query(Dossier.id).filter(Dossier.kind == "baru").scalar() or 0


def test_a_day_card_is_tapped_in_once(bureau: Bureau) -> None:
    with bureau.session() as session:
        by = bureau.by("operator")
        day_cards.add(session, TAPPED, "T-01", by, bureau.now)
        with pytest.raises(CardRefused):
            day_cards.add(session, TAPPED, "T-02", by, bureau.now)
        day_cards.retire(session, 1, by, bureau.now)
        assert session.get_one(DayCard, 1).retired_at == bureau.now
        with pytest.raises(CardRefused):
            day_cards.offer(session, 1, by, bureau.now)
