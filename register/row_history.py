"""What happened to one row of the register of access, from its request on; append-only."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from register.errors import NotFound
from register.models import AuditLine, Card, Cardholder, Dossier, Grant, RemovalItem
from register.models.base import EPOCH

ACT: Final = func.json_extract(AuditLine.body, "$.act")
GRANT: Final = func.json_extract(AuditLine.body, "$.what.grant")
CARD: Final = func.json_extract(AuditLine.body, "$.what.card")
TOLD: Final = (
    "card.hand-over", "card.frozen", "card.lost", "card.revoked", "card.returned", "card.damaged",
    "card.destroyed", "card.restore", "grant.revoke", "grant.lapse", "grant.freeze",
)  # fmt: skip
"""Acts of the audit that change a row; the others of its life are signed steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that happened to a row.

    Attributes:
        act: a step of the SOP (`initial`), or an act of the audit (`card.frozen`).
        dossier: the file that it was signed in, or None for an act of the audit.
        by: name of who signed or acted; the pseudonymous id of one whose name was erased.
    """

    at: datetime
    act: str
    by: str
    dossier: int | None = None
    number: str = ""
    words: str = ""


def history(session: Session, grant: int) -> tuple[Happened, ...]:
    """Return the life of a row, oldest first; NotFound where there is no such row."""
    found = session.get(Grant, grant)
    if found is None:
        raise NotFound(f"Tidak ada baris {grant}.", f"there is no row {grant}")
    signed = list(_signed(session, found))
    acted = _acted(session, grant, [card.id for card in found.cards])
    return tuple(sorted((*signed, *acted), key=lambda each: each.at))


def _signed(session: Session, grant: Grant) -> Iterator[Happened]:
    numbers = {grant.dossier_id, grant.restored_by, *(card.dossier_id for card in grant.cards)}
    numbers |= set(_removed_by(session, grant.cards))
    for number in numbers - {None}:
        dossier = session.get_one(Dossier, number)
        for step in dossier.steps:
            yield Happened(
                at=step.at,
                act=step.act,
                by=step.person.name or step.person.public_id,
                dossier=dossier.id,
                number=dossier.number or "",
                words=step.note or "",
            )


def _removed_by(session: Session, cards: Sequence[Card]) -> Sequence[int]:
    return session.scalars(
        select(RemovalItem.dossier_id).where(RemovalItem.card_id.in_([card.id for card in cards]))
    ).all()


def _acted(session: Session, grant: int, cards: Sequence[int]) -> Iterator[Happened]:
    wanted = (
        select(AuditLine.body)
        .where(ACT.in_(TOLD), GRANT.in_([grant]) | CARD.in_(cards))
        .order_by(AuditLine.seq)
    )
    lines: list[Mapping[str, Any]] = [json.loads(body) for body in session.scalars(wanted)]
    people = select(Cardholder).where(Cardholder.public_id.in_({line["by"] for line in lines}))
    names = {person.public_id: person.name for person in session.scalars(people)}
    for line in lines:
        yield Happened(
            at=EPOCH + timedelta(milliseconds=line["at"]),
            act=line["act"],
            by=names.get(line["by"]) or line["by"],
            words=str(line.get("what", {}).get("why", "")),
        )
