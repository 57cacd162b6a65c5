"""A review of access: what was seen of each right, what was decided of it, what came of that."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from register.models.access import Card, Cardholder, Grant
from register.models.base import STRICT, Base
from register.models.procedure import Dossier


class Review(Base):
    """What a review's dossier has besides: its snapshot (R1), its deadline, its log."""

    __tablename__ = "review"
    __table_args__ = STRICT

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    period_from: Mapped[datetime]  # inclusive
    period_until: Mapped[datetime]  # exclusive
    taken_at: Mapped[datetime]
    digest: Mapped[str]  # SHA-256 of the snapshot
    log_count: Mapped[int]  # events of the period
    log_last: Mapped[int]  # the journal's newest event then
    log_whole: Mapped[bool | None]  # whether its chain was found unbroken; None: not walked
    due_at: Mapped[datetime]  # who is not decided on by then lapses
    extended_at: Mapped[datetime | None]
    extended_by: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    warned: Mapped[int | None]  # days before the deadline of the last warning
    log_seen_at: Mapped[datetime | None]  # when the Kasi reviewed the log itself
    dossier: Mapped[Dossier] = relationship()
    items: Mapped[list["ReviewItem"]] = relationship(
        primaryjoin="Review.dossier_id == foreign(ReviewItem.dossier_id)",
        order_by="ReviewItem.id",
        viewonly=True,
    )


class ReviewItem(Base):
    """One right under review; what was decided is fixed once the Kasi has signed."""

    __tablename__ = "review_item"
    __table_args__ = (
        UniqueConstraint("dossier_id", "grant_id"),
        Index("review_item_grant", "grant_id"),
        Index("review_item_person", "person_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    grant_id: Mapped[int] = mapped_column(ForeignKey("access_grant.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"))
    evidence: Mapped[dict[str, Any]]  # by the keys of form 3; no name and no number of a person
    flagged: Mapped[bool]
    needed: Mapped[bool | None]  # R2: what the unit says
    needed_by: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    needed_at: Mapped[datetime | None]
    decision: Mapped[str | None]  # register.forms.review.REVIEW_DECISIONS
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    until: Mapped[datetime | None]  # of an extension or a change; exclusive
    reason: Mapped[str | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    decided_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]  # nobody decided in time
    frozen_at: Mapped[datetime | None]
    removal_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))
    new_grant_id: Mapped[int | None] = mapped_column(ForeignKey("access_grant.id"))
    revision: Mapped[int | None]  # of the register, as of what came of it
    confirmed_at: Mapped[datetime | None]  # when the door said that it had seen that
    person: Mapped[Cardholder] = relationship(foreign_keys=[person_id])
    decider: Mapped[Cardholder | None] = relationship(foreign_keys=[decided_by])
    grant: Mapped[Grant] = relationship(foreign_keys=[grant_id])
    card: Mapped[Card] = relationship(foreign_keys=[card_id])
