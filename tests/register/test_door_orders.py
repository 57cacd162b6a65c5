"""What people order a door to do: who may, who may end it, and what takes two."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from ledger.allowlist import Allowlist
from ledger.orders import OrderKind
from register import door_orders, settings
from register.door_orders import RULES, STANDS, UNLOCKS, UNLOCKS_WITHIN
from register.errors import NotFound, OrderRefused
from register.messaging import messages
from register.messaging.message_texts import render
from register.models import Cardholder, DoorOrder, ProposedOrder
from register.orders import NewOrder
from tests.register.bureau import PEOPLE, Bureau

K = OrderKind
SETTLED: Final = (
    "UPDATE proposed_order SET settled_at = 1, order_id = (SELECT max(id) FROM door_order),"
)
BORN_SETTLED: Final = (
    "INSERT INTO proposed_order (kind, why, proposed_by, at, settled_by, settled_at)"
    " VALUES ('unlock', 'x', 1, 1, 2, 2)"
)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def public(bureau: Bureau, who: str) -> str:
    with bureau.store.reading() as session:
        return session.get_one(Cardholder, bureau.people[who]).public_id


def given(bureau: Bureau, who: str, kind: OrderKind, why: str = "tamu terkunci") -> int:
    new = NewOrder(
        kind=kind, by=public(bureau, who), why=why,
        door="server" if kind in (K.UNLOCK, K.HOLD) else None,
        reader="server-in" if kind is K.LOCATE else None,
        until=bureau.now + timedelta(hours=2) if kind is K.HOLD else None,
    )  # fmt: skip
    with bureau.session() as session:
        return door_orders.give(session, new, bureau.by(who), bureau.now).id


def confirmed(bureau: Bureau, who: str, number: int) -> int:
    with bureau.session() as session:
        return door_orders.confirm(session, number, bureau.by(who), bureau.now).id


def ended(bureau: Bureau, who: str, number: int) -> None:
    with bureau.session() as session:
        door_orders.end(session, number, bureau.by(who), bureau.now)


def two(bureau: Bureau) -> None:
    with bureau.session() as session:
        settings.change(session, {"unlock_two": True}, bureau.by("admin"), bureau.now)


def at_the_door(bureau: Bureau) -> list[OrderKind]:
    seen = Allowlist(bureau.store.path)
    found = [each.kind for each in seen.orders(round(bureau.now.timestamp() * 1000))]
    seen.close()
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_orders_what_is_not_his(bureau: Bureau, who: str) -> None:
    may = [kind for kind, rule in RULES.items() if PEOPLE[who] in rule.gives]
    for kind in may:
        given(bureau, who, kind)
    assert at_the_door(bureau) == [kind for kind in may if kind is not K.RESET_CLOCK_MARK]
    for kind in set(K) - set(may):
        new = NewOrder(kind=kind, by=public(bureau, who), why="coba", door="server")
        with bureau.session() as session, pytest.raises(OrderRefused, match="is not yours"):
            door_orders.give(session, new, bureau.by(who), bureau.now)


@pytest.mark.parametrize("kind", sorted(door_orders.LASTING))
def test_who_shuts_a_door_need_not_be_who_opens_it_again(bureau: Bureau, kind: OrderKind) -> None:
    for who, role in PEOPLE.items():
        number = given(bureau, "kabid", kind)
        if role in RULES[kind].ends:
            ended(bureau, who, number)
            with bureau.store.reading() as session:
                assert session.get_one(DoorOrder, number).cancelled == bureau.now
        else:
            with pytest.raises(OrderRefused, match="is not yours"):
                ended(bureau, who, number)


def test_an_order_that_does_not_last_is_not_ended(bureau: Bureau) -> None:
    number = given(bureau, "kasi", K.UNLOCK)
    with pytest.raises(OrderRefused, match="ends by itself"):
        ended(bureau, "kasi", number)
    with pytest.raises(NotFound):
        ended(bureau, "kasi", number + 1)


def test_a_clock_mark_is_reset_by_two_and_the_door_is_told_of_both(bureau: Bureau) -> None:
    number = given(bureau, "admin", K.RESET_CLOCK_MARK, "tanggal salah sesudah listrik padam")
    assert at_the_door(bureau) == []
    for who, why in (("admin", "does not confirm"), ("operator", "is not yours")):
        with pytest.raises(OrderRefused, match=why):
            confirmed(bureau, who, number)
    order = confirmed(bureau, "kabid", number)
    with bureau.session() as session:
        made = session.get_one(DoorOrder, order)
        assert (made.ordered_by, made.second_by) == (
            public(bureau, "admin"),
            public(bureau, "kabid"),
        )
    assert at_the_door(bureau) == [K.RESET_CLOCK_MARK]
    with pytest.raises(OrderRefused, match="settled or over"):
        confirmed(bureau, "kadis", number)


@pytest.mark.parametrize("kind", [K.UNLOCK, K.HOLD])
def test_an_office_may_want_two_for_opening_too(bureau: Bureau, kind: OrderKind) -> None:
    two(bureau)
    number = given(bureau, "kasi", kind)
    assert at_the_door(bureau) == []
    confirmed(bureau, "kabid", number)
    assert at_the_door(bureau) == [kind]
    given(bureau, "operator", K.LOCKDOWN)
    assert at_the_door(bureau) == [kind, K.LOCKDOWN]


def test_a_proposal_is_over_after_a_quarter_of_an_hour(bureau: Bureau) -> None:
    number = given(bureau, "kasi", K.RESET_CLOCK_MARK)
    bureau.now += STANDS
    with bureau.store.reading() as session:
        assert not door_orders.proposals(session, bureau.now)
    with pytest.raises(OrderRefused, match="settled or over"):
        confirmed(bureau, "kabid", number)


@pytest.mark.parametrize("who", ["kasi", "kabid"])
def test_what_is_declined_is_never_ordered(bureau: Bureau, who: str) -> None:
    number = given(bureau, "kasi", K.RESET_CLOCK_MARK)
    with bureau.session() as session:
        with pytest.raises(OrderRefused, match="is not yours"):
            door_orders.decline(session, number, bureau.by("siti"), bureau.now)
        door_orders.decline(session, number, bureau.by(who), bureau.now)
    with pytest.raises(OrderRefused, match="settled or over"):
        confirmed(bureau, "kadis", number)
    assert at_the_door(bureau) == []


def test_a_proposal_that_lacks_something_is_refused_at_once(bureau: Bureau) -> None:
    two(bureau)
    new = NewOrder(kind=K.HOLD, by=public(bureau, "kasi"), why="angkut rak", door="server")
    with bureau.session() as session, pytest.raises(OrderRefused, match="its end is missing"):
        door_orders.give(session, new, bureau.by("kasi"), bureau.now)
    with bureau.session() as session, pytest.raises(OrderRefused, match="no reason"):
        door_orders.give(session, replace(new, why=" "), bureau.by("kasi"), bureau.now)
    with bureau.store.reading() as session:
        assert session.scalars(select(ProposedOrder)).all() == []


def test_a_door_is_not_unlocked_again_and_again_from_the_office(bureau: Bureau) -> None:
    for _ in range(UNLOCKS):
        given(bureau, "kasi", K.UNLOCK)
    with pytest.raises(OrderRefused, match="use a card"):
        given(bureau, "kabid", K.UNLOCK)
    bureau.now += UNLOCKS_WITHIN
    given(bureau, "kabid", K.UNLOCK)


def test_the_other_officials_are_told_and_who_did_it_is_not(bureau: Bureau) -> None:
    given(bureau, "kasi", K.UNLOCK, "teknisi AC, kartu 1234567890123456 tertinggal")
    with bureau.store.reading() as session:
        told = {who: messages.of_person(session, bureau.people[who]) for who in PEOPLE}
    assert {who for who, found in told.items() if found} == {"kabid", "kadis"}
    (notice,) = told["kabid"]
    said = render(notice.template, notice.fields, "id")
    assert said.subject == "Perintah ke Ruang Server: buka sesaat"
    assert "teknisi AC" in said.text
    assert "1234567890123456" not in said.text


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ("DELETE FROM proposed_order", "stays on record"),
        ("UPDATE proposed_order SET why = 'lain'", "never changed"),
        (f"{SETTLED} settled_by = proposed_by", "CHECK|names both people"),
        (f"{SETTLED} settled_by = proposed_by + 1", "names both people"),
        (BORN_SETTLED, "later"),
    ],
)  # fmt: skip
def test_the_database_holds_it_whoever_writes(bureau: Bureau, act: str, why: str) -> None:
    given(bureau, "kasi", K.UNLOCK)
    given(bureau, "kasi", K.RESET_CLOCK_MARK)
    with pytest.raises(IntegrityError, match=why), bureau.session() as session:
        session.execute(text(act))
