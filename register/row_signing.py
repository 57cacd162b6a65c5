"""Who signed for the rows of the register of access: approval, issue, and the Kasi's initials."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from register.models import Cardholder, Dossier, SignedStep
from register.moves import possible, since_draft
from register.workflow import Role, State

INITIAL: Final = "initial"


class Signed(NamedTuple):
    """One signature as a row shows it; `name` is gone where it was erased."""

    dossier: int
    act: str
    after: State
    at: datetime
    name: str | None


def signed(session: Session, dossiers: Iterable[int]) -> Mapping[int, Sequence[Signed]]:
    """Return what was signed of each request, oldest first, by its id: a statement for them all."""
    found = session.execute(
        select(
            SignedStep.dossier_id, SignedStep.act, SignedStep.after, SignedStep.at, Cardholder.name
        )
        .join(Cardholder, Cardholder.id == SignedStep.person_id)
        .where(SignedStep.dossier_id.in_(list(dossiers)))
        .order_by(SignedStep.dossier_id, SignedStep.id)
    )
    steps = (Signed(*each) for each in found)
    return {key: tuple(own) for key, own in groupby(steps, attrgetter("dossier"))}


def initialler(dossier: Dossier, steps: Sequence[Signed]) -> Role | None:
    """Return whose initials a row waits for (SOP step 9), or None."""
    if any(step.act == INITIAL for step in since_draft(steps)):
        return None
    waits = possible(dossier.way, dossier.state)
    return next((step.role for step in waits if step.act == INITIAL), None)
