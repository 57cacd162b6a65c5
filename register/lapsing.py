"""What time itself brings: a removal's day has come, or a right's validity is over.

A card whose grant has ended opens nothing anyway; what is begun here is the paper (P1, "masa
berlaku habis"), so that the card comes back and the row is closed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ledger.access import AccessKind, CardState
from register import dates, dossiers, numbers, removals, settings
from register.audit import By
from register.dossiers import Signature
from register.messaging.message_texts import both
from register.messaging.messages import tell
from register.models import Card, Dossier, Grant, Method, Notice, RemovalItem
from register.settings import Settings
from register.ways import WAYS, Way
from register.workflow import ENDED, Course, Procedure, State

BY: Final = By(source="timer")
SOON: Final = timedelta(days=14)
OPEN: Final = (State.AT_KASI, State.AT_KABID, State.AT_OPERATOR)
RENEWALS: Final = frozenset(key for key, way in WAYS.items() if way.course is Course.RENEWAL)


def lapse(session: Session, at: datetime) -> tuple[int, int]:
    """Do what is due; return how many removals took effect and how many were opened.

    Safe to run again: each takes effect once, and each ended right is asked to be removed once.
    Who holds a right that ends within two weeks is told of it, once.
    """
    effective = sum(
        removals.take_effect(session, dossier, BY, at)
        for dossier in session.scalars(
            select(Dossier).where(Dossier.procedure == Procedure.REMOVAL, Dossier.state.in_(OPEN))
        )
    )
    now = settings.read(session)
    over = _over(session, at)
    for card in over:
        _ask(session, card, now, at)
    _warn(session, now, at)
    return effective, len(over)


def _over(session: Session, at: datetime) -> Sequence[Card]:
    """Return the cards whose right has ended, that nobody has asked to remove since.

    One whose renewal is on its way is left alone: it opens nothing until that is in force.
    """
    asked = (
        exists()
        .where(RemovalItem.card_id == Card.id, RemovalItem.dossier_id == Dossier.id)
        .where(Dossier.state.not_in(ENDED) | (Dossier.opened_at >= Grant.valid_until))
    )
    renewing = (
        exists()
        .where(Dossier.applicant_id == Card.cardholder_id, Dossier.way.in_(RENEWALS))
        .where(Dossier.state.not_in(ENDED | {State.DRAFT}))
    )
    return session.scalars(
        select(Card)
        .join(Grant, Grant.id == Card.grant_id)
        .where(Card.ended_at.is_(None), Grant.valid_until <= at, ~asked, ~renewing)
        .order_by(Card.id)
    ).all()


def _ask(session: Session, card: Card, now: Settings, at: datetime) -> None:
    """P1 and P2 by the expiry timer: no person's signature stands under it, and it says so."""
    grant = card.grant
    last_day = dates.day(dates.last_day(grant.valid_until, now.zone))
    way = Way(course=Course.REMOVAL)
    dossier = dossiers.begin(session, way, removals.KIND, card.cardholder_id, now.sop_version, at)
    dossier.answers = {
        "hubungan": "sistem", "pemegang": [str(card.id)], "alasan": "habis",
        "uraian": f"Masa berlaku hak akses menurut permintaan {grant.request_number} "
                  f"berakhir pada {last_day}.",
        "berlaku": "segera", "cakupan": "seluruh", "bekukan": True,
    }  # fmt: skip
    dossier.number = numbers.next_number(session, now, at)
    dossier.submitted_at = at
    session.flush()
    signature = Signature(person=card.cardholder_id, method=Method.SYSTEM)
    dossiers.sign(session, dossier, "lapse", signature, BY, at)
    removals.include(session, dossier, card, BY, at)
    fields = {"permintaan": grant.request_number, "nomor": dossier.number}
    tell(session, card.cardholder_id, "lapsed", fields, at, dossier.id)


def _warn(session: Session, now: Settings, at: datetime) -> None:
    """Tell each holder once that his right ends soon, so that he asks for more time in time."""
    told = exists().where(
        Notice.person_id == Grant.cardholder_id,
        Notice.template == "expiring",
        Notice.at >= at - 2 * SOON,
    )
    ending = session.scalars(
        select(Grant)
        .join(Card, Card.grant_id == Grant.id)
        .where(Card.state == CardState.ACTIVE, Grant.kind != AccessKind.VISITOR)
        .where(Grant.valid_until > at, Grant.valid_until <= at + SOON, ~told)
    )
    for grant in ending.all():
        last = dates.last_day(grant.valid_until, now.zone)
        fields = {
            "permintaan": grant.request_number,
            "tanggal": both(dates.day(last), dates.day(last, "en")),
        }
        tell(session, grant.cardholder_id, "expiring", fields, at)
