"""The guest book at the desk: a quick entry, who is inside, and the way out in one act."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin.access import allow, by, site, visitor
from admin.desk.offers import offered
from admin.dossiers import READERS
from admin.form_answers import answers
from admin.telling import zone
from register import day_cards, dossiers, guest_book, visits
from register.errors import Incomplete, Said
from register.forms.values import Values, text
from register.forms.visit import ENTRY
from register.models import Dossier
from register.stock import KEEPERS
from register.store import Session
from register.visits import Leaving

bp = Blueprint("visits", __name__, url_prefix="/tamu")
IDENTITY: Final = ("jenis_id", "no_id")
COPIED: Final = ("nama", "instansi", "jenis_id", "keperluan", "pendamping", "perangkat")


@bp.get("/")
@allow(*READERS)
def page() -> str:
    """Show the entry, whoever is inside, and today's visits."""
    number = request.args.get("berkas", type=int)
    with site().reading() as session:
        dossier = None if number is None else _dossier(session, number)
        values = {} if dossier is None else _from(dossier)
        return _page(session, values, (), number)


@bp.post("/masuk")
@allow(*KEEPERS)
def come() -> Response | tuple[str, int]:
    """Record a visitor coming in."""
    given, at = answers(ENTRY.fields, request.form), site().now()
    number = request.form.get("berkas", type=int)
    try:
        with site().store.session() as session:
            whole = dict(given)
            if number is not None and not given.get("no_id"):
                asked = _dossier(session, number).answers
                whole |= {key: asked[key] for key in IDENTITY if key in asked}
            visits.come(session, whole, site().key, by(), at, number)
    except Incomplete as error:
        with site().reading() as session:
            return _page(session, given, error.complaints, number), 422
    return redirect(url_for("visits.page"), 303)


@bp.get("/<int:number>")
@allow(*READERS)
def show(number: int) -> str:
    """Show one visit, and all that can be said as it ends."""
    with site().reading() as session:
        visit = visits.find(session, number)
        return render_template(
            "desk/visit.html", visit=visit, keeps=bool(KEEPERS & visitor().roles)
        )


@bp.post("/<int:number>/keluar")
@allow(*KEEPERS)
def leave(number: int) -> Response:
    """Record that a visitor left, and what he carried."""
    form = request.form
    explained = {
        int(key.removeprefix("jelas.")): words
        for key, words in form.items()
        if key.startswith("jelas.") and key.removeprefix("jelas.").isdecimal()
    }
    name, why = form.get("lain", "").strip(), form.get("lain_alasan", "").strip()
    how = Leaving(
        taken=frozenset(form.getlist("ikut", type=int)),
        explained=explained,
        more=((name, form.get("lain_serial", "").strip() or None, why),) if name and why else (),
    )
    with site().store.session() as session:
        visits.leave(session, visits.find(session, number), how, by(), site().now())
    return redirect(url_for("visits.page"), 303)


@bp.get("/kartu")
@allow(*READERS)
def cards() -> str:
    """Show the day cards: which are free, which are out with whom."""
    with site().reading() as session:
        return render_template(
            "desk/day_cards.html",
            found=day_cards.all_(session),
            now=site().now(),
            keeps=bool(KEEPERS & visitor().roles),
        )


@bp.post("/kartu")
@allow(*KEEPERS, proof=True)
def add_card() -> Response:
    """Put a card among the day cards."""
    tapped = offered()
    if tapped is None:
        abort(400)
    with site().store.session() as session:
        day_cards.add(session, tapped, request.form.get("printed", ""), by(), site().now())
    return redirect(url_for("visits.cards"), 303)


@bp.post("/kartu/<int:number>/henti")
@allow(*KEEPERS)
def retire(number: int) -> Response:
    """Take a day card out of use."""
    with site().store.session() as session:
        day_cards.retire(session, number, by(), site().now())
    return redirect(url_for("visits.cards"), 303)


def _dossier(session: Session, number: int) -> Dossier:
    found = dossiers.find(session, number)
    if found.kind != visits.KIND:
        abort(404)
    return found


def _from(dossier: Dossier) -> dict[str, Any]:
    """Return what an approved request says of the visit already; its number stays there."""
    asked: Values = dossier.answers
    found = {key: asked[key] for key in COPIED if key in asked}
    found["pendamping"] = text(dossier.approved or {}, "pendamping")
    return found


def _page(
    session: Session, values: Mapping[str, Any], complaints: Sequence[Said], number: int | None
) -> str:
    at = site().now()
    context = visits.context(session, at)
    allowing = [each.value for each in context.choices["pemberi_izin"]]
    values = {"pemberi_izin": allowing[0] if allowing else "", "jenis_id": "nik"} | dict(values)
    return render_template(
        "desk/visits.html",
        form=ENTRY,
        found=visits.today(session, zone(), at),
        expected=visits.expected(session, at),
        keeps=bool(KEEPERS & visitor().roles),
        values=values,
        complaints=complaints,
        wrong={each.field: each for each in complaints},
        offered=context.choices,
        number=number,
        row=guest_book.row,
        today=at,
    )
