"""The SOP measured: what the report says is what one would count by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register import measuring
from register.measuring import Signed, measure, median, percentile, rounded, said
from register.workflow import State

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SPANS = st.lists(st.integers(0, 10**6).map(lambda ms: timedelta(milliseconds=ms)), min_size=1)


def naive_percentile(spans: Sequence[timedelta], percent: int) -> timedelta:
    """The least of them that at least so many in a hundred do not pass, by counting."""
    for span in sorted(spans):
        within = sum(each <= span for each in spans)
        if Fraction(within, len(spans)) >= Fraction(percent, 100):
            return span
    raise AssertionError


def naive_median(spans: Sequence[timedelta]) -> timedelta:
    left = sorted(spans)
    while len(left) > 2:
        left = left[1:-1]
    return sum(left, timedelta()) / len(left)


@given(SPANS, st.integers(1, 100))
def test_a_percentile_is_what_counting_finds(spans: list[timedelta], percent: int) -> None:
    assert percentile(spans, percent) == naive_percentile(spans, percent)
    assert median(spans) == naive_median(spans)


@given(SPANS)
def test_the_report_of_one_step_is_the_naive_one(spans: list[timedelta]) -> None:
    steps = [
        Signed(number, START, "2", "endorse", State.AT_SUPERIOR, State.AT_KADIS, START + span)
        for number, span in enumerate(spans)
    ]
    found = measure(steps)["2"]
    assert (found.count, found.acts) == (len(spans), {"endorse": len(spans)})
    assert (found.median, found.p95) == (naive_median(spans), naive_percentile(spans, 95))
    assert found.enough is (len(spans) >= measuring.ENOUGH)


def test_a_step_lasts_from_when_its_dossier_came_to_wait_for_it() -> None:
    def hours(count: float) -> datetime:
        return START + timedelta(hours=count)

    S = State  # noqa: N806 - as short as the table's columns
    steps = [
        Signed(1, START, "1", "submit", S.DRAFT, S.AT_SUPERIOR, hours(1)),
        Signed(2, hours(1), "1", "submit", S.DRAFT, S.AT_SUPERIOR, hours(2)),
        Signed(1, START, "2", "return", S.AT_SUPERIOR, S.DRAFT, hours(3)),
        Signed(1, START, "1", "submit", S.DRAFT, S.AT_SUPERIOR, hours(8)),
        Signed(1, START, "7", "issue", S.AT_OPERATOR, S.ISSUED, hours(10)),
        Signed(1, START, "9", "initial", S.ISSUED, S.ISSUED, hours(11)),  # moves nothing
        Signed(1, START, "10", "receive", S.ISSUED, S.IN_USE, hours(14)),
    ]
    found = measure(steps)
    assert {number: each.p95 for number, each in found.items()} == {
        "1": timedelta(hours=5), "2": timedelta(hours=2), "7": timedelta(hours=2),
        "9": timedelta(hours=1), "10": timedelta(hours=4),
    }  # fmt: skip
    assert found["1"].median == timedelta(hours=1)


@pytest.mark.parametrize(
    ("span", "up_to", "indonesian"),
    [
        (timedelta(seconds=1), timedelta(minutes=5), "kurang dari 1 menit"),
        (timedelta(minutes=11), timedelta(minutes=15), "11 menit"),
        (timedelta(hours=1), timedelta(hours=1), "1 jam"),
        (timedelta(hours=1, minutes=1), timedelta(hours=2), "1 jam 1 menit"),
        (timedelta(days=1, hours=1), timedelta(days=2), "1 hari 1 jam"),
        (timedelta(days=3), timedelta(days=3), "3 hari"),
    ],
)
def test_times_are_said_and_rounded_as_a_procedure_prints_them(
    span: timedelta, up_to: timedelta, indonesian: str
) -> None:
    assert (rounded(span), said(span, "id")) == (up_to, indonesian)


@given(st.integers(1, 10**9).map(lambda ms: timedelta(milliseconds=ms)))
def test_a_draft_never_promises_less_than_was_measured(span: timedelta) -> None:
    assert span <= rounded(span)
    assert rounded(rounded(span)) == rounded(span)
