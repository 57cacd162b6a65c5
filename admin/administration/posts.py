"""Posts: who holds which by date, given and ended by the administrator, and what proves it."""

from collections import defaultdict
from typing import Final

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.access import allow, by, site
from admin.administration.drawing import draw
from admin.form_answers import answers, sent
from register import office_papers, posts, staffing
from register.errors import Incomplete
from register.forms.staff import APPOINTMENT, CAPACITIES, ENDING, EVIDENCE, ROLES
from register.models import PaperKind, Tenure
from register.workflow import Role

bp = Blueprint("posts", __name__, url_prefix="/kantor/jabatan")
READERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.REGISTRY})
SEEN: Final = READERS | {Role.KADIS, Role.SECRETARY, Role.KABID, Role.KASI, Role.OPERATOR}
"""Who may look at the evidence of a qualification: the SOP sheet leads all of them to it."""


@bp.get("/")
@allow(*READERS)
def page() -> str:
    """Show each role with who holds it now, who comes, and who held it."""
    at = site().now()
    with site().reading() as session:
        by_role: dict[Role, list[Tenure]] = defaultdict(list)
        for tenure in staffing.tenures(session):
            by_role[tenure.role].append(tenure)
        return render_template(
            "administration/posts.html", by_role=by_role, roles=ROLES, capacities=CAPACITIES, at=at
        )


@bp.get("/baru")
@allow(Role.ADMINISTRATOR)
def new() -> str:
    """Ask who gets which post."""
    with site().reading() as session:
        context = staffing.context(session, site().now())
        known = APPOINTMENT.initial(context.limits)
        chosen = {key: value for key in ("peran", "orang") if (value := request.args.get(key, ""))}
        values = {**known, "mulai": context.today.isoformat(), **chosen}
        return draw("administration/post_new.html", APPOINTMENT, context, values)


@bp.post("/baru")
@allow(Role.ADMINISTRATOR, proof=True)
def appoint() -> ResponseReturnValue:
    """Give the post."""
    given, at = answers(APPOINTMENT.fields, request.form), site().now()
    try:
        with site().store.session() as session:
            tenure = staffing.appoint(session, given, by(), at).id
    except Incomplete as error:
        with site().reading() as session:
            context = staffing.context(session, at)
            return draw(
                "administration/post_new.html", APPOINTMENT, context, given, error.complaints
            ), 422
    return redirect(url_for("posts.show", number=tenure), 303)


@bp.get("/<int:number>")
@allow(*READERS)
def show(number: int) -> str:
    """Show one tenure: its papers, its end."""
    return _show(number)


@bp.post("/<int:number>/akhiri")
@allow(Role.ADMINISTRATOR, proof=True)
def end(number: int) -> ResponseReturnValue:
    """Let it end."""
    given = answers(ENDING.fields, request.form)
    try:
        with site().store.session() as session:
            staffing.end(session, number, given, by(), site().now())
    except Incomplete as error:
        return _show(number, ending=error), 422
    return redirect(url_for("posts.show", number=number), 303)


@bp.post("/<int:number>/bukti")
@allow(Role.ADMINISTRATOR, Role.REGISTRY)
def prove(number: int) -> ResponseReturnValue:
    """Attach the evidence of its holder's qualification."""
    given, (name, content) = answers(EVIDENCE.fields, request.form), sent("berkas")
    try:
        with site().store.session() as session:
            staffing.prove(session, number, given, name, content, by(), site().now())
    except Incomplete as error:
        return _show(number, proving=error), 422
    return redirect(url_for("posts.show", number=number), 303)


@bp.get("/<int:number>/bukti")
@allow(*SEEN)
def evidence(number: int) -> Response:
    """Hand out the evidence, as a file to keep and never as a page of ours."""
    with site().reading() as session:
        found = posts.get(session, number)
        if found.evidence_id is None:
            abort(404)
        paper = office_papers.get(session, found.evidence_id, PaperKind.QUALIFICATION)
        answer = Response(paper.content, mimetype=paper.media_type)
        answer.headers.set("Content-Disposition", "attachment", filename=paper.name)
        return answer


def _show(
    number: int, *, ending: Incomplete | None = None, proving: Incomplete | None = None
) -> str:
    with site().reading() as session:
        tenure = posts.get(session, number)
        wrong = ending or proving
        known = {"bukti": tenure.evidence, "bukti_tanggal": tenure.evidence_date}
        return draw(
            "administration/post.html",
            EVIDENCE,
            staffing.context(session, site().now()),
            answers(EVIDENCE.fields, request.form) if proving else known,
            () if wrong is None else wrong.complaints,
            ending=ENDING,
            tenure=tenure,
            roles=ROLES,
            capacities=CAPACITIES,
            at=site().now(),
        )
