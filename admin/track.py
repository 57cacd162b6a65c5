"""The public tracking page: where a request stands, by its code, with no personal data."""

from flask import Blueprint, abort, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from admin.access import allow, site
from admin.tracking import followed
from register import dossiers

bp = Blueprint("track", __name__, url_prefix="/lacak")


@bp.get("/")
@allow(anyone=True)
def ask() -> str | Response:
    """Ask for the code."""
    code = request.args.get("kode", "").strip().upper()
    return redirect(f"/lacak/{code}", 303) if code.isalnum() else render_template("track.html")


@bp.get("/<code>")
@allow(anyone=True)
def show(code: str) -> str:
    """Show where the request with this code stands."""
    with site().reading() as session:
        dossier = dossiers.by_code(session, code)
        if dossier is None:
            abort(404)
        lines = followed(session, dossier)
        return render_template("track.html", dossier=dossier, lines=lines)
