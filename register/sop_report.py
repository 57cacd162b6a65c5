"""The SOP measured by what was signed, and the officials whom its sheet names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from register import measuring, settings
from register.measuring import Measure, Signed
from register.models import Dossier, SignedStep, Tenure
from register.settings import Settings
from register.ways import Way
from register.workflow import POSTS, Role

FIRST_YEAR: Final = 2000


@dataclass(frozen=True, slots=True)
class Holder:
    """A post of the SOP and who holds it now, in his own right or acting."""

    role: Role
    tenures: tuple[Tenure, ...]


def measured(session: Session, year: int | None) -> Mapping[str, Measure]:
    """Return what each step took, of the dossiers that were begun in a year; None: of all.

    The year is the office's own.
    """
    wanted = (
        select(
            SignedStep.dossier_id, Dossier.opened_at, SignedStep.number, SignedStep.act,
            SignedStep.before, SignedStep.after, SignedStep.at,
        )
        .join(Dossier, Dossier.id == SignedStep.dossier_id)
        .order_by(SignedStep.id)
    )  # fmt: skip
    if year is not None:
        zone = ZoneInfo(settings.read(session).zone)
        wanted = wanted.where(
            Dossier.opened_at >= datetime(year, 1, 1, tzinfo=zone),
            Dossier.opened_at < datetime(year + 1, 1, 1, tzinfo=zone),
        )
    return measuring.measure(Signed(*row) for row in session.execute(wanted))


def years(session: Session, at: datetime) -> Sequence[int]:
    """Return the years in which there were dossiers, up to this one; the newest first."""
    zone = ZoneInfo(settings.read(session).zone)
    first = session.scalar(select(Dossier.opened_at).order_by(Dossier.opened_at).limit(1)) or at
    return range(at.astimezone(zone).year, first.astimezone(zone).year - 1, -1)


def holders(session: Session, at: datetime) -> Sequence[Holder]:
    """Return each post of the SOP with who holds it at a moment."""
    found = session.scalars(
        select(Tenure)
        .where(Tenure.valid_from <= at, (Tenure.valid_until.is_(None)) | (Tenure.valid_until > at))
        .order_by(Tenure.valid_from)
        .options(joinedload(Tenure.person))
    ).all()
    order = [role for role in Role if role in POSTS]
    return [Holder(role, tuple(each for each in found if each.role is role)) for role in order]


def way(now: Settings) -> Way:
    """Return the way that a request begun now goes."""
    return Way(approver=now.approver, initials=now.initials)
