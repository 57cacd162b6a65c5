"""From an approved form to a grant: what the door will read."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register.errors import CardRefused
from register.forms import right, validity
from register.forms.values import Values, text, words
from register.models import Cardholder, Door, Dossier, Grant, GrantDoor, Schedule

KEYS: Final = tuple(field.key for field in right.RIGHT)


def of(answers: Values) -> dict[str, object]:
    """Return what answers say of the right itself: doors, kind, validity, hours, escort."""
    return {key: answers[key] for key in KEYS if key in answers}


def grant(
    session: Session, dossier: Dossier, approved: Values, zone: str, at: datetime,
    *, until: datetime | None = None,
) -> Grant:  # fmt: skip
    """Write the grant of an approved dossier; the database refuses it without its signatures.

    `until`: when it lapses though more was approved, as of a first list.
    """
    first, after = validity.period(approved, zone)
    after = after if until is None else min(after, until)
    new = Grant(
        cardholder_id=dossier.applicant_id,
        kind=validity.KIND[text(approved, "jenis_akses")],
        valid_from=first,
        valid_until=after,
        escort_id=_escort(session, approved),
        request_number=dossier.number or dossier.code,
        sop_version=dossier.sop_version,
        granted_at=at,
        dossier_id=dossier.id,
    )
    session.add(new)
    session.flush()
    weekly = validity.weekly_text(words(approved, "hari"), text(approved, "jam"))
    hours = schedule(session, weekly)
    for name in words(approved, "pintu"):
        door = session.scalar(select(Door).where(Door.name == name))
        if door is None:
            raise CardRefused(
                f"Tidak ada pintu {name!r} di daftar.", f"the register has no door {name!r}"
            )
        session.add(GrantDoor(grant_id=new.id, door_id=door.id, schedule_id=hours.id))
    session.flush()
    return new


def schedule(session: Session, weekly: str) -> Schedule:
    """Return the schedule with these weekly hours, made where there is none."""
    found = session.scalar(
        select(Schedule).where(Schedule.weekly == weekly, Schedule.on_holidays.is_(False)).limit(1)
    )
    if found is None:
        found = Schedule(name=weekly, weekly=weekly, on_holidays=False)
        session.add(found)
        session.flush()
    return found


def _escort(session: Session, approved: Values) -> int | None:
    """Return who must tap after the holder; he goes by his pseudonymous id in the form."""
    if approved.get("didampingi") is not True:
        return None
    public_id = text(approved, "pendamping")
    found = session.scalar(select(Cardholder.id).where(Cardholder.public_id == public_id))
    if found is None:
        raise CardRefused(f"Tidak ada pendamping {public_id}.", f"there is no escort {public_id}")
    return found
