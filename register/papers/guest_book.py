"""The guest book as it is printed: visits that were entered, and room to write more by hand."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from register.forms.papers import GUEST_BOOK
from register.forms.values import Values
from register.models import canonical
from register.papers.access_list import officials
from register.papers.paper import Paper, code_of
from register.workflow import Role

BLANK = 24  # rows to write in: two pages on their sides


def paper(session: Session, visits: Iterable[Values], period: str, at: datetime) -> Paper:
    """Return the book of a period.

    Args:
        session: the register.
        visits: by the form's keys, the oldest first.
        period: as it is said, `November 2026`.
        at: now.
    """
    rows = tuple(visits)
    said = canonical(
        {"period": period, "rows": [{key: str(row[key]) for key in row} for row in rows]}
    )
    digest = sha256(said.encode()).hexdigest()
    return Paper(
        form=GUEST_BOOK,
        values={},
        code=code_of(digest),
        digest=digest,
        number=None,
        at=at,
        landscape=True,
        rows=rows,
        blank=BLANK,
        summary=(("Periode", period), ("Kunjungan tercatat", str(len(rows)))),
        signatures=officials(session, ((Role.KASI, "Kasi"),), at),
    )
