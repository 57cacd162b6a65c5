"""The mutasi day: one decree on one page, shown before it is done, done whole or not at all."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.access import allow, by, site
from admin.administration.drawing import draw, sent
from admin.administration.sop import ROLES
from admin.form_answers import answers
from register import mutations, office_papers
from register.attachments import AttachmentRefused
from register.errors import Incomplete
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
    with site().store.reading() as session:
        return render_template(
            "administration/mutations.html", mutations=mutations.everything(session)
        )


@bp.get("/baru")
@allow(Role.REGISTRY)
def new() -> str:
    """Ask for the decree and what it changes."""
    with site().store.reading() as session:
        return _form(session, None)


@bp.post("/pratinjau")
@allow(Role.REGISTRY)
def preview() -> ResponseReturnValue:
    """Keep the scan, and show what will change; nothing has changed yet."""
    given, at = answers(MUTATION.fields, request.form), site().now()
    paper = _kept()
    with site().store.reading() as session:
        try:
            plan = mutations.plan(session, given, at)
        except Incomplete as error:
            return _form(session, given, error, paper), 422
        if paper is None:
            raise AttachmentRefused(
                "Lampirkan pindaian keputusannya.", "attach the scan of the decree"
            )
        carried = [pair for pair in request.form.items(multi=True) if pair[0] not in OWN]
        return render_template(
            "administration/mutation_preview.html",
            plan=plan,
            given=given,
            paper=paper,
            carried=carried,
            roles=ROLES,
            reasons={choice.value: choice for choice in CARDS},
            now=at,
        )


@bp.post("/ubah")
@allow(Role.REGISTRY)
def again() -> str:
    """Go back from what will change to what was written, which is all still there."""
    given = answers(MUTATION.fields, request.form)
    with site().store.reading() as session:
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
    except Incomplete as error:
        with site().store.reading() as session:
            return _form(session, given, error, paper), 422
    return redirect(url_for("mutations.show", number=done), 303)


@bp.get("/<int:number>")
@allow(*READERS)
def show(number: int) -> str:
    """Show a decree that was carried out, and the posts that it gave."""
    with site().store.reading() as session:
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
    with site().store.reading() as session:
        found = mutations.get(session, number)
        paper = office_papers.get(session, found.paper_id, PaperKind.DECREE)
        answer = Response(paper.content, mimetype=paper.media_type)
        answer.headers.set("Content-Disposition", "attachment", filename=paper.name)
        return answer


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
    wrong: Incomplete | None = None,
    paper: int | None = None,
) -> str:
    return draw(
        "administration/mutation_new.html",
        MUTATION,
        mutations.context(session, site().now()),
        {"baris": [{}]} if values is None else values,
        () if wrong is None else wrong.complaints,
        paper=paper,
    )
