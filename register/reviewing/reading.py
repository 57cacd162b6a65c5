"""The reviews as a list, and what the last one said of a right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from register.models import Dossier, Review, ReviewItem
from register.workflow import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One review of the list: how many of its rows are decided."""

    review: Review
    done: int
    all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a signed review said of a right."""

    decision: str
    at: datetime
    review: int


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


def last_of(session: Session) -> Mapping[int, Reviewed]:
    """Return the last review of each right that has one, by the grant's id: the Kasi's signed."""
    found = session.execute(
        select(ReviewItem.grant_id, ReviewItem.new_grant_id, ReviewItem.decision,
               ReviewItem.decided_at, ReviewItem.dossier_id)
        .join(Dossier, Dossier.id == ReviewItem.dossier_id)
        .where(Dossier.state.in_((State.AT_KABID, State.CLOSED)), ReviewItem.decision.is_not(None))
        .order_by(ReviewItem.id)
    )  # fmt: skip
    last = {}
    for grant, new, decision, at, review in found:
        if decision is None or at is None:
            continue
        said = Reviewed(decision=decision, at=at, review=review)
        last[grant] = said
        if new is not None:
            last[new] = said
    return last
