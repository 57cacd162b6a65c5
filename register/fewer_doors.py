"""Fewer doors: another, narrower grant takes the place of the one in force.

A grant never changes. The narrower one rests on the same approval, and opens nothing that the
wider did not.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from register import audit
from register.audit import By
from register.models import Card, Grant, GrantDoor


def left(grant: Grant, taken: Collection[str]) -> Sequence[GrantDoor]:
    """Return the doors that a grant still opens once some are taken away."""
    return [each for each in grant.doors if each.door.name not in taken]


def narrow(session: Session, card: Card, taken: Collection[str], by: By, at: datetime) -> Grant:
    """Move a card to a grant without some doors, in force at the next tap; return the wider one.

    At least one door must be left (`left`). The wider grant is the caller's: to revoke, or to give
    back.
    """
    wide = card.grant
    new = Grant(
        cardholder_id=wide.cardholder_id,
        kind=wide.kind,
        valid_from=wide.valid_from,
        valid_until=wide.valid_until,
        escort_id=wide.escort_id,
        request_number=wide.request_number,
        sop_version=wide.sop_version,
        granted_at=at,
        frozen_at=wide.frozen_at,
        dossier_id=wide.dossier_id,
    )
    session.add(new)
    session.flush()
    for each in left(wide, taken):
        session.add(GrantDoor(grant_id=new.id, door_id=each.door_id, schedule_id=each.schedule_id))
    session.flush()
    card.grant_id = new.id
    session.flush()
    session.refresh(card)
    audit.write(
        session, "grant.narrow", by, at,
        {"card": card.id, "from": wide.id, "to": new.id, "doors": sorted(taken)},
    )  # fmt: skip
    return wide


def widen(session: Session, card: Card, wide: Grant, by: By, at: datetime) -> None:
    """Give a card its wider grant back: what took doors from it was refused."""
    narrower = card.grant
    if narrower.id == wide.id or narrower.dossier_id != wide.dossier_id:
        return  # another request has taken its place meanwhile
    card.grant_id = wide.id
    narrower.revoked_at = at
    session.flush()
    session.refresh(card)
    audit.write(
        session, "grant.widen", by, at, {"card": card.id, "from": narrower.id, "to": wide.id}
    )
