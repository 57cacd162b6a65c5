"""What an order from the admin app does at the door, on real files and a clock of its own."""

import pytest

from ledger.orders import OrderKind
from tests.daemon.office import STRANGER, card
from tests.scenarios.site import Site


def test_a_lockdown_keeps_everyone_out_and_nobody_in(site: Site) -> None:
    order = site.order(OrderKind.LOCKDOWN)
    site.wait(seconds=0.1)
    site.tap(card("siti"))
    assert not site.unlocked()
    site.press_rex()
    site.open()
    site.shut()
    assert site.kinds() == [
        "order-obeyed", "denied", "exit-requested", "door-opened", "door-closed",
    ]  # fmt: skip
    site.tap(card("siti"), "out")
    assert site.reasons() == ["exit-recorded"]
    assert not site.unlocked()

    site.cancel(order)
    site.wait(seconds=0.1)
    site.tap(card("siti"))
    assert site.unlocked()


def test_a_lockdown_takes_back_a_release_that_stands(site: Site) -> None:
    site.tap(card("siti"))
    site.order(OrderKind.LOCKDOWN)
    site.wait(seconds=0.1)
    assert not site.unlocked()


def test_a_door_is_held_unlocked_until_the_end_of_its_order(site: Site) -> None:
    site.order(OrderKind.HOLD, seconds=60)
    site.wait(seconds=59.9)
    assert site.unlocked()
    site.wait(seconds=0.3)
    assert not site.unlocked()
    assert sorted(site.kinds()) == ["order-ended", "order-obeyed", "relocked"]


def test_an_order_to_unlock_releases_once(site: Site) -> None:
    site.order(OrderKind.UNLOCK)
    site.wait(seconds=0.1)
    assert site.unlocked()
    site.wait(seconds=30)
    assert [level for level, _ in site.moves] == [True, False]
    assert site.kinds()[0] == "order-obeyed"


def test_an_enrolment_offers_the_unknown_card_and_lets_the_known_one_in(site: Site) -> None:
    site.order(OrderKind.ENROL, reader="in")
    site.wait(seconds=0.1)
    site.said()
    site.tap(STRANGER)
    (offered,) = site.said()
    assert offered.kind == "card-offered"
    assert offered.detail is not None
    assert offered.detail["last_four"] == STRANGER[-4:]
    assert site.moves == []
    site.tap(card("siti"))
    assert site.reasons() == ["granted"]
    site.wait(seconds=61)
    site.said()
    site.tap(STRANGER)
    assert site.reasons() == ["unknown-card"]


@pytest.mark.parametrize("kind", [None, OrderKind.ENROL, OrderKind.TEST_TAP, OrderKind.LOCKDOWN])
def test_a_card_at_the_desk_moves_no_door_whatever_was_ordered(
    site: Site, kind: OrderKind | None
) -> None:
    if kind is not None:
        site.order(kind, reader=None if kind is OrderKind.LOCKDOWN else "in")
        site.wait(seconds=0.1)
    site.said()
    for number in (card("siti"), STRANGER):
        site.tap(number, "table")
    assert site.kinds() == ["card-shown", "card-shown"]
    assert site.moves == []


def test_a_test_tap_shows_the_answer_and_releases_nothing(site: Site) -> None:
    site.order(OrderKind.TEST_TAP, reader="in")
    site.wait(seconds=0.1)
    site.said()
    site.tap(card("siti"))
    (event,) = site.said()
    assert (event.kind, event.reason) == ("test-tap", "granted")
    assert site.moves == []
