"""What leaves the house: what waits, what failed and why, and to try it again."""

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from admin.access import allow, by, site
from register.messaging import outbox
from register.messaging.message_texts import render
from register.workflow import Role

bp = Blueprint("outgoing", __name__, url_prefix="/pesan-keluar")


@bp.get("/")
@allow(Role.ADMINISTRATOR)
def page() -> str:
    """Show how sending goes, and the messages that failed."""
    with site().reading() as session:
        waiting, given_up, last = outbox.counts(session)
        senders = outbox.known_senders(session)
        rows = [
            (row, person, render(row.template, row.fields, g.language).subject)
            for row, person in outbox.troubled(session)
        ]
    return render_template(
        "outgoing.html", rows=rows, waiting=waiting, given_up=given_up, last=last, senders=senders
    )


@bp.post("/<int:message>/lagi")
@allow(Role.ADMINISTRATOR)
def again(message: int) -> Response:
    """Try a message again, at the next minute."""
    with site().store.session() as session:
        outbox.again(session, message, by(), site().now())
    return redirect(url_for("outgoing.page"), 303)
