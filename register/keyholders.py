"""The two named keyholders: whom lapsing never takes, so that the room is never shut to everybody.

The administrator names them, nobody himself. Two are named at most, since each is spared a review's
deadline; where fewer than two of them could open a door, a review's lapse spares the most recent
visitors until two can (`reviewing.lapsing`), and the administrator is told (`shortfalls`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import CardState
from register import audit
from register.audit import By
from register.errors import KeyholderRefused, NotFound
from register.models import Card, Cardholder, Grant

WANTED: Final = 2


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named, by name."""

    people: tuple[Cardholder, ...]

    @property
    def few(self) -> bool:
        """Whether another is wanted."""
        return len(self.people) < WANTED


def named(session: Session) -> Named:
    """Return who is named."""
    found = session.scalars(
        select(Cardholder)
        .where(Cardholder.keyholder, Cardholder.erased_at.is_(None))
        .order_by(Cardholder.name)
    )
    return Named(tuple(found))


def opening(session: Session, at: datetime) -> Mapping[int, bool]:
    """Return who holds a card that opens a door now without an escort, and whether he is named."""
    found = session.execute(
        select(Cardholder.id, Cardholder.keyholder)
        .join(Card, Card.cardholder_id == Cardholder.id)
        .join(Grant, Grant.id == Card.grant_id)
        .where(
            Card.state == CardState.ACTIVE,
            Grant.escort_id.is_(None),
            Grant.frozen_at.is_(None),
            Grant.revoked_at.is_(None),
            Grant.valid_from <= at,
            Grant.valid_until > at,
        )
        .distinct()
    )
    return dict(iter(found))


def name(session: Session, person: int, by: By, at: datetime) -> None:
    """Name a keyholder; nothing where he is one already.

    Raises:
        NotFound: there is no such person, or he was erased.
        KeyholderRefused: it is oneself, two are named already, or his card opens no door now.
    """
    found = _another(session, person, by)
    if found.keyholder:
        return
    if not (others := named(session)).few:
        who = ", ".join(each.name or each.public_id for each in others.people)
        raise KeyholderRefused(
            f"Dua pemegang kunci sudah ditunjuk: {who}; akhiri salah satunya lebih dahulu.",
            f"two keyholders are named already: {who}; release one of them first",
        )
    if person not in opening(session, at):
        raise KeyholderRefused(
            f"{found.name} tidak memegang kartu yang kini membuka pintu tanpa pendamping.",
            f"{found.name} holds no card that opens a door now without an escort",
        )
    found.keyholder = True
    session.flush()
    audit.write(session, "keyholder.name", by, at, {"person": person})


def release(session: Session, person: int, by: By, at: datetime) -> None:
    """Let a keyholder be one no longer, below two as well; raises NotFound, KeyholderRefused."""
    found = _another(session, person, by)
    if not found.keyholder:
        return
    found.keyholder = False
    session.flush()
    audit.write(session, "keyholder.release", by, at, {"person": person})


def _another(session: Session, person: int, by: By) -> Cardholder:
    found = session.get(Cardholder, person)
    if found is None or found.erased_at is not None:
        raise NotFound(f"Tidak ada orang {person}.", f"there is no person {person}")
    if person == by.person:
        raise KeyholderRefused(
            "Pemegang kunci tidak ditunjuk atau diakhiri oleh dirinya sendiri.",
            "nobody names or releases himself as a keyholder",
        )
    return found
