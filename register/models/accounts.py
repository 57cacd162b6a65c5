"""Who may log in, by what proof, and the sessions that are open."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from register.models.access import Cardholder
from register.models.base import STRICT, Base, Word
from register.models.sealed import SealedBytes, SealedText


class Purpose(StrEnum):
    """What a one-time link is good for."""

    ACCOUNT = "akun"
    SIGN_IN = "masuk"
    SIGNATURE = "tanda-tangan"


class Account(Base):
    """The way in of one person; disabled, never deleted."""

    __tablename__ = "account"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"), unique=True)
    login: Mapped[str] = mapped_column(unique=True)  # lower case
    password_hash: Mapped[str | None]  # argon2id
    totp_secret: Mapped[str | None] = mapped_column(SealedText("totp"))  # base 32 (RFC 6238)
    totp_used: Mapped[int | None]  # the time step last taken: a code counts once
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    person: Mapped[Cardholder] = relationship()
    passkeys: Mapped[list["Passkey"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", order_by="Passkey.id"
    )


class Passkey(Base):
    """A WebAuthn credential."""

    __tablename__ = "passkey"
    __table_args__ = (Index("passkey_account", "account_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    credential: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    name: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(back_populates="passkeys")


class WebSession(Base):
    """One browser's session; the cookie holds what `digest` is the digest of."""

    __tablename__ = "web_session"
    __table_args__ = (Index("web_session_person", "person_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))  # of a one-time link
    source: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime | None]  # step-up; None: the second factor is still awaited
    challenge: Mapped[bytes | None] = mapped_column(SealedBytes("challenge"))
    """Of the passkey, or the TOTP secret in hand; counts once."""
    ended_at: Mapped[datetime | None]
    person: Mapped[Cardholder] = relationship()
    account: Mapped[Account | None] = relationship()


class Link(Base):
    """A one-time link: the first account, or a signature of somebody without an account."""

    __tablename__ = "link"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(unique=True)
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose))
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Cardholder] = relationship()


class Throttle(Base):
    """How often a login or a source has failed of late."""

    __tablename__ = "throttle"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    at: Mapped[datetime]
