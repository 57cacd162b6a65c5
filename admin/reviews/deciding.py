"""What is done to a review: rows decided one by one as it goes, signed, countersigned."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from admin.access import allow, by, site, visitor
from admin.form_answers import answers, by_script
from admin.reviews.pages import page, review_of, signature, to
from admin.telling import said, sentence
from register import dossiers
from register.errors import Incomplete, Refusal
from register.forms.review import REVIEW, REVIEW_DECISION, REVIEW_DECISIONS
from register.reviewing import asking, deciding, signing
from register.workflow import Role

bp = Blueprint("review_acts", __name__, url_prefix="/review")
DECIDERS = (Role.KASI, Role.KABID)


@bp.post("/<int:number>/baris/<int:item>")
@allow(*DECIDERS)
def decide(number: int, item: int) -> ResponseReturnValue:
    """Decide one row (R3); a page that saves as it goes is answered in JSON."""
    given = answers(REVIEW_DECISION.fields, request.form)
    try:
        with site().store.session() as session:
            dossier = review_of(session, number)
            deciding.decide(session, dossier, item, given, by(), site().now())
            progress = deciding.progress(deciding.items(session, number))
    except Refusal as error:
        if by_script():
            return jsonify(saved=False, words=sentence(error)), 422
        if isinstance(error, Incomplete):
            with site().reading() as session:
                return page(
                    session, number, given=given, complaints=error.complaints, wrong_row=item
                ), 422
        raise
    if by_script():
        words = next(said(each) for each in REVIEW_DECISIONS if each.value == given["keputusan"])
        return jsonify(saved=True, words=words, done=progress.done, all=progress.all)
    return to(number, item)


@bp.post("/<int:number>/tetap")
@allow(Role.KASI)
def keep(number: int) -> ResponseReturnValue:
    """Keep every row without a sign of risk; there is no such button for the others."""
    with site().store.session() as session:
        deciding.keep_unflagged(session, review_of(session, number), by(), site().now())
    return to(number)


@bp.post("/<int:number>/tanda-tangan")
@allow(Role.KASI, proof=True)
def sign(number: int) -> ResponseReturnValue:
    """Sign the decisions (R3): what is taken away stops opening with it (R5)."""
    given: dict[str, Any] = answers(REVIEW.sections[2].fields, request.form)
    given["log_ditinjau"] = request.form.get("log_ditinjau")
    try:
        with site().store.session() as session:
            dossier = review_of(session, number)
            signing.sign(session, dossier, given, signature(), by(), site().now())
    except Incomplete as error:
        with site().reading() as session:
            return page(session, number, given=given, complaints=error.complaints), 422
    return to(number)


@bp.post("/<int:number>/sahkan")
@allow(Role.KABID, proof=True)
def countersign(number: int) -> ResponseReturnValue:
    """Countersign (R4): each extension and change becomes a right by this signature."""
    with site().store.session() as session:
        dossier = review_of(session, number)
        signing.countersign(session, dossier, signature(), by(), site().now())
    return to(number)


@bp.post("/<int:number>/kembalikan")
@allow(Role.KABID, proof=True)
def send_back(number: int) -> ResponseReturnValue:
    """Send it back to the Kasi (R4), with a reason."""
    with site().store.session() as session:
        dossier = review_of(session, number)
        dossiers.sign(session, dossier, "return", signature(), by(), site().now())
    return to(number)


@bp.post("/<int:number>/minta")
@allow(Role.KASI)
def ask(number: int) -> ResponseReturnValue:
    """Ask the superiors whether their people still need access (R2)."""
    with site().store.session() as session:
        asking.ask(session, review_of(session, number), by(), site().now())
    return to(number)


@bp.get("/<int:number>/kebutuhan")
@allow(dossier="number")
def needs(number: int) -> str:
    """Show a superior the rows of his own people (R2)."""
    with site().reading() as session:
        dossier = review_of(session, number)
        rows = asking.of_superior(session, number, visitor().person)
        return render_template("review/needs.html", dossier=dossier, rows=rows)


@bp.post("/<int:number>/kebutuhan/<int:item>")
@allow(dossier="number")
def answer(number: int, item: int) -> ResponseReturnValue:
    """Say whether somebody still needs access; the Kasi still decides."""
    needed = request.form.get("dibutuhkan") == "ya"
    with site().store.session() as session:
        dossier = review_of(session, number)
        deciding.confirm(session, dossier, item, by(), site().now(), needed=needed)
    return needs(number)
