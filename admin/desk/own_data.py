"""*Data saya*: what is kept about oneself, where one was, who looked; and all of it as a file."""

import json
from datetime import timedelta
from sqlite3 import OperationalError
from typing import Final

from flask import Blueprint, Response, abort, g, render_template

from admin import door
from admin.access import allow, by, site, visitor
from admin.journal_words import LOOKS
from admin.languages import mark
from ledger.events import Kind, Reason
from ledger.reading import Recorded
from ledger.sentences import REASONS
from register import own_data, settings
from register.door_log import movements
from register.forms import identity
from register.models.base import EPOCH

bp = Blueprint("own_data", __name__, url_prefix="/saya")
SHOWN: Final = 50  # movements on the page; the file has all
LATE: Final = 50_000  # events searched back for them
WHOLE: Final = 1 << 62
FILE: Final = "data-saya.json"
READINGS: Final = {
    "log": mark("membaca log pintu Anda"),
    "journal": mark("membaca log pintu Anda"),
    "person": mark("membaca data Anda"),
    "register": mark("membaca daftar akses"),
}


@bp.get("/data")
@allow()
def page() -> str:
    """Show it."""
    who = visitor()
    if who.dossier is not None:
        abort(403)
    with site().reading() as session:
        held = own_data.of(session, who.person, site().now())
        return render_template(
            "desk/own_data.html",
            held=held,
            nip=identity.shown("nip", held.person.nip) if held.person.nip else "",
            doors=movements.doors(session),
            moved=_moved(who.public_id, LATE, SHOWN),
            shown=SHOWN,
            office=settings.read(session),
            readings=READINGS,
        )


@bp.post("/data")
@allow(proof=True)
def download() -> Response:
    """Give all of it as a file."""
    who, at = visitor(), site().now()
    with site().store.session() as session:
        held = own_data.of(session, who.person, at)
        whole = own_data.exported(session, held, by(), at)
    whole["pergerakan"] = [
        {
            "waktu": (EPOCH + timedelta(milliseconds=event.wall)).isoformat(),
            "pintu": event.door, "pembaca": event.reader, "hasil": event.kind,
            "sebab": event.reason,
        }
        for event in _journal(who.public_id, WHOLE, WHOLE)
    ]  # fmt: skip
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    return Response(
        text,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{FILE}"'},
    )


def _journal(subject: str, within: int, most: int) -> list[Recorded]:
    try:
        with door.journal() as reader:
            return reader.of(subject, within, most)
    except OperationalError:  # a door that never ran
        return []


def _moved(subject: str, within: int, most: int) -> list[dict[str, object]]:
    return [
        {
            "at": EPOCH + timedelta(milliseconds=event.wall),
            "door": event.door or "",
            "look": LOOKS[event.kind if isinstance(event.kind, Kind) else Kind.DENIED],
            "why": REASONS[event.reason].say(g.language)
            if isinstance(event.reason, Reason)
            else "",
        }
        for event in _journal(subject, within, most)
    ]
