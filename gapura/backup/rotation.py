"""Which backups are kept (pure)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many are kept: the newest of so many days, weeks and months that have one."""

    daily: int = 7
    weekly: int = 5
    monthly: int = 12


def keep(made: Iterable[datetime], kept: Kept) -> frozenset[datetime]:
    """Return those to keep; the newest always is one."""
    newest_first = sorted(made, reverse=True)
    found = set(newest_first[:1])
    for count, period in (
        (kept.daily, _day), (kept.weekly, _week), (kept.monthly, _month),
    ):  # fmt: skip
        newest = {period(at): at for at in reversed(newest_first)}  # the last of a period stays
        found |= set(sorted(newest.values(), reverse=True)[:count])
    return frozenset(found)


Period = Callable[[datetime], tuple[int, ...]]


def _day(at: datetime) -> tuple[int, ...]:
    return at.year, at.month, at.day


def _week(at: datetime) -> tuple[int, ...]:
    return tuple(at.isocalendar()[:2])


def _month(at: datetime) -> tuple[int, ...]:
    return at.year, at.month
