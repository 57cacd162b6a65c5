"""Papers that left the office's printer: what each was, so that a copy can be held against it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from register.models.base import Base
from register.models.procedure import NUMBERED


class Print(Base):
    """One PDF as it was made; the file itself is not kept, its SHA-256 is."""

    __tablename__ = "print"
    __table_args__ = (
        Index("print_code", "code"),
        Index("print_dossier", "dossier_id"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # the form's key
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))
    code: Mapped[str]  # 12 letters, as the QR has it
    size: Mapped[str]  # a4, f4
    digest: Mapped[str]  # SHA-256 of what the paper says
    sha256: Mapped[str]  # of the file
    printed_by: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]
