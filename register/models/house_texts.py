"""What everybody is asked to read before he comes in, as it was worded in each version."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from register.models.base import Base, Word
from register.models.procedure import NUMBERED


class TextKind(StrEnum):
    """What a text is about."""

    RULES = "tata-tertib"
    NOTICE = "pelindungan-data"


class HouseText(Base):
    """One version of a text; never changed, since answers name it.

    Attributes:
        said_en: may be empty: then the Indonesian is read.
        person_id, at: of who worded it and when; None of the first, which the product brings.
    """

    __tablename__ = "house_text"
    __table_args__ = (UniqueConstraint("kind", "version"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TextKind] = mapped_column(Word(TextKind))
    version: Mapped[int]
    said_id: Mapped[str]
    said_en: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime | None]
