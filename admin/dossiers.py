"""One dossier: the form in view, its tracker, its signatures, and the visitor's own acts."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin.access import allow, by, method, site, visitor
from admin.tracking import followed
from register import dossiers
from register.dossiers import Signature
from register.models import Dossier
from register.store import Session
from register.workflow import Course, Procedure, Role

bp = Blueprint("dossiers", __name__, url_prefix="/berkas")
READERS = frozenset(
    {
        Role.KADIS, Role.SECRETARY, Role.KABID, Role.KASI, Role.OPERATOR, Role.REGISTRY,
        Role.AUDITOR,
    }
)  # fmt: skip
"""Posts that see every dossier; anybody else sees those that he is part of."""

REVIEWERS = frozenset({Role.KASI, Role.KABID, Role.KADIS, Role.SECRETARY, Role.AUDITOR})
"""Posts that see a whole review; a superior sees what he is asked about."""

PLAIN = frozenset(
    {
        "endorse", "approve", "return", "reject", "withdraw", "initial",
        "confirm", "object",
    }
)  # fmt: skip
"""Acts that carry nothing but their words; the others have a desk of their own."""
DESKS = {"verify": "requests.verification", "issue": "cards.desk", "submit": "requests.edit"}
"""Acts that are made on a page of their own, and its endpoint."""


def readable(session: Session, number: int) -> Dossier:
    """Return a dossier that the visitor may see; 404 for one that is not there or not his."""
    who = visitor()
    found = session.get(Dossier, number)
    if found is None or (who.dossier is not None and who.dossier != number):
        abort(404)
    mine = who.person in (found.applicant_id, found.superior_id)
    if not mine and not READERS & who.roles:
        abort(404)
    return found


@bp.get("/<int:number>")
@allow(dossier="number")
def show(number: int) -> str | Response:
    """Show a dossier."""
    who, at = visitor(), site().now()
    with site().reading() as session:
        found = session.get(Dossier, number)
        if found is not None and found.procedure is Procedure.REVIEW:  # it has pages of its own
            theirs = "reviews.show" if REVIEWERS & who.roles else "review_acts.needs"
            return redirect(url_for(theirs, number=number), 303)
        dossier = readable(session, number)
        if dossier.procedure is Procedure.REMOVAL:
            return redirect(url_for("removals.show", number=number), 303)
        if dossiers.way_of(dossier).course is Course.FIRST_LIST:
            return redirect(url_for("first_list.show", number=number), 303)
        return render_template(
            "dossier.html",
            dossier=dossier,
            way=dossiers.way_of(dossier),
            signed=dossiers.round_of(dossier),
            lines=followed(session, dossier),
            acts=dossiers.may(session, dossier, who.person, at),
        )


@bp.post("/<int:number>/<act>")
@allow(proof=True, dossier="number")
def sign(number: int, act: str) -> Response:
    """Make a step of the SOP that carries nothing but its words."""
    if act not in PLAIN:
        abort(404)
    who = visitor()
    signature = Signature(
        person=who.person,
        method=method(),
        note=request.form.get("note"),
        version=request.form.get("version", type=int),
    )
    with site().store.session() as session:
        dossier = readable(session, number)
        dossiers.sign(session, dossier, act, signature, by(), site().now())
    return redirect(url_for("dossiers.show", number=number), 303)
