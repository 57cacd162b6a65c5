"""Two cards, with escort, PINs and anti-passback among them."""

from dataclasses import replace
from typing import Any

import pytest

from daemon.decide import (
    Decision,
    PassbackRule,
    Pin,
)
from ledger.access import AccessKind, CardState, Entry
from ledger.events import Reason
from ledger.instant import ClockState
from tests.daemon.doorway import Doorway
from tests.daemon.people import DAY, ESCORT, NOW, RULES, TICKS, TWO, VISITOR, N, R, S, person

BOTH = replace(TWO, pin="always")

# two cards


def test_any_two_entitled_persons_open_for_both() -> None:
    door = Doorway(TWO)
    assert door.tap(person("A")).reason is R.WAITING_FOR_SECOND_CARD
    decision = door.tap(person("B"), N - 1e-9)
    assert (decision.reason, decision.party) == (R.GRANTED_TWO_CARDS, ("P-B", "P-A"))


def test_a_second_card_that_comes_too_late_is_a_first_one() -> None:
    door = Doorway(TWO)
    door.tap(person("A"))
    assert door.tap(person("B"), N).reason is R.WAITING_FOR_SECOND_CARD
    assert door.tap(person("A"), N + 1).reason is R.GRANTED_TWO_CARDS


@pytest.mark.parametrize("card", [ord("A"), 99])
def test_one_person_is_one_whatever_cards_he_holds(card: int) -> None:
    door = Doorway(TWO)
    door.tap(person("A"))
    for second in range(1, 40):
        assert door.tap(person("A", card=card), second).reason is R.WAITING_FOR_SECOND_CARD


def test_a_denied_second_leaves_the_first_waiting() -> None:
    door = Doorway(TWO)
    door.tap(person("A"))
    door.tap(person("X", state=CardState.REVOKED), 1)
    assert door.tap(person("B"), 2).reason is R.GRANTED_TWO_CARDS


def test_two_are_wanted_in_their_hours_only() -> None:
    rules = replace(RULES, two_cards="1 0800-0900")
    assert Doorway(rules).tap(person("A"), at=NOW - 1).reason is R.WAITING_FOR_SECOND_CARD
    assert Doorway(rules).tap(person("A"), at=NOW).reason is R.GRANTED


def test_who_waited_when_the_hours_ended_goes_in_with_the_next() -> None:
    door = Doorway(replace(RULES, two_cards="1 0800-0900"))
    door.tap(person("A"), at=NOW - 1)
    assert door.tap(person("B"), 1, at=NOW).party == ("P-B", "P-A")


def test_a_visitor_counts_as_neither_of_the_two() -> None:
    door = Doorway(TWO)
    door.tap(person("A"))
    assert door.tap(VISITOR, 1).reason is R.WAITING_FOR_ESCORT
    assert door.tap(person("B"), 2).reason is R.WAITING_FOR_SECOND_CARD


def test_where_two_are_wanted_the_escort_is_the_first_and_another_opens_for_all_three() -> None:
    door = Doorway(TWO)
    door.tap(VISITOR)
    assert door.tap(ESCORT, 1).reason is R.WAITING_FOR_SECOND_CARD
    assert door.waits == [("P-E", R.WAITING_FOR_SECOND_CARD), ("P-V", R.WAITING_FOR_ESCORT)]
    decision = door.tap(person("B"), 1 + N - 1e-9)
    assert (decision.reason, decision.party) == (R.GRANTED_TWO_CARDS, ("P-B", "P-E", "P-V"))


def test_the_escort_again_is_not_the_second_and_keeps_his_visitor() -> None:
    door = Doorway(TWO)
    door.tap(VISITOR)
    door.tap(ESCORT, 1)
    assert door.tap(ESCORT, 2).reason is R.WAITING_FOR_SECOND_CARD
    assert door.tap(person("B"), 3).party == ("P-B", "P-E", "P-V")


# with PINs


def typed(entry: Entry, seconds: float, pin: Pin, door: Doorway) -> Decision:
    door.tap(entry, seconds)
    return door.tap(entry, seconds + 1, pin=pin)


def pinned(letter: str) -> Entry:
    return person(letter, pin_hash="h")


def test_each_of_two_proves_himself_and_the_first_waits_behind_the_seconds_pin() -> None:
    door = Doorway(BOTH)
    assert typed(pinned("A"), 0, Pin.RIGHT, door).reason is R.WAITING_FOR_SECOND_CARD
    door.tap(pinned("B"), 5)
    assert door.waits == [("P-B", R.WAITING_FOR_PIN), ("P-A", R.WAITING_FOR_SECOND_CARD)]
    assert door.tap(pinned("B"), 6, pin=Pin.RIGHT).party == ("P-B", "P-A")


def test_the_second_who_tapped_in_time_may_type_on_past_the_firsts_time() -> None:
    door = Doorway(BOTH)
    typed(pinned("A"), 0, Pin.RIGHT, door)  # waits until 1 + N
    door.tap(pinned("B"), N)
    assert door.tap(pinned("B"), N + 10, pin=Pin.RIGHT).reason is R.GRANTED_TWO_CARDS


def test_tapping_on_does_not_prolong_the_firsts_time() -> None:
    door = Doorway(BOTH)
    typed(pinned("A"), 0, Pin.RIGHT, door)
    door.tap(pinned("B"), N)
    door.tap(pinned("B"), N + 10)
    assert door.tap(pinned("B"), N + 11, pin=Pin.RIGHT).reason is R.WAITING_FOR_SECOND_CARD


@pytest.mark.parametrize(
    ("late", "reason"), [(-1e-9, R.GRANTED_TWO_CARDS), (0.0, R.WAITING_FOR_SECOND_CARD)]
)
def test_a_pin_typed_as_its_time_ends_no_longer_holds_the_first(
    late: float, reason: Reason
) -> None:
    door = Doorway(BOTH)
    typed(pinned("A"), 0, Pin.RIGHT, door)  # waits until 1 + N
    door.tap(pinned("B"), 5)
    end = 5 + BOTH.pin_within + late
    assert door.tap(pinned("B"), end, pin=Pin.RIGHT).reason is reason


def test_a_wrong_pin_of_the_second_leaves_the_first_waiting() -> None:
    door = Doorway(BOTH)
    typed(pinned("A"), 0, Pin.RIGHT, door)
    assert typed(pinned("B"), 2, Pin.WRONG, door).reason is R.PIN_WRONG
    assert door.waits == [("P-A", R.WAITING_FOR_SECOND_CARD)]
    assert typed(pinned("B"), 5, Pin.RIGHT, door).reason is R.GRANTED_TWO_CARDS


def test_duress_of_the_first_alarms_at_once_and_looks_like_any_other() -> None:
    door = Doorway(BOTH)
    decision = typed(pinned("A"), 0, Pin.DURESS, door)
    assert (decision.reason, decision.duress) == (R.WAITING_FOR_SECOND_CARD, True)
    assert typed(pinned("B"), 2, Pin.RIGHT, door).reason is R.GRANTED_TWO_CARDS


# anti-passback and flags


@pytest.mark.parametrize("who", ["P-V", "P-E"])
def test_soft_anti_passback_flags_a_party_with_anyone_inside(who: str) -> None:
    door = Doorway(replace(RULES, passback=PassbackRule.SOFT), inside={who: TICKS - S})
    door.tap(VISITOR)
    decision = door.tap(ESCORT, 1)
    assert decision.reason is R.GRANTED_PASSBACK
    assert decision.also == (R.GRANTED_WITH_ESCORT,)


def test_hard_anti_passback_keeps_out_who_went_in_while_he_waited() -> None:
    door = Doorway(replace(TWO, passback=PassbackRule.HARD))
    door.tap(person("A"))
    door.now = door.now._replace(inside={"P-A": TICKS})
    assert door.tap(person("B"), 1).reason is R.WAITING_FOR_SECOND_CARD


def test_all_that_holds_of_a_grant_is_said_the_gravest_first() -> None:
    rules = replace(TWO, passback=PassbackRule.SOFT)
    door = Doorway(rules, inside={"P-A": TICKS})
    standing: dict[str, Any] = {"kind": AccessKind.STANDING, "valid_until": NOW + DAY}
    door.tap(person("A", **standing), clock=ClockState.UNTRUSTED)
    decision = door.tap(person("B", **standing), 1, clock=ClockState.UNTRUSTED)
    assert decision.reason is R.GRANTED_CLOCK_UNTRUSTED
    assert decision.also == (R.GRANTED_PASSBACK, R.GRANTED_TWO_CARDS)


def test_a_wait_is_never_more_than_three_deep() -> None:
    door = Doorway(BOTH)
    people = [VISITOR._replace(pin_hash="h"), pinned("E"), pinned("B"), pinned("A")]
    for second in range(60):
        entry = people[second * 7 % 4]
        door.tap(entry, second / 4, pin=Pin.RIGHT if second % 3 else Pin.NOT_ASKED)
        assert len(door.waits) <= 3
