"""A door's memory: who waits and in vain, who is inside, what strangers did, what is typed."""

from dataclasses import replace

import pytest

from daemon.clock_rules import Mark
from daemon.decide import Decision, DoorRules, Pin
from daemon.situation import BACK_OFF, OPENS_WITHIN, STRANGERS, Memory
from hardware.readers import Assurance, CardNumber, CardRead
from ledger.access import CardState, Entry
from ledger.events import Reason
from ledger.instant import ClockState, Instant
from tests.daemon.entrance import Entrance
from tests.daemon.people import HARD, NOW, PINS, RULES, TICKS, TWO, VISITOR, N, R, S, person

# waiting in vain


@pytest.mark.parametrize(
    ("rules", "entry", "missing"),
    [
        (RULES, VISITOR, R.ESCORT_MISSING),
        (TWO, person("A"), R.SECOND_CARD_MISSING),
        (PINS, person("A", pin_hash="h"), R.PIN_MISSING),
    ],
)
def test_who_waits_in_vain_is_denied_when_the_time_is_over_and_not_before(
    rules: DoorRules, entry: Entry, missing: Reason
) -> None:
    door = Entrance(rules)
    door.tap(entry)
    assert door.memory.due() == TICKS + N * S
    door.expire(N - 1e-9)
    assert door.lapses == []
    door.expire(N)
    assert door.lapses == [("front", entry.cardholder, missing)]
    assert door.memory.due() is None
    door.expire(N + 1)
    assert len(door.lapses) == 1


def test_nobody_waits_at_first() -> None:
    memory = Memory(RULES)
    assert (memory.due(), memory.expire(TICKS)) == (None, ())


def test_who_found_company_is_not_missed() -> None:
    door = Entrance(TWO)
    door.tap(person("A"))
    assert door.tap(person("B"), 1).granted
    door.expire(100)
    assert door.lapses == []


def test_a_visitor_whose_place_another_takes_is_told_at_once_at_his_own_reader() -> None:
    door = Entrance()
    door.tap(VISITOR, reader="side")
    door.tap(person("W", escort="P-E"), 1)
    assert door.lapses == [("side", "P-V", R.ESCORT_MISSING)]


def test_a_visitor_left_outside_by_another_who_goes_in_is_told_at_once() -> None:
    door = Entrance()
    door.tap(VISITOR)
    door.tap(person("B"), 1)
    assert door.lapses == [("front", "P-V", R.ESCORT_MISSING)]


def test_a_denied_tap_elsewhere_does_not_move_the_wait_there() -> None:
    door = Entrance()
    door.tap(VISITOR)
    door.tap(person("X", state=CardState.LOST), 1, reader="side")
    door.expire(N)
    assert door.lapses == [("front", "P-V", R.ESCORT_MISSING)]


def test_who_taps_again_is_not_also_missed() -> None:
    door = Entrance()
    door.tap(VISITOR)
    door.tap(VISITOR, 5)
    door.tap(VISITOR._replace(card=99), 6)
    door.tap(VISITOR._replace(card=99, state=CardState.LOST), 7)
    door.expire(100)
    assert door.lapses == []


def test_visitor_and_escort_are_both_missed_where_the_second_person_does_not_come() -> None:
    door = Entrance(TWO)
    door.tap(VISITOR)
    door.tap(person("E"), 1, reader="side")
    door.expire(1 + N)
    assert door.lapses == [
        ("side", "P-E", R.SECOND_CARD_MISSING),
        ("front", "P-V", R.SECOND_CARD_MISSING),
    ]


def test_the_first_waits_on_while_the_seconds_pin_runs_out() -> None:
    door = Entrance(replace(PINS, two_cards="always", pin_within=2.0))
    door.tap(person("A", pin_hash="h"))
    door.tap(person("A", pin_hash="h"), 1, Pin.RIGHT)
    door.tap(person("B", pin_hash="h"), 2)
    door.expire(4)
    assert door.lapses == [("front", "P-B", R.PIN_MISSING)]
    assert door.memory.due() == TICKS + (1 + N) * S
    door.expire(1 + N)
    assert door.lapses[1:] == [("front", "P-A", R.SECOND_CARD_MISSING)]


@pytest.mark.parametrize(
    "reason",
    [
        R.TOO_LATE, R.REGISTER_UNREADABLE, R.JOURNAL_UNWRITABLE, R.FAULT, R.UNREADABLE_CARD,
        R.MORE_THAN_ONE_CARD, R.RANDOM_NUMBER,
    ],
)  # fmt: skip
def test_a_fault_of_ours_in_between_costs_nobody_his_wait(reason: Reason) -> None:
    door = Entrance()
    door.tap(VISITOR)
    at = Instant(NOW, TICKS, ClockState.SYNCED)
    read = CardRead("front", CardNumber("em4100:0000000001"), Assurance.UID_ONLY, TICKS)
    assert door.memory.remember(Decision(reason), read, at) == ()
    assert door.tap(person("E"), 1).reason is R.GRANTED_WITH_ESCORT


# inside


def test_anti_passback_counts_only_where_the_door_really_opened() -> None:
    door = Entrance(HARD)
    assert door.tap(person("A")).granted
    assert door.tap(person("A"), 1).granted  # the door has not opened yet
    door.memory.opened(TICKS + 2 * S)
    assert door.tap(person("A"), 3).reason is R.PASSBACK


def test_a_grant_that_nobody_used_counts_for_nothing() -> None:
    door = Entrance(HARD)
    door.tap(person("A"))
    door.memory.not_opened()
    door.memory.opened(TICKS + 9 * S)  # an exit, later
    assert door.tap(person("A"), 10).granted


@pytest.mark.parametrize(("late", "counts"), [(-1, True), (0, False)])
def test_an_opening_long_after_the_grant_is_anothers(late: int, counts: bool) -> None:  # noqa: FBT001 - a table's column
    door = Entrance(HARD)
    door.tap(person("A"))
    door.memory.opened(TICKS + OPENS_WITHIN + late)
    assert door.tap(person("A"), 61).granted is not counts


def test_all_of_a_party_are_inside() -> None:
    door = Entrance(HARD)
    door.tap(VISITOR)
    door.tap(person("E"), 1)
    door.memory.opened(TICKS + 2 * S)
    for entry in (VISITOR, person("E")):
        assert door.tap(entry, 3).reason is R.PASSBACK


def test_a_denied_person_is_not_inside_when_the_door_opens() -> None:
    door = Entrance(HARD)
    door.tap(person("A", state=CardState.LOST))
    door.memory.opened(TICKS + S)
    assert door.tap(person("A"), 2).granted


def test_the_way_out_lets_in_again_and_only_him_who_took_it() -> None:
    door = Entrance(HARD)
    for letter in "AB":
        door.tap(person(letter))
    door.memory.opened(TICKS + S)
    door.memory.left("P-A")
    door.memory.left("P-Z")
    assert door.tap(person("A"), 2).granted
    assert door.tap(person("B"), 2).reason is R.PASSBACK


def test_who_left_unseen_is_forgotten_after_a_time() -> None:
    door = Entrance(HARD)
    door.tap(person("A"))
    door.memory.opened(TICKS)
    door.memory.opened(TICKS + 3600 * S)
    now = Instant(NOW, TICKS, ClockState.SYNCED)
    assert door.memory.snapshot("front", now).inside == {}


def test_who_is_inside_stays_so_while_others_come() -> None:
    door = Entrance(HARD)
    door.tap(person("A"))
    door.memory.opened(TICKS)
    door.memory.opened(TICKS + 3599 * S)
    assert door.tap(person("A"), 3599).reason is R.PASSBACK


def test_nobody_is_remembered_where_no_rule_asks_who_is_inside() -> None:
    door = Entrance()
    door.tap(person("A"))
    door.memory.opened(TICKS)
    assert door.memory.snapshot("front", Instant(NOW, TICKS, ClockState.SYNCED)).inside == {}


def test_a_snapshot_does_not_change_afterwards() -> None:
    door = Entrance(HARD)
    door.tap(person("A"))
    before = door.memory.snapshot("front", Instant(NOW, TICKS, ClockState.SYNCED))
    door.memory.opened(TICKS)
    assert before.inside == {}


# strangers


def test_many_strangers_are_told_to_wait_and_good_cards_never_are() -> None:
    door = Entrance()
    told = [door.tap(None, second).reason for second in range(STRANGERS + 2)]
    assert told == [R.UNKNOWN_CARD] * STRANGERS + [R.BACK_OFF] * 2
    assert door.tap(person("A"), 8).granted
    last = STRANGERS + 1
    assert door.tap(None, last + BACK_OFF / S).reason is R.UNKNOWN_CARD


def test_strangers_one_by_one_are_no_crowd() -> None:
    door = Entrance()
    assert {door.tap(None, 16 * number).reason for number in range(12)} == {R.UNKNOWN_CARD}


def test_strangers_at_one_reader_do_not_slow_another() -> None:
    door = Entrance()
    for second in range(STRANGERS):
        door.tap(None, second)
    assert door.tap(None, 6, reader="side").reason is R.UNKNOWN_CARD
    assert door.tap(None, 6).reason is R.BACK_OFF


# orders and the register


def test_what_orders_and_the_clock_say_stands_in_the_snapshot() -> None:
    memory = Memory(RULES)
    memory.locked_down, memory.holidays = True, frozenset({"2026-11-23"})
    memory.enrolments.add("desk")
    memory.test_taps.add("front")
    memory.mark = Mark(NOW, TICKS)
    at = Instant(0, TICKS + 5 * S, ClockState.UNTRUSTED)
    desk, front = (memory.snapshot(reader, at) for reader in ("desk", "front"))
    assert (desk.enrolling, front.enrolling) == (True, False)
    assert (memory.testing("desk"), memory.testing("front")) == (False, True)
    assert (desk.locked_down, desk.holidays, desk.mark) == (True, memory.holidays, NOW + 5000)
