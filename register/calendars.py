"""The days on which an office is closed: national holidays computed, cuti bersama imported.

National holidays come from the `holidays` package (lunar dates of years to come are its estimates
until the government's joint decree, so a newer package may move them). Cuti bersama is decreed
each year and known to no package: it is imported from a CSV file with the columns `date,name` (or
`tanggal,nama`), ISO dates, comma or semicolon. A file with one bad row is refused whole.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Final

import holidays
from sqlalchemy import select
from sqlalchemy.orm import Session

from register.errors import CalendarRefused
from register.models import Holiday, HolidayKind

COLUMNS: Final = (("date", "name"), ("tanggal", "nama"))
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100  # the last that the package knows

SENTENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "id": {
        "header": "Baris {line}: kolom {found} ditemukan; yang diminta: tanggal,nama.",
        "columns": "Baris {line}: {count} kolom ditemukan; yang diminta 2: tanggal dan nama.",
        "date": "Baris {line}: {found!r} bukan tanggal; tulis seperti 2026-03-20.",
        "year": "Baris {line}: tahun {found} di luar {first} sampai {last}.",
        "name": "Baris {line}: nama hari libur kosong.",
        "twice": "Baris {line}: tanggal {found} sudah ada pada baris {before}.",
        "quote": "Baris {line}: tanda kutip tidak ditutup.",
    },
    "en": {
        "header": "Line {line}: columns {found} found; wanted are date,name.",
        "columns": "Line {line}: {count} columns found; 2 are wanted, date and name.",
        "date": "Line {line}: {found!r} is not a date; write it as 2026-03-20.",
        "year": "Line {line}: the year {found} is outside {first} to {last}.",
        "name": "Line {line}: the name of the holiday is empty.",
        "twice": "Line {line}: the date {found} stands on line {before} already.",
        "quote": "Line {line}: a quotation mark is not closed.",
    },
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a calendar brought: how many days are new, changed, gone, and as they were."""

    added: int
    changed: int
    removed: int
    same: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day with its names."""

    name_id: str
    name_en: str


def days_of(year: int) -> Sequence[date]:
    """Return the national holidays of a year."""
    return sorted(holidays.country_holidays("ID", years=year))


def national(session: Session, year: int) -> Taken:
    """Make the national holidays of a year be what the package says; again changes nothing."""
    indonesian = holidays.country_holidays("ID", years=year, language="id")
    english = holidays.country_holidays("ID", years=year, language="en_US")
    days = {day.isoformat(): Day(name, english[day]) for day, name in indonesian.items()}
    known = _known(session, HolidayKind.NATIONAL, str(year))
    source = f"holidays {version('holidays')}"
    taken = _put(session, HolidayKind.NATIONAL, days, known, source)
    gone = [row for day, row in known.items() if day not in days]
    for row in gone:
        session.delete(row)
    session.flush()
    return Taken(taken.added, taken.changed, len(gone), taken.same)


def collective_leave(
    session: Session, text: str, *, source: str, language: str = "id", dry_run: bool = False
) -> Taken:
    """Take the cuti bersama of a CSV file, or with `dry_run` only say what it would bring.

    Args:
        session: of a store.
        text: the file, decoded.
        source: where it comes from, as the number of the decree.
        language: of the sentences about bad rows, `id` or `en`.
        dry_run: change nothing.

    Raises:
        CalendarRefused: at least one row cannot be read; nothing was taken.
    """
    days = _Reading(SENTENCES[language]).days(text)
    known = _known(session, HolidayKind.COLLECTIVE_LEAVE, "")
    if dry_run:
        return _count(days, known)
    taken = _put(session, HolidayKind.COLLECTIVE_LEAVE, days, known, source)
    session.flush()
    return taken


def _known(session: Session, kind: HolidayKind, beginning: str) -> dict[str, Holiday]:
    wanted = select(Holiday).where(Holiday.kind == kind, Holiday.date.startswith(beginning))
    return {row.date: row for row in session.scalars(wanted)}


def _same(day: Day, row: Holiday) -> bool:
    return (day.name_id, day.name_en) == (row.name_id, row.name_en)


def _count(days: Mapping[str, Day], known: Mapping[str, Holiday]) -> Taken:
    same = sum(date_ in known and _same(day, known[date_]) for date_, day in days.items())
    old = len(days.keys() & known.keys())
    return Taken(len(days) - old, old - same, 0, same)


def _put(
    session: Session,
    kind: HolidayKind,
    days: Mapping[str, Day],
    known: Mapping[str, Holiday],
    source: str,
) -> Taken:
    taken = _count(days, known)
    for date_, day in days.items():
        row = known.get(date_)
        if row is None:
            row = Holiday(date=date_, kind=kind, name_id="", name_en="", source=source)
            session.add(row)
        if not _same(day, row):
            row.name_id, row.name_en, row.source = day.name_id, day.name_en, source
    return taken


class _Reading:
    """One reading of a CSV file, collecting every bad row before refusing."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self._sentences = sentences
        self._bad: list[str] = []
        self._lines: dict[str, int] = {}

    def days(self, text: str) -> dict[str, Day]:
        """Return the days by ISO date, or raise CalendarRefused with every bad row."""
        found: dict[str, Day] = {}
        for line, cells in self._rows(text.removeprefix("\ufeff")):
            problem = self._problem(line, cells)
            if problem is None:
                found[cells[0]] = Day(cells[1], cells[1])
            else:
                self._bad.append(problem)
        if self._bad:
            raise CalendarRefused(self._bad)
        return found

    def _rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        first = text.partition("\n")[0]
        reader = csv.reader(
            text.splitlines(keepends=True), delimiter=";" if ";" in first else ",", strict=True
        )
        try:
            header = tuple(cell.strip().lower() for cell in next(reader, []))
            if header not in COLUMNS:
                self._bad.append(self._say("header", 1, found=",".join(header) or "-"))
                return
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, [cell.strip() for cell in cells]
        except csv.Error:
            self._bad.append(self._say("quote", reader.line_num))

    def _problem(self, line: int, cells: list[str]) -> str | None:
        """Return the sentence about a row that cannot be taken."""
        if len(cells) != len(COLUMNS[0]):
            return self._say("columns", line, count=len(cells))
        text, name = cells
        year = _year(text)
        if year is None:
            return self._say("date", line, found=text)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return self._say("year", line, found=year, first=FIRST_YEAR, last=LAST_YEAR)
        if not name:
            return self._say("name", line)
        before = self._lines.setdefault(text, line)
        return self._say("twice", line, found=text, before=before) if before != line else None

    def _say(self, sentence: str, line: int, **facts: str | int) -> str:
        return self._sentences[sentence].format(line=line, **facts)


def _year(text: str) -> int | None:
    """Return the year of a date written as 2026-03-20, None of anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day.year if day.isoformat() == text else None
