"""One door put together: who is heard, what moves first, what its readers show."""

import pytest

from daemon.access_point import ORDERED
from daemon.door import DoorTiming
from hardware.portal import Pattern, PinEdge, Sense
from hardware.readers import CardRefused, ReaderBack, ReaderLost
from hardware.readers import Refusal as Unread
from ledger.events import Kind
from ledger.orders import OrderKind, Refusal
from tests.daemon.conftest import Make
from tests.daemon.office import NS
from tests.daemon.orders import order
from tests.daemon.people import HARD
from tests.daemon.threshold import Threshold


def told(door: Threshold, kind: OrderKind, *, begins: bool, reader: str | None = None) -> None:
    act = door.point.obey if begins else door.point.end
    act(order(kind, reader=reader), door.clock.now())


# who is heard


def test_what_another_doors_reader_or_input_says_is_not_taken(door: Threshold) -> None:
    assert not door.point.hear(CardRefused("gudang", Unread.RANDOM, 0))
    assert not door.point.hear(PinEdge("gudang", Sense.CONTACT, active=True, ticks=0))
    assert door.said() == []


# the strike before anything else


def test_the_strike_moves_before_it_is_told_that_it_did(door: Threshold) -> None:
    door.tap("siti")
    door.wait(5)
    assert door.moves == [("release", "granted"), ("secure", "granted")]
    assert door.kinds() == ["granted", "relocked"]


def test_time_wakes_a_door_at_the_nearest_of_its_ends(door: Threshold) -> None:
    assert door.point.due() is None
    door.tap("rudi")  # waits 15 s for his escort
    assert door.point.due() == door.clock.passed + 15 * NS
    door.tap("siti", "side")
    assert door.point.due() == door.clock.passed + 5 * NS
    door.hear(PinEdge("server", Sense.CONTACT, active=True, ticks=door.clock.passed))
    assert door.point.due() == door.clock.passed + NS // 50


def test_an_opening_after_a_grant_is_nobodys_break_in(door: Threshold) -> None:
    door.tap("siti")
    door.sense(Sense.CONTACT, active=True)
    door.sense(Sense.CONTACT, active=False)
    assert door.kinds() == ["granted", "door-opened", "door-closed"]


def test_an_opening_after_a_card_on_the_way_out_is_an_exit(door: Threshold) -> None:
    door.tap("siti", "out")
    door.sense(Sense.CONTACT, active=True)
    assert door.kinds() == ["exit-requested", "exit", "door-opened"]


def test_who_was_let_in_is_inside_once_the_door_has_opened_for_him(make: Make) -> None:
    door = make(rules=HARD)
    door.tap("siti")
    door.wait(8)  # he walked on; then somebody leaves
    for _ in range(2):
        door.sense(Sense.REX, active=True)
        door.sense(Sense.REX, active=False)
        door.sense(Sense.CONTACT, active=True)
        door.sense(Sense.CONTACT, active=False)
        door.tap("siti")
    assert door.reasons() == ["granted", "granted", "passback"]


def test_a_contact_that_never_says_open_is_told_after_five_grants(door: Threshold) -> None:
    for _ in range(5):
        door.tap("siti")
        door.wait(10)
    assert door.kinds()[-2:] == ["granted-not-opened", "contact-stuck"]
    door.sense(Sense.CONTACT, active=True)
    assert door.kinds() == ["forced-open", "contact-freed"]


def test_a_case_that_is_opened_is_told_and_moves_nothing(door: Threshold) -> None:
    door.sense(Sense.TAMPER, active=True)
    assert (door.kinds(), door.moves) == (["tamper"], [])


def test_a_door_that_is_closed_down_locks(door: Threshold) -> None:
    door.point.close()
    assert door.moved == ["close"]


# readers


def test_a_lost_reader_is_told_with_its_reason_and_shows_a_fault_until_it_is_back(
    door: Threshold,
) -> None:
    door.hear(ReaderLost("in", "no such device", 0))
    assert door.resting() == [Pattern.FAULT, Pattern.IDLE, Pattern.IDLE]
    door.hear(ReaderBack("in", 0))
    assert door.resting() == [Pattern.IDLE] * 3
    lost, back = door.said()
    assert (lost.kind, lost.door, lost.reader) == ("reader-lost", "server", "in")
    assert lost.detail == {"why": "no such device"}
    assert (back.kind, back.reader) == ("reader-back", "in")


def test_a_fault_shows_until_the_last_trouble_is_over(door: Threshold) -> None:
    for kind in (Kind.STORAGE_FAILED, Kind.REGISTER_LOST):
        door.point.trouble(kind, on=True)
    door.point.trouble(Kind.STORAGE_FAILED, on=False)
    assert door.resting() == [Pattern.FAULT] * 3
    door.point.trouble(Kind.REGISTER_LOST, on=False)
    assert door.resting() == [Pattern.IDLE] * 3


def test_a_door_that_stands_open_too_long_asks_to_be_shut(door: Threshold) -> None:
    door.tap("siti")
    door.sense(Sense.CONTACT, active=True)
    door.wait(20)
    assert door.resting() == [Pattern.HELD_OPEN] * 3
    door.sense(Sense.CONTACT, active=False)
    assert door.resting() == [Pattern.IDLE] * 3


# orders


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [(OrderKind.ENROL, Pattern.ENROLMENT), (OrderKind.LOCATE, Pattern.LOCATE)],
)
def test_an_order_to_a_reader_shows_at_that_reader_alone(
    door: Threshold, kind: OrderKind, pattern: Pattern
) -> None:
    told(door, kind, begins=True, reader="side")
    assert door.resting() == [Pattern.IDLE, pattern, Pattern.IDLE]
    told(door, kind, begins=False, reader="side")
    assert door.resting() == [Pattern.IDLE] * 3


def test_a_test_tap_is_for_its_reader_until_it_ends(door: Threshold) -> None:
    told(door, OrderKind.TEST_TAP, begins=True, reader="side")
    assert [door.memory.testing(reader) for reader in door.lights] == [False, True, False]
    told(door, OrderKind.TEST_TAP, begins=False, reader="side")
    assert not door.memory.testing("side")


def test_a_lockdown_shows_everywhere_keeps_out_and_ends(door: Threshold) -> None:
    told(door, OrderKind.LOCKDOWN, begins=True)
    assert door.resting() == [Pattern.LOCKED_DOWN] * 3
    door.tap("siti")
    assert door.reasons() == ["lockdown"]
    told(door, OrderKind.LOCKDOWN, begins=False)
    door.tap("siti")
    assert door.reasons() == ["granted"]
    assert door.resting() == [Pattern.IDLE] * 3


MOVES = {  # when it begins, when it ends
    OrderKind.UNLOCK: (["release"], []),
    OrderKind.HOLD: (["hold"], ["secure"]),
    OrderKind.LOCKDOWN: (["secure"], []),
}


@pytest.mark.parametrize("kind", OrderKind)
def test_an_order_moves_the_strike_as_its_kind_says_and_no_other_does(
    door: Threshold, kind: OrderKind
) -> None:
    begins, ends = MOVES.get(kind, ([], []))
    told(door, kind, begins=True)
    assert door.moved == begins
    told(door, kind, begins=False)
    assert door.moved == begins + ends
    assert {ordered for ordered, _ in ORDERED} == set(MOVES)


def test_an_order_to_unlock_locks_again_by_itself(door: Threshold) -> None:
    told(door, OrderKind.UNLOCK, begins=True)
    door.wait(5)
    assert door.moved == ["release", "secure"]


def test_a_door_with_a_one_shot_cannot_be_held_unlocked(make: Make) -> None:
    door = make(timing=DoorTiming(one_shot=3.0))
    assert door.point.refuses(order(OrderKind.HOLD)) is Refusal.ONE_SHOT
    assert door.point.refuses(order(OrderKind.UNLOCK)) is None


@pytest.mark.parametrize("kind", OrderKind)
def test_a_lockdown_refuses_what_would_open_and_nothing_else(
    door: Threshold, kind: OrderKind
) -> None:
    told(door, OrderKind.LOCKDOWN, begins=True)
    refused = kind in {OrderKind.UNLOCK, OrderKind.HOLD}
    assert (door.point.refuses(order(kind)) is Refusal.LOCKED_DOWN) is refused
