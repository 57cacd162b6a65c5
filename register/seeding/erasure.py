"""The demonstration's erasure by decision: an intern who left wants his data gone."""

from datetime import time
from typing import Final

from sqlalchemy.orm import Session

from register import erasure_orders, people
from register.seeding.by import acting
from register.seeding.times import OfficeTimes

LEFT: Final = (2, time(10, 35))


def prepare(session: Session, administrator: int, times: OfficeTimes) -> None:
    """Let the administrator have prepared it the day before yesterday; it waits for the Kadis."""
    intern = people.new(session, "Rizky Ramadhan", "magang")
    intern.unit, intern.institution = "Bidang Informasi Publik", "SMK Negeri 1"
    intern.phone, intern.email = "+6281298765432", "rizky@smk.example"
    session.flush()
    then = times.at(*LEFT)
    by, decree = acting(session, administrator), f"800/118/{then.year}"
    erasure_orders.prepare(session, intern.id, decree, then.date(), by, then)
