"""Showing a paper, and handing out its PDF: recorded before it leaves."""

from typing import Final

from flask import Response, current_app, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState

from admin.access import by, site
from admin.paper.pdf import Press
from admin.paper.sheet import SIZES, drawn
from register import prints
from register.papers.paper import Paper
from register.store import Session

A4: Final = "a4"
LIST: Final = ("status", "unit", "pintu", "dari", "sampai", "bulan")  # of an address of a list


def install(state: BlueprintSetupState) -> None:
    """Give the application its press."""
    state.app.extensions.setdefault("press", Press())


def press() -> Press:
    """Return what makes PDFs."""
    found: Press = current_app.extensions["press"]
    return found


def page(session: Session, paper: Paper, pdf_at: str) -> str:
    """Return the page of a paper; `pdf_at` is where its PDF is asked for."""
    of_dossier = paper.dossier is not None
    home = url_for("dossiers.show", number=paper.dossier) if of_dossier else url_for("home.page")
    return render_template(
        "paper/page.html",
        paper=paper,
        sheet=drawn(session, paper),
        pdf=pdf_at,
        size=_size(),
        sizes=SIZES,
        available=press().available(),
        back=home,
        asked=asked(),
    )


def pdf(session: Session, paper: Paper) -> Response:
    """Return a paper's PDF; its SHA-256 is kept before it leaves."""
    size = _size()
    markup = render_template("paper/document.html", paper=paper, sheet=drawn(session, paper))
    session.close()  # nothing is held open while the press works
    made = press().press(markup, size)
    with site().store.session() as writing:
        prints.record(writing, paper, size, made, by(), site().now())
    answer = Response(made, mimetype="application/pdf")
    name = f"{paper.form.key}-{paper.code}-{size}.pdf"  # nobody's name, nobody's number
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def asked() -> dict[str, str]:
    """Return what the address wants of a list."""
    return {key: request.args[key] for key in LIST if request.args.get(key)}


def _size() -> str:
    asked = request.values.get("ukuran", A4)
    return asked if asked in SIZES else A4
