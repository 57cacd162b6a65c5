"""Whose access a removal takes away."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from register.models.access import Card, Cardholder
from register.models.base import STRICT, Base


class RemovalItem(Base):
    """One card of a removal: frozen, revoked, confirmed by the door, accounted for.

    `grant_id`: the grant that was wider, where only some doors are taken; the card then stays.
    """

    __tablename__ = "removal_item"
    __table_args__ = (
        UniqueConstraint("dossier_id", "card_id"),
        Index("removal_item_card", "card_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"))
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("access_grant.id"))
    frozen_at: Mapped[datetime | None]  # or narrowed, where only some doors are taken
    revoked_at: Mapped[datetime | None]
    revision: Mapped[int | None]  # of the register, as of the revocation
    confirmed_at: Mapped[datetime | None]  # when the door said that it had seen that revision
    fate: Mapped[str | None]  # dikembalikan, hilang, tidak-kembali, tetap
    closing: Mapped[dict[str, Any] | None]  # form 4, part D
    closed_at: Mapped[datetime | None]
    person: Mapped[Cardholder] = relationship()
    card: Mapped[Card] = relationship()
