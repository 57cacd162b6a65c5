"""Tata usaha's desk for the log: a month's report that the Kabid signed with his pen."""

from datetime import date
from typing import Final

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin.access import allow, by, site
from admin.form_answers import sent
from admin.languages import mark
from admin.telling import sentence
from register import dates
from register.door_log import log_papers
from register.door_log.log_papers import FiledLog
from register.errors import Refusal
from register.workflow import Role

bp = Blueprint("log_archive", __name__, url_prefix="/arsip/log")
UNFINISHED: Final = mark("Pilih penanda tangan, isi tanggal pada kertas, dan sertakan pindaiannya.")


@bp.get("/<month>")
@allow(Role.REGISTRY, proof=True)
def show(month: str) -> str:
    """Show whose signature a month waits for, and its scan once that came in."""
    return _page(month, "")


@bp.post("/<month>")
@allow(Role.REGISTRY, proof=True)
def file(month: str) -> Response | tuple[str, int]:
    """File a signed report."""
    paper = _filed()
    if paper is None:
        return _page(month, UNFINISHED), 422
    try:
        with site().store.session() as session:
            log_papers.file(session, month, paper, by(), site().now())
    except Refusal as refusal:
        return _page(month, sentence(refusal)), 422
    return redirect(url_for("log_archive.show", month=month), 303)


def _filed() -> FiledLog | None:
    """Return what was posted; None where something of it is missing."""
    form, (_, content) = request.form, sent("pindaian")
    person, held = form.get("orang", type=int), form.get("masuk", type=int)
    try:
        signed_on = date.fromisoformat(form.get("tanggal", ""))
    except ValueError:
        return None
    if person is None or (not content and held is None):
        return None
    return FiledLog(person=person, signed_on=signed_on, content=content, held=held)


def _page(month: str, complaint: str) -> str:
    with site().reading() as session:
        signed = log_papers.find(session, month)
        return render_template(
            "paper/archive_log.html",
            signed=signed,
            named=dates.month(month, g.language),
            signers=log_papers.signers(session, signed, site().now()),
            held=log_papers.held(session, signed),
            complaint=complaint,
        )
