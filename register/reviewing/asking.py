"""R2: each superior is asked whether his people still need access; he need not answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from register import audit
from register.audit import By
from register.messaging import messages
from register.models import Dossier, ReviewItem
from register.reviewing.deciding import items
from register.reviewing.reading import superiors


def ask(session: Session, dossier: Dossier, by: By, at: datetime) -> int:
    """Ask everybody who endorsed a right of this review; return how many were asked."""
    asked = set(superiors(session, dossier.id).values())
    for person in sorted(asked):
        messages.tell(session, person, "review-confirm", {"nomor": dossier.number}, at, dossier.id)
    audit.write(session, "review.ask", by, at, {"dossier": dossier.id, "asked": len(asked)})
    return len(asked)


def of_superior(session: Session, dossier: int, person: int) -> Sequence[ReviewItem]:
    """Return the rows that are a superior's to confirm."""
    mine = {item for item, superior in superiors(session, dossier).items() if superior == person}
    return [row for row in items(session, dossier) if row.id in mine and row.person_id != person]
