"""The rules over the journal's lines: each where it holds, at its edge, and where it does not."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.events import ALARMS as RUNG
from ledger.events import Kind, Reason
from ledger.reading import Recorded
from register.door_log.anomalies import (
    ALARMS,
    DAILY,
    ENDS,
    FAULTS,
    MOST,
    SEVERITIES,
    Bounds,
    Found,
    Held,
    Memory,
    Rule,
    Severity,
    dormant,
    look,
    merged,
    together,
)

BOUNDS: Final = Bounds(
    zone="Asia/Jakarta",
    hours="1-4 0730-1600,5 0730-1630",
    holidays=frozenset({"2026-11-25"}),
)
TUESDAY = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10.00 WIB
AT = int(TUESDAY.timestamp() * 1000)
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
SITI, RUDI = "P-S1T1RAHMA1", "P-R0D1HART0N"


def event(seq: int, kind: Kind, wall: int = AT, **more: object) -> Recorded:
    plain: dict[str, object] = {"door": "server", "reader": "in", "clock": "synced"}
    return Recorded(seq, "0" * 32, wall, 0, kind=kind, **(plain | more))  # type: ignore[arg-type]


def granted(seq: int, wall: int, **more: object) -> Recorded:
    return event(seq, Kind.GRANTED, wall, **({"subject": SITI, "card": 1} | more))


def denied(
    seq: int, wall: int = AT, reason: Reason = Reason.UNKNOWN_CARD, **more: object
) -> Recorded:
    return event(seq, Kind.DENIED, wall, reason=reason, **more)


def found(*events: Recorded, bounds: Bounds = BOUNDS) -> Sequence[Found]:
    return tuple(merged(look(events, Memory(), bounds)).values())


def rules(*events: Recorded, bounds: Bounds = BOUNDS) -> Sequence[tuple[Rule, tuple[int, ...]]]:
    return [(each.rule, each.events) for each in found(*events, bounds=bounds)]


def test_every_rule_has_a_severity_and_every_alarm_a_rule() -> None:
    assert set(SEVERITIES) == set(Rule)
    assert RUNG - {Kind.FIRE} <= {*ALARMS, *DAILY}  # the fire brigade asks about a fire
    assert SEVERITIES[Rule.FORCED_OPEN] is Severity.HIGH
    assert FAULTS.isdisjoint({Rule.OUTSIDE_HOURS, Rule.DORMANT, Rule.LOST_CARD, Rule.DURESS})


# alarms


@pytest.mark.parametrize(("kind", "rule"), ALARMS.items())
def test_an_alarm_is_a_finding(kind: Kind, rule: Rule) -> None:
    assert rules(event(7, kind)) == [(rule, (7,))]
    assert rules(event(7, Kind.DOOR_OPENED)) == []


@pytest.mark.parametrize(("end", "kind"), ENDS.items())
def test_an_alarm_that_ends_is_the_same_finding_with_its_end(end: Kind, kind: Kind) -> None:
    assert rules(event(7, kind), event(9, end)) == [(ALARMS[kind], (7, 9))]
    assert rules(event(9, end)) == []  # an end whose beginning nobody saw tells nothing
    twice = rules(event(7, kind), event(9, end), event(11, kind))
    assert twice == [(ALARMS[kind], (7, 9)), (ALARMS[kind], (11,))]


def test_an_end_at_another_door_or_after_a_restart_ends_nothing() -> None:
    held = event(7, Kind.HELD_OPEN)
    assert rules(held, event(9, Kind.HELD_OPEN_ENDED, door="rack")) == [(Rule.HELD_OPEN, (7,))]
    started = event(8, Kind.STARTED, door=None, reader=None)
    assert rules(held, started, event(9, Kind.HELD_OPEN_ENDED)) == [(Rule.HELD_OPEN, (7,))]


# one finding a day


@pytest.mark.parametrize(
    ("kind", "rule"),
    [(Kind.CLOCK_STEPPED, Rule.CLOCK_STEP), (Kind.STORAGE_SLOW, Rule.STORAGE_SLOW)],
)
def test_what_happens_again_the_same_day_is_one_finding(kind: Kind, rule: Rule) -> None:
    last = AT + 14 * HOUR - 1  # 23.59 WIB
    assert rules(event(1, kind), event(2, kind, last)) == [(rule, (1, 2))]
    assert rules(event(1, kind), event(2, kind, last + 1)) == [(rule, (1,)), (rule, (2,))]
    assert rules(event(1, Kind.CLOCK_STATE)) == []


@pytest.mark.parametrize(
    ("reason", "rule"),
    [(Reason.LOST, Rule.LOST_CARD), (Reason.ESCORT_MISSING, Rule.ESCORT_MISSING)],
)
def test_some_denials_are_a_finding_a_day_and_person(reason: Reason, rule: Rule) -> None:
    same = [denied(n, AT + n * HOUR, reason, subject=SITI) for n in (1, 2)]
    other = denied(3, AT + 3 * HOUR, reason, subject=RUDI)
    assert rules(*same, other) == [(rule, (1, 2)), (rule, (3,))]
    assert rules(denied(1, reason=Reason.EXPIRED, subject=SITI)) == []


# outside hours


@pytest.mark.parametrize(
    ("local", "is_outside"),
    [
        ("2026-11-24 07:29:59", True), ("2026-11-24 07:30:00", False),
        ("2026-11-24 15:59:59", False), ("2026-11-24 16:00:00", True),
        ("2026-11-27 16:00:00", False), ("2026-11-27 16:30:00", True),  # a Friday
        ("2026-11-28 10:00:00", True),  # a Saturday
        ("2026-11-25 10:00:00", True),  # a holiday
    ],
)  # fmt: skip
def test_an_entry_outside_the_offices_hours(local: str, is_outside: bool) -> None:  # noqa: FBT001
    wall = int(datetime.fromisoformat(f"{local}+07:00").timestamp() * 1000)
    assert rules(granted(5, wall)) == ([(Rule.OUTSIDE_HOURS, (5,))] if is_outside else [])


def test_a_doubtful_clock_accuses_nobody_of_the_hour() -> None:
    assert rules(granted(5, AT + 12 * HOUR, clock="untrusted")) == []
    assert rules(denied(5, AT + 12 * HOUR)) == []


# denied in a row

ROW = [denied(n, AT + n * MINUTE) for n in (1, 2, 3)]


def test_three_denials_within_five_minutes_are_a_finding_and_two_are_not() -> None:
    assert rules(*ROW) == [(Rule.DENIED_IN_A_ROW, (1, 2, 3))]
    assert rules(*ROW[:2]) == []


def test_the_first_and_the_third_may_be_five_minutes_apart_and_no_more() -> None:
    edge = denied(3, AT + 6 * MINUTE)
    assert rules(*ROW[:2], edge) == [(Rule.DENIED_IN_A_ROW, (1, 2, 3))]
    assert rules(*ROW[:2], Recorded.parse(said(edge, wall=AT + 6 * MINUTE + 1))) == []


def test_a_row_that_goes_on_is_the_same_finding_and_a_later_one_another() -> None:
    on = [denied(n, AT + n * 2 * MINUTE) for n in range(1, 9)]
    assert rules(*on) == [(Rule.DENIED_IN_A_ROW, tuple(range(1, 9)))]
    later = [denied(20 + n, AT + HOUR + n * MINUTE) for n in (1, 2, 3)]
    assert [each for each, _ in rules(*ROW, *later)] == [Rule.DENIED_IN_A_ROW] * 2


def test_a_grant_between_or_another_reader_makes_no_row() -> None:
    one, two, three = ROW
    assert rules(one, two, granted(9, AT + 2 * MINUTE + 1), three) == []
    assert rules(one, two, Recorded.parse(said(three, reader="keypad"))) == []
    assert rules(*ROW, bounds=replace(BOUNDS, in_row=4)) == []


def said(one: Recorded, **changes: object) -> str:
    """The body of an event with something else in it."""
    fields = {name: getattr(one, name) for name in Recorded.__slots__}
    return json.dumps({k: v for k, v in (fields | changes).items() if v is not None})


# dormant and never used


@pytest.mark.parametrize(("days", "is_dormant"), [(89, False), (90, True), (400, True)])
def test_a_card_that_was_not_used_for_ninety_days_is_dormant(
    days: int,
    is_dormant: bool,  # noqa: FBT001
) -> None:
    memory = Memory()
    list(look([granted(5, AT, card=3)], memory, BOUNDS))
    told = list(dormant([Held(3, SITI, AT - 9 * DAY)], memory, BOUNDS, AT + days * DAY))
    wanted = [Found("dormant:3:5", Rule.DORMANT, AT, (5,), subject=SITI, card=3, until=AT)]
    assert told == (wanted if is_dormant else [])
    restored = [Held(3, SITI, AT + DAY * days)]  # un-frozen only now
    assert not list(dormant(restored, memory, BOUNDS, AT + days * DAY))


@pytest.mark.parametrize(("days", "is_told"), [(29, False), (30, True)])
def test_a_card_that_was_handed_over_and_never_used(days: int, is_told: bool) -> None:  # noqa: FBT001
    held, now = Held(3, SITI, AT), AT + days * DAY
    told = [each.key for each in dormant([held], Memory(), BOUNDS, now)]
    assert told == (["never-used:3"] if is_told else [])
    used = Memory(used={"3": [5, now - DAY]})
    assert not list(dormant([held], used, BOUNDS, now))


def test_who_waits_for_an_escort_uses_the_card() -> None:
    memory = Memory()
    list(look([event(5, Kind.WAITING, card=4, subject=RUDI)], memory, BOUNDS))
    assert memory.used == {"4": [5, AT]}
    list(look([denied(6, card=8)], memory, BOUNDS))
    assert memory.used == {"4": [5, AT]}


# all of them

KINDS = st.sampled_from(
    [*map(Kind, [*ALARMS, *ENDS, *DAILY]), Kind.GRANTED, Kind.DENIED, Kind.WAITING, Kind.STARTED]
)
REASONS = st.sampled_from([Reason.LOST, Reason.ESCORT_MISSING, Reason.UNKNOWN_CARD])


@st.composite
def journals(draw: st.DrawFn) -> Sequence[Recorded]:
    """Lines in the order of the journal; the clock may jump."""
    walls, seqs = AT, count(1)
    lines = []
    for _ in range(draw(st.integers(0, 40))):
        walls += draw(st.integers(-MINUTE, 4 * HOUR) | st.integers(0, 2 * MINUTE))
        kind = draw(KINDS)
        reason = draw(REASONS) if kind == Kind.DENIED else None
        where = draw(st.sampled_from(["in", "keypad"]))
        more: dict[str, object] = {"subject": draw(st.sampled_from([SITI, RUDI])), "card": 1}
        lines.append(event(next(seqs), kind, walls, reason=reason, reader=where, **more))
    return lines


@given(journals(), st.data())
def test_two_looks_at_any_cut_find_what_one_look_finds(
    lines: Sequence[Recorded], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(lines)))
    memory = Memory()
    first = list(look(lines[:cut], memory, BOUNDS))
    kept = Memory.of(json.loads(json.dumps(memory.kept())))  # as the register keeps it
    again = list(look(lines[cut:], kept, BOUNDS))
    whole = Memory()
    assert merged([*first, *again]) == merged(look(lines, whole, BOUNDS))
    assert kept == whole


@given(journals())
def test_looking_twice_finds_nothing_twice(lines: Sequence[Recorded]) -> None:
    once = merged(look(lines, Memory(), BOUNDS))
    twice = [*look(lines, Memory(), BOUNDS), *look(lines, Memory(), BOUNDS)]
    assert merged(twice) == once
    assert all(each.events == tuple(sorted(set(each.events))) for each in once.values())


def test_a_finding_keeps_so_many_lines_and_no_more() -> None:
    assert together(range(MOST + 50), (3, 4)) == tuple(range(MOST))
