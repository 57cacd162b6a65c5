"""Weekly hours as people read and fill them in, from and to what the door reads (pure)."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from ledger.access import ALWAYS, DAY_MINUTES, DAYS, Span, weekly
from register import dates

HOUR: Final = 60
LEAST_WINDOWS: Final = 2  # a day that an editor offers
MOST_WINDOWS: Final = 6
POINTS: Final = str.maketrans("", "", ".:")
Week = Sequence[Sequence[tuple[str, str]]]


def windows(text: str) -> Week:
    """Return seven days from Monday, each with its windows as `07.30`, `16.00`.

    Every minute, `always`, is a window from 00.00 to 24.00 each day.
    """
    return [[(_clock(start), _clock(end, end=True)) for start, end in day] for day in weekly(text)]


def rows(text: str) -> Week:
    """Return the same with empty windows behind, as an editor offers them."""
    week = windows(text)
    most = max(LEAST_WINDOWS, *(len(day) for day in week))
    return [[*day, *(("", "") for _ in range(most - len(day)))] for day in week]


def written(posted: Mapping[str, str], name: str) -> str:
    """Return what was filled in: `name.1.0.mulai`, `name.1.0.selesai` and so on.

    Raises ValueError, from which day on it cannot be read; an end at or before its start is on
    the next day.
    """
    found = []
    for day in range(1, DAYS + 1):
        for number in range(MOST_WINDOWS):
            start, end = (
                posted.get(f"{name}.{day}.{number}.{part}", "") for part in ("mulai", "selesai")
            )
            if start or end:
                found.append(f"{day} {start}-{end}".translate(POINTS))
    text = ",".join(found)
    weekly(text)
    return text


def said(text: str, language: str) -> str:
    """Return hours as a sentence has them: `Senin-Kamis 07.30-16.00; Jumat 07.30-16.30`."""
    if text == ALWAYS:
        return "setiap saat" if language == "id" else "at any time"
    names, runs = dates.DAYS[language], []
    for spans, group in groupby(enumerate(weekly(text)), key=lambda pair: pair[1]):
        days = [day for day, _ in group]
        if spans:
            first, last = names[days[0]], names[days[-1]]
            when = ", ".join(_spoken(span, language) for span in spans)
            runs.append(f"{first if len(days) == 1 else f'{first}-{last}'} {when}")
    return "; ".join(runs) or ("tidak pernah" if language == "id" else "never")


def bars(text: str) -> Sequence[Sequence[Span]]:
    """Return each day's windows as minutes within that day; what passes midnight is cut in two."""
    week: list[list[Span]] = [[] for _ in range(DAYS)]
    for day, spans in enumerate(weekly(text)):
        for start, end in spans:
            week[day].append((start, min(end, DAY_MINUTES)))
            if end > DAY_MINUTES:
                week[(day + 1) % DAYS].append((0, end - DAY_MINUTES))
    return week


def _clock(minutes: int, *, end: bool = False) -> str:
    if not end or minutes > DAY_MINUTES:
        minutes %= DAY_MINUTES
    return f"{minutes // HOUR:02}.{minutes % HOUR:02}"


def _spoken(span: Span, language: str) -> str:
    window = f"{_clock(span[0])}-{_clock(span[1], end=True)}"
    return window if language == "id" else window.replace(".", ":")
