"""The stock of blank cards on a page: what is left, what came, what was lost."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin.access import allow, by, site, visitor
from admin.dossiers import READERS
from admin.form_answers import answers
from register import settings, stock
from register.errors import Incomplete, Said
from register.forms.fields import Form
from register.forms.stock import KINDS, LOSS, RECEIPT
from register.store import Session

bp = Blueprint("stock", __name__, url_prefix="/persediaan")
Act = Callable[[Session, Mapping[str, Any]], object]


@bp.get("/")
@allow(*READERS)
def page() -> str:
    """Show the stock."""
    with site().reading() as session:
        return _page(session, {}, ())


@bp.post("/terima")
@allow(*stock.KEEPERS)
def receive() -> Response | tuple[str, int]:
    """Record a delivery."""
    return _done(RECEIPT, lambda session, given: stock.receive(session, given, by(), site().now()))


@bp.post("/terbuang")
@allow(*stock.KEEPERS)
def lose() -> Response | tuple[str, int]:
    """Record blanks that are spoiled or destroyed."""
    return _done(LOSS, lambda session, given: stock.lose(session, given, by(), site().now()))


def _done(form: Form, act: Act) -> Response | tuple[str, int]:
    given = answers(form.fields, request.form)
    try:
        with site().store.session() as session:
            act(session, given)
    except Incomplete as error:
        with site().reading() as session:
            return _page(session, {form.key: given}, error.complaints), 422
    return redirect(url_for("stock.page"), 303)


def _page(
    session: Session, values: Mapping[str, Mapping[str, Any]], complaints: tuple[Said, ...]
) -> str:
    at = site().now()
    context = stock.context(session, at)
    levels = stock.levels(session)
    return render_template(
        "desk/stock.html",
        levels=levels,
        left=stock.left(levels),
        low=settings.read(session).low_stock,
        kinds={each.value: each for each in KINDS},
        forms=(RECEIPT, LOSS) if levels else (RECEIPT,),
        keeps=bool(stock.KEEPERS & visitor().roles),
        values={RECEIPT.key: {"tanggal": context.today.isoformat()}} | dict(values),
        complaints=complaints,
        wrong={each.field: each for each in complaints},
        failed=next(iter(values), ""),
        offered=context.choices,
    )
