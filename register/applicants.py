"""Data pemohon, the SOP's other record: everybody who ever asked, those refused included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload, load_only, selectinload

from register.models import Cardholder, Dossier, SignedStep
from register.people import mask
from register.workflow import ENDED, Procedure, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of an applicant, and what came of it.

    Attributes:
        outcome: its state now; `ended` is since when, None while it is on its way.
        reason: of a refusal or a withdrawal.
    """

    dossier: int
    number: str
    kind: str
    purpose: str
    at: datetime
    outcome: State
    ended: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Somebody who asked, his number masked; his requests, newest first."""

    person: int
    public_id: str
    name: str
    number: str
    rank: str
    position: str
    unit: str
    institution: str
    category: str
    requests: tuple[Asked, ...]


def every(session: Session, outcome: State | None = None) -> tuple[Applicant, ...]:
    """Return all applicants by name; with an outcome, those who have such a request, and it alone.

    A draft that was never submitted is no request yet.
    """
    wanted = (
        select(Dossier)
        .where(Dossier.procedure == Procedure.REQUEST, Dossier.number.is_not(None))
        .options(
            joinedload(Dossier.applicant),
            lazyload(Dossier.superior),
            selectinload(Dossier.steps).options(
                load_only(SignedStep.note), lazyload(SignedStep.person)
            ),
        )
        .order_by(Dossier.id.desc())
    )
    if outcome is not None:
        wanted = wanted.where(Dossier.state == outcome)
    by_person: dict[int, list[Dossier]] = {}
    for dossier in session.scalars(wanted):
        by_person.setdefault(dossier.applicant_id, []).append(dossier)
    found = (_applicant(mine[0].applicant, mine) for mine in by_person.values())
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.person)))


def outcomes(found: Sequence[Applicant]) -> Mapping[State, int]:
    """Return how many requests have each outcome."""
    counted: dict[State, int] = {}
    for each in found:
        for request in each.requests:
            counted[request.outcome] = counted.get(request.outcome, 0) + 1
    return counted


def _applicant(person: Cardholder, dossiers: Sequence[Dossier]) -> Applicant:
    return Applicant(
        person=person.id,
        public_id=person.public_id,
        name=person.name or person.public_id,
        number=mask(person),
        rank=person.rank or "",
        position=person.position or "",
        unit=person.unit or "",
        institution=person.institution or "",
        category=person.kind,
        requests=tuple(_asked(dossier) for dossier in dossiers),
    )


def _asked(dossier: Dossier) -> Asked:
    ended = dossier.state in ENDED
    last = dossier.steps[-1] if dossier.steps else None
    refused = dossier.state in (State.REJECTED, State.WITHDRAWN) and last is not None
    return Asked(
        dossier=dossier.id,
        number=dossier.number or "",
        kind=dossier.kind,
        purpose=str(dossier.answers.get("keperluan", "")),
        at=dossier.submitted_at or dossier.opened_at,
        outcome=dossier.state,
        ended=dossier.changed_at if ended else None,
        reason=(last.note or "") if refused and last is not None else "",
    )
