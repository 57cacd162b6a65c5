"""What happened to one row of the register of access, from its request on; append-only."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from register.models import AuditLine, Card, Cardholder, Dossier, Grant, RemovalItem, SignedStep
from register.models.base import EPOCH
from register.reviewing.reading import Reviewed

BY: Final = func.json_extract(AuditLine.body, "$.by")
ACT: Final = func.json_extract(AuditLine.body, "$.act")
GRANT: Final = func.json_extract(AuditLine.body, "$.what.grant")
NEW: Final = func.json_extract(AuditLine.body, "$.what.new")
CARD: Final = func.json_extract(AuditLine.body, "$.what.card")
TOLD: Final = (
    "card.hand-over", "card.frozen", "card.lost", "card.revoked", "card.returned", "card.damaged",
    "card.destroyed", "card.restore", "grant.revoke", "grant.lapse", "grant.freeze", "grant.review",
)  # fmt: skip
"""Acts of the audit that change a row; the others of its life are signed steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that happened to a row.

    Attributes:
        act: a step of the SOP (`initial`), an act of the audit (`card.frozen`), or a review's
            decision (`review.tetap`).
        dossier: the file that it was signed in, or None for an act of the audit.
        by: name of who signed or acted; the pseudonymous id of one whose name was erased.
    """

    at: datetime
    act: str
    by: str
    dossier: int | None = None
    number: str = ""
    words: str = ""


def history(session: Session, grant: int, reviews: Iterable[Reviewed] = ()) -> tuple[Happened, ...]:
    """Return the life of a row, oldest first; empty where there is no such row."""
    told = (*_signed(session, grant), *_acted(session, grant), *map(_reviewed, reviews))
    return tuple(sorted(told, key=lambda each: each.at))


def _reviewed(said: Reviewed) -> Happened:
    return Happened(
        at=said.at,
        act=f"review.{said.decision}",
        by=said.by,
        dossier=said.dossier,
        number=said.number,
        words=said.reason,
    )


def _signed(session: Session, grant: int) -> Iterator[Happened]:
    cards = select(Card.id).where(Card.grant_id == grant)
    numbers = (
        select(Grant.dossier_id).where(Grant.id == grant),
        select(Grant.restored_by).where(Grant.id == grant),
        select(Card.dossier_id).where(Card.grant_id == grant),
        select(RemovalItem.dossier_id).where(RemovalItem.card_id.in_(cards)),
    )
    found = session.scalars(
        select(Dossier)
        .where(or_(*(Dossier.id.in_(each) for each in numbers)))
        .options(joinedload(Dossier.steps).joinedload(SignedStep.person))
    )
    for dossier in found.unique():
        for step in dossier.steps:
            yield Happened(
                at=step.at,
                act=step.act,
                by=step.person.name or step.person.public_id,
                dossier=dossier.id,
                number=dossier.number or "",
                words=step.note or "",
            )


def _acted(session: Session, grant: int) -> Iterator[Happened]:
    cards = select(Card.id).where(Card.grant_id == grant)
    wanted = (
        select(AuditLine.body, Cardholder.name)
        .outerjoin(Cardholder, Cardholder.public_id == BY)
        .where(ACT.in_(TOLD), GRANT.in_([grant]) | NEW.in_([grant]) | CARD.in_(cards))
        .order_by(AuditLine.seq)
    )
    for body, name in session.execute(wanted):
        line: Mapping[str, Any] = json.loads(body)
        yield Happened(
            at=EPOCH + timedelta(milliseconds=line["at"]),
            act=line["act"],
            by=name or line["by"],
            words=str(line.get("what", {}).get("why", "")),
        )
