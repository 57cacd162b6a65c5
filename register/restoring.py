"""A register of before made fit to take the place of the one there is: it opens nothing anew.

What was revoked, frozen or lost since the backup stays shut; sessions and one-time links of then
are worth nothing; a number once given is not given again; the door sees a new revision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ledger.access import CardState
from ledger.orders import OrderKind
from register import audit
from register.audit import By
from register.models import (
    Card,
    DoorOrder,
    Grant,
    Link,
    RegisterRevision,
    Series,
    SignedStep,
    WebSession,
)
from register.orders import NewOrder, place


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What the register that is replaced knows, and a restore may not forget.

    Attributes:
        open: id of each active card, and its grant.
        shut: grants that are revoked or frozen, and since when.
        steps: signatures, to say how many are lost.
        lockdowns: orders that stand.
    """

    open: Mapping[int, int]
    shut: Mapping[int, tuple[datetime | None, datetime | None]]
    series: Mapping[tuple[str, int], int]
    revision: int
    steps: int
    lockdowns: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What a restore changes; shown before it is done.

    Attributes:
        frozen: cards that were active then and are not now.
        lost_steps: signatures since the backup; None where nothing is there to compare with.
    """

    frozen: int
    lost_steps: int | None


def present(session: Session, at: datetime) -> Present:
    """Return what the register of now knows."""
    revision = session.scalar(select(RegisterRevision.revision)) or 0
    lockdowns = session.scalars(
        select(DoorOrder).where(
            DoorOrder.kind == OrderKind.LOCKDOWN,
            DoorOrder.cancelled.is_(None),
            DoorOrder.until > at,
        )
    )
    active = session.execute(select(Card.id, Card.grant_id).where(Card.state == CardState.ACTIVE))
    return Present(
        open={row.id: row.grant_id for row in active},
        shut={
            grant: (revoked, frozen)
            for grant, revoked, frozen in session.execute(
                select(Grant.id, Grant.revoked_at, Grant.frozen_at).where(
                    Grant.revoked_at.is_not(None) | Grant.frozen_at.is_not(None)
                )
            )
        },
        series={(row.name, row.year): row.last for row in session.scalars(select(Series))},
        revision=revision,
        steps=session.scalar(select(func.count(SignedStep.id))) or 0,
        lockdowns=tuple((each.ordered_by, each.why, each.door) for each in lockdowns),
    )


def fit(session: Session, known: Present | None, by: By, at: datetime) -> Fitted:
    """Make the register of a backup fit, in the writing transaction on its copy.

    Args:
        session: on the copy.
        known: what the register of now knows; None where it is lost.
        by: who restores.
        at: now.
    """
    for row, ended in ((WebSession, WebSession.ended_at), (Link, Link.used_at)):
        session.execute(update(row).where(ended.is_(None)).values({ended: at}))
    frozen = 0 if known is None else _shut(session, known, at)
    if known is not None:
        _lock(session, known, at)
        _number(session, known)
    there = session.get_one(RegisterRevision, 1)
    there.revision = max(there.revision, 0 if known is None else known.revision) + 1
    session.flush()
    steps = session.scalar(select(func.count(SignedStep.id))) or 0
    lost = None if known is None else max(known.steps - steps, 0)
    audit.write(session, "register.restore", by, at, {"frozen": frozen, "lost_steps": lost})
    return Fitted(frozen=frozen, lost_steps=lost)


def _shut(session: Session, known: Present, at: datetime) -> int:
    """Freeze what is active in the copy and not so now; shut the grants that are shut now."""
    count = 0
    for card in session.scalars(select(Card).where(Card.state == CardState.ACTIVE)):
        if known.open.get(card.id) != card.grant_id:
            card.state, card.changed_at = CardState.FROZEN, at
            count += 1
    for grant_id, (revoked, frozen) in known.shut.items():
        grant = session.get(Grant, grant_id)
        if grant is not None:
            grant.revoked_at = grant.revoked_at or revoked
            grant.frozen_at = grant.frozen_at or frozen
    session.flush()
    return count


def _lock(session: Session, known: Present, at: datetime) -> None:
    """Carry over each lockdown that stands now and that the copy does not know."""
    there = {(row[0], row[1], row[2]) for row in present(session, at).lockdowns}
    for ordered_by, why, door in known.lockdowns:
        if (ordered_by, why, door) not in there:
            order = NewOrder(kind=OrderKind.LOCKDOWN, by=ordered_by, why=why, door=door)
            place(session, order, at)


def _number(session: Session, known: Present) -> None:
    """Go on where the numbers stand now: what is lost keeps its number on paper."""
    for key, last in known.series.items():
        row = session.get(Series, key)
        if row is None:
            row = Series(name=key[0], year=key[1], last=0)
            session.add(row)
            session.flush()
        while row.last < last:
            row.last += 1  # a series grows by one: its trigger says so
            session.flush()
