"""The reviews, and one of them: its heading, its rows and their evidence, its signed result."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin import door
from admin.access import allow, by, site, visitor
from admin.dossiers import REVIEWERS
from admin.reviews import drawing
from admin.telling import MOMENT
from admin.tracking import followed
from register import dossiers, keyholders, posts
from register.dossiers import Signature
from register.forms.review import REVIEW, REVIEW_DECISIONS, REVIEW_KINDS
from register.forms.right import HOURS, WEEK
from register.models import Dossier, ReviewItem
from register.reviewing import deciding, lapsing, log, opening, reading, signing
from register.store import Session
from register.workflow import Procedure, Role, State

bp = Blueprint("reviews", __name__, url_prefix="/review")
READERS: Final = tuple(REVIEWERS)
PAGE: Final = 40  # rows
SHOWN: Final = ("belum", "risiko", "semua")


@bp.get("/")
@allow(*READERS)
def index() -> str:
    """Show every review, the newest first, and when the next falls due."""
    at = site().now()
    with site().reading() as session:
        return render_template(
            "review/index.html",
            reviews=reading.every(session),
            running=opening.running(session),
            next=reading.next_due(session),
            at=at,
            kinds_offered=REVIEW_KINDS,
            scope=opening.scope(session),
        )


@bp.post("/baru")
@allow(Role.KASI, proof=True)
def new() -> Response:
    """Take the snapshot now (R1) and open the review that it begins."""
    kind, at = request.form.get("jenis", ""), site().now()
    if kind not in {each.value for each in REVIEW_KINDS}:
        abort(404)
    with site().store.session() as session:
        plan = opening.narrowed(
            opening.plan(session, kind, at, request.form.get("dasar", "").strip()),
            request.form.getlist("pintu"),
            request.form.get("unit") or None,
        )
        index = site().store.path.with_name("log.db")
        seen = log.read(session, site().journal, plan.period, index)
        dossier = opening.draw(session, plan, seen, by(), at)
        signing.open_(session, dossier, Signature(person=visitor().person), by(), at)
        return redirect(url_for("reviews.show", number=dossier.id), 303)


@bp.get("/<int:number>")
@allow(*READERS)
def show(number: int) -> str:
    """Show a review as it is now."""
    with site().reading() as session:
        return page(session, number)


@bp.post("/<int:number>/buka")
@allow(Role.KASI, proof=True)
def open_(number: int) -> Response:
    """Open a review that fell due (R1)."""
    with site().store.session() as session:
        signing.open_(session, review_of(session, number), signature(), by(), site().now())
    return to(number)


@bp.post("/<int:number>/tenggat")
@allow(Role.KABID, proof=True)
def extend(number: int) -> Response:
    """Give it 14 days more, once."""
    with site().store.session() as session:
        lapsing.extend(session, deciding.find(session, number), by(), site().now())
    return to(number)


@bp.get("/<int:number>/pembaca")
@allow(*READERS)
def confirmation(number: int) -> Response:
    """Say whether the door has confirmed what came of the review (R6), and keep when it did."""
    with site().reading() as session:
        waits = signing.unconfirmed(session, review_of(session, number).id)
    if waits is None:
        return jsonify(confirmed=True)
    at = door.confirmed(waits)
    if at is None:
        return jsonify(confirmed=False)
    with site().store.session() as session:
        signing.confirmed(session, number, waits, at)
    return jsonify(confirmed=True)


def review_of(session: Session, number: int) -> Dossier:
    """Return a review's dossier; 404 where there is none."""
    found = session.get(Dossier, number)
    if found is None or found.procedure is not Procedure.REVIEW:
        abort(404)
    return found


def signature() -> Signature:
    """Return the visitor's signature as the form carries it."""
    return Signature(
        person=visitor().person,
        note=request.form.get("note"),
        version=request.form.get("version", type=int),
    )


def to(number: int, row: int | None = None) -> Response:
    """Lead back to a review, to one of its rows."""
    shown = request.form.get("tampil")
    anchor = None if row is None else f"baris-{row}"
    return redirect(
        url_for("reviews.show", number=number, _anchor=anchor, tampil=shown or None), 303
    )


def page(
    session: Session,
    number: int,
    *,
    given: Mapping[str, Any] | None = None,
    complaints: Sequence[Any] = (),
    wrong_row: int | None = None,
) -> str:
    """Return the page of a review; `given` is what was filled in and is kept."""
    who, at = visitor(), site().now()
    review = deciding.find(session, number)
    rows = deciding.items(session, number)
    kasis = {tenure.person_id for tenure in posts.holders(session, Role.KASI, at)}
    wanted = _wanted(review.dossier)
    chosen = _chosen(rows, wanted)
    first = max(0, request.args.get("mulai", 0, type=int))
    return render_template(
        "review/show.html",
        review=review,
        log_until=review.period_until - MOMENT,
        dossier=review.dossier,
        signed=review.dossier.steps,
        lines=followed(session, review.dossier),
        acts=dossiers.acts(review.dossier, who.person, who.roles),
        rows=chosen[first : first + PAGE],
        chosen=len(chosen),
        first=first,
        step=PAGE,
        every=rows,
        wanted=wanted,
        progress=deciding.progress(rows),
        mine={
            row.id
            for row in rows
            if deciding.decides_as(row, who.person, who.roles, row.person_id in kasis)
        },
        intact=signing.intact(review, rows),
        keyholders=keyholders.named(session),
        drawing=drawing,
        decisions=REVIEW_DECISIONS,
        form=REVIEW,
        week=WEEK,
        hours=HOURS,
        given=given or {},
        complaints=complaints,
        wrong={each.field: each for each in complaints},
        wrong_row=wrong_row,
        State=State,
        at=at,
    )


def _wanted(dossier: Dossier) -> str:
    asked = request.values.get("tampil", "")
    if asked in SHOWN:
        return asked
    return "belum" if dossier.state is State.OPEN else "semua"


def _chosen(rows: Sequence[ReviewItem], wanted: str) -> Sequence[ReviewItem]:
    if wanted == "belum":
        return [row for row in rows if row.decision is None]
    return [row for row in rows if row.flagged or wanted != "risiko"]
