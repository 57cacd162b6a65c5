"""An order to a door that waits for its second person."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.orders import OrderKind
from register.models.access import Cardholder
from register.models.base import Base, Word
from register.models.procedure import NUMBERED


class ProposedOrder(Base):
    """What one person wants ordered; it is an order once another stands behind it, or never."""

    __tablename__ = "proposed_order"
    __table_args__ = (NUMBERED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrderKind] = mapped_column(Word(OrderKind))
    door: Mapped[str | None] = mapped_column(ForeignKey("door.name"))
    why: Mapped[str]
    lasts_until: Mapped[datetime | None]  # as the order will; None: what its kind lasts
    proposed_by: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    settled_at: Mapped[datetime | None]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("door_order.id"), unique=True)
    proposer: Mapped[Cardholder] = relationship(foreign_keys=[proposed_by])
