"""What a review may make of a right (pure): the same for longer, or less of it, never more."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ledger.access import DAY_MINUTES, DAYS, Span, weekly
from register.forms.complaint import Complaint
from register.forms.validity import weekly_text
from register.forms.values import Values, text, words

WEEK_MINUTES: Final = DAYS * DAY_MINUTES
Doors = Mapping[str, str]  # a door's name, and its weekly hours (`ledger.access.Hours.weekly`)
WIDER: Final = Complaint(
    "jam",
    "Hari dan jam melebihi hak yang ada sekarang; review hanya dapat mempersempit.",
    "Days and hours go beyond the right as it is; a review can only narrow it.",
)
SAME: Final = Complaint(
    "keputusan",
    "Perubahan ini sama dengan hak yang ada sekarang; pilih tetap, atau ubah sesuatu.",
    "This change is the right as it is already; choose keep, or change something.",
)


def minutes(hours: str) -> frozenset[int]:
    """Return the minutes of the week, from Monday 00.00, that weekly hours include."""
    return frozenset(
        (day * DAY_MINUTES + minute) % WEEK_MINUTES
        for day, spans in enumerate(weekly(hours))
        for start, end in spans
        for minute in range(start, end)
    )


def narrowed(now: Doors, asked: Values) -> Doors:
    """Return a right with its doors, days and hours as asked; what is not asked stays.

    Args:
        now: the right as it is.
        asked: `pintu`, `hari`, `jam`, each where it changes.
    """
    doors = set(words(asked, "pintu")) or set(now)
    return {door: _hours(hours, asked) for door, hours in now.items() if door in doors}


def wrong(now: Doors, then: Doors) -> Complaint | None:
    """Say what is wrong with a change: it widens, or it changes nothing."""
    if not then or any(not minutes(hours) <= minutes(now[door]) for door, hours in then.items()):
        return WIDER
    if then.keys() == now.keys() and all(
        minutes(hours) == minutes(now[door]) for door, hours in then.items()
    ):
        return SAME
    return None


def _hours(now: str, asked: Values) -> str:
    days, window = words(asked, "hari"), text(asked, "jam")
    if not days and not window:
        return now
    week = weekly(now)
    kept = days or [str(day) for day, spans in enumerate(week, 1) if spans]
    if window:
        return weekly_text(kept, window)
    return ",".join(_windows(week, kept))


def _windows(week: Iterable[Iterable[Span]], kept: Iterable[str]) -> Iterator[str]:
    for day, spans in enumerate(week, 1):
        if str(day) in kept:
            for start, end in spans:
                over = end - DAY_MINUTES if end > DAY_MINUTES else end
                clock = "{:02}{:02}-{:02}{:02}".format(*divmod(start, 60), *divmod(over, 60))
                yield f"{day} {clock}"
