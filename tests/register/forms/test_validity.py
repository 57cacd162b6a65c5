"""Hours as the door has them, and the instants between which a grant is valid."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.access import DAY_MINUTES, AccessKind, weekly
from register.forms.right import KIND as KIND_FIELD
from register.forms.validity import (
    KIND,
    clock,
    longest_until,
    period,
    span,
    time_window,
    visit_minutes,
    weekly_text,
)
from tests.register.forms.refused import refusal, tried

JAKARTA = "Asia/Jakarta"
minutes = st.integers(0, DAY_MINUTES - 1)
windows = st.builds(
    lambda start, end: f"{start // 60:02}.{start % 60:02}-{end // 60:02}.{end % 60:02}",
    minutes,
    st.integers(1, DAY_MINUTES),
)
days = st.sets(st.sampled_from("1234567"), min_size=1)


@given(days, windows)
def test_the_door_reads_back_the_days_and_hours_of_the_form(chosen: set[str], hours: str) -> None:
    week = weekly(weekly_text(chosen, hours))
    assert {str(day) for day, spans in enumerate(week, 1) if spans} == chosen
    assert {spans for spans in week if spans} == {(span(hours),)}


def test_hours_are_written_as_the_allowlist_has_them() -> None:
    assert weekly_text(("5", "1"), "07.30-16.00") == "1 0730-1600,5 0730-1600"
    assert weekly_text(("6",), "22.00-06.00") == "6 2200-0600"


@given(windows)
def test_a_window_is_kept_in_one_form(hours: str) -> None:
    assert time_window(hours) == hours
    start, end = clock(hours)
    assert span(hours) == ((start, end) if end > start else (start, end + DAY_MINUTES))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("07.30-16.00", "07.30-16.00"),
        ("7:30 - 16:00", "07.30-16.00"),
        ("07:30–16:00", "07.30-16.00"),  # noqa: RUF001
        ("22.00-06.00", "22.00-06.00"),
        ("00.00-24.00", "00.00-24.00"),
        ("08.00-08.00", "08.00-08.00"),
        ("23.59-00.01", "23.59-00.01"),
    ],
)
def test_hours_may_be_written_in_several_ways(written: str, kept: str) -> None:
    assert time_window(written) == kept


@pytest.mark.parametrize(
    "written",
    ["24.00-08.00", "08.00-24.01", "08.60-09.00", "08.00-09.60", "8-16", "0730-1600", "07.30",
     "siang", "08.00-00.00", "25.00-26.00", "\u0660\u0667.30-16.00"],
)  # fmt: skip
def test_refused_hours_say_how_to_write_them(written: str) -> None:
    assert refusal(time_window, written) == (
        f'Jam "{written}" tidak terbaca; tulis seperti 07.30-16.00, paling akhir 24.00.'
    )


@given(st.one_of(st.text(), st.text(alphabet="0123456789.:-", max_size=12)))
def test_any_hours_are_taken_by_the_door_or_refused(answer: str) -> None:
    kept = tried(time_window, answer)
    assert kept is None or weekly(weekly_text("1", kept))[0]


def test_every_kind_of_the_form_is_one_of_the_doors() -> None:
    assert set(KIND) == {choice.value for choice in KIND_FIELD.choices}
    assert set(KIND.values()) == set(AccessKind)


def values(
    kind: str = "tetap", end: str = "2026-11-30", hours: str = "07.30-16.00"
) -> dict[str, object]:
    return {"jenis_akses": kind, "mulai": "2026-11-25", "sampai": end, "jam": hours}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_last_day_is_valid_to_its_end() -> None:
    assert period(values(), JAKARTA) == (
        at("2026-11-25T00:00+07:00"), at("2026-12-01T00:00+07:00"),
    )  # fmt: skip
    assert period(values(end="2026-11-25"), "Asia/Jayapura") == (
        at("2026-11-25T00:00+09:00"), at("2026-11-26T00:00+09:00"),
    )  # fmt: skip
    assert {moment.tzinfo for moment in period(values(), JAKARTA)} == {UTC}


@pytest.mark.parametrize(
    ("end", "hours", "first", "until"),
    [
        ("2026-11-25", "08.00-09.30", "2026-11-25T08:00+07:00", "2026-11-25T09:30+07:00"),
        ("2026-11-26", "22.00-02.00", "2026-11-25T22:00+07:00", "2026-11-26T02:00+07:00"),
        ("2026-11-25", "00.00-24.00", "2026-11-25T00:00+07:00", "2026-11-26T00:00+07:00"),
    ],
)
def test_a_visit_is_valid_for_its_hours_alone(end: str, hours: str, first: str, until: str) -> None:
    assert period(values("kunjungan", end, hours), JAKARTA) == (at(first), at(until))
    length = (at(until) - at(first)) // timedelta(minutes=1)
    assert visit_minutes(values("kunjungan", end, hours)) == length


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 11, 25), 12, date(2027, 11, 24)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 27)),
    ],
)
def test_months_end_on_the_day_before(start: date, months: int, last: date) -> None:
    assert longest_until(start, months) == last


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(1, 12))
def test_months_grow_with_their_start_and_their_number(start: date, months: int) -> None:
    last = longest_until(start, months)
    assert 27 * months <= (last - start).days <= 31 * months
    assert longest_until(start + timedelta(days=1), months) >= last
