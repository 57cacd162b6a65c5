"""What became of the SOP's unsigned lines on a dossier's way: each by itself, and when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register.dossiers import round_of, way_of
from register.models import Dossier, RemovalItem, ReviewItem
from register.workflow import ENDED, Procedure, State, Unsigned

Moments = dict[str, datetime | None]
"""By act: when it came about, None while it is to come; what is not called for is not there."""

UNDECIDED: Final = frozenset({State.DRAFT, State.OPEN})


def moments(session: Session, dossier: Dossier) -> Moments:
    """Return what became of each unsigned line of a dossier's table."""
    signed = {step.act: step.at for step in round_of(dossier)}
    found: Moments = {
        line.act: max((signed[act] for act in line.after if act in signed), default=None)
        for line in way_of(dossier).lines()
        if isinstance(line, Unsigned)
    }
    if dossier.procedure is Procedure.REMOVAL:
        _of_removal(session, dossier, found)
    elif dossier.procedure is Procedure.REVIEW:
        _of_review(session, dossier, found)
    return found


def _of_removal(session: Session, dossier: Dossier, found: Moments) -> None:
    frozen = session.scalars(
        select(RemovalItem.frozen_at).where(RemovalItem.dossier_id == dossier.id)
    )
    asked = dossier.answers.get("bekukan") is True
    _keep(found, "freeze", frozen, waits=asked and dossier.state not in ENDED)


def _of_review(session: Session, dossier: Dossier, found: Moments) -> None:
    rows = session.execute(
        select(
            ReviewItem.needed_at, ReviewItem.frozen_at, ReviewItem.revision, ReviewItem.confirmed_at
        ).where(ReviewItem.dossier_id == dossier.id)
    ).all()
    undecided = dossier.state in UNDECIDED
    _keep(found, "need", (row.needed_at for row in rows), waits=undecided)
    _keep(found, "freeze", (row.frozen_at for row in rows), waits=undecided)
    changed = [row for row in rows if row.revision is not None]
    unseen = any(row.confirmed_at is None for row in changed)
    seen = () if unseen else [row.confirmed_at for row in changed]
    _keep(found, "seen", seen, waits=unseen or dossier.state is not State.CLOSED)


def _keep(found: Moments, act: str, came: Iterable[datetime | None], *, waits: bool) -> None:
    """Keep the last moment of what came about row by row; without any, whether it is awaited."""
    last = max((at for at in came if at is not None), default=None)
    found[act] = last
    if last is None and not waits:
        del found[act]
