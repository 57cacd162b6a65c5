"""The visitor and his escort: who taps first, who counts, and what comes between."""

from typing import Any

import pytest

from ledger.access import AccessKind, CardState, Entry, Hours
from ledger.events import Reason
from ledger.instant import ClockState
from tests.daemon.doorway import Doorway
from tests.daemon.people import ESCORT, NOW, TWO, VISITOR, N, R, person


def test_the_visitor_waits_and_the_escorts_tap_releases_for_both() -> None:
    door = Doorway()
    assert door.tap(VISITOR).reason is R.WAITING_FOR_ESCORT
    decision = door.tap(ESCORT, 3)
    assert decision.reason is R.GRANTED_WITH_ESCORT
    assert (decision.subject, decision.companion) == ("P-E", "P-V")
    assert decision.party == ("P-E", "P-V")
    assert door.waits == []


@pytest.mark.parametrize(
    ("seconds", "reason"), [(N - 1e-9, R.GRANTED_WITH_ESCORT), (N, R.GRANTED), (N + 1, R.GRANTED)]
)
def test_an_escort_who_comes_too_late_goes_in_alone(seconds: float, reason: Reason) -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert door.tap(ESCORT, seconds).reason is reason


def test_the_escort_who_taps_first_goes_in_alone_and_the_visitor_waits() -> None:
    door = Doorway()
    assert door.tap(ESCORT).reason is R.GRANTED
    assert door.tap(VISITOR, 1).reason is R.WAITING_FOR_ESCORT


@pytest.mark.parametrize("again", [VISITOR, VISITOR._replace(card=99)])
def test_the_visitor_again_by_this_or_another_card_does_not_count(again: Entry) -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert door.tap(again, 1).reason is R.WAITING_FOR_ESCORT


def test_a_visitor_named_as_his_own_escort_never_goes_in() -> None:
    own = VISITOR._replace(escort=VISITOR.cardholder)
    door = Doorway()
    for second in range(5):
        assert door.tap(own, second).reason is R.WAITING_FOR_ESCORT


def test_an_escort_who_needs_an_escort_brings_nobody_in() -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert not door.tap(ESCORT._replace(escort="P-V"), 1).granted


@pytest.mark.parametrize("card", [ESCORT.card, 77])
def test_any_card_of_the_escort_counts(card: int) -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert door.tap(ESCORT._replace(card=card), 1).reason is R.GRANTED_WITH_ESCORT


@pytest.mark.parametrize(
    "change",
    [{"state": CardState.FROZEN}, {"valid_until": NOW}, {"valid_from": NOW + 1}, {"doors": {}}],
)
def test_an_escort_must_himself_be_entitled_and_the_visitor_waits_on(
    change: dict[str, Any],
) -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert not door.tap(ESCORT._replace(**change), 1).granted
    assert door.tap(ESCORT, 2).reason is R.GRANTED_WITH_ESCORT


@pytest.mark.parametrize("stranger", [None, person("X", state=CardState.LOST)])
def test_a_denied_tap_in_between_leaves_the_wait_as_it_is(stranger: Entry | None) -> None:
    door = Doorway()
    waiting = door.tap(VISITOR).waiting
    assert door.tap(stranger, 1).waiting is waiting
    assert door.tap(ESCORT, 2).reason is R.GRANTED_WITH_ESCORT


def test_another_who_is_let_in_ends_the_wait_for_the_door_is_open() -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert door.tap(person("B"), 1).reason is R.GRANTED
    assert door.tap(ESCORT, 2).party == ("P-E",)


def test_the_last_visitor_to_tap_is_the_one_who_waits() -> None:
    door = Doorway()
    door.tap(VISITOR)
    door.tap(person("W", escort="P-E"), 1)
    assert door.tap(ESCORT, 2).party == ("P-E", "P-W")


def test_a_visitor_who_is_denied_at_his_second_tap_no_longer_waits() -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert door.tap(VISITOR._replace(state=CardState.REVOKED), 1).waiting is None


def test_a_register_that_changed_meanwhile_asks_the_first_to_tap_again() -> None:
    door = Doorway()
    door.tap(VISITOR)
    newer = ESCORT._replace(revision=8)
    assert door.tap(newer, 1).party == ("P-E",)


@pytest.mark.parametrize("revision", [6, 8])
def test_two_cards_read_of_two_registers_do_not_open(revision: int) -> None:
    door = Doorway(TWO)
    door.tap(person("A"))
    assert not door.tap(person("B", revision=revision), 1).granted


def test_a_visitor_who_expires_while_he_waits_does_not_go_in() -> None:
    door = Doorway()
    door.tap(VISITOR._replace(valid_until=NOW + 1_000))
    assert door.tap(ESCORT, 1, at=NOW + 1_000).party == ("P-E",)


def test_a_visitor_whose_hours_end_while_he_waits_does_not_go_in() -> None:
    door = Doorway()
    door.tap(VISITOR._replace(doors={"server": Hours("1 0730-0900", on_holidays=True)}), at=NOW - 1)
    assert door.tap(ESCORT, 1).party == ("P-E",)


def test_a_visitor_whose_hours_can_no_longer_be_judged_does_not_go_in() -> None:
    door = Doorway()
    door.tap(VISITOR)
    standing = ESCORT._replace(kind=AccessKind.STANDING)
    assert door.tap(standing, 1, clock=ClockState.UNTRUSTED).party == ("P-E",)


def test_a_visitor_who_waits_when_the_door_locks_down_does_not_go_in() -> None:
    door = Doorway()
    door.tap(VISITOR)
    door.now = door.now._replace(locked_down=True)
    assert door.tap(ESCORT, 1).reason is R.LOCKDOWN
