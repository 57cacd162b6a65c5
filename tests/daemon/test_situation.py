"""A door's memory: who waits and in vain, who is inside, what strangers did, what is typed."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from daemon.clock_rules import Mark
from daemon.decide import Attempt, Decision, DoorRules, PassbackRule, Pin, Side, decide
from daemon.rules.company import chain
from daemon.situation import BACK_OFF, LONGEST_PIN, OPENS_WITHIN, STRANGERS, Lapse, Memory
from daemon.throttle import FREE_TRIES, LONGEST_PAUSE
from hardware.readers import Assurance, CardNumber, CardRead
from ledger.access import CardState, Entry
from ledger.events import Reason
from ledger.instant import ClockState, Instant
from tests.daemon.people import DAY, NOW, RULES, TICKS, S, person

R = Reason
N: Final = round(RULES.second_card_within)
TWO: Final = replace(RULES, two_cards="always")
PINS: Final = replace(RULES, pin="always")
VISITOR: Final = person("V", escort="P-E")
HARD: Final = replace(RULES, passback=PassbackRule.HARD, passback_for=3600.0)


class Entrance:
    """A door with its memory, at which people tap so many seconds after the start."""

    def __init__(self, rules: DoorRules = RULES) -> None:
        self.rules, self.memory = rules, Memory(rules)
        self.lapses: list[tuple[str, str | None, Reason]] = []

    def tap(
        self,
        entry: Entry | None,
        seconds: float = 0.0,
        pin: Pin = Pin.NOT_ASKED,
        reader: str = "front",
    ) -> Decision:
        at = Instant(NOW, TICKS + round(seconds * S), ClockState.SYNCED)
        read = CardRead(
            reader,
            CardNumber(f"em4100:{0 if entry is None else entry.card:010X}"),
            Assurance.UID_ONLY,
            at.ticks,
        )
        attempt = Attempt(at=at, side=Side.IN, technology="em4100", pin=pin)
        decision = decide(entry, attempt, self.rules, self.memory.snapshot(reader, at))
        self._note(self.memory.remember(decision, read, at))
        return decision

    def expire(self, seconds: float) -> None:
        self._note(self.memory.expire(TICKS + round(seconds * S)))

    def keys(self, keys: str, seconds: float = 0.0, reader: str = "front") -> list[str]:
        """Press keys; return the PINs that were completed."""
        ticks = TICKS + round(seconds * S)
        typed = [self.memory.key(reader, key, ticks) for key in keys]
        return [one.digits for one in typed if one is not None]

    def _note(self, lapses: tuple[Lapse, ...]) -> None:
        for lapse in lapses:
            assert not lapse.decision.granted
            self.lapses.append((lapse.reader, lapse.decision.subject, lapse.decision.reason))


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
    door.tap(replace(VISITOR, card=99), 6)
    door.tap(replace(VISITOR, card=99, state=CardState.LOST), 7)
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


# typing


PINNED: Final = person("A", pin_hash="h", valid_until=NOW + 9 * DAY)


@pytest.fixture
def asked() -> Entrance:
    door = Entrance(PINS)
    assert door.tap(PINNED).reason is R.WAITING_FOR_PIN
    return door


@pytest.mark.parametrize(
    ("keys", "pins"),
    [
        ("4829#", ["4829"]),
        ("48*29#", ["29"]),
        ("#", []),
        ("*#", []),
        ("4829", []),
        ("48#29#", ["48", "29"]),
        ("1" * 40 + "#", ["1" * (LONGEST_PIN + 1)]),
    ],
)
def test_hash_ends_a_pin_and_star_begins_anew(asked: Entrance, keys: str, pins: list[str]) -> None:
    assert asked.keys(keys, 1) == pins


def test_a_complete_pin_comes_with_the_tap_that_it_belongs_to(asked: Entrance) -> None:
    asked.keys("48")
    typed = asked.memory.key("front", "#", TICKS)
    assert typed is not None
    assert (typed.waiting.entry, typed.read.number.text) == (PINNED, "em4100:0000000041")
    assert "48" not in repr(typed).replace(repr(typed.waiting), "").replace(repr(typed.read), "")


def test_keys_at_another_reader_or_unasked_or_too_late_are_nobodys(asked: Entrance) -> None:
    assert asked.keys("4829#", reader="side") == []
    assert asked.keys("4829#", PINS.pin_within) == []
    assert Entrance(PINS).keys("4829#") == []


def test_what_one_typed_is_not_the_beginning_of_anothers_pin(asked: Entrance) -> None:
    asked.keys("48")
    asked.tap(person("B", pin_hash="h"), 1)
    assert asked.keys("29#", 2) == ["29"]
    assert asked.lapses == [("front", "P-A", R.PIN_MISSING)]


def test_a_stranger_does_not_disturb_who_types(asked: Entrance) -> None:
    asked.keys("48")
    asked.tap(None, 1)
    assert asked.keys("29#", 2) == ["4829"]


def test_wrong_pins_begin_a_pause_that_ends_by_itself(asked: Entrance) -> None:
    for _ in range(FREE_TRIES):
        asked.memory.tried(PINNED.card, Pin.WRONG, TICKS)
    assert asked.keys("4829#", 1) == []
    assert asked.tap(PINNED, 2).reason is R.PIN_THROTTLED
    assert asked.tap(person("B", pin_hash="h"), 3).reason is R.WAITING_FOR_PIN
    assert asked.tap(PINNED, LONGEST_PAUSE / S).reason is R.WAITING_FOR_PIN


@pytest.mark.parametrize("pin", [Pin.RIGHT, Pin.DURESS])
def test_a_right_pin_ends_the_count(asked: Entrance, pin: Pin) -> None:
    for tried in (Pin.WRONG, Pin.WRONG, pin, Pin.WRONG, Pin.WRONG):
        asked.memory.tried(PINNED.card, tried, TICKS)
    assert asked.keys("4829#", 1) == ["4829"]


# anything, in any order


class AnyDay(RuleBasedStateMachine):
    """Whatever happens at a door, each wait ends once, and a good card gets in in the end."""

    def __init__(self) -> None:
        super().__init__()
        rules = replace(HARD, two_cards="1 0700-0800", pin="1 0600-0700")
        self.door, self.seconds = Entrance(rules), 0.0

    @rule(later=st.sampled_from([0.0, 0.5, 5.0, 14.9, 15.0, 16.0, 90.0]))
    def time_passes(self, later: float) -> None:
        self.seconds += later
        self.door.expire(self.seconds)

    @rule(
        entry=st.sampled_from([None, VISITOR, person("E"), person("B"), person("B", card=99),
                               person("A", state=CardState.FROZEN), person("A")])
    )  # fmt: skip
    def somebody_taps(self, entry: Entry | None) -> None:
        decision = self.door.tap(entry, self.seconds)
        if decision.granted:
            assert entry is not None
            assert entry.state is CardState.ACTIVE
            assert entry.escort is None

    @rule(opened=st.booleans())
    def the_door_answers(self, opened: bool) -> None:  # noqa: FBT001 - drawn
        if opened:
            self.door.memory.opened(TICKS + round(self.seconds * S))
        else:
            self.door.memory.not_opened()

    @rule(who=st.sampled_from(["P-A", "P-B", "P-E", "P-V"]))
    def somebody_leaves(self, who: str) -> None:
        self.door.memory.left(who)

    @rule(keys=st.text("0123456789*#", max_size=6))
    def somebody_types(self, keys: str) -> None:
        self.door.keys(keys, self.seconds)

    @invariant()
    def no_wait_is_overdue_by_more_than_its_expiry(self) -> None:
        self.door.expire(self.seconds)
        due = self.door.memory.due()
        assert due is None or due > TICKS + round(self.seconds * S)

    @invariant()
    def the_wait_is_short(self) -> None:
        at = Instant(NOW, TICKS + round(self.seconds * S), ClockState.SYNCED)
        assert len(chain(self.door.memory.snapshot("front", at).waiting)) <= 3

    def teardown(self) -> None:
        self.door.expire(self.seconds + 60)
        assert self.door.memory.due() is None
        assert self.door.tap(person("G"), self.seconds + 61).granted


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
