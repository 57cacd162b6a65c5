"""The evidence of a review, counted from the journal's events."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.access import Hours
from ledger.events import Kind, Reason
from ledger.reading import Recorded
from register.reviewing.usage import NEVER, WEEK, WEEKS, Period, Usage, usage

UNTIL = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10.00 of a Tuesday in Jakarta
PERIOD = Period(UNTIL - timedelta(days=91), UNTIL)
OFFICE = Hours("1 0730-1600,2 0730-1600,3 0730-1600,4 0730-1600,5 0730-1600", on_holidays=False)
HOUR = timedelta(hours=1)


def event(
    at: datetime, kind: Kind, who: str | None = "P-1", reason: Reason | None = None
) -> Recorded:
    wall = int(at.timestamp() * 1000)
    return Recorded(0, "b", wall, 0, "ok", kind, door="server", subject=who, reason=reason)


def of(*events: Recorded, who: str = "P-1", holidays: frozenset[str] = frozenset()) -> Usage:
    return usage(events, PERIOD, OFFICE, "Asia/Jakarta", holidays).get(who, NEVER)


def test_who_never_came_has_never_used_it() -> None:
    assert of() == Usage()
    assert of(event(UNTIL - HOUR, Kind.EXIT)) == Usage()


def test_who_comes_in_with_an_escort_has_come_in_too() -> None:
    came = replace(event(UNTIL - HOUR, Kind.GRANTED, "P-2"), detail={"companion": "P-1"})
    assert of(came) == of(came, who="P-2")
    assert of(came).entries == 1
    held = event(UNTIL - HOUR / 2, Kind.HELD_OPEN, None)
    assert (of(came, held).held, of(came, held, who="P-2").held) == (0, 1)
    assert of(came, event(UNTIL - HOUR / 2, Kind.NOT_OPENED, None)).entries == 0


@pytest.mark.parametrize(
    ("before_the_end", "entries", "known"),
    [
        (timedelta(0), 0, False),
        (timedelta(milliseconds=1), 1, True),
        (timedelta(days=91), 1, True),
        (timedelta(days=91, milliseconds=1), 0, True),
    ],
)
def test_entries_are_counted_in_the_period_and_the_last_is_known_from_before_too(
    before_the_end: timedelta, entries: int, *, known: bool
) -> None:
    found = of(event(UNTIL - before_the_end, Kind.GRANTED))
    assert (found.entries, found.last is not None) == (entries, known)


@pytest.mark.parametrize(
    ("local", "outside"),
    [("07:29", 1), ("07:30", 0), ("15:59", 0), ("16:00", 1)],
)
def test_an_entry_outside_the_office_hours_is_told(local: str, outside: int) -> None:
    at = datetime.fromisoformat(f"2026-11-23T{local}:00+07:00")
    assert of(event(at, Kind.GRANTED)).outside == outside


def test_a_holiday_is_outside_the_office_hours() -> None:
    at = datetime.fromisoformat("2026-11-23T10:00:00+07:00")
    assert of(event(at, Kind.GRANTED), holidays=frozenset({"2026-11-23"})).outside == 1


def test_a_door_that_was_released_and_not_opened_is_no_entry() -> None:
    found = of(
        event(UNTIL - 3 * HOUR, Kind.GRANTED),
        event(UNTIL - 2 * HOUR, Kind.GRANTED),
        event(UNTIL - 2 * HOUR, Kind.NOT_OPENED, None),
    )
    assert (found.entries, found.last) == (1, UNTIL - 3 * HOUR)


def test_a_door_held_open_is_laid_to_who_opened_it_last() -> None:
    events = (
        event(UNTIL - 5 * HOUR, Kind.GRANTED, "P-1"),
        event(UNTIL - 4 * HOUR, Kind.GRANTED, "P-2"),
        event(UNTIL - 3 * HOUR, Kind.HELD_OPEN, None),
    )
    assert of(*events, who="P-1").held == 0
    assert of(*events, who="P-2").held == 1
    assert of(event(UNTIL - HOUR, Kind.HELD_OPEN, None)) == NEVER


def test_denials_are_counted_and_those_without_the_escort_told_apart() -> None:
    found = of(
        event(UNTIL - 2 * HOUR, Kind.DENIED, reason=Reason.ESCORT_MISSING),
        event(UNTIL - HOUR, Kind.DENIED, reason=Reason.WRONG_DOOR),
        event(UNTIL - timedelta(days=92), Kind.DENIED, reason=Reason.WRONG_DOOR),
        event(UNTIL - HOUR, Kind.DENIED, None, Reason.UNREADABLE_CARD),
    )
    assert (found.denied, found.unescorted) == (2, 1)


def test_thirteen_weeks_end_with_the_period() -> None:
    found = of(
        event(UNTIL - 13 * WEEK - HOUR, Kind.GRANTED),
        event(UNTIL - 13 * WEEK, Kind.GRANTED),
        event(UNTIL - WEEK, Kind.GRANTED),
        event(UNTIL - HOUR, Kind.GRANTED),
        event(UNTIL - HOUR, Kind.GRANTED),
    )
    assert found.weeks == (1, *(0,) * 11, 3)


@given(st.lists(st.integers(-1, 100 * 24 * 60)))
def test_whatever_happened_the_numbers_agree(minutes: list[int]) -> None:
    moments = sorted(UNTIL - timedelta(minutes=each) for each in minutes)
    found = of(*(event(each, Kind.GRANTED) for each in moments))
    assert len(found.weeks) == WEEKS
    assert sum(found.weeks) == found.entries  # 13 weeks are the period here
    assert 0 <= found.outside <= found.entries
    assert (found.last is None) is all(each >= UNTIL for each in moments)
