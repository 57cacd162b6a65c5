"""What an office keeps that belongs to no dossier: papers, and personnel decrees carried out."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from register.models.base import Base, Word
from register.models.procedure import NUMBERED


class PaperKind(StrEnum):
    """What a paper is kept for."""

    QUALIFICATION = "bukti-kualifikasi"
    DECREE = "keputusan"
    EMBLEM = "lambang"


class Paper(Base):
    """A file of the office's own: checked by content, never changed."""

    __tablename__ = "paper"
    __table_args__ = NUMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PaperKind] = mapped_column(Word(PaperKind))
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes, up to 5 MiB
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    added_by: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]


class Mutation(Base):
    """A personnel decree that was carried out, once: its number, its days, its scan."""

    __tablename__ = "mutation"
    __table_args__ = NUMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    decided_on: Mapped[str]  # ISO
    effective_on: Mapped[str]  # ISO
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    done_by: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]
