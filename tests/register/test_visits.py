"""The guest book: escorted, accounted for, forgotten in time."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from ledger.access import CardState
from register import (
    cards,
    guest_book,
    retention,
    visits,
)
from register.audit import By
from register.errors import Incomplete, VisitRefused
from register.models import Card, Visit
from register.visits import Leaving
from tests.register.bureau import Bureau
from tests.register.guests import (
    GUEST,
    KEY,
    WIB,
    come,
    leave,
    public_id,
    standing,
    visiting,
)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = standing(tmp_path)
    yield made
    made.store.close()


def book(bureau: Bureau) -> list[guest_book.BookRow]:
    with bureau.store.reading() as session:
        return list(guest_book.book(session, bureau.now - timedelta(days=9), bureau.now))


def test_a_visit_is_a_line_of_the_book(bureau: Bureau) -> None:
    visit = come(bureau)
    leave(bureau, visit, Leaving(taken=frozenset({1})))
    (row,) = book(bureau)
    assert (row.name, row.escort, row.identity) == ("Budi Santoso", "Siti", "nik ••••8901")
    assert row.left is not None
    assert [(each.serial, each.taken) for each in row.carried] == [("SN-77", True)]
    assert not row.manual


def test_what_went_in_comes_out_or_is_explained(bureau: Bureau) -> None:
    visit = come(bureau)
    with pytest.raises(VisitRefused):
        leave(bureau, visit, Leaving())
    more = (("Hard disk", "HD-1", "Diganti atas izin Kasi"),)
    leave(bureau, visit, Leaving(explained={1: "Dipasang di rak B"}, more=more))
    (row,) = book(bureau)
    assert [(each.name, each.brought, each.taken, each.explained) for each in row.carried] == [
        ("Laptop", True, False, "Dipasang di rak B"),
        ("Hard disk", False, True, "Diganti atas izin Kasi"),
    ]
    with pytest.raises(VisitRefused):
        leave(bureau, visit, Leaving(taken=frozenset({1})))


def test_only_who_may_enter_himself_escorts(bureau: Bureau) -> None:
    with pytest.raises(Incomplete) as refusal:
        come(bureau, pendamping=public_id(bureau, "atasan"))
    assert [each.field for each in refusal.value.complaints] == ["pendamping"]
    with bureau.session() as session:
        session.get_one(Card, 1).grant.frozen_at = bureau.now
    with pytest.raises(Incomplete):
        come(bureau)


@pytest.mark.parametrize("state", [CardState.LOST, CardState.FROZEN])
def test_whose_card_is_away_escorts_nobody(bureau: Bureau, state: CardState) -> None:
    with bureau.session() as session:
        cards.suspend(session, 1, state, "x", bureau.by("kasi"), bureau.now)
    with pytest.raises(Incomplete):
        come(bureau)


@pytest.mark.parametrize("who", ["siti", "kabid", "admin", "auditor"])
def test_others_keep_no_book(bureau: Bureau, who: str) -> None:
    with pytest.raises(VisitRefused):
        come(bureau, who)


def test_who_came_before_is_not_asked_his_number_again(bureau: Bureau) -> None:
    with pytest.raises(Incomplete):
        come(bureau, no_id="")
    come(bureau)
    bureau.wait(days=2)
    come(bureau, no_id="")
    with bureau.store.reading() as session:
        first, second = session.get_one(Visit, 1), session.get_one(Visit, 2)
        assert first.identity_digest == second.identity_digest
        assert visits.known(session, bureau.now) == [("Budi Santoso", "PT Sinar")]


def test_a_time_of_ones_own_is_marked_and_never_later_than_now(bureau: Bureau) -> None:
    come(bureau, masuk="2026-11-24T11:05")
    bureau.wait(minutes=1)
    (row,) = book(bureau)
    assert (row.manual, row.came.hour, row.came.minute) == (True, 4, 5)  # WIB is UTC+7
    later = (bureau.now + timedelta(minutes=2)).astimezone(WIB).strftime("%Y-%m-%dT%H:%M")
    for untrue in ("1900-01-01T08:00", "2026-11-23T23:59", later, "2027-01-01T00:00"):
        with pytest.raises(Incomplete) as refusal:
            come(bureau, masuk=untrue)
        assert [each.field for each in refusal.value.complaints] == ["masuk"]


def test_who_is_inside_is_shown_first_since_whenever(bureau: Bureau) -> None:
    stays = come(bureau)
    bureau.wait(days=3)
    goes = come(bureau, nama="Ani Lestari")
    leave(bureau, goes, Leaving(taken=frozenset({2})))
    with bureau.store.reading() as session:
        assert [each.id for each in visits.today(session, WIB, bureau.now)] == [stays, goes]


def test_who_is_inside_without_a_card_is_known_from_the_book_alone(bureau: Bureau) -> None:
    carries = visiting(bureau)
    stays, goes = come(bureau), come(bureau, nama="Ani Lestari")
    with bureau.session() as session:
        given = {**GUEST, "pendamping": public_id(bureau, "siti")}
        visits.come(session, given, KEY, bureau.by("operator"), bureau.now, carries)
    leave(bureau, goes, Leaving(taken=frozenset({2})))
    with bureau.store.reading() as session:
        assert [each.id for each in visits.without_card(session)] == [stays]


def test_names_are_erased_of_visits_that_are_over_and_the_line_stays(bureau: Bureau) -> None:
    leave(bureau, come(bureau), Leaving(taken=frozenset({1})))
    come(bureau, nama="Ani Lestari")
    bureau.wait(days=800)
    with bureau.session() as session:
        before = bureau.now - timedelta(days=700)
        assert visits.forget(session, before, bureau.by("admin"), bureau.now) == 1
        assert visits.forget(session, before, bureau.by("admin"), bureau.now) == 0
        gone = session.get_one(Visit, 1)
        assert (gone.name, gone.identity_shown, gone.identity_digest) == (None, None, None)
        assert session.get_one(Visit, 2).name == "Ani Lestari"


def test_the_timer_of_what_is_kept_no_longer_forgets_who_came(bureau: Bureau) -> None:
    leave(bureau, come(bureau), Leaving(taken=frozenset({1})))
    with bureau.session() as session:
        assert retention.retain(session, lambda _: 0, By(), bureau.now).visits == 0
    bureau.wait(days=25 * 31)  # 24 months are kept
    with bureau.session() as session:
        assert retention.retain(session, lambda _: 0, By(), bureau.now).visits == 1


INSERT: Final = """INSERT INTO visit (name, institution, identity_kind, purpose, escort_id,
    allowed_by, came_at, person_id, at, dossier_id, card_id) SELECT name, institution,
    identity_kind, purpose, {escort}, allowed_by, came_at, {person}, at, {dossier}, {card}
    FROM visit"""


def inserted(**other: str) -> str:
    columns = {"escort": "escort_id", "person": "person_id", "dossier": "NULL", "card": "NULL"}
    return INSERT.format(**{**columns, **other})


ATTACKS: Final[Mapping[str, str]] = {
    inserted(escort="11"): "standing right is in force",
    inserted(person="10"): "keeps the guest book",
    inserted(dossier="1", card="1"): "approved request for the visit",
    "UPDATE visit SET left_at = came_at, closed_by = person_id": "comes out, or is explained",
    "UPDATE visit SET came_at = came_at - 1": "never changes",
    "UPDATE visit SET name = 'Orang lain'": "never changes",
    "UPDATE visit SET name = NULL, erased_at = at": "who is inside is not erased",
    "DELETE FROM visit": "a visit is kept",
    "DELETE FROM visit_item": "what was carried is kept",
    "UPDATE visit_item SET serial = 'x'": "never changes once",
}


@pytest.mark.parametrize("attack", list(ATTACKS))
def test_the_database_refuses_it_whoever_writes(bureau: Bureau, attack: str) -> None:
    come(bureau)
    with (
        sqlite3.connect(bureau.store.path) as connection,
        pytest.raises(sqlite3.IntegrityError, match=ATTACKS[attack]),
    ):
        connection.execute(attack)
    connection.close()
