"""The deadline of a review: warned of, extended once, and then access lapses by itself.

Never below the two named keyholders: whoever is one keeps his access, and where fewer than two of
them could open the door, the most recent visitors do, until two can.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from register import audit, dates, keyholders, posts, settings
from register.audit import By
from register.errors import ReviewRefused
from register.messaging import messages
from register.models import Dossier, Review, ReviewItem
from register.reviewing.deciding import items, progress
from register.workflow import Role, State

WARNINGS: Final = (14, 7, 1)  # days before the deadline
EXTENSION: Final = timedelta(days=14)
DAY: Final = timedelta(days=1)
UNDECIDED: Final = (State.DRAFT, State.OPEN)


def extend(session: Session, review: Review, by: By, at: datetime) -> None:
    """Give a review 14 days more: the Kabid's act, once, while its deadline has not passed."""
    if by.person is None or Role.KABID not in posts.roles(session, by.person, at):
        raise ReviewRefused(
            "Hanya Kabid yang memperpanjang tenggat review.", "the Kabid alone extends a review"
        )
    if review.extended_at is not None:
        raise ReviewRefused(
            "Tenggat review ini sudah pernah diperpanjang.", "this review was extended once already"
        )
    if review.due_at <= at or review.dossier.state not in UNDECIDED:
        raise ReviewRefused(
            "Tenggat review ini sudah lewat atau review sudah ditandatangani.",
            "this review's deadline has passed, or it is signed",
        )
    review.due_at, review.extended_at, review.extended_by = (
        review.due_at + EXTENSION, at, by.person,
    )  # fmt: skip
    review.warned = None
    session.flush()
    audit.write(session, "review.extend", by, at, {"dossier": review.dossier_id})


def undecided(session: Session) -> Sequence[Review]:
    """Return the reviews that still wait for the Kasi's signature."""
    return session.scalars(
        select(Review)
        .join(Dossier, Dossier.id == Review.dossier_id)
        .where(Dossier.state.in_(UNDECIDED))
        .options(joinedload(Review.dossier))
    ).all()


def warn(session: Session, review: Review, at: datetime) -> int | None:
    """Tell Kasi and Kabid that the deadline is near, once for each of the three days before it.

    Returns the days of the warning, or None where none was due.
    """
    left = review.due_at - at
    near = [days for days in WARNINGS if timedelta() < left <= days * DAY]
    if not near or (review.warned is not None and review.warned <= near[-1]):
        return None
    review.warned = near[-1]
    session.flush()
    done = progress(items(session, review.dossier_id))
    _tell(session, review, "review-due", {"sisa": done.all - done.done}, at)
    return near[-1]


def lapse(session: Session, review: Review, by: By, at: datetime) -> Sequence[ReviewItem]:
    """Freeze the right of everybody on whom nobody decided by the deadline; return their rows.

    Nothing where the office has switched it off, before the deadline, or a second time.
    """
    open_ = review.dossier.state in UNDECIDED
    if not settings.read(session).lapse or at < review.due_at or not open_:
        return ()
    left = [
        row
        for row in items(session, review.dossier_id)
        if row.decision is None and row.lapsed_at is None
    ]
    kept = _kept(session, left, at)
    gone = [row for row in left if row.person_id not in kept]
    for row in gone:
        _freeze(session, review, row, by, at)
    if gone:
        session.flush()
        _tell(session, review, "review-lapsed", {"jumlah": len(gone)}, at)
    return gone


def _freeze(session: Session, review: Review, row: ReviewItem, by: By, at: datetime) -> None:
    row.lapsed_at = at
    if row.grant.frozen_at is None:
        row.grant.frozen_at = at
    session.flush()
    why = f"review {review.dossier.number}: not reviewed by its deadline"
    audit.write(
        session, "grant.lapse", by, at,
        {"grant": row.grant_id, "card": row.card_id, "dossier": review.dossier_id, "why": why},
    )  # fmt: skip
    fields = {"nomor": review.dossier.number, "permintaan": row.grant.request_number}
    messages.tell(session, row.person_id, "not-reviewed", fields, at)


def _kept(session: Session, left: Sequence[ReviewItem], at: datetime) -> frozenset[int]:
    """Return whose access stays: the keyholders', and of others as many as make two."""
    opening, undecided_ = set(keyholders.opening(session, at)), {row.person_id for row in left}
    named = {row.person_id for row in left if row.person.keyholder}
    safe = (opening - undecided_) | (opening & named)
    rest = [row for row in left if row.person_id in opening - named]
    rest.sort(key=lambda row: (row.evidence["terakhir"] or 0, -row.id), reverse=True)
    more = max(0, keyholders.WANTED - len(safe))
    return frozenset(named | {row.person_id for row in rest[:more]})


def _tell(
    session: Session, review: Review, template: str, more: dict[str, object], at: datetime
) -> None:
    zone = settings.read(session).zone
    fields = {
        "nomor": review.dossier.number,
        "tenggat": {
            language: dates.moment(review.due_at, zone, language) for language in ("id", "en")
        },
        **more,
    }
    told = {
        tenure.person_id
        for role in (Role.KASI, Role.KABID)
        for tenure in posts.holders(session, role, at)
    }
    for person in told:
        messages.tell(session, person, template, fields, at, review.dossier_id)
