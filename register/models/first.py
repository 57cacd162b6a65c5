"""Day one: the rows of a paper list that becomes a register."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from register.models.access import Cardholder
from register.models.base import STRICT, Base
from register.models.procedure import Dossier
from register.models.sealed import SealedAnswers


class FirstRow(Base):
    """One line of a first list: signed with it, taken once, as a dossier of its own."""

    __tablename__ = "first_row"
    __table_args__ = (UniqueConstraint("dossier_id", "number"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    number: Mapped[int]  # its line in the file
    name: Mapped[str | None]  # whom the triggers hold its taker against; None once erased
    nip: Mapped[str | None]
    answers: Mapped[dict[str, Any]] = mapped_column(SealedAnswers)  # empty once erased
    allowed: Mapped[dict[str, Any]]  # the right itself
    person_id: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    admitted_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"), unique=True)
    list: Mapped[Dossier] = relationship(foreign_keys=[dossier_id])
    person: Mapped[Cardholder | None] = relationship()
    admitted: Mapped[Dossier | None] = relationship(foreign_keys=[admitted_id])
