"""What the office runs on: settings, number series, units, messages, and the audit of it all."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from register.models.base import STRICT, Base
from register.models.procedure import NUMBERED

KEYED = ({"sqlite_strict": True, "sqlite_with_rowid": False},)


class Series(Base):
    """The last number given in a series and year; it grows by one."""

    __tablename__ = "series"
    __table_args__ = KEYED

    name: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Setting(Base):
    """One setting that is not its default; `value` is JSON."""

    __tablename__ = "setting"
    __table_args__ = KEYED

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Unit(Base):
    """A unit kerja."""

    __tablename__ = "unit"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    institution: Mapped[str]
    closed_at: Mapped[datetime | None]


class AuditLine(Base):
    """One act of somebody in the admin app; append-only, chained like the journal."""

    __tablename__ = "audit"
    __table_args__ = STRICT

    seq: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]
    chain: Mapped[bytes]


class Outgoing(Base):
    """A message to be sent; sending never delays what it tells of."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_due", "due_at", sqlite_where=text("sent_at IS NULL AND given_up_at IS NULL")),
        Index("outbox_dossier", "dossier_id"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]  # email, http
    person_id: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))
    template: Mapped[str]
    fields: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    error: Mapped[str | None]


class Notice(Base):
    """A line under somebody's bell.

    Attributes:
        settled_at: when what it asks for was done, by him or by somebody else.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_person", "person_id"),
        Index("notice_unread", "person_id", sqlite_where=text("read_at IS NULL")),
        Index("notice_dossier", "dossier_id"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))
    template: Mapped[str]
    fields: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
