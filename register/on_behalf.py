"""A request of somebody who never logs in: tata usaha writes it down, he signs it on paper.

Nobody asks for another: what is written is a draft until the scan of his signature is filed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, contains_eager

from register import applying, card_life, cards, filing, people, requests
from register.audit import By
from register.errors import FilingRefused
from register.forms.values import record
from register.login import accounts
from register.models import Account, Card, Cardholder, Dossier, Grant
from register.workflow import ENDED, State


def begin(session: Session, said: Mapping[str, Any], kind: str, by: By, at: datetime) -> Dossier:
    """Open a draft for whoever is named (`nama`, `nip` where he has one).

    Raises FilingRefused: who writes is not of tata usaha, writes his own, or the Pemohon has an
    account and asks himself.
    """
    filing.check_registry(session, by, at)
    if not str(said.get("nama", "")).strip():
        raise FilingRefused("Isi nama pemohonnya.", "the applicant's name is wanted")
    person = people.named(session, said)
    if person.id == by.person or accounts.of_person(session, person.id) is not None:
        raise FilingRefused(
            f"{person.name} memiliki akun dan mengajukan sendiri permintaannya.",
            f"{person.name} has an account and asks himself",
        )
    return requests.begin(session, person.id, kind, by, at)


def thawable(session: Session) -> Sequence[Card]:
    """Return the frozen and lost cards that nobody asks back yet and whose holder has no account.

    By the holder's name; a draft asks for nothing yet, and is found again by `begin_thaw`.
    """
    has = exists().where(Account.person_id == Card.cardholder_id)
    asked = exists().where(
        Dossier.applicant_id == Card.cardholder_id, Dossier.kind == card_life.THAW,
        Dossier.state.not_in(ENDED | {State.DRAFT}),
    )  # fmt: skip
    return session.scalars(
        select(Card)
        .join(Card.grant)
        .join(Grant.cardholder)
        .where(or_(Card.state.in_(cards.SUSPENDED), Grant.frozen_at.is_not(None)))
        .where(Card.ended_at.is_(None), Grant.revoked_at.is_(None), ~has, ~asked)
        .options(contains_eager(Card.grant).contains_eager(Grant.cardholder))
        .order_by(Cardholder.name, Card.id)
    ).all()


def begin_thaw(session: Session, card: int, why: str, by: By, at: datetime) -> Dossier:
    """Write down that a holder without an account asks for his card back; ready to be printed.

    Raises FilingRefused: who writes is not of tata usaha, or writes his own; no reason was given;
    the card is not one of `thawable`.
    """
    filing.check_registry(session, by, at)
    if not why.strip():
        raise FilingRefused(
            "Isi mengapa kartu ini dapat dibuka kembali.", "why the card may open again is wanted"
        )
    found = next((each for each in thawable(session) if each.id == card), None)
    if found is None or found.cardholder_id == by.person:
        raise FilingRefused(
            "Kartu ini tidak dibekukan atau hilang, sudah diminta, atau pemegangnya memintanya"
            " sendiri.",
            "this card is not frozen or lost, is asked for already, or its holder asks himself",
        )
    return card_life.begin_thaw(session, found, why, by, at)


def may(session: Session, dossier: Dossier, by: By, at: datetime) -> bool:
    """Whether somebody may write a draft that is another's."""
    try:
        filing.check_registry(session, by, at)
    except FilingRefused:
        return False
    other = dossier.applicant_id != by.person
    return other and accounts.of_person(session, dossier.applicant_id) is None


def prepare(session: Session, dossier: Dossier, answers: Mapping[str, Any], at: datetime) -> None:
    """Make a draft ready for the printer: whole, and with the superior that it names.

    Raises Incomplete: everything that is wrong.
    """
    values = applying.checked(session, dossier, answers, at)
    superior = people.named(session, record(values, applying.SUPERIOR))
    requests.save(session, dossier, dict(values), superior.id, at)
    dossier.version += 1  # a page that still shows the draft before is told so
