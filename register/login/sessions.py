"""Sessions as rows: what the cookie holds is random, what is kept is its digest.

A session whose `proved_at` is empty is half-way: the password was right, the second factor is
awaited. It stands for nobody yet.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from register import audit, posts
from register.audit import By
from register.errors import NotFound
from register.login import factors
from register.models import Account, WebSession
from register.workflow import Role

IDLE: Final = timedelta(minutes=15)
ABSOLUTE: Final = timedelta(hours=8)
ABSOLUTE_OF_LINK: Final = timedelta(hours=1)
HALF_WAY: Final = timedelta(minutes=5)  # for the second factor, once the password was right
PROVED_FOR: Final = timedelta(minutes=5)  # step-up: how long a proof of who one is counts
SEEN_EVERY: Final = timedelta(seconds=30)  # last-seen is written no oftener
SET_BACK: Final = timedelta(minutes=1)  # a clock that goes back further prolongs nothing
TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who is signed in, as of one request.

    Attributes:
        person: id of the cardholder.
        roles: what his posts give him now.
        account: None for who came by a one-time link.
        dossier: the one dossier that a one-time link opened to him, or None.
        proved: whether he proved who he is within five minutes.
        bare: he holds a post and has no second factor yet.
        stale: last-seen is old enough to be written again.
    """

    session: int
    person: int
    public_id: str
    name: str
    roles: frozenset[Role]
    account: int | None = None
    dossier: int | None = None
    proved: bool = False
    bare: bool = False
    stale: bool = False


def open_(
    session: Session, person: int, source: str, at: datetime,
    *, account: int | None = None, dossier: int | None = None, half: bool = False,
) -> str:  # fmt: skip
    """Open a session and return its token, for the cookie alone; logging in is a proof.

    Args:
        session: the writing transaction.
        person: whose it is.
        source: the address that it is opened from.
        at: now.
        account: None for a one-time link.
        dossier: the only one that a link opens.
        half: the second factor is still awaited.
    """
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
            proved_at=None if half else at,
        )
    )
    session.flush()
    return token


def find(session: Session, token: str, at: datetime) -> Visitor | None:
    """Return who a token stands for, or None where it is unknown, half-way, over or idle."""
    row = _row(session, token)
    if row is None or row.proved_at is None or not _stands(row, at):
        return None
    roles = posts.roles(session, row.person_id, at)
    linked = row.account is None
    if linked and roles:
        return None  # who holds a post comes in by his own factors, never by a link
    return Visitor(
        session=row.id,
        person=row.person_id,
        public_id=row.person.public_id,
        name=row.person.name or row.person.public_id,
        roles=roles,
        account=row.account_id,
        dossier=row.dossier_id,
        proved=linked
        or _within(PROVED_FOR, row.proved_at, at),  # a link leaves nothing to prove again
        bare=bool(roles) and row.account is not None and not factors.of(row.account),
        stale=at - row.seen_at >= SEEN_EVERY,
    )


def half_way(session: Session, token: str, at: datetime) -> WebSession | None:
    """Return the session of a token whose second factor is awaited, or None."""
    row = _row(session, token)
    return row if row is not None and row.proved_at is None and _stands(row, at) else None


def standing(session: Session, person: int, at: datetime) -> Sequence[WebSession]:
    """Return a person's sessions that are open, the newest first."""
    found = session.scalars(
        select(WebSession)
        .where(WebSession.person_id == person, WebSession.ended_at.is_(None))
        .order_by(WebSession.id.desc())
    )
    return [row for row in found if row.proved_at is not None and _stands(row, at)]


def touch(session: Session, session_id: int, at: datetime) -> None:
    """Remember that the session was used."""
    session.get_one(WebSession, session_id).seen_at = at


def prove(session: Session, session_id: int, at: datetime) -> str:
    """Remember that the person has just proved who he is; the old token is worth nothing now."""
    row = session.get_one(WebSession, session_id)
    if row.proved_at is None:
        row.created_at = at
    row.proved_at = row.seen_at = at
    return renew(session, session_id)


def renew(session: Session, session_id: int) -> str:
    """Return a new token for a session, which proves nothing; the old one is worth nothing now."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.get_one(WebSession, session_id).digest = _digest(token)
    return token


def end(session: Session, session_id: int, at: datetime) -> None:
    """End a session: its cookie is worth nothing from now on."""
    row = session.get_one(WebSession, session_id)
    row.ended_at = row.ended_at or at


def end_own(session: Session, person: int, session_id: int, by: By, at: datetime) -> None:
    """End one of a person's sessions; NotFound where it is not his, or over."""
    if session_id not in {row.id for row in standing(session, person, at)}:
        raise NotFound(f"Tidak ada sesi {session_id}.", f"there is no session {session_id}")
    end(session, session_id, at)
    audit.write(session, "session.end", by, at, {"session": session_id})


def end_all(session: Session, person: int, at: datetime, but: int | None = None) -> None:
    """End every session of a person, except one."""
    for row in session.scalars(
        select(WebSession).where(WebSession.person_id == person, WebSession.ended_at.is_(None))
    ):
        if row.id != but:
            row.ended_at = at


def end_token(session: Session, token: str, at: datetime) -> WebSession | None:
    """End whatever session a cookie stands for, half-way ones too; None where there is none."""
    row = _row(session, token)
    if row is None or row.ended_at is not None:
        return None
    row.ended_at = at
    return row


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _row(session: Session, token: str) -> WebSession | None:
    wanted = (
        select(WebSession)
        .where(WebSession.digest == _digest(token))
        .options(
            joinedload(WebSession.person),
            joinedload(WebSession.account).joinedload(Account.passkeys),
        )
    )
    return session.scalars(wanted).unique().one_or_none()


def _stands(row: WebSession, at: datetime) -> bool:
    disabled = row.account is not None and row.account.disabled_at is not None
    return (
        row.ended_at is None
        and not disabled
        and _within(IDLE, row.seen_at, at)
        and _within(_longest(row), row.created_at, at)
    )


def _within(longest: timedelta, since: datetime, at: datetime) -> bool:
    return -SET_BACK <= at - since < longest


def _longest(row: WebSession) -> timedelta:
    if row.proved_at is None:
        return HALF_WAY
    return ABSOLUTE if row.account_id is not None else ABSOLUTE_OF_LINK
