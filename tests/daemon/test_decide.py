"""decide(): each condition alone turns a grant into its denial, in the order of the table."""

from dataclasses import replace
from itertools import combinations
from typing import Any, Final

import pytest

from daemon.decide import (
    Attempt,
    Decision,
    PassbackRule,
    Pin,
    Side,
    Situation,
    Waiting,
    decide,
)
from hardware.readers import Assurance
from ledger.access import CardState, Entry, Hours
from ledger.events import Reason
from tests.daemon.people import CALM, NOW, RULES, TICKS, R, S, person, tap, wall

GOOD: Final = {"entry": person("A"), "attempt": tap(), "rules": RULES, "now": CALM}
HARD: Final = replace(RULES, passback=PassbackRule.HARD)
PIN: Final = "always"
TUESDAY: Final = Hours("2 0730-1600", on_holidays=True)

Part = tuple[str, dict[str, Any]]

# What can be against a tap, in the order in which it is told; each a change to the good case.
AGAINST: Final[list[tuple[Reason, list[Part]]]] = [
    *((R(state.value), [("entry", {"state": state})])
      for state in CardState if state is not CardState.ACTIVE),
    (R.TECHNOLOGY_REFUSED, [("rules", {"technologies": frozenset({"em4100"})})]),
    (R.ASSURANCE_TOO_LOW, [("rules", {"minimum_assurance": Assurance.SUN})]),
    (R.WRONG_DOOR, [("entry", {"doors": {"archive": Hours("always", on_holidays=True)}})]),
    (R.EXPIRED, [("entry", {"valid_until": NOW})]),
    (R.NOT_YET_VALID, [("entry", {"valid_from": NOW + 1})]),
    (R.OUTSIDE_SCHEDULE, [("entry", {"doors": {"server": TUESDAY}})]),
    (R.HOLIDAY, [("now", {"holidays": frozenset({"2026-11-23"})})]),
    (R.LOCKDOWN, [("now", {"locked_down": True})]),
    (R.PASSBACK, [("rules", {"passback": PassbackRule.HARD}), ("now", {"inside": {"P-A": TICKS}})]),
    (R.PIN_NOT_SET, [("rules", {"pin": PIN})]),
    (R.PIN_THROTTLED, [("rules", {"pin": PIN}), ("entry", {"pin_hash": "h"}),
                       ("now", {"throttled": {ord("A"): TICKS + 1}})]),
    (R.PIN_WRONG, [("rules", {"pin": PIN}), ("entry", {"pin_hash": "h"}),
                   ("attempt", {"pin": Pin.WRONG})]),
    (R.WAITING_FOR_PIN, [("rules", {"pin": PIN}), ("entry", {"pin_hash": "h"})]),
    (R.WAITING_FOR_ESCORT, [("entry", {"escort": "P-B"})]),
    (R.WAITING_FOR_SECOND_CARD, [("rules", {"two_cards": "always"})]),
]  # fmt: skip
NAMES: Final = [reason.value for reason, _ in AGAINST]


def answer(*changes: list[Part]) -> Decision:
    case: dict[str, Any] = dict(GOOD)
    for parts in changes:
        for name, fields in parts:
            good = case[name]
            case[name] = replace(good, **fields) if name == "rules" else good._replace(**fields)
    return decide(case["entry"], case["attempt"], case["rules"], case["now"])


def test_a_tap_against_which_nothing_speaks_is_granted() -> None:
    assert answer() == Decision(R.GRANTED, granted=True, subject="P-A", party=("P-A",))


@pytest.mark.parametrize(("reason", "change"), AGAINST, ids=NAMES)
def test_each_condition_alone_denies_with_its_reason(reason: Reason, change: list[Part]) -> None:
    decision = answer(change)
    assert (decision.reason, decision.granted, decision.subject) == (reason, False, "P-A")
    assert decision.party == ()


CLASHES: Final = {  # pairs that change the same fact, so that both cannot be said at once
    frozenset({"wrong-door", "outside-schedule"}), frozenset({"pin-not-set", "pin-wrong"}),
    frozenset({"pin-not-set", "pin-throttled"}), frozenset({"pin-not-set", "waiting-for-pin"}),
    frozenset({"outside-schedule", "holiday"}), frozenset({"waiting-for-pin", "pin-wrong"}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pair
        for pair in combinations(AGAINST, 2)
        if frozenset({pair[0][0].value, pair[1][0].value}) not in CLASHES
        and {pair[0][0].value, pair[1][0].value} - {state.value for state in CardState}
    ],
    ids=lambda case: case[0].value,
)
def test_of_two_conditions_the_earlier_in_the_table_is_told(
    first: tuple[Reason, list[Part]], second: tuple[Reason, list[Part]]
) -> None:
    assert answer(first[1], second[1]).reason is first[0]


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (Situation(), R.UNKNOWN_CARD),
        (Situation(backing_off=True), R.BACK_OFF),
        (Situation(enrolling=True), R.READER_IN_ENROLMENT),
        (Situation(enrolling=True, backing_off=True), R.READER_IN_ENROLMENT),
        (Situation(locked_down=True), R.UNKNOWN_CARD),  # a stranger learns nothing of the door
    ],
)
def test_an_unknown_card_is_denied_or_offered(now: Situation, reason: Reason) -> None:
    assert decide(None, tap(), RULES, now) == Decision(reason)


@pytest.mark.parametrize(
    "now", [Situation(backing_off=True), Situation(enrolling=True), Situation(mark=NOW)]
)
def test_what_concerns_strangers_never_touches_a_good_card(now: Situation) -> None:
    assert decide(person("A"), tap(), RULES, now).granted


# the way out


@pytest.mark.parametrize("change", [change for _, change in AGAINST], ids=NAMES)
def test_an_exit_is_described_and_never_judged(change: list[Part]) -> None:
    out: list[Part] = [("attempt", {"side": Side.OUT})]
    decision = answer(change, out)
    state = dict(change).get("entry", {}).get("state")
    assert decision.reason is (R.EXIT_RECORDED if state is None else R(state.value))
    assert (decision.granted, decision.subject) == (False, "P-A")


def test_an_exit_leaves_who_waits_outside_alone() -> None:
    waits = Waiting(person("B", escort="P-A"), R.WAITING_FOR_ESCORT, TICKS + S)
    now = Situation(waiting=waits)
    for entry in (None, person("A"), person("B")):
        assert decide(entry, tap(side=Side.OUT), RULES, now).waiting is waits


def test_an_unknown_card_at_the_way_out_is_recorded_as_such() -> None:
    assert decide(None, tap(side=Side.OUT), RULES, CALM).reason is R.UNKNOWN_CARD


# anti-passback


def inside(seconds: float) -> Situation:
    return Situation(inside={"P-A": TICKS - round(seconds * S)})


def test_soft_anti_passback_opens_and_flags() -> None:
    soft = replace(RULES, passback=PassbackRule.SOFT)
    decision = decide(person("A"), tap(), soft, inside(1))
    assert (decision.granted, decision.reason, decision.also) == (True, R.GRANTED_PASSBACK, ())


def test_anti_passback_is_off_unless_asked_for() -> None:
    assert decide(person("A"), tap(), RULES, inside(1)).reason is R.GRANTED


def test_another_person_inside_is_no_passback() -> None:
    assert decide(person("B"), tap(), HARD, inside(1)).reason is R.GRANTED


def test_hard_anti_passback_ends_by_itself_to_the_nanosecond() -> None:
    edge = HARD.passback_for
    assert decide(person("A"), tap(), HARD, inside(edge - 1e-9)).reason is R.PASSBACK
    assert decide(person("A"), tap(), HARD, inside(edge)).reason is R.GRANTED


# the PIN, with its duress

WITH_PIN: Final = replace(RULES, pin="1-5 0730-1600")
PINNED: Final[Entry] = person("A", pin_hash="h", duress_hash="d")


@pytest.mark.parametrize(
    ("pin", "reason", "granted", "duress"),
    [
        (Pin.NOT_ASKED, R.WAITING_FOR_PIN, False, False),
        (Pin.RIGHT, R.GRANTED, True, False),
        (Pin.DURESS, R.GRANTED, True, True),
        (Pin.WRONG, R.PIN_WRONG, False, False),
    ],
)
def test_a_pin_opens_waits_or_is_wrong_and_duress_opens_alike(
    pin: Pin,
    reason: Reason,
    granted: bool,  # noqa: FBT001 - a table's column
    duress: bool,  # noqa: FBT001 - a table's column
) -> None:
    decision = decide(PINNED, tap(pin=pin), WITH_PIN, CALM)
    assert (decision.reason, decision.granted, decision.duress) == (reason, granted, duress)


def test_duress_alarms_even_where_it_cannot_open() -> None:
    decision = decide(PINNED, tap(pin=Pin.DURESS), WITH_PIN, Situation(locked_down=True))
    assert (decision.granted, decision.duress) == (False, True)


def test_a_pin_is_waited_for_just_so_long() -> None:
    decision = decide(PINNED, tap(), replace(WITH_PIN, pin_within=4.5), CALM)
    assert decision.waiting == Waiting(PINNED, R.WAITING_FOR_PIN, TICKS + 4_500_000_000)


def test_a_pin_is_asked_for_in_its_hours_only() -> None:
    entry = PINNED._replace(doors={"server": Hours("always", on_holidays=True)})
    assert decide(entry, tap(at=wall("2026-11-23 16:00")), WITH_PIN, CALM).granted


def test_the_pause_after_wrong_pins_ends_at_its_time_and_takes_no_right_one_before() -> None:
    attempt: Attempt = tap(pin=Pin.RIGHT)
    for until, reason in ((TICKS + 1, R.PIN_THROTTLED), (TICKS, R.GRANTED)):
        now = Situation(throttled={PINNED.card: until})
        assert decide(PINNED, attempt, WITH_PIN, now).reason is reason


def test_the_pause_of_one_card_is_not_anothers() -> None:
    now = Situation(throttled={PINNED.card: TICKS + 1})
    assert decide(person("B", pin_hash="h"), tap(pin=Pin.RIGHT), WITH_PIN, now).granted
