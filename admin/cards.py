"""The operator's desk: cards to make, the tap that makes one, and the hand-over."""

from typing import Final

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin import door
from admin.access import allow, by, method, site, visitor
from admin.desk import listening
from admin.desk.offers import offered
from admin.dossiers import readable
from admin.languages import mark
from admin.telling import sentence, spoken
from ledger.orders import OrderKind
from register import cards, day_cards, dossiers, offers, requests
from register.dossiers import Signature
from register.errors import CardRefused
from register.models import LIVE
from register.offers import Offered
from register.store import Session
from register.workflow import Role, State

bp = Blueprint("cards", __name__, url_prefix="/kartu")
VISIT: Final = "kunjungan"
TAKEN: Final = mark("Kartu berakhiran %s sedang dipakai orang lain. Ambil kartu kosong.")


@bp.get("/")
@allow(Role.OPERATOR)
def queue() -> str:
    """Show the cards to make and those that wait for their holder."""
    with site().reading() as session:
        waiting = requests.at_the_desk(session)
        return render_template("cards.html", waiting=waiting, State=State)


@bp.get("/terbitkan/<int:number>")
@allow(Role.OPERATOR)
def desk(number: int) -> str:
    """Show the desk where a card is issued by tapping it."""
    return _desk(number)


def _desk(number: int, refused: str = "") -> str:
    """Show it, with what was refused there; the card that was tapped and its number stay."""
    who, at, readers = visitor(), site().now(), door.readers()
    with site().reading() as session:
        dossier = readable(session, number)
        acts = dossiers.may(session, dossier, who.person, at)
        return render_template(
            "card_desk.html",
            dossier=dossier,
            mine=any(act.act == "issue" for act in acts),
            makes=dossiers.way_of(dossier).course in cards.MADE,
            desks=door.desks(readers),
            readers=door.at_doors(readers),
            day_cards=day_cards.free(session, at) if dossier.kind == VISIT else (),
            refused=refused,
            values=request.form,
        )


@bp.post("/terbitkan/<int:number>/pembaca")
@allow(Role.OPERATOR)
def listen(number: int) -> Response:
    """Listen to a desk reader, or ask a door's for one unknown card; known ones keep opening."""
    with site().reading() as session:
        why = f"card for {readable(session, number).number}"
    among = door.readers()
    return listening.listen(request.form["reader"], among, OrderKind.ENROL, why)


@bp.get("/ketukan")
@allow(Role.OPERATOR)
def taps() -> Response:
    """Return the card that a reader offered, once there is one."""
    found = door.offered(request.args.get("after", 0, int), request.args.get("reader", ""))
    if found is None:
        return Response(status=204)
    seen = door.offer(found.seq)
    with site().reading() as session:
        before = offers.with_fingerprint(session, seen.fingerprint)
    return jsonify(
        event=found.seq,
        last_four=seen.last_four,
        technology=seen.technology,
        copyable=seen.assurance == 0,
        before=None if before is None else before.state,
        taken=spoken(TAKEN) % seen.last_four if before and before.state in LIVE else "",
    )


@bp.post("/terbitkan/<int:number>")
@allow(Role.OPERATOR, proof=True)
def issue(number: int) -> Response | tuple[str, int]:
    """Issue the card that was tapped (SOP step 7)."""
    form = request.form
    signature = Signature(person=visitor().person, version=form.get("version", type=int))
    try:
        with site().store.session() as session:
            dossier, (card, printed) = readable(session, number), _offer(session)
            cards.issue(session, dossier, card, printed, signature, by(), site().now())
    except CardRefused as refusal:
        return _desk(number, sentence(refusal)), 422
    return redirect(url_for("dossiers.show", number=number), 303)


@bp.post("/terima/<int:number>")
@allow(proof=True, dossier="number")
def receive(number: int) -> Response:
    """Take the holder's signature for his card (SOP step 10)."""
    version = request.form.get("version", type=int)
    signature = Signature(person=visitor().person, method=method(), version=version)
    with site().store.session() as session:
        cards.hand_over(session, readable(session, number), signature, by(), site().now())
    return redirect(url_for("dossiers.show", number=number), 303)


def _offer(session: Session) -> tuple[Offered | None, str | None]:
    """Return the card of the form and its printed number: a day card has both on record."""
    day = request.form.get("day_card", type=int)
    if day is None:
        return offered(), request.form.get("printed")
    return day_cards.offer(session, day, by(), site().now()), day_cards.printed(session, day)
