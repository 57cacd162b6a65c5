"""Taps that the desk asks for: the test of one card, and whose card this is. Neither opens a door.

Both order a test tap at a reader and show the next decision there; a card's number is in no
address and in no log, for the browser never sees it.
"""

from typing import Final

from flask import Blueprint, g, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from admin import door
from admin.access import allow, by, site
from admin.desk import listening
from admin.desk.looks import card_look
from admin.languages import mark
from admin.telling import said, spoken
from ledger.events import Reason
from ledger.orders import OrderKind
from ledger.reading import Recorded
from ledger.sentences import REASONS
from register import card_life, cards, offers
from register.card_life import Tested
from register.models import Card

bp = Blueprint("card_taps", __name__, url_prefix="/kartu")
UNKNOWN: Final = mark("Kartu tidak dikenal.")
ANOTHER: Final = mark("Yang diketuk kartu lain, bukan kartu ini.")


@bp.get("/cari")
@allow(*cards.FREEZERS)
def find() -> str:
    """Show where a card that somebody brought is held against the register."""
    known = door.readers()
    return render_template("desk/find.html", desks=door.desks(known), readers=door.inner(known))


@bp.post("/uji")
@allow(*cards.FREEZERS)
def test() -> Response:
    """Ask a reader for its next decision, for 60 seconds; that tap releases nothing.

    A desk reader decides nothing, and needs not be asked.
    """
    known = door.readers()
    among = (*door.desks(known), *door.inner(known))
    why = "test tap at the desk"
    return listening.listen(request.form.get("reader", ""), among, OrderKind.TEST_TAP, why)


@bp.post("/uji/<int:number>")
@allow(*cards.FREEZERS)
def seen(number: int) -> Response:
    """Return the decision on the card that was to be tested, and keep it in the card's history."""
    event = _tapped()
    if event is None:
        return Response(status=204)
    if event.card != number:
        return jsonify(words=spoken(ANOTHER), tone="bad")
    found = Tested(reader=event.reader or "", reason=str(event.reason), event=event.seq)
    with site().store.session() as session:
        card_life.tested(session, cards.find(session, number), found, by(), site().now())
    return jsonify(words=_reason(event), tone="good" if found.passed else "bad")


@bp.post("/cari")
@allow(*cards.FREEZERS)
def whose() -> Response:
    """Return whose card was tapped, and what it is; or that nobody knows it."""
    event = _tapped()
    if event is None:
        return Response(status=204)
    if event.card is None and event.subject is None:
        return jsonify(words=_reason(event), tone="bad")
    with site().reading() as session:
        card = (
            session.get(Card, event.card)
            if event.card is not None
            else offers.with_fingerprint(session, bytes.fromhex(event.subject or ""))
        )
        return _shown(card)


def _shown(card: Card | None) -> Response:
    if card is None:
        return jsonify(words=spoken(UNKNOWN), tone="wait")
    look = card_look(card)
    who = card.grant.cardholder
    told = (who.name or who.public_id, card.printed or card.last_four, said(look.words))
    return jsonify(
        words=" · ".join(told),
        tone=look.tone,
        to=url_for("card_life.show", number=card.id),
    )


def _tapped() -> Recorded | None:
    return door.tested(request.form.get("after", 0, int), request.form.get("reader", ""))


def _reason(event: Recorded) -> str:
    if isinstance(event.reason, Reason):
        return REASONS[event.reason].say(g.language)
    return str(event.reason or "")
