"""The demonstration's calendar, and its office hours."""

from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from register import calendars, office_days
from register.audit import By
from register.models import Holiday, Schedule
from register.seeding.times import SATURDAY, OfficeTimes

ZONE: Final = ZoneInfo("Asia/Jakarta")
WRITTEN: Final = (320, time(10, 10))  # days ago: the administrator computed the days off

SUNDAY: Final = "7 0100-0300"
WEDNESDAY: Final = ("3 2000-2300", "Migrasi Rabu malam")


def office_times(at: datetime) -> OfficeTimes:
    """Return when people sign, as seen from a moment: no national holiday among it."""
    year = at.astimezone(ZONE).year
    closed = {day for each in range(year - 2, year + 1) for day in calendars.days_of(each)}
    return OfficeTimes(at, ZONE, frozenset(closed))


def keep_calendar(session: Session, by: By, times: OfficeTimes) -> None:
    """Compute this year's and the next year's days off.

    Today is none, or on 17 August no door of the demonstration would open.
    """
    year = times.today.year
    for each in (year, year + 1):
        office_days.national(session, each, by, times.at(*WRITTEN))
    session.execute(delete(Holiday).where(Holiday.date == times.today.isoformat()))


def keep_shut(session: Session, times: OfficeTimes) -> None:
    """On a weekend, move the hours that never are now from Sunday to Wednesday."""
    if times.today.isoweekday() >= SATURDAY:
        weekly, name = WEDNESDAY
        session.execute(
            update(Schedule).where(Schedule.weekly == SUNDAY).values(weekly=weekly, name=name)
        )
