"""The office's calendar and its units, each change told to the audit."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import audit, calendars, dates
from register.audit import By
from register.calendars import Taken
from register.errors import NotFound, Refusal
from register.models import Holiday, HolidayKind, Unit

NAME_MOST: Final = 150
YEARS: Final = range(calendars.FIRST_YEAR, calendars.LAST_YEAR + 1)
DECREED: Final = frozenset({HolidayKind.COLLECTIVE_LEAVE, HolidayKind.OFFICE})


class DayRefused(Refusal):
    """A day or a unit cannot be as asked."""


def of_year(session: Session, year: int) -> Sequence[Holiday]:
    """Return the days off of a year, in order."""
    return session.scalars(
        select(Holiday).where(Holiday.date.startswith(f"{year:04}-")).order_by(Holiday.date)
    ).all()


def national(session: Session, year: int, by: By, at: datetime) -> Taken:
    """Compute the national holidays of a year; DayRefused outside 2000 to 2100."""
    _check_year(year)
    taken = calendars.national(session, year)
    if taken.added or taken.changed or taken.removed:
        audit.write(session, "calendar.national", by, at, {"year": year, **_counts(taken)})
    return taken


def collective_leave(session: Session, text: str, source: str, by: By, at: datetime) -> Taken:
    """Take the cuti bersama of a CSV file; CalendarRefused names each bad row."""
    taken = calendars.collective_leave(session, text, source=source)
    audit.write(session, "calendar.leave", by, at, {"source": source, **_counts(taken)})
    return taken


def add(
    session: Session, kind: HolidayKind, day: date, name: str, source: str, by: By, at: datetime
) -> Holiday:
    """Add a day of collective leave or one of the office's own; DayRefused where it stands."""
    name, source = " ".join(name.split()), " ".join(source.split())
    if kind not in DECREED or not name or len(name) > NAME_MOST or not source:
        raise DayRefused(
            "Nama dan dasar hari libur wajib diisi; libur nasional dihitung, tidak ditulis.",
            "the name and the source of a day are wanted; national days are computed, not written",
        )
    _check_year(day.year)
    known = select(Holiday).where(Holiday.date == day.isoformat(), Holiday.kind == kind)
    if session.scalar(known) is not None:
        raise DayRefused(
            f"{dates.day(day)} sudah tercatat.", f"{dates.day(day, 'en')} is there already"
        )
    new = Holiday(date=day.isoformat(), name_id=name, name_en=name, kind=kind, source=source)
    session.add(new)
    session.flush()
    audit.write(session, "calendar.add", by, at, {"date": [None, new.date], "kind": kind})
    return new


def remove(session: Session, number: int, by: By, at: datetime) -> int:
    """Take a decreed day out again; return its year. NotFound for a national one."""
    found = session.get(Holiday, number)
    if found is None or found.kind not in DECREED:
        raise NotFound(f"Tidak ada hari libur {number}.", f"there is no day {number} to take out")
    session.delete(found)
    session.flush()
    audit.write(session, "calendar.remove", by, at, {"date": [found.date, None]})
    return date.fromisoformat(found.date).year


def units(session: Session) -> Sequence[Unit]:
    """Return the units: those that stand first, by name."""
    return session.scalars(select(Unit).order_by(Unit.closed_at.is_not(None), Unit.name)).all()


def add_unit(session: Session, name: str, institution: str, by: By, at: datetime) -> Unit:
    """Add a unit kerja; DayRefused where it stands already."""
    name, institution = " ".join(name.split()), " ".join(institution.split())
    if not 0 < len(name) <= NAME_MOST or not 0 < len(institution) <= NAME_MOST:
        raise DayRefused(
            "Nama unit kerja dan instansinya wajib diisi.",
            "the name of the unit and its institution are wanted",
        )
    if session.scalar(select(Unit).where(Unit.name == name)) is not None:
        raise DayRefused(f"Unit kerja {name!r} sudah ada.", f"there is a unit {name!r} already")
    unit = Unit(name=name, institution=institution)
    session.add(unit)
    session.flush()
    audit.write(session, "unit.add", by, at, {"unit": unit.id, "name": [None, name]})
    return unit


def close_unit(session: Session, number: int, by: By, at: datetime, *, closed: bool) -> None:
    """Close a unit, so that forms offer it no longer, or open it again."""
    unit = session.get(Unit, number)
    if unit is None:
        raise NotFound(f"Tidak ada unit kerja {number}.", f"there is no unit {number}")
    before = unit.closed_at is not None
    unit.closed_at = at if closed else None
    session.flush()
    audit.write(session, "unit.close", by, at, {"unit": number, "closed": [before, closed]})


def _check_year(year: int) -> None:
    if year not in YEARS:
        raise DayRefused(
            f"Tahun {year} di luar {YEARS[0]} sampai {YEARS[-1]}.",
            f"the year {year} is outside {YEARS[0]} to {YEARS[-1]}",
        )


def _counts(taken: Taken) -> dict[str, int]:
    return {"added": taken.added, "changed": taken.changed, "removed": taken.removed}
