"""The lembar disposisi on the act page of Kadis and Kabid: one tap, or the whole sheet."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from admin.access import allow, by, method, site, visitor
from admin.dossiers import readable
from admin.form_answers import answers
from register import dispositions, dossiers
from register.dossiers import Signature
from register.errors import Incomplete
from register.forms.papers import DISPOSITION
from register.models import Dossier
from register.store import Session

bp = Blueprint("disposing", __name__, url_prefix="/disposisi")


@bp.record
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals["SHEETS"] = dispositions.ACTS


@bp.get("/<int:number>/<act>")
@allow(dossier="number")
def show(number: int, act: str) -> str:
    """Show the whole sheet, filled in with what is usual."""
    with site().reading() as session:
        dossier = _mine(session, number, act)
        return _page(session, dossier, act, {}, ())


@bp.post("/<int:number>/<act>")
@allow(proof=True, dossier="number")
def sign(number: int, act: str) -> Response | tuple[str, int]:
    """Dispose or forward; what the sheet leaves out is as usual."""
    given = answers(DISPOSITION.fields, request.form)
    signature = Signature(
        person=visitor().person, method=method(), version=request.form.get("version", type=int)
    )
    try:
        with site().store.session() as session:
            dossier = readable(session, number)
            if act not in dispositions.ACTS:
                abort(404)
            dispositions.sign(session, dossier, act, given, signature, by(), site().now())
    except Incomplete as error:
        with site().reading() as session:
            return _page(session, _mine(session, number, act), act, given, error.complaints), 422
    return redirect(url_for("dossiers.show", number=number), 303)


def _mine(session: Session, number: int, act: str) -> Dossier:
    dossier = readable(session, number)
    mine = dossiers.may(session, dossier, visitor().person, site().now())
    if act not in dispositions.ACTS or not any(each.act == act for each in mine):
        abort(404)
    return dossier


def _page(
    session: Session,
    dossier: Dossier,
    act: str,
    given: Mapping[str, Any],
    complaints: tuple[Any, ...],
) -> str:
    held = dispositions.context(session, dossier, act, site().now())
    return render_template(
        "paper/disposition.html",
        dossier=dossier,
        act=act,
        form=DISPOSITION,
        values={**dispositions.proposed(dossier, held.choices), **given},
        offered=held.choices,
        complaints=complaints,
        wrong={each.field: each for each in complaints},
    )
