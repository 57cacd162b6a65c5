"""Papers of a dossier: each as a page, and as the PDF that is made of the same sheet."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState

from admin.access import allow, by, site
from admin.dossiers import readable
from admin.paper.pdf import Press
from admin.paper.sheet import SIZES, drawn
from register import prints
from register.models import Dossier
from register.papers import request as request_paper
from register.papers.paper import Paper
from register.store import Session
from register.workflow import Procedure, State

bp = Blueprint("papers", __name__, url_prefix="/kertas")
Maker = Callable[[Session, Dossier, datetime], Paper]
FORMS: Final[Mapping[Procedure, Maker]] = {Procedure.REQUEST: request_paper.paper}
A4: Final = "a4"


@bp.record
def _install(state: BlueprintSetupState) -> None:
    """Give the application its press."""
    state.app.extensions.setdefault("press", Press())


def press() -> Press:
    """Return what makes PDFs."""
    found: Press = current_app.extensions["press"]
    return found


@bp.get("/berkas/<int:number>")
@allow(dossier="number")
def form(number: int) -> str:
    """Show the form of a dossier as it is printed."""
    with site().store.reading() as session:
        return shown(session, _form(session, number), url_for("papers.form_pdf", number=number))


@bp.post("/berkas/<int:number>/pdf")
@allow(dossier="number")
def form_pdf(number: int) -> Response:
    """Hand out the form as a PDF, and record what was handed out."""
    with site().store.reading() as session:
        return handed_out(session, _form(session, number))


def shown(session: Session, paper: Paper, pdf: str) -> str:
    """Return the page of a paper; `pdf` is where its PDF is asked for."""
    return render_template(
        "paper/page.html",
        paper=paper,
        sheet=drawn(session, paper),
        pdf=pdf,
        size=_size(),
        sizes=SIZES,
        available=press().available(),
        back=url_for("home.page")
        if paper.dossier is None
        else url_for("dossiers.show", number=paper.dossier),
    )


def handed_out(session: Session, paper: Paper) -> Response:
    """Return a paper's PDF; its SHA-256 is kept before it leaves."""
    size = _size()
    markup = render_template(
        "paper/document.html", paper=paper, sheet=drawn(session, paper), office="Gapura"
    )
    session.close()  # nothing is held open while the press works
    made = press().press(markup, size)
    with site().store.session() as writing:
        prints.record(writing, paper, size, made, by(), site().now())
    answer = Response(made, mimetype="application/pdf")
    name = f"{paper.form.key}-{paper.code}-{size}.pdf"  # nobody's name, nobody's number
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _form(session: Session, number: int) -> Paper:
    dossier = readable(session, number)
    maker = FORMS.get(dossier.procedure)
    if maker is None or dossier.state is State.DRAFT:
        abort(404)
    return maker(session, dossier, site().now())


def _size() -> str:
    asked = request.values.get("ukuran", A4)
    return asked if asked in SIZES else A4
