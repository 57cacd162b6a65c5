"""Numbers of papers: one series a year, without a gap, never given twice."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from register.models import Series
from register.settings import Settings

SERIES: Final = "berkas"  # one for all the forms: a number names one paper of the office


def next_number(session: Session, settings: Settings, at: datetime) -> str:
    """Give the next number of the year; it is kept only where the caller's transaction commits."""
    year = at.astimezone(ZoneInfo(settings.zone)).year
    row = session.get(Series, (SERIES, year))
    if row is None:
        row = Series(name=SERIES, year=year, last=0)
        session.add(row)
        session.flush()
    row.last += 1
    session.flush()
    return settings.number_pattern.format(
        kode_arsip=settings.archive_code,
        kode_opd=settings.office_code,
        urut=row.last,
        tahun=year,
    )
