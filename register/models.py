"""Every mapped class of the register, nothing else. The schema itself is made by migrations."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final

from sqlalchemy import (
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from ledger.access import AccessKind, CardState
from ledger.orders import OrderKind

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)
LIVE: Final = frozenset(
    {CardState.NOT_HANDED_OVER, CardState.ACTIVE, CardState.FROZEN, CardState.LOST}
)  # a lost card may be found; the others have ended and never come back
STRICT: Final = {"sqlite_strict": True}


def milliseconds(at: datetime) -> int:
    """Return UTC ms since 1970; ValueError for a time without a zone."""
    if at.utcoffset() is None:
        raise ValueError(f"{at} has no time zone; an aware datetime is wanted")
    return (at - EPOCH) // MILLISECOND


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC ms; what is finer is cut off."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Refuse a naive datetime."""
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Return UTC."""
        return None if value is None else EPOCH + value * MILLISECOND


class Flag(TypeDecorator[bool]):
    """True or False as 1 or 0: STRICT tables know no BOOLEAN."""

    impl = Integer
    cache_ok = True

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Return a bool."""
        return None if value is None else bool(value)


class Word(TypeDecorator[StrEnum]):
    """A member of a StrEnum, kept as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Refuse what is no member."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Return the member."""
        return None if value is None else self.kind(value)


class HolidayKind(StrEnum):
    """Who made the day free."""

    NATIONAL = "national"
    COLLECTIVE_LEAVE = "cuti-bersama"
    OFFICE = "office"


class Base(DeclarativeBase):
    """What every table shares: typed columns of the four types that STRICT allows."""

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        bytes: LargeBinary(),
        int: Integer(),
        bool: Flag(),
        datetime: Moment(),
        AccessKind: Word(AccessKind),
        CardState: Word(CardState),
        OrderKind: Word(OrderKind),
        HolidayKind: Word(HolidayKind),
    }


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
        Index("access_grant_escort", "escort_id", sqlite_where=text("escort_id IS NOT NULL")),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cardholder_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    kind: Mapped[AccessKind]
    valid_from: Mapped[datetime]  # inclusive
    valid_until: Mapped[datetime]  # exclusive
    escort_id: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    request_number: Mapped[str]
    sop_version: Mapped[str]
    granted_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]  # for good
    cardholder: Mapped[Cardholder] = relationship(
        back_populates="grants", foreign_keys=[cardholder_id]
    )
    escort: Mapped[Cardholder | None] = relationship(foreign_keys=[escort_id])
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
    state: Mapped[CardState]
    cardholder_id: Mapped[int]  # the grant's own: the pair is one foreign key
    grant_id: Mapped[int]
    pin_hash: Mapped[str | None]  # argon2id
    duress_hash: Mapped[str | None]
    issued_at: Mapped[datetime]
    handed_over_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]  # since when `state` is what it is
    ended_at: Mapped[datetime | None]  # set exactly where `state` is not one of LIVE
    grant: Mapped[Grant] = relationship(back_populates="cards")


class Holiday(Base):
    """A day on which windows that skip holidays do not open."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("date", "kind"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    date: Mapped[str]  # ISO
    name_id: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[HolidayKind]
    source: Mapped[str]


class DoorOrder(Base):
    """What a door was told to do (ledger.orders.Order); cancelled, never changed or deleted."""

    __tablename__ = "door_order"
    __table_args__ = (
        Index("door_order_until", "until"),
        {"sqlite_strict": True, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrderKind]
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
