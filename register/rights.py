"""From an approved form to a grant: what was asked, what was approved, what the door will read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import AccessKind
from register.errors import CardRefused
from register.models import Cardholder, Door, Dossier, Grant, GrantDoor, Schedule

KINDS: Final[Mapping[str, AccessKind]] = {
    "tetap": AccessKind.STANDING,
    "terjadwal": AccessKind.TEMPORARY,
    "sementara": AccessKind.TEMPORARY,
    "kunjungan": AccessKind.VISITOR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A right of access as a form says it.

    Attributes:
        kind: jenis akses of the form: tetap, terjadwal, sementara, kunjungan.
        doors: names of doors.
        weekly: as `ledger.access.Hours.weekly` says.
        first, last: ISO dates; the last day is inclusive.
        escort: id of the cardholder who must tap after this one, or None.
    """

    kind: str
    doors: tuple[str, ...]
    weekly: str
    first: str
    last: str
    escort: int | None = None

    def record(self) -> dict[str, Any]:
        """Return it as a dossier keeps it."""
        return asdict(self) | {"doors": list(self.doors)}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Return it as a dossier kept it."""
        return cls(**(dict(record) | {"doors": tuple(record["doors"])}))

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """Return the first moment, and the one after the last day."""
        place = ZoneInfo(zone)
        first = datetime.combine(date.fromisoformat(self.first), time(), place)
        after = date.fromisoformat(self.last) + timedelta(days=1)
        return first, datetime.combine(after, time(), place)


def grant(session: Session, dossier: Dossier, right: Right, zone: str, at: datetime) -> Grant:
    """Write the grant of an approved dossier; the database refuses it without its signatures."""
    first, after = right.instants(zone)
    new = Grant(
        cardholder_id=dossier.applicant_id,
        kind=KINDS[right.kind],
        valid_from=first,
        valid_until=after,
        escort_id=_escort(session, right),
        request_number=dossier.number or dossier.code,
        sop_version=dossier.sop_version,
        granted_at=at,
        dossier_id=dossier.id,
    )
    session.add(new)
    session.flush()
    hours = schedule(session, right.weekly)
    for name in right.doors:
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


def _escort(session: Session, right: Right) -> int | None:
    if right.escort is not None and session.get(Cardholder, right.escort) is None:
        raise CardRefused(
            f"Tidak ada pendamping {right.escort}.", f"there is no person {right.escort} to escort"
        )
    return right.escort
