"""The reviews as a list, and what the last one said of a right."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import Session, defer, joinedload

from register import settings
from register.forms.validity import longest_until
from register.models import Cardholder, Dossier, Grant, Review, ReviewItem
from register.models.base import Moment
from register.settings import Settings
from register.workflow import State

PERIODIC: Final = "berkala"
SIGNED: Final = frozenset({State.AT_KABID, State.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One review of the list: how many of its rows are decided."""

    review: Review
    done: int
    all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a review that the Kasi has signed said of a right; `dossier` is its file."""

    decision: str
    at: datetime
    by: str
    reason: str
    dossier: int
    number: str


def every(session: Session) -> Sequence[Listed]:
    """Return all reviews, the newest first."""
    counts = {
        dossier: (done, all_)
        for dossier, all_, done in session.execute(
            select(
                ReviewItem.dossier_id,
                func.count(),
                func.count(func.coalesce(ReviewItem.decided_at, ReviewItem.lapsed_at)),
            ).group_by(ReviewItem.dossier_id)
        )
    }
    found = session.scalars(
        select(Review).options(joinedload(Review.dossier)).order_by(Review.dossier_id.desc())
    )
    return [
        Listed(review=each, done=counts[each.dossier_id][0], all=counts[each.dossier_id][1])
        for each in found
        if each.dossier_id in counts
    ]


def of_rights(
    session: Session, grants: Collection[int]
) -> tuple[Mapping[int, Sequence[Reviewed]], Sequence[ReviewItem]]:
    """Return what signed reviews said of some rights, by the grant's id; and all rows about them.

    Both oldest first. What came of a right by a review was said of it too.
    """
    found = session.execute(
        select(ReviewItem, Dossier.number, Dossier.state, Cardholder.name)
        .join(Dossier, Dossier.id == ReviewItem.dossier_id)
        .outerjoin(Cardholder, Cardholder.id == ReviewItem.decided_by)
        .where(or_(ReviewItem.grant_id.in_(grants), ReviewItem.new_grant_id.in_(grants)))
        .options(defer(ReviewItem.evidence))
        .order_by(ReviewItem.id)
    ).all()
    said: dict[int, list[Reviewed]] = {}
    for item, number, state, name in found:
        if state not in SIGNED or item.decision is None or item.decided_at is None:
            continue
        one = Reviewed(
            decision=item.decision, at=item.decided_at, by=name or "", reason=item.reason or "",
            dossier=item.dossier_id, number=number or "",
        )  # fmt: skip
        for grant in (item.grant_id, item.new_grant_id):
            if grant is not None:
                said.setdefault(grant, []).append(one)
    return said, [item for item, *_ in found]


def superiors(session: Session, dossier: int) -> Mapping[int, int]:
    """Return who endorsed the right of each row that has somebody to ask, by the row's id."""
    found = session.execute(
        select(ReviewItem.id, Dossier.superior_id)
        .join(Grant, Grant.id == ReviewItem.grant_id)
        .join(Dossier, Dossier.id == Grant.dossier_id)
        .where(ReviewItem.dossier_id == dossier, Dossier.superior_id.is_not(None))
    )
    return {item: superior for item, superior in found if superior is not None}


def since_when() -> ScalarSelect[datetime]:
    """Return as a column until when the last review reached, or since when there are rights."""
    last = (
        select(func.max(Review.period_until))
        .join(Dossier, Dossier.id == Review.dossier_id)
        .where(Dossier.kind == PERIODIC)
    )
    first = select(func.min(Grant.granted_at))
    begun = func.coalesce(last.scalar_subquery(), first.scalar_subquery(), type_=Moment)
    return select(begun).scalar_subquery()


def since(session: Session) -> datetime | None:
    """Return that moment; None while there are no rights."""
    return session.scalar(select(since_when()))


def next_due(session: Session) -> datetime | None:
    """Return when the next periodic review falls due, or None while there are no rights."""
    return months_after(since(session), settings.read(session))


def months_after(begun: datetime | None, now: Settings) -> datetime | None:
    """Return when a review falls due that counts from a moment."""
    if begun is None:
        return None
    local = begun.astimezone(ZoneInfo(now.zone))
    last = longest_until(local.date(), max(1, now.review_months))
    return datetime.combine(last + timedelta(days=1), local.timetz())
