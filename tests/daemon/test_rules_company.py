"""Escort and two cards: who taps first, who counts, and what comes between."""

from dataclasses import replace
from typing import Any, Final

import pytest

from daemon.decide import (
    Decision,
    DoorRules,
    PassbackRule,
    Pin,
    Situation,
    decide,
)
from ledger.access import AccessKind, CardState, Entry, Hours
from ledger.events import Reason
from ledger.instant import ClockState
from tests.daemon.people import DAY, NOW, RULES, TICKS, S, person, tap

R = Reason
N: Final = RULES.second_card_within
VISITOR: Final = person("V", escort="P-E", kind=AccessKind.VISITOR)
ESCORT: Final = person("E")
TWO: Final = replace(RULES, two_cards="always")
PINS: Final = replace(TWO, pin="always")


class Doorway:
    """A door at which people tap, one after the other; what it waits for goes from tap to tap."""

    def __init__(self, rules: DoorRules = RULES, **situation: Any) -> None:  # noqa: ANN401 - its fields
        self.rules, self.now = rules, Situation(**situation)

    def tap(self, entry: Entry | None, seconds: float = 0.0, **attempt: Any) -> Decision:  # noqa: ANN401 - its fields
        decision = decide(entry, tap(seconds, **attempt), self.rules, self.now)
        self.now = replace(self.now, waiting=decision.waiting)
        return decision

    @property
    def waits(self) -> list[tuple[str, Reason]]:
        found, waiting = [], self.now.waiting
        while waiting is not None:
            found.append((waiting.entry.cardholder, waiting.reason))
            waiting = waiting.behind
        return found


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


@pytest.mark.parametrize("again", [VISITOR, replace(VISITOR, card=99)])
def test_the_visitor_again_by_this_or_another_card_does_not_count(again: Entry) -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert door.tap(again, 1).reason is R.WAITING_FOR_ESCORT


def test_a_visitor_named_as_his_own_escort_never_goes_in() -> None:
    own = replace(VISITOR, escort=VISITOR.cardholder)
    door = Doorway()
    for second in range(5):
        assert door.tap(own, second).reason is R.WAITING_FOR_ESCORT


def test_an_escort_who_needs_an_escort_brings_nobody_in() -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert not door.tap(replace(ESCORT, escort="P-V"), 1).granted


@pytest.mark.parametrize("card", [ESCORT.card, 77])
def test_any_card_of_the_escort_counts(card: int) -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert door.tap(replace(ESCORT, card=card), 1).reason is R.GRANTED_WITH_ESCORT


@pytest.mark.parametrize(
    "change",
    [{"state": CardState.FROZEN}, {"valid_until": NOW}, {"valid_from": NOW + 1}, {"doors": {}}],
)
def test_an_escort_must_himself_be_entitled_and_the_visitor_waits_on(
    change: dict[str, Any],
) -> None:
    door = Doorway()
    door.tap(VISITOR)
    assert not door.tap(replace(ESCORT, **change), 1).granted
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
    assert door.tap(replace(VISITOR, state=CardState.REVOKED), 1).waiting is None


def test_a_register_that_changed_meanwhile_asks_the_first_to_tap_again() -> None:
    door = Doorway()
    door.tap(VISITOR)
    newer = replace(ESCORT, revision=8)
    assert door.tap(newer, 1).party == ("P-E",)


@pytest.mark.parametrize("revision", [6, 8])
def test_two_cards_read_of_two_registers_do_not_open(revision: int) -> None:
    door = Doorway(TWO)
    door.tap(person("A"))
    assert not door.tap(person("B", revision=revision), 1).granted


def test_a_visitor_who_expires_while_he_waits_does_not_go_in() -> None:
    door = Doorway()
    door.tap(replace(VISITOR, valid_until=NOW + 1_000))
    assert door.tap(ESCORT, 1, at=NOW + 1_000).party == ("P-E",)


def test_a_visitor_whose_hours_end_while_he_waits_does_not_go_in() -> None:
    door = Doorway()
    door.tap(replace(VISITOR, doors={"server": Hours("1 0730-0900", on_holidays=True)}), at=NOW - 1)
    assert door.tap(ESCORT, 1).party == ("P-E",)


def test_a_visitor_whose_hours_can_no_longer_be_judged_does_not_go_in() -> None:
    door = Doorway()
    door.tap(VISITOR)
    standing = replace(ESCORT, kind=AccessKind.STANDING)
    assert door.tap(standing, 1, clock=ClockState.UNTRUSTED).party == ("P-E",)


def test_a_visitor_who_waits_when_the_door_locks_down_does_not_go_in() -> None:
    door = Doorway()
    door.tap(VISITOR)
    door.now = replace(door.now, locked_down=True)
    assert door.tap(ESCORT, 1).reason is R.LOCKDOWN


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
    door = Doorway(PINS)
    assert typed(pinned("A"), 0, Pin.RIGHT, door).reason is R.WAITING_FOR_SECOND_CARD
    door.tap(pinned("B"), 5)
    assert door.waits == [("P-B", R.WAITING_FOR_PIN), ("P-A", R.WAITING_FOR_SECOND_CARD)]
    assert door.tap(pinned("B"), 6, pin=Pin.RIGHT).party == ("P-B", "P-A")


def test_the_second_who_tapped_in_time_may_type_on_past_the_firsts_time() -> None:
    door = Doorway(PINS)
    typed(pinned("A"), 0, Pin.RIGHT, door)  # waits until 1 + N
    door.tap(pinned("B"), N)
    assert door.tap(pinned("B"), N + 10, pin=Pin.RIGHT).reason is R.GRANTED_TWO_CARDS


def test_tapping_on_does_not_prolong_the_firsts_time() -> None:
    door = Doorway(PINS)
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
    door = Doorway(PINS)
    typed(pinned("A"), 0, Pin.RIGHT, door)  # waits until 1 + N
    door.tap(pinned("B"), 5)
    end = 5 + PINS.pin_within + late
    assert door.tap(pinned("B"), end, pin=Pin.RIGHT).reason is reason


def test_a_wrong_pin_of_the_second_leaves_the_first_waiting() -> None:
    door = Doorway(PINS)
    typed(pinned("A"), 0, Pin.RIGHT, door)
    assert typed(pinned("B"), 2, Pin.WRONG, door).reason is R.PIN_WRONG
    assert door.waits == [("P-A", R.WAITING_FOR_SECOND_CARD)]
    assert typed(pinned("B"), 5, Pin.RIGHT, door).reason is R.GRANTED_TWO_CARDS


def test_duress_of_the_first_alarms_at_once_and_looks_like_any_other() -> None:
    door = Doorway(PINS)
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
    door.now = replace(door.now, inside={"P-A": TICKS})
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
    door = Doorway(PINS)
    people = [replace(VISITOR, pin_hash="h"), pinned("E"), pinned("B"), pinned("A")]
    for second in range(60):
        entry = people[second * 7 % 4]
        door.tap(entry, second / 4, pin=Pin.RIGHT if second % 3 else Pin.NOT_ASKED)
        assert len(door.waits) <= 3
