"""Home: only what waits for one, oldest first, and one's own requests."""

from flask import Blueprint, render_template

from admin.access import allow, site, visitor
from register import deadlines, requests, settings

bp = Blueprint("home", __name__)


@bp.get("/")
@allow()
def page() -> str:
    """Show what waits for the visitor."""
    who, at = visitor(), site().now()
    with site().store.reading() as session:
        waiting = requests.waiting(session, who.person, at)
        limits = settings.read(session).step_days
        late = {
            dossier.id: deadlines.days_late(acts[0], dossier.changed_at, limits, at)
            for dossier, acts in waiting
        }
        mine = requests.of_applicant(session, who.person)
        return render_template("home.html", waiting=waiting, late=late, mine=mine)
