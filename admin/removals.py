"""Removal on pages: ask, verify, revoke with the door's own confirmation, account for the card."""

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin import door
from admin.access import allow, by, site, visitor
from admin.dossiers import readable
from admin.form_answers import answers, sent
from admin.in_view import shown
from admin.tracking import followed
from register import applying, dossiers, posts, removal_grounds, removal_reach, removals
from register.dossiers import Signature
from register.errors import Incomplete
from register.forms.context import Limits
from register.forms.removal import CLOSING, REMOVAL, WHEN
from register.models import Dossier
from register.removal_letter import Letter
from register.store import Session
from register.workflow import Procedure, Role

bp = Blueprint("removals", __name__, url_prefix="/penghapusan")
SECTIONS = ("B", "C")
LISTED = frozenset({"pemegang", "lampiran"})  # which the page shows in their own way
ASKED = [field for field in REMOVAL.fields if field.key not in LISTED]
FIELDS: Final = {field.key: field for field in REMOVAL.fields}
ASKING, RELATION = FIELDS["pemohon"], FIELDS["hubungan"]


@bp.get("/baru")
@allow()
def new() -> str:
    """Show form 4."""
    with site().reading() as session:
        return _form(session, REMOVAL.initial(Limits()), ())


@bp.post("/baru")
@allow(proof=True)
def ask() -> Response | tuple[str, int]:
    """Ask for a removal: what it names is frozen when this returns (P1, P2)."""
    given, at = answers(REMOVAL.fields, request.form), site().now()
    signature, (name, content) = Signature(person=visitor().person), sent("lampiran")
    letter = Letter(name, content) if content else None
    try:
        with site().store.session() as session:
            dossier = removals.ask(session, given, signature, by(), at, letter)
            return redirect(url_for("removals.show", number=dossier.id), 303)
    except Incomplete as error:
        with site().reading() as session:
            return _form(session, given, error.complaints), 422


@bp.get("/<int:number>")
@allow()
def show(number: int) -> str:
    """Show a removal: whose access, frozen when, revoked when, confirmed when, the cards."""
    return _page(number)


def _page(number: int, told: int = 0, values: Any = None, complaints: Any = ()) -> str:  # noqa: ANN401 - as posted
    """Show a removal, with what was posted of the card `told` and what is wrong with it."""
    with site().reading() as session:
        dossier = _removal(session, number)
        return render_template(
            "removal.html",
            dossier=dossier,
            way=dossiers.way_of(dossier),
            signed=dossiers.round_of(dossier),
            lines=followed(session, dossier),
            acts=dossiers.may(session, dossier, visitor().person, site().now()),
            told=told,
            values=values or {},
            complaints=complaints,
            wrong={each.field: each for each in complaints},
            items=removals.items(session, dossier),
            effective_from=removals.effective_from(dossier),
            doors=removals.taken(dossier),
            ground=removal_grounds.joined(session, dossier),
            asked=tuple(shown(ASKED, dossier.answers, applying.offered(session))),
            closing=CLOSING,
            offered={},
        )


@bp.post("/<int:number>/cabut")
@allow(Role.OPERATOR, proof=True)
def revoke(number: int) -> Response:
    """Revoke (P4); the page then waits for the door."""
    with site().store.session() as session:
        removals.revoke(session, _removal(session, number), _signature(), by(), site().now())
    return redirect(url_for("removals.show", number=number), 303)


@bp.get("/<int:number>/konfirmasi")
@allow()
def confirmation(number: int) -> Response:
    """Say whether the door has confirmed the revocation, and keep when it did."""
    with site().reading() as session:
        waits = [
            item.revision
            for item in removals.items(session, _removal(session, number))
            if item.revision is not None and item.confirmed_at is None
        ]
    if not waits:
        return jsonify(confirmed=True)
    at = door.confirmed(max(waits))
    if at is None:
        return jsonify(confirmed=False)
    with site().store.session() as session:
        removals.confirmed(session, _removal(session, number), at)
    return jsonify(confirmed=True)


@bp.post("/<int:number>/tolak")
@allow(Role.KABID, Role.KADIS, proof=True)
def refuse(number: int) -> Response:
    """Refuse the removal, which gives access back (P3, the Kabid's)."""
    with site().store.session() as session:
        removals.refuse(session, _removal(session, number), _signature(), by(), site().now())
    return redirect(url_for("removals.show", number=number), 303)


@bp.post("/<int:number>/kartu/<int:item>")
@allow(Role.OPERATOR, Role.KASI)
def account(number: int, item: int) -> Response | tuple[str, int]:
    """Say what became of a card (P5)."""
    given = answers(CLOSING.fields, request.form)
    try:
        with site().store.session() as session:
            dossier = _removal(session, number)
            removals.account(session, dossier, item, given, by(), site().now())
    except Incomplete as error:
        return _page(number, item, given, error.complaints), 422
    return redirect(url_for("removals.show", number=number), 303)


@bp.post("/<int:number>/tutup")
@allow(Role.OPERATOR, proof=True)
def close(number: int) -> Response:
    """Close the removal."""
    with site().store.session() as session:
        removals.close(session, _removal(session, number), _signature(), by(), site().now())
    return redirect(url_for("removals.show", number=number), 303)


def _removal(session: Session, number: int) -> Dossier:
    dossier = readable(session, number)
    if dossier.procedure is not Procedure.REMOVAL:
        abort(404)
    return dossier


def _signature() -> Signature:
    return Signature(
        person=visitor().person,
        note=request.form.get("note"),
        version=request.form.get("version", type=int),
    )


def _form(session: Session, values: Any, complaints: Any) -> str:  # noqa: ANN401 - as posted
    at = site().now()
    reach = removal_reach.of(session, visitor().person, at)
    running = removal_reach.running(session, (card.id for card in reach.cards))
    free = [card for card in reach.cards if card.id not in running]
    return render_template(
        "removal_form.html",
        form=REMOVAL,
        when=WHEN,
        values=values,
        wrong={each.field: each for each in complaints},
        complaints=complaints,
        offered=removal_reach.context(session, free, at).choices,
        filled=SECTIONS,
        free=free,
        elsewhere=[(card, running[card.id]) for card in reach.cards if card.id in running],
        asking=tuple(shown(ASKING.columns, removal_reach.who(reach.person), {})),
        relation=replace(RELATION, choices=reach.relations),
        kasi=posts.standing(session, (Role.KASI,), at)[Role.KASI] if not reach.cards else (),
        changes_nothing=bool(visitor().roles & posts.APART),
    )
