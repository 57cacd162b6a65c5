"""Whenever a demonstration is started, its people have come and signed in office hours before."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from register.seeding.calendar import ZONE
from register.seeding.guests import visits
from register.seeding.times import CLOSES, OPENS, OfficeTimes

WEEK: Final = timedelta(days=7) // timedelta(minutes=1)
MONDAY: Final = datetime(2026, 3, 15, 17, 0, tzinfo=UTC)  # 00.00 WIB; holidays all around it
DAYS_OFF: Final = st.frozensets(
    st.integers(-30, 8).map(lambda n: date(2026, 3, 16) + timedelta(days=n)), max_size=6
)
TIMES: Final = st.builds(
    lambda minutes, off: OfficeTimes(MONDAY + timedelta(minutes=minutes), ZONE, off),
    st.integers(0, WEEK - 1),
    DAYS_OFF,
)


def at_work(times: OfficeTimes, moment: datetime) -> bool:
    """Whether the office was open at a moment before now."""
    local = moment.astimezone(ZONE)
    open_then = times.works(local.date()) and OPENS <= local.time() <= CLOSES
    return open_then and moment <= times.now


@given(TIMES, st.integers(1, 400))
def test_a_time_of_an_earlier_day_is_at_work_and_before_now(times: OfficeTimes, back: int) -> None:
    assert at_work(times, times.at(back, time(9, 30)))
    assert times.day(back) <= times.today - timedelta(days=back)


@given(TIMES, st.integers(1, 20), st.integers(1, 12))
def test_signatures_are_at_work_in_their_order_and_all_before_the_day(
    times: OfficeTimes, days: int, signatures: int
) -> None:
    first = times.before(times.today, days, signatures)
    moments = list(islice(times.halves(first, days), signatures))
    assert first <= times.today - timedelta(days=days)
    assert all(one < other for one, other in pairwise(moments))
    assert all(at_work(times, each) for each in moments)
    assert max(moments).astimezone(ZONE).date() < times.today


@given(TIMES, st.integers(0, 10))
def test_what_follows_a_day_follows_at_work(times: OfficeTimes, days: int) -> None:
    then = times.after(times.today, days, time(9)).astimezone(ZONE)
    assert times.works(then.date())
    assert then.date() >= times.today + timedelta(days=days)


@given(TIMES)
def test_guests_come_and_go_in_office_hours_and_are_inside_only_then(times: OfficeTimes) -> None:
    found = visits(times)
    for each in found:
        assert at_work(times, each.came)
        assert each.left is None or each.came < each.left
        assert each.left is None or at_work(times, each.left)
    if any(each.left is None for each in found):
        opened = times.on(times.today, OPENS)
        assert opened <= times.now < times.on(times.today, CLOSES)
