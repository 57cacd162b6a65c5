"""Which backups stay."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gapura.backup.rotation import Kept, keep

NEWEST = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
NIGHTS = [NEWEST - timedelta(days=days) for days in range(800)]
MOMENTS = st.lists(st.sampled_from(NIGHTS), max_size=60, unique=True)
FEW = st.integers(0, 5)


def test_two_years_of_nights_leave_days_weeks_and_months() -> None:
    found = keep(NIGHTS, Kept(daily=7, weekly=5, monthly=12))
    assert set(NIGHTS[:7]) <= found
    assert {(at.year, at.month) for at in found} >= {(at.year, at.month) for at in NIGHTS[:334]}
    assert len(found) <= 7 + 5 + 12
    assert NEWEST in found


def test_days_without_a_backup_do_not_count() -> None:
    old = [NEWEST - timedelta(days=days) for days in (100, 101, 102)]
    assert keep(old, Kept(daily=2, weekly=0, monthly=0)) == set(old[:2])


@given(MOMENTS, FEW, FEW, FEW)
def test_the_newest_stays_and_to_keep_again_drops_nothing_more(
    made: list[datetime], daily: int, weekly: int, monthly: int
) -> None:
    kept = Kept(daily=daily, weekly=weekly, monthly=monthly)
    found = keep(made, kept)
    assert found <= set(made)
    assert not made or max(made) in found
    assert keep(found, kept) == found
    assert len(found) <= 1 + daily + weekly + monthly
