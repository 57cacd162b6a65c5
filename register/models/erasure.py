"""Who was erased from the register, and by whose decision."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from register.models.access import Cardholder
from register.models.base import STRICT, Base
from register.models.procedure import NUMBERED


class Erasure(Base):
    """One person whose words are gone; his pseudonymous id stays."""

    __tablename__ = "erasure"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"), unique=True)
    why: Mapped[str]  # the end of retention, or the decision's number; never a name
    at: Mapped[datetime]


class ErasureOrder(Base):
    """An erasure by decision: prepared by one, confirmed or declined by another, then fixed."""

    __tablename__ = "erasure_order"
    __table_args__ = (
        Index(
            "erasure_order_open", "person_id", unique=True,
            sqlite_where=text("settled_at IS NULL"),
        ),
        NUMBERED,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    decision: Mapped[str]  # its number; never a name
    decided_on: Mapped[str]  # ISO
    prepared_by: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    settled_at: Mapped[datetime | None]
    carried_out: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    person: Mapped[Cardholder] = relationship(foreign_keys=[person_id])
    preparer: Mapped[Cardholder] = relationship(foreign_keys=[prepared_by])
    settler: Mapped[Cardholder | None] = relationship(foreign_keys=[settled_by])
