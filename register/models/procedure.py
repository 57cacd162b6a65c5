"""The SOP's forms on their way: dossiers, their signed steps and papers, posts by date."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from register.capacity import Capacity
from register.models.access import Cardholder
from register.models.base import STRICT, Base, Word
from register.models.sealed import SealedAnswers
from register.workflow import Procedure, Role, State

NUMBERED = {"sqlite_strict": True, "sqlite_autoincrement": True}


class Method(StrEnum):
    """How a step was signed."""

    SESSION = "sesi"
    PAPER = "kertas"
    LINK = "tautan"
    SYSTEM = "sistem"


class Move(Base):
    """One line of the SOP's table as the triggers read it (register.migrations.moves)."""

    __tablename__ = "move"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)

    way: Mapped[str] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(primary_key=True)
    before: Mapped[State] = mapped_column(Word(State), primary_key=True)
    after: Mapped[State] = mapped_column(Word(State))
    role: Mapped[Role] = mapped_column(Word(Role))
    number: Mapped[str]
    note: Mapped[bool]


class Tenure(Base):
    """A post held by somebody from a day to a day; it may end earlier, and changes in nothing."""

    __tablename__ = "tenure"
    __table_args__ = (Index("tenure_person", "person_id"), Index("tenure_role", "role"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(Word(Role))
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    title: Mapped[str]  # as printed: Kepala Seksi Layanan Infrastruktur TIK
    capacity: Mapped[Capacity] = mapped_column(Word(Capacity))
    decree: Mapped[str | None]  # of the surat perintah, for Plt. and Plh.
    decree_date: Mapped[str | None]  # ISO
    evidence: Mapped[str | None]  # of the qualification that the SOP asks
    valid_from: Mapped[datetime]  # inclusive
    valid_until: Mapped[datetime | None]  # exclusive
    evidence_date: Mapped[str | None]  # ISO
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    appointed_by: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    mutation_id: Mapped[int | None] = mapped_column(ForeignKey("mutation.id"))
    person: Mapped[Cardholder] = relationship(foreign_keys=[person_id])


class Dossier(Base):
    """One form of the SOP with everything that was signed on it; it moves by its steps alone."""

    __tablename__ = "dossier"
    __table_args__ = (
        Index("dossier_state", "procedure", "state"),
        Index("dossier_applicant", "applicant_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure: Mapped[Procedure] = mapped_column(Word(Procedure))
    kind: Mapped[str]  # jenis permintaan, jenis review
    way: Mapped[str]  # register.ways.Way.key
    state: Mapped[State] = mapped_column(Word(State))
    number: Mapped[str | None] = mapped_column(unique=True)  # from submission on
    official_number: Mapped[str | None]  # nomor naskah, given by tata usaha
    agenda_number: Mapped[str | None]  # likewise
    code: Mapped[str] = mapped_column(unique=True)  # 12 letters: public tracking, the QR
    applicant_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    sop_version: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(
        SealedAnswers, default=dict, server_default=text("'{}'")
    )
    approved: Mapped[dict[str, Any] | None]  # what the Kasi narrowed it to
    opened_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]  # since when it waits where it waits
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    erased_at: Mapped[datetime | None]  # since when words of it are gone (register.erasure)
    applicant: Mapped[Cardholder] = relationship(foreign_keys=[applicant_id], lazy="joined")
    superior: Mapped[Cardholder | None] = relationship(foreign_keys=[superior_id], lazy="joined")
    steps: Mapped[list["SignedStep"]] = relationship(
        back_populates="dossier", order_by="SignedStep.id", lazy="selectin"
    )
    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.id")


class SignedStep(Base):
    """One step as it was signed; never changed."""

    __tablename__ = "step"
    __table_args__ = (Index("step_dossier", "dossier_id"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    number: Mapped[str]
    act: Mapped[str]
    before: Mapped[State] = mapped_column(Word(State))
    after: Mapped[State] = mapped_column(Word(State))
    role: Mapped[Role] = mapped_column(Word(Role))
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    title: Mapped[str | None]  # of the post, as it was that day
    capacity: Mapped[Capacity | None] = mapped_column(Word(Capacity))
    doubled: Mapped[bool] = mapped_column(default=False, server_default=text("0"))  # rangkap
    method: Mapped[Method] = mapped_column(Word(Method))
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    note: Mapped[str | None]
    sheet: Mapped[dict[str, Any] | None]  # what the act fills in: the lembar disposisi
    signed_on: Mapped[str | None]  # ISO: of a signed paper, the day that stands on it
    at: Mapped[datetime]
    digest: Mapped[str]  # SHA-256 of what was signed
    chain: Mapped[str]  # SHA-256 over the dossier's step before and this one
    dossier: Mapped[Dossier] = relationship(back_populates="steps")
    person: Mapped[Cardholder] = relationship(foreign_keys=[person_id], lazy="joined")
    filer: Mapped[Cardholder | None] = relationship(foreign_keys=[filed_by])


class Attachment(Base):
    """A paper that belongs to a dossier: checked by content, kept whole."""

    __tablename__ = "attachment"
    __table_args__ = (Index("attachment_dossier", "dossier_id"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    field: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes, up to 5 MiB
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    added_by: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
