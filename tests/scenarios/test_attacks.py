"""What somebody tried who wanted the door to open, or to stay open, against its rules."""

import sqlite3
from contextlib import closing

import pytest

from daemon.loop import MOST_AT_ONCE
from hardware.portal import PinEdge, Sense
from hardware.readers import CardRefused, Refusal
from ledger.allowlist import Allowlist
from ledger.errors import RegisterUnreadable
from ledger.orders import OrderKind
from tests.daemon.office import STRANGER, card, person
from tests.scenarios.conftest import rules
from tests.scenarios.site import Site


def test_a_hold_ends_in_time_though_the_register_cannot_be_read(site: Site) -> None:
    site.order(OrderKind.HOLD, seconds=10)
    site.wait(seconds=0.2)
    assert site.unlocked()
    with site.missing_register():
        site.wait(seconds=10)
        assert not site.unlocked()


def test_a_hold_ends_in_time_though_the_clock_is_set_back(site: Site) -> None:
    site.order(OrderKind.HOLD, seconds=10)
    site.wait(seconds=0.2)
    assert site.unlocked()
    site.clock.jump(hours=-5)
    site.wait(seconds=10)
    assert not site.unlocked()


def test_each_of_two_lockdowns_ends_by_itself(site: Site) -> None:
    first = site.order(OrderKind.LOCKDOWN)
    site.wait(seconds=0.2)
    second = site.order(OrderKind.LOCKDOWN)
    site.wait(seconds=0.2)
    site.cancel(first)
    site.wait(seconds=0.2)
    site.tap(card("siti"))
    assert not site.unlocked()
    site.cancel(second)
    site.wait(seconds=0.2)
    site.tap(card("siti"))
    assert site.unlocked()


def test_each_of_two_enrolments_ends_by_itself(site: Site) -> None:
    site.order(OrderKind.ENROL, reader="in", seconds=10)
    site.wait(seconds=5)
    site.order(OrderKind.ENROL, reader="in", seconds=20)
    site.wait(seconds=10)
    site.said()
    site.tap(STRANGER)
    assert site.kinds() == ["card-offered"]


def test_an_order_is_new_though_a_restored_register_gives_its_id_again(site: Site) -> None:
    with (
        closing(sqlite3.connect(site.folder / "register.db")) as live,
        closing(sqlite3.connect(":memory:")) as backup,
    ):
        live.backup(backup)
        site.order(OrderKind.LOCATE, reader="in", seconds=10)
        site.wait(seconds=20)
        backup.backup(live)
    site.wait(seconds=1)
    site.order(OrderKind.LOCKDOWN)
    site.wait(seconds=1)
    site.tap(card("siti"))
    assert not site.unlocked()


def test_a_pruning_drops_what_is_there_and_is_refused_behind_what_is_not(site: Site) -> None:
    there = site.events()[-1].seq
    site.order(OrderKind.PRUNE, upto=there)
    site.wait(seconds=0.1)
    assert site.kinds() == ["order-refused"]  # nobody hides what he did today
    site.clock.jump(hours=24 * 366)
    site.wait(seconds=1.1)
    site.order(OrderKind.PRUNE, upto=there)
    site.wait(seconds=0.1)
    assert site.kinds()[-2:] == ["order-obeyed", "pruned"]
    for gone in (there, there + 1000):
        site.order(OrderKind.PRUNE, upto=gone)
        site.wait(seconds=0.1)
        refused = site.said()[0]
        assert (refused.kind, refused.detail) == (
            "order-refused",
            {"what": "prune", "by": person("siti"), "upto": gone, "why": "no-such-event"},
        )


def test_a_test_tap_is_one_tap(site: Site) -> None:
    site.order(OrderKind.TEST_TAP, reader="in", seconds=30)
    site.wait(seconds=0.2)
    site.tap(card("siti"))
    assert not site.unlocked()
    site.tap(card("siti"))
    assert site.unlocked()


def test_a_register_of_the_other_kind_is_refused_whenever_it_is_opened(site: Site) -> None:
    with (
        closing(Allowlist(site.folder / "register.db", demo=False)) as real,
        pytest.raises(RegisterUnreadable, match="another kind is wanted"),
    ):
        real.find(bytes(32))


def test_a_flood_does_not_turn_an_opening_and_a_closing_about(site: Site) -> None:
    at = site.clock.passed
    for _ in range(MOST_AT_ONCE):
        site.daemon.loop.put(CardRefused("in", Refusal.MORE_THAN_ONE, at))
    site.daemon.loop.put(PinEdge("server", Sense.CONTACT, active=True, ticks=at))
    site.daemon.loop.put(PinEdge("server", Sense.CONTACT, active=False, ticks=at + 1_000_000))
    site.wait(seconds=1)
    assert "forced-open" not in site.kinds()


def test_an_exit_reader_denies_nothing(site: Site) -> None:
    site.deliver(CardRefused("out", Refusal.MORE_THAN_ONE, site.clock.passed))
    site.open()
    kinds = site.kinds()
    assert "exit" in kinds
    assert not {"denied", "forced-open"} & set(kinds)


def test_a_late_card_at_an_exit_reader_explains_no_opening(site: Site) -> None:
    site.tap(card("siti"), "out", ago=45)
    site.open()
    assert "forced-open" in site.kinds()


@rules('pin = "always"')
def test_a_pin_is_judged_by_what_the_register_says_now(site: Site) -> None:
    site.tap(card("joko"))
    assert site.reasons() == ["waiting-for-pin"]
    with closing(sqlite3.connect(site.folder / "register.db")) as register, register:
        register.execute(
            "UPDATE card SET pin_hash = 'changed', duress_hash = NULL WHERE pin_hash IS NOT NULL"
        )
    site.type("274915#")
    assert not site.unlocked()


@rules('passback = "hard"')
def test_who_walks_in_through_an_open_door_is_inside(site: Site) -> None:
    site.tap(card("siti"))
    site.open()
    site.tap(card("bagus"))
    site.wait(seconds=1)
    site.shut()
    site.wait(seconds=6)
    site.said()
    site.tap(card("bagus"))
    assert site.reasons() == ["passback"]
