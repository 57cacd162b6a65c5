"""Day cards: cards that visitors carry, each visit under a right of its own that ends by itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import CardState
from register import audit, cards, offers, posts
from register.audit import By
from register.errors import CardRefused, NotFound
from register.models import Card, DayCard
from register.offers import Offered
from register.stock import KEEPERS


def add(session: Session, offered: Offered, printed: str, by: By, at: datetime) -> DayCard:
    """Put a tapped card among the day cards. Raises CardRefused."""
    if not KEEPERS & posts.roles(session, by.person or 0, at):
        raise CardRefused(
            "Hanya operator atau Kasi yang menambah kartu tamu.",
            "only an operator or the Kasi adds a day card",
        )
    printed = printed.strip()
    offers.check(session, offered)
    offers.check_printed(session, printed)
    there = session.scalar(
        select(DayCard).where(
            (DayCard.fingerprint == offered.fingerprint) | (DayCard.printed == printed)
        )
    )
    if there is not None or not printed:
        raise CardRefused(
            "Kartu atau nomor tercetak itu sudah ada di antara kartu tamu, atau nomornya kosong.",
            "that card or printed number is among the day cards already, or the number is empty",
        )
    card = DayCard(
        printed=printed, fingerprint=offered.fingerprint, technology=offered.technology,
        last_four=offered.last_four, assurance=offered.assurance,
        person_id=by.person or 0, at=at,
    )  # fmt: skip
    session.add(card)
    session.flush()
    audit.write(session, "day-card.add", by, at, {"day_card": card.id})
    return card


def all_(session: Session) -> Sequence[tuple[DayCard, Card | None]]:
    """Return the day cards in use, each with the card that it is now, or None where it is free."""
    found = session.execute(
        select(DayCard, Card)
        .outerjoin(Card, (Card.fingerprint == DayCard.fingerprint) & Card.ended_at.is_(None))
        .where(DayCard.retired_at.is_(None))
        .order_by(DayCard.printed)
    )
    return [(day, card) for day, card in found]


def free(session: Session, at: datetime) -> Sequence[DayCard]:
    """Return those that can be issued: not out, or out under a right that is over."""
    return [day for day, card in all_(session) if card is None or card.grant.valid_until <= at]


def offer(session: Session, day_card: int, by: By, at: datetime) -> Offered:
    """Return a day card to be issued; what it was for the visit before ends here.

    Raises CardRefused: it is retired, or out under a right that is not over.
    """
    found = session.get(DayCard, day_card)
    if found is None or found.retired_at is not None:
        raise CardRefused(
            f"Tidak ada kartu tamu {day_card} yang dipakai.", f"no day card {day_card} is in use"
        )
    before = offers.with_fingerprint(session, found.fingerprint)
    if before is not None and before.ended_at is None and before.grant.valid_until <= at:
        end(session, before, f"day card {day_card} is at the desk", by, at)
    return Offered(
        fingerprint=found.fingerprint, technology=found.technology,
        last_four=found.last_four, assurance=found.assurance,
    )  # fmt: skip


def printed(session: Session, day_card: int) -> str:
    """Return the number printed on a day card."""
    return _find(session, day_card).printed


def end(session: Session, card: Card, why: str, by: By, at: datetime) -> None:
    """Take a day card back: the visit's card and its right are over."""
    cards.end(session, card.id, CardState.RETURNED, why, by, at)
    if card.grant.revoked_at is None:
        card.grant.revoked_at = at
        session.flush()
        audit.write(session, "grant.revoke", by, at, {"grant": card.grant_id, "why": why})


def retire(session: Session, day_card: int, by: By, at: datetime) -> None:
    """Take a day card out of use. Raises NotFound."""
    found = _find(session, day_card)
    found.retired_at = at
    session.flush()
    audit.write(session, "day-card.retire", by, at, {"day_card": day_card})


def _find(session: Session, day_card: int) -> DayCard:
    found = session.get(DayCard, day_card)
    if found is None:
        raise NotFound(f"Tidak ada kartu tamu {day_card}.", f"there is no day card {day_card}")
    return found
