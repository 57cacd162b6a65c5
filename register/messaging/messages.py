"""Telling people: a line under the bell, and where it can leave the house, a row of the outbox.

All in the transaction of what is told: where that rolls back, nothing was said; and sending, which
`gapura send` does afterwards, never delays or loses it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, func, literal, select, update
from sqlalchemy.orm import Session

from register import settings
from register.errors import NotFound
from register.messaging.message_templates import TEMPLATES
from register.messaging.message_texts import SETTLED, Fields
from register.models import Cardholder, Notice, Outgoing
from register.models.base import Moment

CHANNELS: Final = ("email", "http")
CALLS: Final = frozenset(SETTLED) - {"finding-yours", "door-order-proposed"}
"""To act on a dossier; moot once it has moved."""
FETCH: Final = frozenset({"ready"})  # a card: an initial under its row does not hand it over
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


def settle(
    session: Session, dossier: int, at: datetime, calls: Collection[str] = CALLS,
    person: int | None = None,
) -> None:  # fmt: skip
    """Take the call to act from every bell: the dossier has moved, by somebody's act or another's.

    What of it is still to be sent is not sent any more.

    Args:
        session: the writing transaction.
        dossier: that has moved.
        at: now.
        calls: which messages it makes moot.
        person: whose bell alone, where others are still asked; None: everybody's.
    """
    for row in (Notice, Outgoing):
        about = [row.dossier_id == dossier, row.template.in_(calls)]
        if person is not None:
            about.append(row.person_id == person)
        if row is Notice:
            _settle(session, at, *about)
        else:
            session.execute(delete(Outgoing).where(*about, Outgoing.sent_at.is_(None)))


def settle_one(session: Session, template: str, number: int, at: datetime) -> None:
    """Take from every bell what is about no dossier but a finding or a proposal of that number."""
    about = func.json_extract(Notice.fields, "$.nomor") == number
    _settle(session, at, Notice.template == template, about)


def _settle(session: Session, at: datetime, *about: ColumnElement[bool]) -> None:
    session.execute(
        update(Notice)
        .where(*about, Notice.settled_at.is_(None))
        .values(settled_at=at, read_at=func.coalesce(Notice.read_at, literal(at, Moment())))
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
        select(Notice)
        .where(Notice.person_id == person)
        .order_by(Notice.at.desc(), Notice.id.desc())
        .limit(SHOWN)
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
