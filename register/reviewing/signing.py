"""R3 to R6: the Kasi signs, what he took away freezes; the Kabid countersigns, the rest follows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import CardState
from register import audit, cards, dossiers, premises, removal_reach, removals, rights, settings
from register.audit import By
from register.dossiers import Signature
from register.errors import Incomplete, ReviewRefused
from register.forms.check import check
from register.forms.context import Context
from register.forms.review import CHANGE, REVIEW
from register.models import (
    Card,
    Dossier,
    Grant,
    GrantDoor,
    RegisterRevision,
    Review,
    ReviewItem,
)
from register.reviewing import evidence, terms
from register.reviewing.deciding import find, items, progress
from register.reviewing.objections import GRANTS, REVOKE, TAKES, doors_of

ASKED: Final = {
    "hubungan": "review", "alasan": "review", "berlaku": "segera", "cakupan": "seluruh",
    "bekukan": True,
}  # fmt: skip
"""Form 4 as a review fills it in."""


def open_(session: Session, dossier: Dossier, signature: Signature, by: By, at: datetime) -> None:
    """R1: the Kasi opens the review that the snapshot has begun."""
    dossiers.sign(session, dossier, "open", signature, by, at)


def sign(
    session: Session, dossier: Dossier, answers: Mapping[str, Any], signature: Signature,
    by: By, at: datetime,
) -> None:  # fmt: skip
    """R3 and R5: sign the decisions; cards frozen or revoked stop opening with this commit.

    Args:
        session: the writing transaction.
        dossier: a review that is open.
        answers: form 3's conclusion and anomalies; `log_ditinjau`: he reviewed the log itself.
        signature: the Kasi's.
        by: who sends it.
        at: now.

    Raises:
        Incomplete: the conclusion is missing.
        ReviewRefused: a row is not decided, or the log was not reviewed.
    """
    rows = items(session, dossier.id)
    left = progress(rows)
    if not left.complete:
        raise ReviewRefused(
            f"{left.all - left.done} baris belum diputuskan.",
            f"{left.all - left.done} rows are not decided yet",
        )
    review = find(session, dossier.id)
    if review.log_seen_at is None and answers.get("log_ditinjau") not in (True, "ya"):
        raise ReviewRefused(
            "Log pintu belum ditinjau; tinjau lalu beri tanda.",
            "the door log was not reviewed; review it, then tick the box",
        )
    checked = check(REVIEW, {**dossier.answers, **answers}, _context(session, at))
    if checked.complaints:
        raise Incomplete(checked.complaints)
    kept = {key: dossier.answers[key] for key in ("ringkasan",) if key in dossier.answers}
    dossier.answers = {**checked.values, **kept, "hasil": evidence.result_digest(rows)}
    review.log_seen_at = review.log_seen_at or at
    session.flush()
    dossiers.sign(session, dossier, "sign", signature, by, at)
    _take_away(session, dossier, [row for row in rows if row.decision in TAKES], by, at)


def countersign(
    session: Session, dossier: Dossier, signature: Signature, by: By, at: datetime
) -> None:
    """R4: the Kabid countersigns; each extension or change becomes a grant by this signature."""
    dossiers.sign(session, dossier, "countersign", signature, by, at)
    done = [
        row
        for row in items(session, dossier.id)
        if row.decision in GRANTS and _grant(session, dossier, row, by, at)
    ]
    _stamp(session, done)


def confirmed(session: Session, dossier: int, revision: int, at: datetime) -> None:
    """R6: keep when the door said that it had seen a revision."""
    for row in session.scalars(select(ReviewItem).where(ReviewItem.dossier_id == dossier)):
        if row.revision is not None and row.revision <= revision and row.confirmed_at is None:
            row.confirmed_at = at
    session.flush()


def unconfirmed(session: Session, dossier: int) -> int | None:
    """Return the revision that the door has still to confirm, or None."""
    waits = session.scalars(
        select(ReviewItem.revision).where(
            ReviewItem.dossier_id == dossier,
            ReviewItem.revision.is_not(None),
            ReviewItem.confirmed_at.is_(None),
        )
    ).all()
    return max((each for each in waits if each is not None), default=None)


def intact(review: Review, rows: Sequence[ReviewItem]) -> tuple[bool, bool]:
    """R7: return whether snapshot and result still are what their digests say."""
    seen = evidence.snapshot_digest(rows, review.log_count, review.log_last) == review.digest
    signed = review.dossier.answers.get("hasil")
    return seen, signed is None or signed == evidence.result_digest(rows)


def _context(session: Session, at: datetime) -> Context:
    now = settings.read(session)
    doors = premises.doors(session)
    return Context(
        today=at.astimezone(ZoneInfo(now.zone)).date(),
        choices={"cakupan_pintu": premises.choices(doors)},
    )


def _take_away(
    session: Session, dossier: Dossier, rows: Iterable[ReviewItem], by: By, at: datetime
) -> None:
    """R5: freeze what was decided so; of what is revoked, open form 4."""
    fresh = [row for row in rows if row.frozen_at is None]
    for row in fresh:
        card = session.get_one(Card, row.card_id)
        if card.ended_at is not None:
            continue
        if row.decision == REVOKE:
            row.removal_id = _removal(session, dossier, row, by, at)
        if card.state is CardState.ACTIVE:
            cards.freeze_for(session, card, f"review {dossier.number}", by, at)
        if card.state is CardState.NOT_HANDED_OVER:  # not to be handed over into an open door
            row.grant.frozen_at = row.grant.frozen_at or at
            audit.write(session, "grant.freeze", by, at, {"grant": row.grant_id})
        row.frozen_at = at
    _stamp(session, fresh)


def _removal(session: Session, dossier: Dossier, row: ReviewItem, by: By, at: datetime) -> int:
    """Return the removal of a card: the one that runs already, or a new one."""
    running = removal_reach.running(session, (row.card_id,))
    if row.card_id in running:
        return running[row.card_id].id
    words = f"Hasil review {dossier.number}. {row.reason or ''}".strip()
    answers = {**ASKED, "pemegang": [str(row.card_id)], "uraian": words}
    signed = next(step for step in reversed(dossier.steps) if step.act == "sign")
    return removals.follow(session, answers, Signature(person=signed.person_id), by, at).id


def _grant(session: Session, dossier: Dossier, row: ReviewItem, by: By, at: datetime) -> bool:
    """Let a right become another, and move the card in hand to it; a suspended one stays."""
    old, card = row.grant, session.get_one(Card, row.card_id)
    still = old.frozen_at is None and old.revoked_at is None and card.grant_id == old.id
    if not still or card.ended_at is not None or row.until is None:
        return False
    new = Grant(
        cardholder_id=old.cardholder_id,
        kind=old.kind,
        valid_from=max(old.valid_from, min(at, row.until)),
        valid_until=row.until,
        escort_id=old.escort_id,
        request_number=dossier.number or dossier.code,
        sop_version=dossier.sop_version,
        granted_at=at,
        dossier_id=dossier.id,
    )
    session.add(new)
    session.flush()
    _doors(session, row, new)
    card.grant_id, row.new_grant_id, old.revoked_at = new.id, new.id, at
    session.flush()
    audit.write(
        session, "grant.review", by, at,
        {"grant": old.id, "new": new.id, "card": card.id, "dossier": dossier.id},
    )  # fmt: skip
    return True


def _doors(session: Session, row: ReviewItem, new: Grant) -> None:
    then = doors_of(row.grant)
    if row.decision == CHANGE:
        then = terms.narrowed(then, row.terms)
    for each in row.grant.doors:
        hours = then.get(each.door.name)
        if hours is None:
            continue
        same = hours == each.schedule.weekly
        schedule = each.schedule if same else rights.schedule(session, hours)
        session.add(GrantDoor(grant_id=new.id, door_id=each.door_id, schedule_id=schedule.id))
    session.flush()


def _stamp(session: Session, rows: Iterable[ReviewItem]) -> None:
    """Keep the register's revision that the door must confirm."""
    session.flush()
    revision = session.get_one(RegisterRevision, 1, populate_existing=True).revision
    for row in rows:
        row.revision = revision
    session.flush()
