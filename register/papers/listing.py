"""A paper that is a list: rows of a form, on a page on its side, known by what it lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from register import posts
from register.forms.fields import Form
from register.forms.values import Values
from register.models import canonical
from register.papers import signatures
from register.papers.paper import Paper, code_of
from register.papers.signatures import Signed
from register.workflow import Role


def listing(
    form: Form, rows: Sequence[Values], summary: Sequence[tuple[str, str]],
    signed: Sequence[tuple[str, Signed]], at: datetime, *,
    said: Mapping[str, object], blank: int = 0,
) -> Paper:  # fmt: skip
    """Return a list as a paper.

    Args:
        form: whose columns its rows fill.
        rows: as they are printed.
        summary: what stands above them.
        signed: room for the signatures below them, each with its label.
        at: now.
        said: what it lists, which its digest and its code are made of.
        blank: empty rows after the last, to be written by hand.
    """
    digest = sha256(canonical(said).encode()).hexdigest()
    return Paper(
        form=form,
        values={},
        code=code_of(digest),
        digest=digest,
        number=None,
        at=at,
        landscape=True,
        rows=tuple(rows),
        blank=blank,
        summary=tuple(summary),
        signatures=tuple(signed),
    )


def listed(rows: Sequence[Values]) -> list[dict[str, str]]:
    """Return rows as a digest takes them in."""
    return [{key: str(row[key]) for key in row} for row in rows]


def officials(
    session: Session, wanted: Sequence[tuple[Role, str]], at: datetime
) -> tuple[tuple[str, Signed], ...]:
    """Return room for the signatures of some posts' holders."""
    holding = posts.standing(session, (role for role, _ in wanted), at)
    return tuple((label, signatures.of_post(holding[role])) for role, label in wanted)
