"""The demonstration's erasure by decision: an intern who left wants his data gone."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from register import erasure_orders, people
from register.seed_by import acting

LEFT: Final = timedelta(days=2)


def prepare(session: Session, administrator: int, at: datetime) -> None:
    """Let the administrator have prepared it the day before yesterday; it waits for the Kadis."""
    intern = people.new(session, "Rizky Ramadhan", "magang")
    intern.unit, intern.institution = "Bidang Informasi Publik", "SMK Negeri 1"
    intern.phone, intern.email = "+6281298765432", "rizky@smk.example"
    session.flush()
    then = at - LEFT
    erasure_orders.prepare(
        session, intern.id, "800/118/2026", then.date(), acting(session, administrator), then
    )
