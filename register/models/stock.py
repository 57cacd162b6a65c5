"""Blank cards: the batches that came, and what became of their cards."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from register.models.base import Base
from register.models.procedure import NUMBERED


class CardBatch(Base):
    """A delivery of blank cards; never changed, what happens to it are moves."""

    __tablename__ = "card_batch"
    __table_args__ = (NUMBERED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    technology: Mapped[str]  # iso14443a, em4100, wiegand
    count: Mapped[int]
    first: Mapped[str | None]  # printed numbers, from and to
    last: Mapped[str | None]
    supplier: Mapped[str | None]
    received_on: Mapped[str]  # ISO
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]
    moves: Mapped[list["StockMove"]] = relationship(back_populates="batch")


class StockMove(Base):
    """Cards that left a batch or came back to it; never changed. The table keeps the count true."""

    __tablename__ = "stock_move"
    __table_args__ = (
        Index("stock_move_batch", "batch_id"),
        Index("stock_move_card", "card_id"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("card_batch.id"))
    kind: Mapped[str]  # terbit, kembali, rusak, musnah
    count: Mapped[int]
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"))
    why: Mapped[str | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]
    batch: Mapped[CardBatch] = relationship(back_populates="moves")
