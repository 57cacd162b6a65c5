"""A card that is held to a reader at the desk: which number, and what the register says of it."""

from typing import Final

from flask import Blueprint, jsonify, request, url_for
from werkzeug.wrappers import Response

from admin import door
from admin.access import allow, site
from admin.desk.looks import card_look
from admin.languages import mark
from admin.telling import said, sentence, spoken
from ledger.credential import fingerprint, last_four
from register import cards, offers
from register.desk_reader import NOTATIONS, TECHNOLOGIES, Typing, number
from register.errors import CardRefused
from register.models import LIVE, Card
from register.offers import Offered

bp = Blueprint("offers", __name__, url_prefix="/kartu")
NEW: Final = mark("Kartu berakhiran %s belum terdaftar.")
KNOWN: Final = mark("Kartu berakhiran %s milik %s: %s.")
UNREAD: Final = 422
COPYABLE: Final = mark("Kartu jenis ini dapat dikloning: hanya nomornya yang dibaca.")


@bp.app_context_processor
def settings() -> dict[str, object]:
    """Give every page what a desk reader can be set to."""
    return {"TECHNOLOGIES": TECHNOLOGIES, "NOTATIONS": NOTATIONS}


@bp.post("/baca")
@allow(*cards.FREEZERS)
def read() -> Response | tuple[Response, int]:
    """Say what a typed number is: its last four, whose it is, whether it can be issued."""
    try:
        offered = _typed(request.form.get("number", ""))
    except CardRefused as refusal:
        return jsonify(words=sentence(refusal)), UNREAD
    with site().reading() as session:
        card = offers.with_fingerprint(session, offered.fingerprint)
        words = [_words(offered, card)]
        if offered.assurance == 0:
            words.append(spoken(COPYABLE))
        free = card is None or card.state not in LIVE
        return jsonify(
            words=" ".join(words),
            tone="wait" if free else "bad",
            free=free,
            to=None if card is None else url_for("card_life.show", number=card.id),
        )


def offered() -> Offered | None:
    """Return the card of a form: a tap at a door's reader, or what a desk reader typed twice."""
    if (event := request.form.get("event", type=int)) is not None:
        return door.offer(event)
    first, again = request.form.get("number", "").strip(), request.form.get("again", "").strip()
    if not first:
        return None
    if first != again:
        raise CardRefused(
            "Kedua ketukan tidak sama. Ketuk kartu yang sama dua kali.",
            "the two taps differ; tap the same card twice",
        )
    return _typed(first)


def _typed(typed: str) -> Offered:
    how = Typing(
        technology=request.form.get("technology", ""),
        notation=request.form.get("notation", ""),
        backwards=request.form.get("backwards") == "ya",
    )
    read_ = number(typed, how)
    return Offered(
        fingerprint=fingerprint(read_, site().key),
        technology=read_.partition(":")[0],
        last_four=last_four(read_),
    )


def _words(offered: Offered, card: Card | None) -> str:
    if card is None:
        return spoken(NEW) % offered.last_four
    holder = card.grant.cardholder
    state = said(card_look(card).words)
    return spoken(KNOWN) % (offered.last_four, holder.name or holder.public_id, state)
