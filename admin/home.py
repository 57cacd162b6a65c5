"""Home: only what waits for one, oldest first, and one's own requests."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template

from admin import errands
from admin.access import allow, site, visitor
from admin.errands import Errand
from register import deadlines, requests, settings, shortfalls
from register.door_log import log_months
from register.messaging import awaited
from register.messaging.awaited import Awaited
from register.reviewing import deciding
from register.store import Session
from register.workflow import Procedure, Role

bp = Blueprint("home", __name__)


@bp.get("/")
@allow()
def page() -> str:
    """Show what waits for the visitor."""
    who, at = visitor(), site().now()
    with site().reading() as session:
        waiting = [*_dossiers(session, at), *(errands.told(each) for each in _matters(session, at))]
        return render_template(
            "home.html",
            waiting=sorted(waiting, key=errands.age),
            mine=requests.of_applicant(session, who.person),
            reads=who.roles == {Role.AUDITOR},
        )


def _dossiers(session: Session, at: datetime) -> Iterator[Errand]:
    """Yield the dossiers on the visitor's desk."""
    limits = settings.read(session).step_days
    for dossier, acts in requests.waiting(session, visitor().person, at):
        late = deadlines.days_late(acts[0], dossier.changed_at, limits, at)
        if dossier.procedure is Procedure.REVIEW:
            late = deadlines.days_past(deciding.find(session, dossier.id).due_at, at)
        yield errands.of_dossier(dossier, acts[0], late)


def _matters(session: Session, at: datetime) -> Iterator[Awaited]:
    """Yield what waits for him besides."""
    who = visitor()
    yield from awaited.matters(session, who.person, who.roles, at)
    if Role.ADMINISTRATOR in who.roles:
        yield from shortfalls.found(session, at)
    if Role.KASI in who.roles:
        months = log_months.months(session, site().journal, at)
        zone = ZoneInfo(settings.read(session).zone)
        if (oldest := awaited.month(months, zone, at)) is not None:
            yield oldest
