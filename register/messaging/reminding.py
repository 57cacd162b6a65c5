"""Reminders and escalation: who is told of a step that is about to be late, or is (PROMISES L5)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import dossiers, posts, settings
from register.deadlines import ABOVE, days_late, reminds, rungs
from register.messaging.informing import about
from register.messaging.message_texts import both
from register.messaging.messages import tell
from register.models import Dossier, Notice
from register.settings import Settings
from register.workflow import ENDED, Role, Step

REMINDER: Final = "reminder"
ESCALATED: Final = "escalated"
Waiting = Sequence[tuple[int, Step]]


def remind(session: Session, at: datetime) -> tuple[int, int]:
    """Remind and escalate as of now; return how many reminders and escalations were written.

    Safe to run again: nobody is reminded twice of a dossier in one day, nor told twice that it is
    late while it waits for the same step.
    """
    now = settings.read(session)
    if not now.step_days:
        return 0, 0
    reminded = escalated = 0
    for dossier in session.scalars(
        select(Dossier).where(Dossier.state.not_in(ENDED), Dossier.number.is_not(None))
    ):
        waiting = dossiers.awaited(session, dossier, at)
        if waiting:
            reminded += _remind(session, dossier, waiting, now, at)
            escalated += _escalate(session, dossier, waiting, now, at)
    return reminded, escalated


def since(dossier: Dossier) -> datetime:
    """Return since when a dossier waits as it does; an initial under its row changes nothing."""
    moves = [step.at for step in dossier.steps if step.before is not step.after]
    return moves[-1] if moves else dossier.changed_at


def _remind(
    session: Session, dossier: Dossier, waiting: Waiting, now: Settings, at: datetime
) -> int:
    today = at.astimezone(ZoneInfo(now.zone)).date()
    count = 0
    for person, step in waiting:
        if not reminds(step, since(dossier), now.step_days, at):
            continue
        last = _last(session, dossier, person, REMINDER)
        if last is None or last.astimezone(ZoneInfo(now.zone)).date() < today:
            late = days_late(step, since(dossier), now.step_days, at)
            tell(session, person, REMINDER, _fields(dossier, step, late), at, dossier.id)
            count += 1
    return count


def _escalate(
    session: Session, dossier: Dossier, waiting: Waiting, now: Settings, at: datetime
) -> int:
    step = waiting[0][1]
    late = days_late(step, since(dossier), now.step_days, at)
    known = {person for person, _ in waiting}
    count = 0
    above = rungs(step, since(dossier), now.step_days, at)
    for role in _ladder(session, step.role, above, known, at):
        for tenure in posts.holders(session, role, at):
            last = _last(session, dossier, tenure.person_id, ESCALATED)
            if tenure.person_id not in known and (last is None or last < since(dossier)):
                fields = _fields(dossier, step, late)
                tell(session, tenure.person_id, ESCALATED, fields, at, dossier.id)
                count += 1
    return count


def _ladder(
    session: Session, role: Role, rungs: int, known: set[int], at: datetime
) -> Iterator[Role]:
    """Yield the next `rungs` roles above one; an empty post, or one's own, is climbed past."""
    seen = {role}
    while rungs and (role := ABOVE.get(role, role)) not in seen:
        seen.add(role)
        yield role
        held = {tenure.person_id for tenure in posts.holders(session, role, at)}
        rungs -= bool(held - known)


def _last(session: Session, dossier: Dossier, person: int, template: str) -> datetime | None:
    return session.scalar(
        select(Notice.at)
        .where(
            Notice.dossier_id == dossier.id,
            Notice.person_id == person,
            Notice.template == template,
        )
        .order_by(Notice.id.desc())
        .limit(1)
    )


def _fields(dossier: Dossier, step: Step, late: int) -> Mapping[str, object]:
    return {**about(dossier, step), "lewat": _late(late)}


def _late(days: int) -> Mapping[str, str]:
    if days == 0:
        return both("batasnya besok", "due tomorrow")
    return both(f"lewat {days} hari", f"{days} day{'s' if days > 1 else ''} late")
