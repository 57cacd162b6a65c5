"""The mutasi day: one decree on one page, shown before it is done, done whole or not at all."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.access import allow, by, site
from admin.administration.drawing import draw
from admin.administration.sop import ROLES
from admin.form_answers import answers, sent
from register import mutation_plan, mutations, office_papers
from register.attachments import AttachmentRefused
from register.errors import Incomplete, Refusal, Said
from register.forms.complaint import Complaint
from register.forms.mutation import CARDS, MUTATION
from register.models import PaperKind
from register.store import Session
from register.workflow import Role

bp = Blueprint("mutations", __name__, url_prefix="/kantor/mutasi")
READERS: Final = frozenset({Role.REGISTRY, Role.ADMINISTRATOR, Role.AUDITOR, Role.KASI})
OWN: Final = frozenset({"pindaian"})  # of the page itself: the scan that was kept before


@bp.get("/")
@allow(*READERS)
def page() -> str:
    """List the decrees that were carried out."""
    with site().reading() as session:
        return render_template(
            "administration/mutations.html", mutations=mutations.everything(session)
        )


@bp.get("/baru")
@allow(Role.REGISTRY)
def new() -> str:
    """Ask for the decree and what it changes."""
    with site().reading() as session:
        return _form(session, None)


@bp.post("/pratinjau")
@allow(Role.REGISTRY)
def preview() -> ResponseReturnValue:
    """Keep the scan, and show what will change; nothing has changed yet."""
    given, paper = answers(MUTATION.fields, request.form), _kept()
    try:
        if paper is None:
            raise AttachmentRefused("Lampirkan pindaian keputusannya.", "attach the decree's scan")
        with site().store.session() as session:
            return _shown(session, given, paper)
    except Refusal as error:
        with site().reading() as session:
            return _form(session, given, error, paper), 422


@bp.post("/ubah")
@allow(Role.REGISTRY)
def again() -> str:
    """Go back from what will change to what was written, which is all still there."""
    given = answers(MUTATION.fields, request.form)
    with site().reading() as session:
        return _form(session, given, None, request.form.get("pindaian", type=int))


@bp.post("/baru")
@allow(Role.REGISTRY, proof=True)
def carry_out() -> ResponseReturnValue:
    """Carry the decree out."""
    given = answers(MUTATION.fields, request.form)
    paper = request.form.get("pindaian", 0, type=int)
    try:
        with site().store.session() as session:
            done = mutations.carry_out(session, given, paper, by(), site().now()).id
    except Refusal as error:
        with site().reading() as session:
            return _form(session, given, error, paper), 422
    return redirect(url_for("mutations.show", number=done), 303)


@bp.get("/<int:number>")
@allow(*READERS)
def show(number: int) -> str:
    """Show a decree that was carried out, and the posts that it gave."""
    with site().reading() as session:
        return render_template(
            "administration/mutation.html",
            mutation=(found := mutations.get(session, number)),
            given=mutations.given_by(session, number),
            removals=mutations.removals_of(session, found),
            roles=ROLES,
        )


@bp.get("/<int:number>/keputusan")
@allow(*READERS)
def scan(number: int) -> Response:
    """Hand out the scan of the decree, as a file to keep."""
    with site().reading() as session:
        found = mutations.get(session, number)
        paper = office_papers.get(session, found.paper_id, PaperKind.DECREE)
        answer = Response(paper.content, mimetype=paper.media_type)
        answer.headers.set("Content-Disposition", "attachment", filename=paper.name)
        return answer


def _shown(session: Session, given: Mapping[str, Any], paper: int) -> str:
    """Show what will change, tried whole before."""
    return render_template(
        "administration/mutation_preview.html",
        plan=mutations.rehearse(session, given, paper, by(), site().now()),
        given=given,
        paper=paper,
        carried=[pair for pair in request.form.items(multi=True) if pair[0] not in OWN],
        roles=ROLES,
        reasons={choice.value: choice for choice in CARDS},
    )


def _kept() -> int | None:
    """Return the scan that was just sent, else the one that was kept before."""
    name, content = sent("berkas")
    if not content:
        return request.form.get("pindaian", type=int)
    with site().store.session() as session:
        return mutations.keep_scan(session, name, content, by(), site().now()).id


def _form(
    session: Session,
    values: Mapping[str, Any] | None,
    wrong: Refusal | None = None,
    paper: int | None = None,
) -> str:
    """Show the form with what was written; what the register refuses of the whole stands on top."""
    complaints: Sequence[Said]
    if isinstance(wrong, Incomplete):
        complaints = wrong.complaints
    else:
        complaints = () if wrong is None else (Complaint("nomor", wrong.id, wrong.en),)
    return draw(
        "administration/mutation_new.html",
        MUTATION,
        mutation_plan.context(session, site().now()),
        {"baris": [{}]} if values is None else values,
        complaints,
        paper=paper,
    )
