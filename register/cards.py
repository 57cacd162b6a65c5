"""Cards: issued, handed over, frozen, lost, found, replaced, ended. Each is one transaction.

The commit is the allowlist write: the next tap reads it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import CardState
from register import audit, dossiers, offers, posts, rights, settings, stock
from register.audit import By
from register.day_one import first_rows
from register.dossiers import Signature
from register.errors import CardRefused, NotFound
from register.forms.register_list import SAYS
from register.models import LIVE, Card, Dossier, Grant
from register.offers import Offered
from register.workflow import Course, Role

FREEZERS: Final = frozenset({Role.OPERATOR, Role.KASI, Role.KABID, Role.KADIS})
"""Granting needs several people, removing needs one: any of these."""
ENDS: Final = frozenset(CardState) - LIVE
SUSPENDED: Final = frozenset({CardState.FROZEN, CardState.LOST})
MADE: Final = frozenset(
    {Course.REQUEST, Course.REPLACEMENT, Course.FIRST_ROW}
)  # ways that make a card
BLANK: Final = frozenset({Course.REQUEST, Course.REPLACEMENT})  # ways that use a blank up
GRANTED: Final = frozenset(
    {Course.REQUEST, Course.RENEWAL, Course.FIRST_ROW}
)  # ways that make a grant
NEEDS_CARD: Final = ("Permintaan ini memerlukan kartu.", "this request needs a card")
NEEDS_NONE: Final = ("Permintaan ini tidak memerlukan kartu.", "this request needs no card")
NO_CARD: Final = (
    "Pemohon tidak memiliki kartu yang dapat dimaksud permintaan ini.",
    "the Pemohon has no card that this request could be about",
)


def suspended(card: Card) -> bool:
    """Whether a live card opens nothing until it is asked back: itself, or by its right."""
    frozen = card.grant.frozen_at is not None and card.grant.revoked_at is None
    return card.ended_at is None and (card.state in SUSPENDED or frozen)


def find(session: Session, card: int) -> Card:
    """Return a card; NotFound where there is none."""
    found = session.get(Card, card)
    if found is None:
        raise NotFound(f"Tidak ada kartu {card}.", f"there is no card {card}")
    return found


def live(session: Session, person: int) -> Card | None:
    """Return the one live card of a person, or None."""
    return session.scalar(
        select(Card).where(Card.cardholder_id == person, Card.ended_at.is_(None)).limit(1)
    )


def replaceable(session: Session, person: int) -> Card | None:
    """Return the card that a replacement is about: his live one, or a damaged one.

    A damaged card has ended, but its grant goes on, and waits for another card.
    """
    found = session.scalar(
        select(Card)
        .where(Card.cardholder_id == person)
        .order_by(Card.ended_at.is_not(None), Card.id.desc())
        .limit(1)
    )
    if found is None or found.state in LIVE:
        return found
    waits = found.state is CardState.DAMAGED and found.grant.revoked_at is None
    return found if waits else None


def issue(
    session: Session, dossier: Dossier, offered: Offered | None, printed: str | None,
    signature: Signature, by: By, at: datetime,
) -> Card:  # fmt: skip
    """SOP step 7: write the grant and the card of an approved dossier, and the register row of 9.

    The card is inactive until its receipt is signed. A renewal moves the card in hand to its new
    grant, a thaw brings it back; neither takes an offered card.

    Raises CardRefused, and what `dossiers.sign` raises.
    """
    dossiers.check_unchanged(dossier, signature)  # pressed twice: its card is in use by now
    course = dossiers.way_of(dossier).course
    if (offered is None) is (course in MADE):
        raise CardRefused(*(NEEDS_CARD if course in MADE else NEEDS_NONE))
    about = replaceable if course is Course.REPLACEMENT else live
    old = about(session, dossier.applicant_id)
    if offered is not None:
        offers.check(session, offered)
        offers.check_printed(session, printed, old)
    if course is Course.FIRST_ROW:
        first_rows.may_issue(session, dossier, signature.person)
    dossiers.sign(session, dossier, "issue", signature, by, at)
    new = _grant(session, dossier, course, old, at)
    card = _card(session, dossier, new, offered, printed, old, at)
    if course in BLANK:
        stock.take(session, card, by, at)
    audit.write(
        session, "card.issue", by, at, {"card": card.id, "grant": new.id, "dossier": dossier.id}
    )
    return card


def hand_over(
    session: Session, dossier: Dossier, signature: Signature, by: By, at: datetime
) -> Card:
    """SOP step 10: the holder signs the receipt, and the card opens from the next tap on."""
    dossiers.check_unchanged(dossier, signature)
    card = session.scalar(
        select(Card).where(Card.dossier_id == dossier.id, Card.state == CardState.NOT_HANDED_OVER)
    )
    if card is None:
        raise CardRefused(
            "Tidak ada kartu yang menunggu diserahkan untuk permintaan ini.",
            "there is no card to hand over for this request",
        )
    dossiers.sign(session, dossier, "receive", signature, by, at)
    card.state, card.handed_over_at, card.changed_at = CardState.ACTIVE, at, at
    session.flush()
    audit.write(session, "card.hand-over", by, at, {"card": card.id})
    return card


def suspend(session: Session, card: int, state: CardState, why: str, by: By, at: datetime) -> Card:
    """Freeze a card, or report it lost: one person's act, in force at the next tap.

    The holder himself may report his own card; else it takes one of the posts in `FREEZERS`.
    """
    found = find(session, card)
    if state not in SUSPENDED:
        raise CardRefused(
            f"Kartu tidak ditangguhkan dengan {state}.", f"{state} is no way to suspend a card"
        )
    if found.state not in LIVE:
        state_id, state_en = SAYS[found.state]
        name = found.printed or found.last_four
        raise CardRefused(
            f"Kartu {name} sudah berakhir: {state_id}.", f"card {name} has ended: it is {state_en}"
        )
    if by.person is not None and by.person != found.cardholder_id:
        _needs(session, by.person, at)
    _move(session, found, state, why, by, at)
    return found


def freeze_for(session: Session, card: Card, why: str, by: By, at: datetime) -> None:
    """Freeze a card because a signed dossier asks for it (P2), whoever signed that."""
    _move(session, card, CardState.FROZEN, why, by, at)


def end(session: Session, card: int, state: CardState, why: str, by: By, at: datetime) -> Card:
    """End a card for good: revoked, returned, damaged or destroyed."""
    found = find(session, card)
    if state not in ENDS:
        raise CardRefused(f"Kartu tidak berakhir dengan {state}.", f"{state} does not end a card")
    if by.person is not None:
        _needs(session, by.person, at)
    _move(session, found, state, why, by, at)
    return found


def revoke_all(session: Session, person: int, why: str, by: By, at: datetime) -> Sequence[Card]:
    """Revoke every grant and every live card of a person, in one transaction."""
    cards = session.scalars(
        select(Card).where(Card.cardholder_id == person, Card.ended_at.is_(None))
    ).all()
    for card in cards:
        _move(session, card, CardState.REVOKED, why, by, at)
    for grant in session.scalars(
        select(Grant).where(Grant.cardholder_id == person, Grant.revoked_at.is_(None))
    ):
        grant.revoked_at = at
        audit.write(session, "grant.revoke", by, at, {"grant": grant.id, "why": why})
    session.flush()
    return cards


def _needs(session: Session, person: int, at: datetime) -> None:
    if not FREEZERS & posts.roles(session, person, at):
        raise CardRefused(
            "Hanya operator, Kasi, Kabid, atau Kadis yang melakukannya pada kartu orang lain.",
            "only an operator, Kasi, Kabid or Kadis does this to another's card",
        )


def _move(session: Session, card: Card, state: CardState, why: str, by: By, at: datetime) -> None:
    before, card.state, card.changed_at = card.state, state, at
    card.ended_at = None if state in LIVE else card.ended_at or at
    session.flush()
    audit.write(
        session, f"card.{state}", by, at, {"card": card.id, "from": before, "to": state, "why": why}
    )


def _grant(
    session: Session, dossier: Dossier, course: Course, old: Card | None, at: datetime
) -> Grant:
    if course not in GRANTED:
        if old is None:
            raise CardRefused(*NO_CARD)
        return old.grant
    if dossier.approved is None:
        raise CardRefused(
            "Belum ada hak yang disetujui untuk permintaan ini.",
            "nothing was approved for this request",
        )
    zone = settings.read(session).zone
    if course is Course.FIRST_ROW:
        allowed = first_rows.right(session, dossier, dossier.approved)
        until = first_rows.term(session, dossier)
        return rights.grant(session, dossier, allowed, zone, at, until=until)
    return rights.grant(session, dossier, dossier.approved, zone, at)


def _card(
    session: Session, dossier: Dossier, new: Grant, offered: Offered | None,
    printed: str | None, old: Card | None, at: datetime,
) -> Card:  # fmt: skip
    """Make the card of an offer, or carry the one in hand on."""
    if offered is None:
        if old is None:
            raise CardRefused(*NO_CARD)
        return _carried_on(session, dossier, new, old, at)
    if old is not None and old.state in LIVE:  # replaced: one live card a person
        old.state, old.changed_at, old.ended_at = CardState.REVOKED, at, at
        session.flush()
    card = Card(
        fingerprint=offered.fingerprint,
        technology=offered.technology,
        last_four=offered.last_four,
        printed=(printed or "").strip() or None,
        assurance=offered.assurance,
        state=CardState.NOT_HANDED_OVER,
        cardholder_id=dossier.applicant_id,
        grant_id=new.id,
        dossier_id=dossier.id,
        issued_at=at,
        changed_at=at,
    )
    session.add(card)
    session.flush()
    return card


def _carried_on(session: Session, dossier: Dossier, new: Grant, old: Card, at: datetime) -> Card:
    """Move the card in hand to its new grant, or bring a suspended one back."""
    before = old.grant
    old.dossier_id, old.grant_id = dossier.id, new.id
    session.flush()
    if before.id != new.id:
        before.revoked_at = at
    else:
        if old.state in SUSPENDED:
            old.state, old.changed_at = CardState.ACTIVE, at
        if before.frozen_at is not None:  # it lapsed, or a review froze it
            before.restored_by, before.frozen_at = dossier.id, None
    session.flush()
    return old
