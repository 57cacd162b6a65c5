"""Who was erased from the register."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from register.models.base import STRICT, Base


class Erasure(Base):
    """One person whose words are gone; his pseudonymous id stays."""

    __tablename__ = "erasure"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"), unique=True)
    why: Mapped[str]  # the end of retention, or the decision's number; never a name
    at: Mapped[datetime]
