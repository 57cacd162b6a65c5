"""The outbox: what is due, what became of it, and what is tried again.

Nothing here sends. A row is read, sent by `gapura send`, and marked in a transaction of its own: a
crash between the two sends it again under the same key, which mail servers and gateways know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from register import audit, posts, settings
from register.audit import By
from register.errors import LinkRefused, NotFound
from register.login import links
from register.messaging.message_texts import render
from register.messaging.messages import CHANNELS, tell
from register.models import Account, Cardholder, Dossier, Notice, Outgoing, Purpose, RegisterMeta
from register.workflow import Role

AT_ONCE: Final = 200  # of a run; the next minute's goes on
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=4)
MOST_TRIES: Final = 20  # about two days
ERROR_LENGTH: Final = 200
ACTED_ON: Final = frozenset({"waits", "reminder", "returned", "ready", "review-confirm"})
"""Messages that lead to an act: who has no account gets a one-time link with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message on its way.

    Attributes:
        key: the same whenever it is tried; it stands in the Message-ID.
        to: an e-mail address, or a telephone number as +62...
        path: of the page that it leads to, from the site's own address; "" for none.
        tries: how often it was tried before.
    """

    id: int
    channel: str
    key: str
    to: str
    subject: str
    text: str
    path: str
    tries: int


def due(session: Session, channel: str, at: datetime) -> Sequence[int]:
    """Return a channel's rows to be sent now, the oldest first."""
    return session.scalars(
        _waiting()
        .where(Outgoing.channel == channel, Outgoing.due_at <= at)
        .order_by(Outgoing.due_at, Outgoing.id)
        .limit(AT_ONCE)
    ).all()  # fmt: skip


def letter(session: Session, row_id: int, at: datetime) -> Letter | None:
    """Return a row as it is to be sent, or None where it is moot or leads nowhere any more.

    Who has no account gets a one-time link, made here and kept nowhere: call it in a transaction
    that is committed before sending.
    """
    row = session.get(Outgoing, row_id)
    if row is None or row.sent_at is not None or row.given_up_at is not None:
        return None
    person = None if row.person_id is None else session.get(Cardholder, row.person_id)
    to = None if person is None else person.email if row.channel == "email" else person.phone
    if person is None or to is None:
        row.given_up_at, row.error = at, "no address"
        return None
    message = render(row.template, row.fields, person.language)
    return Letter(
        id=row.id,
        channel=row.channel,
        key=f"{row.id}.{session.get_one(RegisterMeta, 1).origin}",
        to=to,
        subject=message.subject,
        text=message.text,
        path=_path(session, row, person.id, at),
        tries=row.attempts,
    )


def sent(session: Session, row_id: int, at: datetime) -> None:
    """Mark a row as sent; one that became moot on its way is gone already."""
    row = session.get(Outgoing, row_id)
    if row is not None:
        row.attempts, row.sent_at, row.error = row.attempts + 1, at, None


def failed(
    session: Session, row_id: int, why: str, at: datetime, *, chance: float, final: bool = False
) -> None:
    """Put a row off, or give it up and tell the administrators.

    Args:
        session: the writing transaction.
        row_id: of the outbox.
        why: what the other side said; no secret.
        at: now.
        chance: 0 to 1, random: spreads the next try over half to the whole of its wait.
        final: another try would be answered the same.
    """
    row = session.get(Outgoing, row_id)
    if row is None:
        return
    row.attempts, row.error = row.attempts + 1, why[:ERROR_LENGTH]
    if final or row.attempts >= MOST_TRIES:
        row.given_up_at = at
        _tell_administrators(session, at)
    else:
        wait = min(FIRST_WAIT * 2 ** (row.attempts - 1), LONGEST_WAIT)
        row.due_at = at + wait * (0.5 + chance / 2)


def again(session: Session, row_id: int, by: By, at: datetime) -> None:
    """Try a message again that was given up, or now one that waits; NotFound for any other."""
    row = session.get(Outgoing, row_id)
    if row is None or row.sent_at is not None:
        raise NotFound(f"Tidak ada pesan keluar {row_id}.", f"there is no message {row_id} to send")
    row.attempts, row.given_up_at, row.due_at = 0, None, at
    session.flush()
    audit.write(session, "message.again", by, at, {"message": row_id})


def troubled(session: Session) -> Sequence[tuple[Outgoing, Cardholder | None]]:
    """Return what failed at least once and was not sent, the newest first, and to whom it goes."""
    found = session.execute(
        select(Outgoing, Cardholder)
        .outerjoin(Cardholder, Cardholder.id == Outgoing.person_id)
        .where(Outgoing.sent_at.is_(None), Outgoing.error.is_not(None))
        .order_by(Outgoing.id.desc())
        .limit(AT_ONCE)
    )
    return [(row, person) for row, person in found]


def counts(session: Session) -> tuple[int, int, datetime | None]:
    """Return how many wait to be sent, how many were given up, and when one was last sent."""
    waiting = session.scalar(select(func.count()).select_from(_waiting().subquery())) or 0
    given_up = select(func.count()).where(Outgoing.given_up_at.is_not(None))
    last = select(Outgoing.sent_at).order_by(Outgoing.sent_at.desc()).limit(1)
    return waiting, session.scalar(given_up) or 0, session.scalar(last)


def known_senders(session: Session) -> frozenset[str]:
    """Return the channels that the register believes the office has senders for."""
    return frozenset(filter(None, settings.read(session).senders.split(",")))


def senders(session: Session, channels: frozenset[str], by: By, at: datetime) -> None:
    """Let the register know what the office has senders for: what `messages.tell` writes for."""
    wanted = ",".join(channel for channel in CHANNELS if channel in channels)
    settings.change(session, {"senders": wanted}, by, at)


def _waiting() -> Select[int]:
    return select(Outgoing.id).where(
        and_(Outgoing.sent_at.is_(None), Outgoing.given_up_at.is_(None))
    )


def _path(session: Session, row: Outgoing, person: int, at: datetime) -> str:
    """Return where a message leads: no name and no number of a person stands in it."""
    dossier = None if row.dossier_id is None else session.get(Dossier, row.dossier_id)
    if dossier is None:
        return ""
    if session.scalar(
        select(Account.id).where(Account.person_id == person, Account.disabled_at.is_(None))
    ):
        return f"/berkas/{dossier.id}"
    if row.template in ACTED_ON:
        try:
            by = By(source="send")
            return "/tautan/" + links.make(
                session, Purpose.SIGNATURE, person, by, at, dossier=dossier.id
            )
        except LinkRefused:
            pass  # he comes in another way; the public page shows where it stands
    return f"/lacak/{dossier.code}"


def _tell_administrators(session: Session, at: datetime) -> None:
    """Tell each administrator once, until he has read it."""
    for tenure in posts.holders(session, Role.ADMINISTRATOR, at):
        told = session.scalar(
            select(Notice.id).where(
                Notice.person_id == tenure.person_id,
                Notice.template == "undeliverable",
                Notice.read_at.is_(None),
            )
        )
        if told is None:
            tell(session, tenure.person_id, "undeliverable", {}, at)
