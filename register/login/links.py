"""One-time links: a first account, or a way in for somebody who has none.

Only the digest is kept. A link is spent by using it, bound to a person and, for a signature, to one
dossier. Nobody who holds a post comes in by one: he has his own factors.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import audit, posts
from register.audit import By
from register.errors import LinkRefused
from register.login import sessions
from register.models import Account, Dossier, Link, Purpose
from register.reviewing import reading
from register.workflow import Procedure

LASTS: Final[Mapping[Purpose, timedelta]] = {
    Purpose.ACCOUNT: timedelta(minutes=15),
    Purpose.SIGN_IN: timedelta(hours=72),
    Purpose.SIGNATURE: timedelta(hours=72),
}
TOKEN_BYTES: Final = 32
SPENT: Final = (
    "Tautan ini sudah dipakai atau sudah tidak berlaku. Mintalah tautan yang baru.",
    "this link was used already, or is over; ask for a new one",
)


def make(
    session: Session, purpose: Purpose, person: int, by: By, at: datetime,
    *, dossier: int | None = None,
) -> str:  # fmt: skip
    """Make a link and return its token, which stands nowhere else; older ones of its kind end.

    Raises LinkRefused: the person comes in another way, or is not part of the dossier.
    """
    _check_way_in(session, purpose, person, at)
    _check_dossier(session, purpose, person, dossier)
    for old in session.scalars(
        select(Link).where(
            Link.purpose == purpose, Link.person_id == person,
            Link.dossier_id.is_not_distinct_from(dossier), Link.used_at.is_(None), Link.until > at,
        )
    ):  # fmt: skip
        old.until = at
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = Link(
        digest=_digest(token), purpose=purpose, person_id=person, dossier_id=dossier,
        made_at=at, until=at + LASTS[purpose],
    )  # fmt: skip
    session.add(link)
    session.flush()
    audit.write(session, "link.make", by, at, _what(link))
    return token


def look(session: Session, token: str, at: datetime) -> Link:
    """Return what a link is, and leave it unspent; LinkRefused where it is worth nothing."""
    found = session.scalar(select(Link).where(Link.digest == _digest(token)))
    if found is None or found.used_at is not None or found.until <= at:
        raise LinkRefused(*SPENT)
    return found


def take(session: Session, token: str, purpose: Purpose, by: By, at: datetime) -> Link:
    """Spend a link of a purpose; LinkRefused where it is worth nothing."""
    link = look(session, token, at)
    if link.purpose is not purpose:
        raise LinkRefused(*SPENT)
    link.used_at = at
    audit.write(session, "link.use", by, at, _what(link))
    return link


def enter(session: Session, token: str, source: str, at: datetime) -> tuple[str, int | None]:
    """Spend a link to come in; return the session's token and the one dossier that it opens."""
    link = look(session, token, at)
    if link.purpose is Purpose.ACCOUNT or posts.roles(session, link.person_id, at):
        raise LinkRefused(*SPENT)
    take(session, token, link.purpose, By(link.person_id, link.person.public_id, source), at)
    opened = sessions.open_(session, link.person_id, source, at, dossier=link.dossier_id)
    return opened, link.dossier_id


def end_all(session: Session, person: int, at: datetime) -> None:
    """Let every unspent link of a person end."""
    for link in session.scalars(
        select(Link).where(Link.person_id == person, Link.used_at.is_(None), Link.until > at)
    ):
        link.until = at


def _check_way_in(session: Session, purpose: Purpose, person: int, at: datetime) -> None:
    """Refuse a link around the password or the second factor of somebody who has them."""
    account = session.scalar(select(Account).where(Account.person_id == person))
    has_own = account is not None and account.password_hash is not None
    post = purpose is not Purpose.ACCOUNT and bool(posts.roles(session, person, at))
    if post or (has_own and purpose is not Purpose.SIGNATURE):
        raise LinkRefused(
            "Orang ini masuk dengan akunnya sendiri, bukan dengan tautan.",
            "this person signs in with his own account, not by a link",
        )


def _check_dossier(session: Session, purpose: Purpose, person: int, dossier: int | None) -> None:
    if (dossier is not None) is not (purpose is Purpose.SIGNATURE):
        raise LinkRefused(
            "Tautan tanda tangan memerlukan satu berkas, yang lain tidak.",
            "a link for a signature needs one dossier, and no other does",
        )
    if dossier is not None and not _is_part(session, person, dossier):
        raise LinkRefused(
            f"Orang ini bukan pemohon atau atasan dari berkas {dossier}.",
            f"this person is neither the Pemohon nor the superior of dossier {dossier}",
        )


def _is_part(session: Session, person: int, dossier: int) -> bool:
    """Return whether somebody has an act in a dossier: of a review, to say what is still needed."""
    found = session.get(Dossier, dossier)
    if found is None:
        return False
    asked = reading.superiors(session, dossier) if found.procedure is Procedure.REVIEW else {}
    return person in (found.applicant_id, found.superior_id, *asked.values())


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _what(link: Link) -> dict[str, object]:
    known: dict[str, object] = {"link": link.id, "purpose": link.purpose}
    known["person"] = link.person_id
    return known if link.dossier_id is None else known | {"dossier": link.dossier_id}
