"""What was printed: recorded as it is made, so that a copy can be held against it."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import audit
from register.audit import By
from register.errors import NotFound
from register.models import Print
from register.papers.paper import Paper


def record(
    session: Session, paper: Paper, size: str, content: bytes, by: By, at: datetime
) -> Print:
    """Keep the SHA-256 of a file that is about to leave the house.

    Args:
        session: the writing transaction.
        paper: what was printed.
        size: `a4` or `f4`.
        content: the file, byte for byte as it is handed out.
        by: who prints.
        at: now.
    """
    if by.person is None:
        raise NotFound("Cetakan tanpa pencetak.", "a print is somebody's")
    made = Print(
        kind=paper.form.key,
        dossier_id=paper.dossier,
        code=paper.code,
        size=size,
        digest=paper.digest,
        sha256=sha256(content).hexdigest(),
        printed_by=by.person,
        at=at,
    )
    session.add(made)
    session.flush()
    audit.write(
        session, "paper.print", by, at,
        {"print": made.id, "kind": made.kind, "dossier": paper.dossier, "sha256": made.sha256},
    )  # fmt: skip
    return made


def of_code(session: Session, code: str) -> Sequence[Print]:
    """Return what was printed under a code, newest first."""
    return session.scalars(
        select(Print).where(Print.code == code.strip().upper()).order_by(Print.id.desc())
    ).all()
