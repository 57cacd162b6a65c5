"""A one-time link sent again to somebody without an account, for whom a dossier waits.

The first goes out by itself with the message that his step has come (`gapura send` makes it, and
keeps it nowhere); this is for a link that ran out or was lost.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import audit, dossiers
from register.audit import By
from register.errors import LinkRefused
from register.messaging import messages
from register.messaging.informing import about
from register.models import Account, Cardholder, Dossier


def awaited(session: Session, dossier: Dossier, at: datetime) -> Sequence[Cardholder]:
    """Return for whom a dossier waits that has no account to come in by."""
    people = [person for person, _ in dossiers.awaited(session, dossier, at)]
    with_account = select(Account.person_id).where(Account.disabled_at.is_(None))
    return session.scalars(
        select(Cardholder).where(Cardholder.id.in_(people), Cardholder.id.not_in(with_account))
    ).all()


def invite(session: Session, dossier: Dossier, by: By, at: datetime) -> Cardholder:
    """Have a link sent; LinkRefused where there is nobody to send one to, or no address."""
    found = awaited(session, dossier, at)
    if not found:
        raise LinkRefused(
            "Yang ditunggu berkas ini masuk dengan akunnya sendiri.",
            "whoever this dossier waits for signs in with his own account",
        )
    (who,) = found
    step = next(step for person, step in dossiers.awaited(session, dossier, at) if person == who.id)
    if not messages.reachable(session, who):
        raise LinkRefused(
            "Tautan tidak dapat dikirim: pos-el dan nomor HP-nya belum tercatat, atau pengirim"
            " pesan belum disetel. Mintalah tanda tangannya di atas kertas.",
            "no link can be sent: neither his e-mail nor his telephone is known, or no sender of"
            " messages is set up; have him sign on paper",
        )
    messages.tell(session, who.id, "waits", about(dossier, step), at, dossier.id)
    audit.write(session, "link.ask", by, at, {"dossier": dossier.id, "person": who.id})
    return who
