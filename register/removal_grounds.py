"""What else a removal stands for: a personnel decree or a signed review that joined it meanwhile.

Each is decided elsewhere and shuts the card by itself, so nobody gives the card back by refusing
what somebody else had asked for before.
"""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from register.errors import CardRefused
from register.models import Attachment, Dossier, Mutation, Paper, ReviewItem


class Ground(NamedTuple):
    """What joined, in both languages."""

    id: str
    en: str


def joined(session: Session, dossier: Dossier) -> Ground | None:
    """Return what joined a removal after it was asked, or None."""
    decree = session.scalar(
        select(Mutation.number)
        .join(Paper, Paper.id == Mutation.paper_id)
        .join(Attachment, (Attachment.at == Mutation.at) & (Attachment.sha256 == Paper.sha256))
        .where(Attachment.dossier_id == dossier.id, Attachment.at > dossier.submitted_at)
    )
    if decree is not None:
        return Ground(f"keputusan kepegawaian {decree}", f"personnel decree {decree}")
    review = session.scalar(
        select(Dossier.number)
        .join(ReviewItem, ReviewItem.dossier_id == Dossier.id)
        .where(ReviewItem.removal_id == dossier.id, ReviewItem.frozen_at > dossier.submitted_at)
    )
    return None if review is None else Ground(f"review {review}", f"review {review}")


def refuse_none(session: Session, dossier: Dossier) -> None:
    """Raise CardRefused where a removal may not be refused, as something joined it."""
    if ground := joined(session, dossier):
        raise CardRefused(
            f"Penghapusan ini juga berdasar {ground.id}, jadi tidak dapat ditolak; lanjutkan"
            " verifikasinya.",
            f"this removal rests on {ground.en} too, so it cannot be refused; go on and verify it",
        )
