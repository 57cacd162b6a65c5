"""The removal (form 4): asked, frozen at once, verified, revoked, confirmed, accounted for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from ledger.access import CardState
from register import audit, cards, dossiers, numbers, posts, settings
from register.audit import By
from register.dossiers import Signature
from register.errors import CardRefused, Incomplete, NotFound
from register.forms.check import check
from register.forms.choices import Choice
from register.forms.context import Context
from register.forms.removal import BACK, CLOSING, REMOVAL
from register.forms.values import Values, text, words
from register.models import Card, Door, Dossier, Grant, RegisterRevision, RemovalItem
from register.workflow import Course, Role, Way

KIND: Final = "penghapusan"
OFFICIALS: Final = cards.FREEZERS | {Role.REGISTRY}
FATES: Final[Mapping[str, CardState]] = {
    BACK: CardState.RETURNED,
    "hilang": CardState.REVOKED,
    "tidak-kembali": CardState.REVOKED,
}


def context(session: Session, person: int, at: datetime) -> Context:
    """Return what form 4 offers a person: the live cards that are his to have removed.

    Any official's; a superior's own people's; one's own.
    """
    now = settings.read(session)
    held = joinedload(Card.grant).joinedload(Grant.cardholder)
    wanted = select(Card).options(held).where(Card.ended_at.is_(None)).order_by(Card.id)
    if not OFFICIALS & posts.roles(session, person, at):
        mine = select(Dossier.applicant_id).where(Dossier.superior_id == person)
        wanted = wanted.where(or_(Card.cardholder_id == person, Card.cardholder_id.in_(mine)))
    live = session.scalars(wanted)
    doors = session.scalars(select(Door).order_by(Door.label))
    return Context(
        today=at.astimezone(ZoneInfo(now.zone)).date(),
        choices={
            "pemegang": tuple(_holder(card) for card in live),
            "cakupan_pintu": tuple(Choice(door.name, door.label, door.label) for door in doors),
        },
    )


def ask(
    session: Session, answers: Mapping[str, Any], signature: Signature, by: By, at: datetime
) -> Dossier:
    """P1 and P2: ask for a removal; the cards freeze in the same commit unless that is declined.

    Raises Incomplete.
    """
    found = check(REMOVAL, answers, context(session, signature.person, at))
    if found.complaints:
        raise Incomplete(found.complaints)
    asking = signature.person
    way = Way(course=Course.REMOVAL, applicant=posts.moving_post(session, asking, at))
    now = settings.read(session)
    dossier = dossiers.begin(session, way, KIND, asking, now.sop_version, at)
    dossier.answers = dict(found.values)
    dossier.number = numbers.next_number(session, now, at)
    dossier.submitted_at = at
    session.flush()
    dossiers.sign(session, dossier, "ask", signature, by, at)
    freezes = found.values.get("bekukan") is True
    for number in words(found.values, "pemegang"):
        _include(session, dossier, cards.find(session, int(number)), by, at, freezes=freezes)
    return dossier


def items(session: Session, dossier: Dossier) -> Sequence[RemovalItem]:
    """Return the cards of a removal."""
    return session.scalars(
        select(RemovalItem).where(RemovalItem.dossier_id == dossier.id).order_by(RemovalItem.id)
    ).all()


def revoke(session: Session, dossier: Dossier, signature: Signature, by: By, at: datetime) -> int:
    """P4: revoke every card of it and its grant; return the revision that the door must confirm."""
    dossiers.sign(session, dossier, "revoke", signature, by, at)
    mine = items(session, dossier)
    for item in mine:
        if item.card.ended_at is None:
            cards.end(session, item.card_id, CardState.REVOKED, f"removal {dossier.number}", by, at)
        if item.card.grant.revoked_at is None:
            item.card.grant.revoked_at = at
            audit.write(session, "grant.revoke", by, at, {"grant": item.card.grant_id})
    session.flush()
    revision = session.get_one(RegisterRevision, 1, populate_existing=True).revision
    for item in mine:
        item.revoked_at, item.revision = at, revision
    session.flush()
    return revision


def confirmed(session: Session, dossier: Dossier, at: datetime) -> None:
    """Keep when the door said that it had seen the revocation."""
    for item in items(session, dossier):
        if item.revision is not None and item.confirmed_at is None:
            item.confirmed_at = at
    session.flush()


def refuse(session: Session, dossier: Dossier, signature: Signature, by: By, at: datetime) -> None:
    """P3, the Kabid's: refuse the removal, which gives back what it froze."""
    dossiers.sign(session, dossier, "refuse", signature, by, at)
    for item in items(session, dossier):
        if item.frozen_at is not None and item.card.state is CardState.FROZEN:
            _give_back(session, dossier, item.card, by, at)


def account(
    session: Session, dossier: Dossier, item: int, answers: Mapping[str, Any], by: By, at: datetime
) -> RemovalItem:
    """P5: say what became of one card; Incomplete says what is missing."""
    found = next((each for each in items(session, dossier) if each.id == item), None)
    if found is None:
        raise NotFound(
            f"Tidak ada kartu {item} pada berkas ini.", f"no card {item} is in this file"
        )
    if found.revoked_at is None:
        raise CardRefused(
            "Akses belum dicabut; cabut lebih dahulu.", "access is not revoked yet; revoke it first"
        )
    checked = check(CLOSING, answers, context(session, by.person or 0, at))
    if checked.complaints:
        raise Incomplete(checked.complaints)
    found.fate, found.closing, found.closed_at = (
        text(checked.values, "kartu"),
        dict(checked.values),
        at,
    )
    found.card.state, found.card.changed_at = _fate(checked.values), at
    session.flush()
    audit.write(session, "removal.account", by, at, {"item": item, "fate": found.fate})
    return found


def close(session: Session, dossier: Dossier, signature: Signature, by: By, at: datetime) -> None:
    """P5: close the row; refused while a card is not accounted for."""
    left = [each for each in items(session, dossier) if each.closed_at is None]
    if left:
        raise CardRefused(
            f"{len(left)} kartu belum dipertanggungjawabkan.",
            f"{len(left)} cards are not accounted for yet",
        )
    dossiers.sign(session, dossier, "close", signature, by, at)


def _fate(closing: Values) -> CardState:
    if closing.get("dimusnahkan") is True:
        return CardState.DESTROYED
    return FATES[text(closing, "kartu")]


def _include(
    session: Session, dossier: Dossier, card: Card, by: By, at: datetime, *, freezes: bool
) -> None:
    freezes = freezes and card.state is CardState.ACTIVE
    if freezes:
        cards.freeze_for(session, card, f"removal {dossier.number}", by, at)
    session.add(
        RemovalItem(
            dossier_id=dossier.id,
            person_id=card.cardholder_id,
            card_id=card.id,
            frozen_at=at if freezes else None,
        )
    )
    session.flush()


def _give_back(session: Session, dossier: Dossier, card: Card, by: By, at: datetime) -> None:
    card.dossier_id = dossier.id
    session.flush()
    card.state, card.changed_at = CardState.ACTIVE, at
    session.flush()
    audit.write(session, "card.restore", by, at, {"card": card.id, "dossier": dossier.id})


def _holder(card: Card) -> Choice:
    holder = card.grant.cardholder
    words_ = " · ".join(part for part in (holder.name, holder.unit, card.printed) if part)
    return Choice(str(card.id), words_, words_)
