"""The bell: what the office has to tell the visitor, and what of it he has not read."""

from flask import Blueprint, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin.access import allow, site, visitor
from register.messaging import messages
from register.messaging.message_texts import SETTLED, Message, render
from register.models import Notice

bp = Blueprint("notices", __name__, url_prefix="/pemberitahuan")


@bp.get("/")
@allow()
def page() -> str:
    """Show the newest notices, the unread ones marked."""
    with site().reading() as session:
        found = [
            (notice, _said(notice)) for notice in messages.of_person(session, visitor().person)
        ]
    return render_template("notices.html", notices=found)


@bp.get("/jumlah")
@allow()
def count() -> Response:
    """Say how many are unread: what the bell asks when its page comes to the front again."""
    return jsonify(unread=unread())


@bp.post("/dibaca")
@allow()
def read() -> Response:
    """Mark what the page showed as read; what came since stays unread."""
    with site().store.session() as session:
        upto = request.form.get("sampai", 0, type=int)
        messages.read(session, visitor().person, site().now(), upto)
    return redirect(url_for("notices.page"), 303)


@bp.post("/<int:notice>")
@allow()
def open_(notice: int) -> Response:
    """Open what a notice is about; it counts as read."""
    with site().store.session() as session:
        found = messages.open_(session, visitor().person, notice, site().now())
        dossier = found.dossier_id
    if dossier is None:
        return redirect(url_for("notices.page"), 303)
    return redirect(url_for("dossiers.show", number=dossier), 303)


def _said(notice: Notice) -> Message:
    """Return a notice in the visitor's language: what it asks for, or that it was done."""
    settled = notice.settled_at is not None and notice.template in SETTLED
    return render(notice.template, notice.fields, g.language, settled=settled)


def unread() -> int:
    """Return the count at the visitor's bell."""
    with site().reading() as session:
        return messages.unread(session, visitor().person)
