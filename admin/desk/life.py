"""All cards, one card with its history, and what is done to it at the desk."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin import door
from admin.access import allow, by, site, visitor
from admin.desk.looks import card_look, look
from admin.dossiers import READERS
from admin.form_answers import answers
from admin.in_view import shown
from ledger.access import CardState
from register import card_life, card_list, cards
from register.errors import Incomplete
from register.forms.card_acts import SHEETS
from register.forms.complaint import Complaint
from register.forms.fields import Field
from register.forms.register_list import STATUSES
from register.models import Card, CardAct, Dossier
from register.store import Session
from register.workflow import State

bp = Blueprint("card_life", __name__, url_prefix="/kartu")
bp.add_app_template_filter(card_look, "card_look")
bp.add_app_template_filter(look, "state_look")
ALL: Final = "semua"
MADE: Final = frozenset({State.ISSUED, State.IN_USE})
STATES: Final = {state.value: state for state in CardState}


@bp.get("/semua")
@allow(*READERS)
def everything() -> str:
    """Show the cards that are in somebody's hand."""
    return _list("", "")


@bp.post("/semua")
@allow(*READERS)
def search() -> str:
    """Search them; by a form, since names and numbers stand in no address."""
    return _list(request.form.get("kata", "").strip(), request.form.get("status", ""))


def _list(words: str, status: str) -> str:
    with site().reading() as session:
        found = card_list.cards(session, words, STATES.get(status), ended=status == ALL)
        return render_template(
            "desk/cards.html", found=found, words=words, status=status, statuses=STATUSES,
            most=card_list.MOST, ALL=ALL, taps=bool(cards.FREEZERS & visitor().roles),
        )  # fmt: skip


@bp.get("/<int:number>")
@allow()
def show(number: int) -> str:
    """Show one card: whose, by which right, what happened to it, and what may be done now."""
    who = visitor()
    with site().reading() as session:
        card = _readable(session, number)
        history = card_list.history(session, card)
        return render_template(
            "desk/card.html",
            card=card,
            history=history,
            sheets={each.act.id: _sheet(session, each.act) for each in history if each.act},
            acts=card_life.may(session, card, who.person, site().now()),
            titles=SHEETS,
            thaw=card_life.thaw_of(session, card) if cards.suspended(card) else None,
            suspended=cards.suspended(card),
            readers=door.inner(door.readers()),
            tests=bool(cards.FREEZERS & who.roles),
        )


@bp.get("/<int:number>/catat/<act>")
@allow()
def sheet(number: int, act: str) -> str:
    """Show what an act asks for."""
    return _form(number, act, {"penerima": visitor().public_id}, ())


@bp.post("/<int:number>/catat/<act>")
@allow()
def do(number: int, act: str) -> Response | tuple[str, int]:
    """Do it; it is in force at the next tap."""
    if act not in SHEETS:
        abort(404)
    given = answers(SHEETS[act].fields, request.form)
    try:
        with site().store.session() as session:
            card_life.do(session, _readable(session, number), act, given, by(), site().now())
    except Incomplete as error:
        found = tuple(each for each in error.complaints if isinstance(each, Complaint))
        return _form(number, act, given, found), 422
    return redirect(url_for("card_life.show", number=number), 303)


@bp.post("/<int:number>/buka")
@allow(proof=True)
def thaw(number: int) -> Response:
    """Let the holder ask for his card back."""
    why = request.form.get("alasan", "")
    with site().store.session() as session:
        card = _readable(session, number)
        dossier = card_life.ask_thaw(session, card, why, by(), site().now())
        return redirect(url_for("dossiers.show", number=dossier.id), 303)


def _readable(session: Session, number: int) -> Card:
    """Return a card that the visitor may see; 404 for one that is not there or not his."""
    found = card_list.find(session, number)
    if found is None or not sees_card(found.cardholder_id):
        abort(404)
    return found


def _form(
    number: int, act: str, values: Mapping[str, object], complaints: tuple[Complaint, ...]
) -> str:
    at = site().now()
    with site().reading() as session:
        card = _readable(session, number)
        if act not in {each.key for each in card_life.may(session, card, visitor().person, at)}:
            abort(404)
        return render_template(
            "desk/card_act.html",
            card=card,
            form=SHEETS[act],
            values=values,
            complaints=complaints,
            wrong={each.field: each for each in complaints},
            offered=card_life.context(session, at).choices,
            act=card_life.ACTS[act],
        )


def _sheet(session: Session, act: CardAct) -> list[tuple[Field, str]]:
    """Return the words of an act's record."""
    if act.act not in SHEETS:
        return []
    named = card_life.people_named(session, act)
    return [
        (each.field, named.get(each.words, each.words))
        for each in shown(SHEETS[act.act].fields, act.sheet, {})
    ]


@bp.app_template_global()
def sees_card(holder: int) -> bool:
    """Say whether the visitor may open the page of somebody's card."""
    who = visitor()
    return who.dossier is None and (holder == who.person or bool(READERS & who.roles))


@bp.app_template_global()
def made_card(dossier: Dossier) -> Card | None:
    """Return the card that a dossier made, for whoever may see it."""
    if dossier.state not in MADE or not sees_card(dossier.applicant_id):
        return None
    with site().reading() as session:
        return card_list.made_by(session, dossier.id)
