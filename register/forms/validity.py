"""When access counts: the form's dates, days and hours, and what the door makes of them."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ledger.access import DAY_MINUTES, AccessKind, Span
from register.forms.complaint import AnswerRefused, quoted
from register.forms.text import line
from register.forms.values import Values, day, text

TIME: Final = r"(\d{1,2})[.:](\d{2})"
WINDOW: Final = re.compile(rf"{TIME}\s?[-–]\s?{TIME}", re.ASCII)  # noqa: RUF001 - an en dash too
HOUR: Final = 60
DAY: Final = timedelta(days=1)
VISIT: Final = "kunjungan"
KIND: Final[Mapping[str, AccessKind]] = {
    "tetap": AccessKind.STANDING,
    "terjadwal": AccessKind.TEMPORARY,  # what a door with an untrusted clock grants to no one
    "sementara": AccessKind.TEMPORARY,
    VISIT: AccessKind.VISITOR,
}


def time_window(answer: str) -> str:
    """Return hours as `07.30-16.00`; an end at or before the start is on the next day."""
    written = line(answer)
    found = WINDOW.fullmatch(written)
    hours = tuple(int(each) for each in found.groups()) if found else ()
    if not hours or not _possible(hours):
        raise AnswerRefused(
            f"Jam {quoted(written)} tidak terbaca; tulis seperti 07.30-16.00, paling akhir 24.00.",
            f"The hours {quoted(written)} cannot be read; write them as 07.30-16.00, up to 24.00.",
        )
    return "{:02}.{:02}-{:02}.{:02}".format(*hours)


def _possible(hours: tuple[int, ...]) -> bool:
    start, end = _minutes(hours)
    return max(hours[1], hours[3]) < HOUR and start < DAY_MINUTES and 0 < end <= DAY_MINUTES


def _minutes(hours: Iterable[int]) -> Span:
    hour, minute, end_hour, end_minute = hours
    return HOUR * hour + minute, HOUR * end_hour + end_minute


def clock(window: str) -> Span:
    """Return start and end of a window as minutes of the day, as they are written."""
    return _minutes(map(int, re.split(r"[.-]", window)))


def span(window: str) -> Span:
    """Return a window as minutes from midnight; an end on the next day is beyond 1440."""
    start, end = clock(window)
    return start, end if end > start else end + DAY_MINUTES


def weekly_text(days: Iterable[str], window: str) -> str:
    """Return days and hours as `ledger.access.Hours.weekly` has them: `1 0730-1600,2 …`."""
    hours = window.replace(".", "")
    return ",".join(f"{day} {hours}" for day in sorted(days))


def visit_minutes(values: Values) -> int:
    """Return how long a visit lasts, from its first day's start to its last day's end."""
    start, end = clock(text(values, "jam"))
    days = day(values, "sampai") - day(values, "mulai")
    return days.days * DAY_MINUTES + end - start


def longest_until(start: date, months: int) -> date:
    """Return the last day of so many months that begin with a day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return date(year, month + 1, start.day) - DAY
    except ValueError:  # no such day in that month: all of it belongs to them
        return (date(year, month + 1, 28) + 4 * DAY).replace(day=1) - DAY


def period(values: Values, zone: str) -> tuple[datetime, datetime]:
    """Return the validity in UTC, [from, until): `sampai` is the last valid day, inclusive.

    A visit begins and ends with its hours. `zone` is an IANA name.
    """
    first, until = day(values, "mulai"), day(values, "sampai") + DAY
    start, end = 0, 0
    if text(values, "jenis_akses") == VISIT:
        start, end = clock(text(values, "jam"))
        until -= DAY
    return _instant(first, start, zone), _instant(until, end, zone)


def _instant(of: date, minute: int, zone: str) -> datetime:
    wall = datetime.combine(of, time(), ZoneInfo(zone)) + timedelta(minutes=minute)
    return wall.astimezone(UTC)
