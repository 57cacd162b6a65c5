import pytest

from daemon.obey import Orders
from ledger.events import Event, Kind
from ledger.instant import ClockState, Instant
from ledger.orders import Order, OrderKind, Refusal
from tests.daemon.orders import NOON, order


def instant(seconds: float = 0) -> Instant:
    return Instant(NOON + int(seconds * 1000), int(seconds * 1e9), ClockState.SYNCED)


class Door:
    def __init__(self, why: Refusal | None = None, *readers: str) -> None:
        self.readers = readers
        self.why, self.done, self.obeyed_at = why, list[str](), instant(-1)

    def refuses(self, order: Order) -> Refusal | None:
        del order
        return self.why

    def obey(self, order: Order, at: Instant) -> None:
        self.obeyed_at = at
        self.done.append(f"obey {order.kind}")

    def end(self, order: Order, at: Instant) -> None:
        del at
        self.done.append(f"end {order.kind}")


def office(
    door: Door, *, writable: bool = True, flush: float = 0, ahead: bool = False
) -> tuple[Orders, list[Event]]:
    """Return the orders of one door, and what they say; `flush`: seconds that the disk takes."""
    said: list[Event] = []
    now = instant()

    def record_first(event: Event) -> tuple[bool, bool]:
        nonlocal now
        now = instant(flush)
        if writable:
            assert "obey hold" not in door.done  # the record comes before the door moves
            said.append(event)
        return writable, ahead

    return Orders({"server": door}, Door(), said.append, record_first, lambda: now), said


def why(event: Event) -> object:
    return (event.detail or {})["why"]


def test_an_order_is_obeyed_once_and_said() -> None:
    door = Door()
    orders, said = office(door)
    orders.look([order()], instant())
    orders.look([order()], instant(1))
    assert door.done == ["obey hold"]
    assert [event.kind for event in said] == [Kind.ORDER_OBEYED]
    assert said[0].order == 1


def test_an_order_ends_at_its_deadline() -> None:
    door = Door()
    orders, said = office(door)
    orders.look([order()], instant())
    orders.lapse(instant(60))
    assert door.done == ["obey hold", "end hold"]
    assert said[-1].kind is Kind.ORDER_ENDED


def test_a_cancelled_order_ends_at_once() -> None:
    door = Door()
    orders, _ = office(door)
    orders.look([order()], instant())
    orders.look([order()._replace(cancelled=NOON + 1000)], instant(1))
    assert door.done == ["obey hold", "end hold"]


def test_an_order_cancelled_before_it_was_seen_moves_nothing() -> None:
    door = Door()
    orders, said = office(door)
    orders.look([order()._replace(cancelled=NOON)], instant())
    assert door.done == []
    assert said == []


def test_a_stale_order_is_refused() -> None:
    door = Door()
    orders, said = office(door)
    orders.look([order()], instant(61))
    assert door.done == []
    assert said[0].kind is Kind.ORDER_REFUSED


def test_nothing_but_a_lockdown_resumes_after_a_restart() -> None:
    for kind in OrderKind:
        door = Door()
        orders, _ = office(door)
        orders.begin(newest=1)
        orders.look([order(kind)], instant())
        assert bool(door.done) == (kind is OrderKind.LOCKDOWN)


def test_an_order_for_a_door_that_is_not_here_is_refused_by_name() -> None:
    orders, said = office(Door())
    orders.look([order(door="gudang")], instant())
    assert said[0].kind is Kind.ORDER_REFUSED
    assert (said[0].door, why(said[0])) == ("gudang", Refusal.NO_SUCH_DOOR)


def test_a_lockdown_without_a_door_reaches_every_door() -> None:
    one, two = Door(), Door()
    orders = Orders({"a": one, "b": two}, Door(), lambda _: None, lambda _: (True, False), instant)
    orders.look([order(OrderKind.LOCKDOWN, door=None)], instant())
    assert one.done == two.done == ["obey lockdown"]


def test_an_order_at_a_reader_is_for_the_door_that_has_it() -> None:
    one, two, said = Door(None, "in"), Door(None, "out"), list[Event]()
    orders = Orders({"a": one, "b": two}, Door(), said.append, lambda _: (True, False), instant)
    enrol = order(OrderKind.ENROL, door=None, reader="out")
    elsewhere = enrol._replace(id=2, reader="desk")
    orders.look([enrol, elsewhere, enrol._replace(id=3, door="a")], instant())
    orders.lapse(instant(60))
    assert (one.done, two.done) == ([], ["obey enrol", "end enrol"])
    assert [why(event) for event in said if event.kind is Kind.ORDER_REFUSED] == [
        Refusal.NO_SUCH_READER, Refusal.NO_SUCH_READER,
    ]  # fmt: skip


def test_what_opens_a_door_is_recorded_before_it_moves() -> None:
    for kind in (OrderKind.UNLOCK, OrderKind.HOLD):
        door = Door()
        orders, said = office(door, writable=False)
        orders.look([order(kind)], instant())
        assert door.done == []
        assert [event.kind for event in said] == [Kind.ORDER_REFUSED]


@pytest.mark.parametrize("kind", [OrderKind.UNLOCK, OrderKind.HOLD])
@pytest.mark.parametrize(("flush", "lasts"), [(2.1, 60), (1.5, 1), (1.0, 1)])
@pytest.mark.parametrize("writable", [True, False])
def test_a_door_does_not_move_on_a_record_that_came_too_late(
    kind: OrderKind, flush: float, lasts: int, *, writable: bool
) -> None:
    door = Door()
    orders, said = office(door, writable=writable, flush=flush)
    orders.look([order(kind, until=NOON + 1000 * lasts)], instant())
    orders.lapse(instant(61))
    assert door.done == []
    assert said[-1].kind is Kind.ORDER_REFUSED
    assert (why(said[-1]), said[-1].at) == (Refusal.TOO_LATE, instant(flush))


def test_a_door_that_moves_ahead_of_the_disk_says_so() -> None:
    orders, said = office(Door(), ahead=True)
    orders.look([order()], instant())
    assert [(event.kind, event.order) for event in said] == [
        (Kind.ORDER_OBEYED, 1), (Kind.STORAGE_SLOW, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [OrderKind.UNLOCK, OrderKind.HOLD])
def test_a_door_moves_at_the_moment_at_which_its_record_is_there(kind: OrderKind) -> None:
    door = Door()
    orders, said = office(door, flush=1.9)
    orders.look([order(kind)], instant())
    assert [event.kind for event in said] == [Kind.ORDER_OBEYED]
    assert (door.done, door.obeyed_at) == ([f"obey {kind}"], instant(1.9))


def test_a_lockdown_needs_no_journal() -> None:
    door = Door()
    orders, _ = office(door, writable=False)
    orders.look([order(OrderKind.LOCKDOWN)], instant())
    assert door.done == ["obey lockdown"]


def test_a_door_that_cannot_says_why() -> None:
    door = Door(Refusal.ONE_SHOT)
    orders, said = office(door)
    orders.look([order()], instant())
    assert door.done == []
    assert said[0].detail == {"what": "hold", "by": "P-KASI", "why": "one-shot"}


def test_an_old_order_that_was_out_of_sight_at_the_start_is_not_new_later() -> None:
    door = Door()
    orders, said = office(door)
    orders.begin(newest=7)  # the clock was wrong: the register showed none of them
    orders.look([], instant())
    orders.look([order(number=7)], instant(1))
    assert door.done == []
    assert said[0].kind is Kind.ORDER_REFUSED


def test_an_order_ends_when_its_time_has_passed_though_the_clock_went_back() -> None:
    door = Door()
    orders, _ = office(door)
    orders.look([order()], instant())
    early = Instant(NOON - 3_600_000, 60 * 10**9, ClockState.UNTRUSTED)
    orders.lapse(early)
    assert door.done == ["obey hold", "end hold"]
