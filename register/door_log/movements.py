"""Who is behind the lines of the door's log, and that somebody looked.

The journal knows people by a pseudonymous id; here is what the register says of it. Reading what
one person did at the door is itself written to the audit.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from register import audit, settings
from register.audit import By
from register.models import Card, Cardholder, Door, DoorOrder, Dossier, Grant, GrantDoor, Holiday

FEWEST_LETTERS: Final = 2
MOST_FOUND: Final = 30
MOST_IDS: Final = 500  # of one statement


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as a line of the log names him."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything behind a card that was shown to a door.

    Attributes:
        dossiers: the requests that gave the right and made the card, each with its signatures.
    """

    card: Card
    holder: Cardholder
    grant: Grant
    dossiers: tuple[Dossier, ...]


def known(session: Session, public_ids: Iterable[str]) -> Mapping[str, Known]:
    """Return who is behind some ids; one whose name was erased goes by his id."""
    wanted = sorted(set(public_ids))
    found: dict[str, Known] = {}
    for start in range(0, len(wanted), MOST_IDS):
        rows = session.execute(
            select(Cardholder.public_id, Cardholder.name, Cardholder.unit).where(
                Cardholder.public_id.in_(wanted[start : start + MOST_IDS])
            )
        )
        found |= {each: Known(name or each, unit or "") for each, name, unit in rows}
    return found


def everybody(session: Session) -> Mapping[str, Known]:
    """Return who is behind every id: for a list that may name them all."""
    rows = session.execute(select(Cardholder.public_id, Cardholder.name, Cardholder.unit))
    return {each: Known(name or each, unit or "") for each, name, unit in rows}


def named_like(session: Session, text: str) -> Sequence[Cardholder]:
    """Return people in whose name a text stands, by name; nobody for less than two letters."""
    text = text.strip()
    if len(text) < FEWEST_LETTERS:
        return ()
    return session.scalars(
        select(Cardholder)
        .where(Cardholder.name.icontains(text, autoescape=True))
        .order_by(Cardholder.name)
        .limit(MOST_FOUND)
    ).all()


def units(session: Session) -> Sequence[str]:
    """Return the units that people of the register belong to."""
    return session.scalars(
        select(Cardholder.unit).where(Cardholder.unit > "").distinct().order_by(Cardholder.unit)
    ).all()  # type: ignore[return-value] # none of them is NULL


def members(session: Session, unit: str) -> frozenset[str]:
    """Return the pseudonymous ids of a unit's people."""
    return frozenset(session.scalars(select(Cardholder.public_id).where(Cardholder.unit == unit)))


def doors(session: Session) -> Mapping[str, str]:
    """Return what each door is called, by the name that the daemon gives it."""
    return {each.name: each.label for each in session.scalars(select(Door))}


def free_days(session: Session) -> frozenset[str]:
    """Return every holiday that the register has, as ISO dates."""
    return frozenset(session.scalars(select(Holiday.date)))


def office_week(session: Session) -> tuple[str, str]:
    """Return the office's time zone and its weekly hours."""
    kept = settings.read(session)
    return kept.zone, kept.hours


def chain(session: Session, card: int) -> Chain | None:
    """Return what stands behind a card, or None for one that the register does not have."""
    found = session.scalar(
        select(Card)
        .where(Card.id == card)
        .options(
            joinedload(Card.grant).joinedload(Grant.cardholder),
            joinedload(Card.grant).selectinload(Grant.doors).joinedload(GrantDoor.door),
            joinedload(Card.grant).selectinload(Grant.doors).joinedload(GrantDoor.schedule),
        )
    )
    if found is None:
        return None
    return Chain(found, found.grant.cardholder, found.grant, _dossiers(session, found))


def order(session: Session, number: int) -> DoorOrder | None:
    """Return what a door was told, or None."""
    return session.get(DoorOrder, number)


def looked(
    session: Session, whom: Collection[str], asked: Mapping[str, str], by: By, at: datetime
) -> None:
    """Write down that somebody looked at what a person did at the door.

    Args:
        session: the writing transaction.
        whom: pseudonymous ids.
        asked: which page, and what was filtered for.
        by: who looks.
        at: now.
    """
    audit.write(session, "log.read", by, at, {"whom": sorted(whom), **asked})


def taken(
    session: Session, asked: Mapping[str, str], lines: int, form: str, by: By, at: datetime
) -> None:
    """Write down that somebody takes the log away: how many lines, as which kind of file."""
    audit.write(session, "log.export", by, at, {"lines": lines, "as": form, **asked})


def searched(session: Session, found: int, by: By, at: datetime) -> None:
    """Write down that somebody looked a person up by name; the name itself is not kept."""
    audit.write(session, "log.search", by, at, {"found": found})


def _dossiers(session: Session, card: Card) -> tuple[Dossier, ...]:
    numbers = {card.grant.dossier_id, card.dossier_id, card.grant.restored_by}
    found = session.scalars(
        select(Dossier)
        .where(Dossier.id.in_(number for number in numbers if number is not None))
        .options(joinedload(Dossier.steps), defer(Dossier.answers))
        .order_by(Dossier.id)
    )
    return tuple(found.unique())
