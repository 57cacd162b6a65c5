"""Weekly hours against an oracle that walks the week minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.access import (
    DAY_MINUTES,
    MINUTE_MS,
    Hours,
    LocalMinute,
    Opening,
    local_minute,
    weekly,
    within,
)

ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC", "America/New_York",
         "Asia/Kathmandu", "Australia/Lord_Howe"]  # fmt: skip
MONDAY = date(2026, 11, 23)

times = st.integers(0, DAY_MINUTES - 1)
windows = st.lists(st.tuples(st.integers(1, 7), times, times), max_size=6)
holiday_sets = st.frozensets(st.integers(0, 15), max_size=6)


def text(drawn: list[tuple[int, int, int]]) -> str:
    return ",".join(
        f"{day} {start // 60:02}{start % 60:02}-{end // 60:02}{end % 60:02}"
        for day, start, end in drawn
    )


def at(day: int, minute: int) -> LocalMinute:
    """A minute of the fortnight that begins on a Monday."""
    return LocalMinute(MONDAY.toordinal() + day, day % 7, minute)


def oracle(
    drawn: list[tuple[int, int, int]], *, on_holidays: bool, holidays: frozenset[int]
) -> tuple[set[int], set[int]]:
    """Every minute of a fortnight that is open, and every one that is but for a holiday."""
    opened: set[int] = set()
    held_back: set[int] = set()
    for day in range(-1, 15):
        for weekday, start, end in drawn:
            if weekday != day % 7 + 1:
                continue
            minute = start
            while True:  # the first minute is always in it; then until the clock shows the end
                place = opened if on_holidays or day not in holidays else held_back
                place.add(day * DAY_MINUTES + minute)
                minute += 1
                if minute % DAY_MINUTES == end:
                    break
    return opened, held_back - opened


@given(windows, st.booleans(), holiday_sets, st.integers(0, 13), times)
def test_hours_agree_with_a_walk_of_every_minute(
    drawn: list[tuple[int, int, int]],
    on_holidays: bool,  # noqa: FBT001 - drawn
    holidays: frozenset[int],
    day: int,
    minute: int,
) -> None:
    dates = frozenset((MONDAY + timedelta(days=number)).isoformat() for number in holidays)
    opened, held_back = oracle(drawn, on_holidays=on_holidays, holidays=holidays)
    for probe in (minute, *(edge for window in drawn for edge in window[1:])):
        now = day * DAY_MINUTES + probe
        wanted = (
            Opening.OPEN if now in opened else Opening.HOLIDAY if now in held_back else Opening.SHUT
        )
        assert within(Hours(text(drawn), on_holidays), at(day, probe), dates) is wanted


@pytest.mark.parametrize(
    ("hours", "day", "minute", "opening"),
    [
        ("1 0730-1600", 0, 7 * 60 + 29, Opening.SHUT),
        ("1 0730-1600", 0, 7 * 60 + 30, Opening.OPEN),
        ("1 0730-1600", 0, 15 * 60 + 59, Opening.OPEN),
        ("1 0730-1600", 0, 16 * 60, Opening.SHUT),
        ("7 2200-0600", 6, 22 * 60, Opening.OPEN),
        ("7 2200-0600", 7, 0, Opening.OPEN),  # Sunday's night runs into the next week
        ("7 2200-0600", 0, 5 * 60 + 59, Opening.OPEN),
        ("7 2200-0600", 7, 6 * 60, Opening.SHUT),
        ("1 0800-0800", 1, 7 * 60 + 59, Opening.OPEN),
        ("1 0800-0800", 1, 8 * 60, Opening.SHUT),
        ("1 0000-2400", 0, DAY_MINUTES - 1, Opening.OPEN),
        ("1 0000-2400", 1, 0, Opening.SHUT),
        ("1-5 0730-1600", 4, 8 * 60, Opening.OPEN),
        ("1-5 0730-1600", 5, 8 * 60, Opening.SHUT),
        ("always", 3, 0, Opening.OPEN),
        ("", 3, 0, Opening.SHUT),
    ],
)
def test_the_edges_of_windows(hours: str, day: int, minute: int, opening: Opening) -> None:
    assert within(Hours(hours, on_holidays=True), at(day, minute)) is opening


@pytest.mark.parametrize(
    ("day", "minute", "holiday", "opening"),
    [
        (0, 23 * 60, 0, Opening.HOLIDAY),  # the window starts on the holiday: it does not begin
        (1, 60, 0, Opening.HOLIDAY),  # and its night is not there either
        (0, 23 * 60, 1, Opening.OPEN),  # begun on the eve, it lasts its whole night
        (1, 60, 1, Opening.OPEN),
    ],
)
def test_a_holiday_is_the_day_on_which_the_window_starts(
    day: int, minute: int, holiday: int, opening: Opening
) -> None:
    holidays = frozenset({(MONDAY + timedelta(days=holiday)).isoformat()})
    hours = Hours("1 2200-0600", on_holidays=False)
    assert within(hours, at(day, minute), holidays) is opening


@pytest.mark.parametrize("when", range(2))
def test_always_keeps_holidays_only_where_it_is_said(when: int) -> None:
    holidays = frozenset({MONDAY.isoformat()})
    wanted = (Opening.HOLIDAY, Opening.OPEN)[when]
    assert within(Hours("always", on_holidays=bool(when)), at(0, 0), holidays) is wanted


@pytest.mark.parametrize(
    "bad",
    [
        "8 0800-1600", "0 0800-1600", "1 0860-1600", "1 2500-1600", "1 0800-2401", "1 2400-0100",
        "1 800-1600", "1 0800", "monday", "5-1 0800-1600", "1 0800-1600,", " 1 0800-1600",
        "1 0800-1600;2 0800-1600", "Always", "1  0800-1600", "\u0661 0800-1600", "1 0\u066800-1600",
    ],
)  # fmt: skip
def test_bad_hours_are_refused_with_the_text_and_what_is_wanted(bad: str) -> None:
    with pytest.raises(ValueError, match="wanted is `always` or windows as") as refusal:
        weekly(bad)
    assert repr(bad) in str(refusal.value)


@given(st.text(max_size=30))
def test_no_text_makes_the_parser_fail_in_another_way(anything: str) -> None:
    try:
        week = weekly(anything)
    except ValueError:
        return
    assert len(week) == 7
    assert all(0 <= start < end <= 2 * DAY_MINUTES for day in week for start, end in day)


@pytest.mark.parametrize("zone", ZONES)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001 - made UTC below
def test_local_minutes_agree_with_the_calendar(zone: str, moment: datetime) -> None:
    utc = moment.replace(tzinfo=UTC)
    there = utc.astimezone(ZoneInfo(zone))
    found = local_minute(int(utc.timestamp() * 1000) // MINUTE_MS, zone)
    assert found == (there.toordinal(), there.weekday(), there.hour * 60 + there.minute)


def test_an_unknown_zone_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="zone 'Asia/Trenggalek'"):
        local_minute(0, "Asia/Trenggalek")


@pytest.mark.parametrize("minute", [10**15, -(10**15)])
def test_a_clock_beyond_the_calendar_is_refused(minute: int) -> None:
    with pytest.raises(ValueError, match="no local time"):
        local_minute(minute, "Asia/Jakarta")
