"""Why a card was frozen: the removal, the review or the act at the desk behind it.

The door says *frozen* of all of them alike; whoever reads its log, or the register, is told which.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from register.forms.choices import OTHER, Choice
from register.forms.removal import REASONS
from register.forms.values import text
from register.models import Card, CardAct, Dossier, RemovalItem, ReviewItem

REVIEWED: Final = next(each for each in REASONS if each.value == "review")
UNREVIEWED: Final = Choice(
    "tidak-direview", "Tidak direview sampai tenggat", "Not reviewed by the deadline"
)
ACT: Final = "bekukan"


@dataclass(frozen=True, slots=True)
class Frozen:
    """One freeze.

    Attributes:
        why: in both languages.
        dossier: behind it; None where somebody froze the card at the desk.
    """

    at: datetime
    why: Choice
    dossier: Dossier | None = None


def latest(session: Session, card: Card, at: datetime) -> Frozen | None:
    """Return the newest freeze of a card up to a moment, or None."""
    found = (*_removed(session, card), *_reviewed(session, card), *_acted(session, card))
    return max((each for each in found if each.at <= at), key=lambda each: each.at, default=None)


def reason(answers: Mapping[str, Any]) -> Choice:
    """Return what a removal's form gives as its reason."""
    key = text(answers, "alasan")
    own = text(answers, "alasan_lain")
    if key == OTHER and own:
        return Choice(key, own, own)
    return next((each for each in REASONS if each.value == key), Choice(key, key, key))


def _removed(session: Session, card: Card) -> Iterator[Frozen]:
    found = session.execute(
        select(RemovalItem.frozen_at, Dossier)
        .join(Dossier, Dossier.id == RemovalItem.dossier_id)
        .where(RemovalItem.card_id == card.id, RemovalItem.frozen_at.is_not(None))
        .where(RemovalItem.grant_id.is_(None))  # else only some doors were taken
    )
    return (Frozen(at, reason(dossier.answers), dossier) for at, dossier in found if at is not None)


def by_review(rows: Iterable[ReviewItem]) -> Mapping[int, Frozen]:
    """Return the newest freeze of each right that a review froze, by the right's id.

    Args:
        rows: of reviews, the oldest first.
    """
    return {row.grant_id: frozen for row in rows if (frozen := _frozen(row, None))}


def _frozen(row: ReviewItem, dossier: Dossier | None) -> Frozen | None:
    at = row.lapsed_at or row.frozen_at
    return None if at is None else Frozen(at, UNREVIEWED if row.lapsed_at else REVIEWED, dossier)


def _reviewed(session: Session, card: Card) -> Iterator[Frozen]:
    """Yield the freezes of its right by reviews: as one decided, or because none did in time."""
    when = func.coalesce(ReviewItem.lapsed_at, ReviewItem.frozen_at)
    found = session.execute(
        select(ReviewItem, Dossier)
        .join(Dossier, Dossier.id == ReviewItem.dossier_id)
        .where(ReviewItem.grant_id == card.grant_id, when.is_not(None))
    )
    return filter(None, (_frozen(row, dossier) for row, dossier in found))


def _acted(session: Session, card: Card) -> Iterator[Frozen]:
    found = session.scalars(select(CardAct).where(CardAct.card_id == card.id, CardAct.act == ACT))
    for each in found:
        words = text(each.sheet, "alasan")
        yield Frozen(each.at, Choice(ACT, words, words))
