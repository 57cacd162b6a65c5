"""PINs as they are typed, and anything that can happen at a door in any order."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from daemon.decide import Pin
from daemon.rules.company import chain
from daemon.situation import LONGEST_PIN
from daemon.throttle import FREE_TRIES, LONGEST_PAUSE
from ledger.access import CardState, Entry
from ledger.instant import ClockState, Instant
from tests.daemon.entrance import Entrance
from tests.daemon.people import DAY, HARD, NOW, PINS, TICKS, VISITOR, R, S, person

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
