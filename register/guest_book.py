"""The guest book as it is read and printed: rows, without a number that names anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from register.forms import identity
from register.models import Visit, VisitItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One thing that was carried in or out."""

    name: str
    serial: str | None
    brought: bool
    taken: bool
    explained: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """One line of the guest book, in the order of FORMS.md section 5.

    Attributes:
        number: of the line among those asked for, from 1.
        name: None once it was erased.
        identity: kind and the last four, `nik ••••1234`.
        left: None while the visitor is inside.
        manual: entered by hand with a time of its own.
        request: number of the approved request, where a day card was carried.
    """

    number: int
    came: datetime
    left: datetime | None
    name: str | None
    institution: str
    identity: str
    purpose: str
    allowed_by: str
    escort: str
    carried: tuple[Carried, ...]
    temperature: int | None
    note: str | None
    manual: bool
    card: str | None
    request: str | None


def book(session: Session, first: datetime, after: datetime) -> Sequence[BookRow]:
    """Return the visits that began from `first` on and before `after`, oldest first."""
    found = session.scalars(
        select(Visit)
        .where(Visit.came_at >= first, Visit.came_at < after)
        .options(
            joinedload(Visit.escort),
            joinedload(Visit.card),
            joinedload(Visit.dossier),
            selectinload(Visit.items),
        )
        .order_by(Visit.came_at, Visit.id)
    )
    return [row(visit, number) for number, visit in enumerate(found, 1)]


def row(visit: Visit, number: int) -> BookRow:
    """Return the line of one visit."""
    shown = visit.identity_shown or ""
    return BookRow(
        number=number,
        came=visit.came_at,
        left=visit.left_at,
        name=visit.name,
        institution=visit.institution,
        identity=f"{visit.identity_kind} {identity.BULLET * identity.TAIL}{shown}",
        purpose=visit.purpose,
        allowed_by=visit.allowed_by,
        escort=visit.escort.name or visit.escort.public_id,
        carried=tuple(_carried(item) for item in visit.items),
        temperature=visit.temperature,
        note=visit.note,
        manual=visit.manual,
        card=None if visit.card is None else visit.card.printed,
        request=None if visit.dossier is None else visit.dossier.number,
    )


def _carried(item: VisitItem) -> Carried:
    return Carried(
        name=item.name, serial=item.serial, brought=item.brought, taken=item.taken,
        explained=item.explained,
    )  # fmt: skip
