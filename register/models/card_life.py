"""What happened to a card: each state as it came, and each act at the operator's desk."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.access import CardState
from register.models.access import Card, Cardholder
from register.models.base import Base, Word
from register.models.procedure import NUMBERED


class CardChange(Base):
    """One change of a card's state, written by the database itself whoever made it."""

    __tablename__ = "card_change"
    __table_args__ = (Index("card_change_card", "card_id"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"))
    before: Mapped[CardState | None] = mapped_column(Word(CardState))
    after: Mapped[CardState] = mapped_column(Word(CardState))
    at: Mapped[datetime]


class CardAct(Base):
    """What somebody did to a card at the desk, and the words of its record; never changed."""

    __tablename__ = "card_act"
    __table_args__ = (Index("card_act_card", "card_id"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"))
    act: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))  # who did it
    sheet: Mapped[dict[str, Any]]
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    second_witness_id: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]
    card: Mapped[Card] = relationship()
    person: Mapped[Cardholder] = relationship(foreign_keys=[person_id])
