"""Sessions as rows: what the cookie holds is random, what is kept is its digest."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import posts
from register.models import WebSession
from register.workflow import Role

IDLE: Final = timedelta(minutes=15)
ABSOLUTE: Final = timedelta(hours=8)
PROVED_FOR: Final = timedelta(minutes=5)  # step-up: how long a proof of who one is counts
SEEN_EVERY: Final = timedelta(seconds=30)  # last-seen is written no oftener
TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who is signed in, as of one request.

    Attributes:
        person: id of the cardholder.
        roles: what his posts give him now.
        dossier: the one dossier that a one-time link opened to him, or None.
        proved: whether he proved who he is within five minutes.
    """

    session: int
    person: int
    public_id: str
    name: str
    roles: frozenset[Role]
    dossier: int | None = None
    proved: bool = False


def open_(
    session: Session, person: int, source: str, at: datetime,
    *, account: int | None = None, dossier: int | None = None,
) -> str:  # fmt: skip
    """Open a session and return its token, for the cookie alone; logging in is a proof."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        WebSession(
            digest=_digest(token),
            person_id=person,
            account_id=account,
            dossier_id=dossier,
            source=source,
            created_at=at,
            seen_at=at,
            proved_at=at,
        )
    )
    session.flush()
    return token


def find(session: Session, token: str, at: datetime) -> Visitor | None:
    """Return who a token stands for, or None where it is unknown, over or idle for too long."""
    row = _row(session, token)
    if row is None or not _stands(row, at):
        return None
    return Visitor(
        session=row.id,
        person=row.person_id,
        public_id=row.person.public_id,
        name=row.person.name or row.person.public_id,
        roles=posts.roles(session, row.person_id, at),
        dossier=row.dossier_id,
        proved=row.proved_at is not None and at - row.proved_at < PROVED_FOR,
    )


def stale(session: Session, token: str, at: datetime) -> bool:
    """Whether last-seen is old enough to be written again."""
    row = _row(session, token)
    return row is not None and at - row.seen_at >= SEEN_EVERY


def touch(session: Session, token: str, at: datetime) -> None:
    """Remember that the session was used."""
    if (row := _row(session, token)) is not None:
        row.seen_at = at


def prove(session: Session, session_id: int, at: datetime) -> None:
    """Remember that the person has just proved who he is."""
    session.get_one(WebSession, session_id).proved_at = at


def end(session: Session, session_id: int, at: datetime) -> None:
    """End a session: its cookie is worth nothing from now on."""
    row = session.get_one(WebSession, session_id)
    row.ended_at = row.ended_at or at


def end_all(session: Session, person: int, at: datetime) -> None:
    """End every session of a person."""
    for row in session.scalars(
        select(WebSession).where(WebSession.person_id == person, WebSession.ended_at.is_(None))
    ):
        row.ended_at = at


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _row(session: Session, token: str) -> WebSession | None:
    return session.scalar(select(WebSession).where(WebSession.digest == _digest(token)))


def _stands(row: WebSession, at: datetime) -> bool:
    disabled = row.account is not None and row.account.disabled_at is not None
    return (
        row.ended_at is None
        and not disabled
        and at - row.seen_at < IDLE
        and at - row.created_at < ABSOLUTE
    )
