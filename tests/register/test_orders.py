"""Orders to a door: what each kind must say, as the daemon reads it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ledger.allowlist import Allowlist
from ledger.orders import Order, OrderKind
from register import store
from register.errors import OrderRefused
from register.orders import FOREVER, NEEDS, NewOrder, cancel, place
from tests.register.offices import AT, NOW, later, plant

BY = "P-S1T1RAHMA1"
WHOLE = {
    OrderKind.LOCKDOWN: NewOrder(kind=OrderKind.LOCKDOWN, by=BY, why="ancaman"),
    OrderKind.UNLOCK: NewOrder(kind=OrderKind.UNLOCK, by=BY, why="tamu", door="server"),
    OrderKind.HOLD: NewOrder(
        kind=OrderKind.HOLD, by=BY, why="angkut rak", door="server", until=later(hours=2)
    ),
    OrderKind.ENROL: NewOrder(kind=OrderKind.ENROL, by=BY, why="kartu baru", reader="desk"),
    OrderKind.TEST_TAP: NewOrder(kind=OrderKind.TEST_TAP, by=BY, why="uji", reader="in"),
    OrderKind.LOCATE: NewOrder(kind=OrderKind.LOCATE, by=BY, why="cari", reader="in"),
    OrderKind.RESET_CLOCK_MARK: NewOrder(
        kind=OrderKind.RESET_CLOCK_MARK, by=BY, second="P-BAG0SPRAT1", why="jam salah"
    ),
    OrderKind.PRUNE: NewOrder(kind=OrderKind.PRUNE, by=BY, why="retensi", upto=1000),
}


class Office:
    """One register, written and read as by the two processes."""

    def __init__(self, path: Path) -> None:
        self.store, self.allowlist = store.Store(path), Allowlist(path)

    def place(self, new: NewOrder, at: datetime = AT) -> int:
        with self.store.session() as session:
            return place(session, new, at).id

    def cancel(self, order: int, at: datetime) -> None:
        with self.store.session() as session:
            cancel(session, order, at)

    def at_the_door(self, now: int = NOW) -> tuple[Order, ...]:
        return self.allowlist.orders(now)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(plant(tmp_path))
    yield office
    office.allowlist.close()
    office.store.close()


def test_every_kind_has_its_needs_and_an_example_here() -> None:
    assert NEEDS.keys() == WHOLE.keys() == set(OrderKind)


@pytest.mark.parametrize("kind", OrderKind)
def test_a_whole_order_reaches_the_door_as_it_was_given(office: Office, kind: OrderKind) -> None:
    new = WHOLE[kind]
    number = office.place(new)
    (order,) = office.at_the_door()
    assert (order.id, order.kind, order.by, order.why) == (number, kind, BY, new.why)
    assert (order.door, order.reader, order.second, order.upto) == (
        new.door, new.reader, new.second, new.upto,
    )  # fmt: skip
    assert (order.issued, order.cancelled) == (NOW, None)
    assert order.until > NOW


@pytest.mark.parametrize("kind", OrderKind)
@pytest.mark.parametrize("what", ["door", "reader", "second", "upto"])
def test_an_order_without_what_its_kind_needs_is_refused(
    office: Office, kind: OrderKind, what: str
) -> None:
    new = replace(WHOLE[kind], **{what: None})  # type: ignore[arg-type]  # a field of None
    if getattr(NEEDS[kind], what):
        with pytest.raises(OrderRefused, match=f"{kind}: its {what} is missing"):
            office.place(new)
    else:
        office.place(new)


@pytest.mark.parametrize("kind", OrderKind)
def test_no_order_lasts_longer_than_its_kind_may(office: Office, kind: OrderKind) -> None:
    longest = min(NEEDS[kind].at_most, FOREVER - AT)
    office.place(replace(WHOLE[kind], until=AT + longest))
    if longest < FOREVER - AT:
        with pytest.raises(OrderRefused, match="is too long"):
            office.place(replace(WHOLE[kind], until=AT + longest + timedelta(seconds=1)))


@pytest.mark.parametrize("kind", OrderKind)
def test_no_order_ends_before_it_begins(office: Office, kind: OrderKind) -> None:
    with pytest.raises(OrderRefused, match="not after"):
        office.place(replace(WHOLE[kind], until=AT))


def test_only_a_lockdown_has_no_end_of_its_own(office: Office) -> None:
    office.place(WHOLE[OrderKind.LOCKDOWN])
    (order,) = office.at_the_door(NOW + 50 * 365 * 86_400_000)
    assert order.kind is OrderKind.LOCKDOWN
    with pytest.raises(OrderRefused, match="cannot last for ever"):
        office.place(replace(WHOLE[OrderKind.HOLD], until=None))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"why": "  "}, "no reason"),
        ({"door": "gudang"}, "no door 'gudang'"),
        ({"second": BY}, "his own second"),
        ({"upto": 5}, "for prune alone"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(
    office: Office, change: dict[str, str | int], why: str
) -> None:
    with pytest.raises(OrderRefused, match=why):
        office.place(replace(WHOLE[OrderKind.UNLOCK], **change))  # type: ignore[arg-type]


def test_a_cancelled_order_is_told_for_a_minute_and_then_no_more(office: Office) -> None:
    number = office.place(WHOLE[OrderKind.LOCKDOWN])
    office.cancel(number, later(seconds=5))
    (order,) = office.at_the_door(NOW + 6_000)
    assert order.cancelled == NOW + 5_000
    assert office.at_the_door(NOW + 65_000) == ()


def test_an_order_that_is_over_is_told_for_a_minute_and_then_no_more(office: Office) -> None:
    office.place(WHOLE[OrderKind.UNLOCK])
    (order,) = office.at_the_door(NOW + 60_000)
    assert order.until < NOW + 60_000
    assert office.at_the_door(NOW + 120_000) == ()


def test_what_is_over_cancelled_or_unknown_cannot_be_cancelled(office: Office) -> None:
    number = office.place(WHOLE[OrderKind.LOCKDOWN])
    office.cancel(number, later(seconds=1))
    over = office.place(WHOLE[OrderKind.UNLOCK])
    for order, why in ((number, "cancelled already"), (over, "was over"), (99, "no order 99")):
        with pytest.raises(OrderRefused, match=why):
            office.cancel(order, later(days=1))
