"""Erasure of somebody's data by decision: prepared here, carried out by who decides."""

from datetime import date
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin.access import allow, by, site, visitor
from admin.administration.drawing import words
from register import erasure_orders, staffing
from register.erasure_orders import DECIDERS, PREPARERS
from register.workflow import Role

bp = Blueprint("erasures", __name__, url_prefix="/kantor/penghapusan-data")
READERS: Final = PREPARERS | DECIDERS | {Role.AUDITOR}


@bp.get("/")
@allow(*READERS)
def page() -> str:
    """Show what waits for a decision, and what was erased."""
    with site().reading() as session:
        orders = erasure_orders.everything(session)
        return render_template("administration/erasures.html", orders=orders)


@bp.get("/orang/<int:person>")
@allow(*PREPARERS)
def new(person: int) -> str:
    """Show what of a person would go and what would stay, and ask for the decision."""
    at = site().now()
    with site().reading() as session:
        found = erasure_orders.of_person(session, person)
        return render_template(
            "administration/erasure_new.html",
            person=found,
            number=staffing.masked(found),
            preview=erasure_orders.preview(session, found, at),
            waiting=erasure_orders.open_of(session, person),
        )


@bp.post("/orang/<int:person>")
@allow(*PREPARERS, proof=True)
def prepare(person: int) -> Response:
    """Prepare it; whoever decides is told by his home."""
    decided_on = request.form.get("tanggal", type=date.fromisoformat)
    if decided_on is None:
        abort(400)
    with site().store.session() as session:
        made = erasure_orders.prepare(
            session, person, words("keputusan"), decided_on, by(), site().now()
        )
        return redirect(url_for("erasures.show", number=made.id), 303)


@bp.get("/<int:number>")
@allow(*READERS)
def show(number: int) -> str:
    """Show one: what it takes as long as it waits, and who settled it."""
    with site().reading() as session:
        order = erasure_orders.one(session, number)
        open_ = order.settled_at is None
        return render_template(
            "administration/erasure.html",
            order=order,
            preview=erasure_orders.preview(session, order.person, site().now()) if open_ else None,
            carries_out=bool(DECIDERS & visitor().roles),
            declines=bool((DECIDERS | PREPARERS) & visitor().roles),
        )


@bp.post("/<int:number>/laksanakan")
@allow(*DECIDERS, proof=True)
def carry_out(number: int) -> Response:
    """Erase; then the file is written anew, so that no byte of it is left."""
    with site().store.session() as session:
        order = erasure_orders.one(session, number)
        erasure_orders.carry_out(session, order, by(), site().now())
    site().store.shred()
    return redirect(url_for("erasures.show", number=number), 303)


@bp.post("/<int:number>/batalkan")
@allow(*READERS - {Role.AUDITOR}, proof=True)
def decline(number: int) -> Response:
    """Take it back; nothing goes."""
    with site().store.session() as session:
        erasure_orders.decline(session, erasure_orders.one(session, number), by(), site().now())
    return redirect(url_for("erasures.show", number=number), 303)
