"""Cardholders, doors, grants, cards, calendars and orders: what the door's process reads."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.access import AccessKind, CardState
from ledger.orders import OrderKind
from register.models.base import STRICT, Base, Word

if TYPE_CHECKING:
    from register.models.procedure import Dossier


class HolidayKind(StrEnum):
    """Who made the day free."""

    NATIONAL = "national"
    COLLECTIVE_LEAVE = "cuti-bersama"
    OFFICE = "office"


LIVE: Final = frozenset(
    {CardState.NOT_HANDED_OVER, CardState.ACTIVE, CardState.FROZEN, CardState.LOST}
)  # a lost card may be found; the others have ended and never come back


class Cardholder(Base):
    """A person; the journal knows `public_id` alone, so that the rest can be erased."""

    __tablename__ = "cardholder"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)  # `P-` and 10 of Crockford's letters
    name: Mapped[str | None]  # None once erased
    nip: Mapped[str | None]  # 18 digits
    unit: Mapped[str | None]
    kind: Mapped[str]  # FORMS.md, section 1 B, kategori
    keyholder: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    erased_at: Mapped[datetime | None]
    position: Mapped[str | None]  # jabatan
    rank: Mapped[str | None]  # pangkat/golongan ruang
    institution: Mapped[str | None]
    identity_kind: Mapped[str | None]
    identity_shown: Mapped[str | None]  # of a non-ASN: the last four of his number
    identity_digest: Mapped[bytes | None]
    phone: Mapped[str | None]  # +62...
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="id", server_default=text("'id'"))
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="cardholder", foreign_keys="Grant.cardholder_id"
    )


class Door(Base):
    """A door by the name that the daemon's configuration gives it."""

    __tablename__ = "door"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]


class ReaderLabel(Base):
    """What people call a reader, by the name that the daemon's configuration gives it."""

    __tablename__ = "reader_label"
    __table_args__ = STRICT

    name: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]


class Schedule(Base):
    """Weekly windows, written as `ledger.access.Hours.weekly` says."""

    __tablename__ = "schedule"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    weekly: Mapped[str]
    on_holidays: Mapped[bool] = mapped_column(default=False, server_default=text("0"))


class Grant(Base):
    """An approved right: doors, hours, validity. Frozen or revoked, never deleted."""

    __tablename__ = "access_grant"
    __table_args__ = (
        UniqueConstraint("id", "cardholder_id"),
        Index("access_grant_cardholder", "cardholder_id"),
        Index("access_grant_dossier", "dossier_id"),
        Index("access_grant_escort", "escort_id", sqlite_where=text("escort_id IS NOT NULL")),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cardholder_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    kind: Mapped[AccessKind] = mapped_column(Word(AccessKind))
    valid_from: Mapped[datetime]  # inclusive
    valid_until: Mapped[datetime]  # exclusive
    escort_id: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    request_number: Mapped[str]
    sop_version: Mapped[str]
    granted_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]  # for good
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))  # what approved it
    restored_by: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))  # what un-froze it
    cardholder: Mapped[Cardholder] = relationship(
        back_populates="grants", foreign_keys=[cardholder_id]
    )
    escort: Mapped[Cardholder | None] = relationship(foreign_keys=[escort_id])
    dossier: Mapped["Dossier | None"] = relationship(foreign_keys=[dossier_id])
    doors: Mapped[list["GrantDoor"]] = relationship(back_populates="grant")
    cards: Mapped[list["Card"]] = relationship(back_populates="grant")


class GrantDoor(Base):
    """One door of a grant and the hours at which the grant opens it."""

    __tablename__ = "grant_door"
    __table_args__ = (
        Index("grant_door_door", "door_id"),
        Index("grant_door_schedule", "schedule_id"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )

    grant_id: Mapped[int] = mapped_column(ForeignKey("access_grant.id"), primary_key=True)
    door_id: Mapped[int] = mapped_column(ForeignKey("door.id"), primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule.id"))
    grant: Mapped[Grant] = relationship(back_populates="doors")
    door: Mapped[Door] = relationship()
    schedule: Mapped[Schedule] = relationship()


class Card(Base):
    """A credential issued to one cardholder under one grant; revoked, never deleted."""

    __tablename__ = "card"
    __table_args__ = (
        ForeignKeyConstraint(
            ["grant_id", "cardholder_id"], ["access_grant.id", "access_grant.cardholder_id"]
        ),
        Index(
            "card_live_fingerprint",
            "fingerprint",
            unique=True,
            sqlite_where=text("state IN ('not-handed-over', 'active', 'frozen', 'lost')"),
        ),
        Index("card_fingerprint", "fingerprint"),
        Index("card_cardholder", "cardholder_id"),
        Index("card_grant", "grant_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]  # 32 bytes; unique among live cards
    technology: Mapped[str]
    last_four: Mapped[str]
    printed: Mapped[str | None]  # the number printed on the card
    assurance: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # 0 to 3
    state: Mapped[CardState] = mapped_column(Word(CardState))
    cardholder_id: Mapped[int]  # the grant's own: the pair is one foreign key
    grant_id: Mapped[int]
    pin_hash: Mapped[str | None]  # argon2id
    duress_hash: Mapped[str | None]
    issued_at: Mapped[datetime]
    handed_over_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]  # since when `state` is what it is
    ended_at: Mapped[datetime | None]  # set exactly where `state` is not one of LIVE
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))  # made or un-froze it
    grant: Mapped[Grant] = relationship(back_populates="cards")


class Holiday(Base):
    """A day on which windows that skip holidays do not open."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("date", "kind"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    date: Mapped[str]  # ISO
    name_id: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[HolidayKind] = mapped_column(Word(HolidayKind))
    source: Mapped[str]


class DoorOrder(Base):
    """What a door was told to do (ledger.orders.Order); cancelled, never changed or deleted."""

    __tablename__ = "door_order"
    __table_args__ = (
        Index("door_order_until", "until"),
        {"sqlite_strict": True, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrderKind] = mapped_column(Word(OrderKind))
    door: Mapped[str | None] = mapped_column(ForeignKey("door.name"))
    reader: Mapped[str | None]
    ordered_by: Mapped[str]
    second_by: Mapped[str | None]
    why: Mapped[str]
    issued: Mapped[datetime]
    until: Mapped[datetime]
    cancelled: Mapped[datetime | None]
    upto: Mapped[int | None]


class RegisterRevision(Base):
    """One row: a count that grows with every change that the door's process can see."""

    __tablename__ = "register_revision"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]


class RegisterMeta(Base):
    """One row: which register this is; a copy of it keeps the origin."""

    __tablename__ = "register_meta"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[str]  # 32 hex digits
    demo: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
