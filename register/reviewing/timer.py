"""What the timer does about reviews, however often it runs: open what is due, warn, let lapse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from register import posts
from register.audit import By
from register.errors import ReviewRefused
from register.messaging import messages
from register.models import Dossier
from register.reviewing import lapsing, opening
from register.reviewing.opening import Log
from register.reviewing.usage import Period
from register.workflow import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one run did."""

    opened: str | None = None  # the review's number
    warned: int = 0
    lapsed: int = 0


def run(session: Session, log: Callable[[Period], Log], by: By, at: datetime) -> Done:
    """Do what is due.

    Args:
        session: the writing transaction.
        log: reads the journal, and is asked only where a review is due.
        by: the timer.
        at: now.
    """
    reviews = lapsing.undecided(session)
    warned = sum(lapsing.warn(session, review, at) is not None for review in reviews)
    lapsed = sum(len(lapsing.lapse(session, review, by, at)) for review in reviews)
    return Done(opened=_open(session, log, by, at), warned=warned, lapsed=lapsed)


def _open(session: Session, log: Callable[[Period], Log], by: By, at: datetime) -> str | None:
    plan = opening.due(session, at)
    if plan is None:
        return None
    try:
        drawn = opening.draw(session, plan, log(plan.period), by, at)
    except ReviewRefused:  # nobody to review it, or nothing to review: tomorrow is another day
        return None
    _tell(session, drawn, at)
    return drawn.number


def _tell(session: Session, drawn: Dossier, at: datetime) -> None:
    for role in (Role.KASI, Role.KABID):
        for tenure in posts.holders(session, role, at):
            fields = {"nomor": drawn.number}
            messages.tell(session, tenure.person_id, "review-opened", fields, at, drawn.id)
