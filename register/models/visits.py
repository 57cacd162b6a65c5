"""The guest book: who came, with whom, with what; and the day cards of visits."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from register.models.access import Card, Cardholder
from register.models.base import STRICT, Base
from register.models.procedure import NUMBERED, Dossier


class Visit(Base):
    """One visit; written when it begins, completed when it ends, its names erased in time."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("visit_came", "came_at"),
        Index("visit_inside", "id", sqlite_where=text("left_at IS NULL")),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]  # None once erased, as the identity
    institution: Mapped[str]
    identity_kind: Mapped[str]
    identity_shown: Mapped[str | None]  # the last four
    identity_digest: Mapped[bytes | None]  # keyed: whether two are the same person
    purpose: Mapped[str]
    escort_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    allowed_by: Mapped[str]
    came_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    manual: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    temperature: Mapped[int | None]  # degrees Celsius
    note: Mapped[str | None]
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))  # kind kunjungan
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"))  # the day card's
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))  # who recorded it
    at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    erased_at: Mapped[datetime | None]
    escort: Mapped[Cardholder] = relationship(foreign_keys=[escort_id])
    dossier: Mapped[Dossier | None] = relationship()
    card: Mapped[Card | None] = relationship()
    items: Mapped[list["VisitItem"]] = relationship(order_by="VisitItem.id")


class VisitItem(Base):
    """A device that a visitor carried in or out: what went in comes out, or is explained."""

    __tablename__ = "visit_item"
    __table_args__ = (Index("visit_item_visit", "visit_id"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    name: Mapped[str]
    serial: Mapped[str | None]
    brought: Mapped[bool]  # carried in; else only carried out
    taken: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    explained: Mapped[str | None]


class DayCard(Base):
    """A card that visitors carry for a day; each visit's right is its own."""

    __tablename__ = "day_card"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    printed: Mapped[str] = mapped_column(unique=True)
    fingerprint: Mapped[bytes] = mapped_column(unique=True)
    technology: Mapped[str]
    last_four: Mapped[str]
    assurance: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
