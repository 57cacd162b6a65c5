"""Telling people: a line under the bell, and where it can leave the house, a row of the outbox.

All in the transaction of what is told: where that rolls back, nothing was said; and sending, which
`gapura send` does afterwards, never delays or loses it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from register import settings
from register.errors import NotFound
from register.message_texts import TEMPLATES, Fields
from register.models import Cardholder, Notice, Outgoing

CHANNELS: Final = ("email", "http")
CALLS: Final = ("waits", "reminder")  # to act; moot once the dossier has moved
SHOWN: Final = 100  # of a person's notices, the newest


def tell(
    session: Session,
    person_id: int,
    template: str,
    fields: Fields,
    at: datetime,
    dossier_id: int | None = None,
) -> None:
    """Say something to somebody, in the caller's transaction.

    Args:
        session: the writing transaction.
        person_id: to whom.
        template: a key of `message_texts.TEMPLATES`.
        fields: what it is filled in with; no NIP, no card number.
        at: now.
        dossier_id: the dossier that it is about, where there is one.
    """
    person = session.get_one(Cardholder, person_id)
    if person.erased_at is not None:
        return
    kept = dict(fields)
    session.add(
        Notice(person_id=person_id, dossier_id=dossier_id, template=template, fields=kept, at=at)
    )
    if TEMPLATES[template].mailed:
        for channel in _channels(session, person):
            session.add(
                Outgoing(
                    channel=channel,
                    person_id=person_id,
                    dossier_id=dossier_id,
                    template=template,
                    fields=kept,
                    created_at=at,
                    due_at=at,
                )
            )
    session.flush()


def settle(session: Session, dossier: int, at: datetime) -> None:
    """Take the call to act from every bell: the dossier has moved, by somebody's act or another's.

    What of it is still to be sent is not sent any more.
    """
    session.execute(
        update(Notice)
        .where(Notice.dossier_id == dossier, Notice.template.in_(CALLS), Notice.read_at.is_(None))
        .values(read_at=at)
    )
    session.execute(
        delete(Outgoing).where(
            Outgoing.dossier_id == dossier,
            Outgoing.template.in_(CALLS),
            Outgoing.sent_at.is_(None),
        )
    )


def unread(session: Session, person: int) -> int:
    """Return how many notices somebody has not read: the count at his bell."""
    found = session.scalar(
        select(func.count()).where(Notice.person_id == person, Notice.read_at.is_(None))
    )
    return found or 0


def of_person(session: Session, person: int) -> Sequence[Notice]:
    """Return somebody's newest notices, the newest first."""
    return session.scalars(
        select(Notice).where(Notice.person_id == person).order_by(Notice.id.desc()).limit(SHOWN)
    ).all()


def open_(session: Session, person: int, notice: int, at: datetime) -> Notice:
    """Return one of somebody's notices, read from now on; NotFound where it is not his."""
    found = session.get(Notice, notice)
    if found is None or found.person_id != person:
        raise NotFound(f"Tidak ada pemberitahuan {notice}.", f"there is no notice {notice}")
    found.read_at = found.read_at or at
    session.flush()
    return found


def read(session: Session, person: int, at: datetime, upto: int) -> None:
    """Mark as read what somebody has seen: his notices up to a number."""
    session.execute(
        update(Notice)
        .where(Notice.person_id == person, Notice.id <= upto, Notice.read_at.is_(None))
        .values(read_at=at)
    )


def reachable(session: Session, person: Cardholder) -> bool:
    """Say whether a message to a person leaves the house."""
    return bool(_channels(session, person))


def _channels(session: Session, person: Cardholder) -> Sequence[str]:
    """Return the ways that lead to a person and that the office has a sender for."""
    addresses = {"email": person.email, "http": person.phone}
    ways = settings.read(session).senders.split(",")
    return [channel for channel in CHANNELS if channel in ways and addresses[channel]]
