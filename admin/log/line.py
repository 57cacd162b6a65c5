"""One line and everything behind it: card, holder, grant, requests, every signature."""

from datetime import UTC, datetime
from sqlite3 import DatabaseError
from typing import Final

from flask import abort, render_template

from admin.access import allow, by, site
from admin.journal_lines import MS_PER_S
from admin.languages import mark
from admin.log.details import CLOCKS, WHO, details
from admin.log.keeper import keeper
from admin.log.pages import READERS, bp
from admin.log.told import recorded, telling
from admin.tracking import KINDS
from ledger.access import CardState
from ledger.events import Reason
from ledger.logbook.filter import Filter
from ledger.reading import Recorded
from register import cards, dossiers, freezing
from register.door_log import movements
from register.forms import weekly
from register.forms.choices import ACCESS_KINDS
from register.freezing import Frozen
from register.models import Card
from register.store import Session

CARD_STATES: Final = {
    "not-handed-over": mark("belum diserahkan"),
    "active": mark("aktif"),
    "frozen": mark("dibekukan"),
    "lost": mark("hilang"),
    "damaged": mark("rusak"),
    "returned": mark("dikembalikan"),
    "revoked": mark("dicabut"),
    "destroyed": mark("dimusnahkan"),
}
AROUND: Final = 4  # lines before, and as many after: what came of a tap, what let the door open


@bp.get("/baris/<int:seq>")
@allow(*READERS)
def line(seq: int) -> str:
    """Show the chain of one line."""
    event, around = _event(seq), _around(seq)
    told = next((each for each in around if each["seq"] == seq), None) or abort(404)
    with site().store.session() as session:
        chain = None if event.card is None else movements.chain(session, event.card)
        if seen := list(dict.fromkeys(str(each["subject"]) for each in around if each["subject"])):
            asked = {"page": "line", "line": str(seq)}
            movements.looked(session, seen, asked, by(), site().now())
        whom = [str((event.detail or {}).get(key, "")) for key in WHO]
        known = movements.known(session, filter(None, whom)) if any(whom) else {}
        names = {each: found.name for each, found in known.items()}
        frozen = None if chain is None else _frozen(session, event, chain.card)
        return render_template(
            "log/line.html",
            line=told,
            around=around,
            event=event,
            chain=chain,
            frozen=frozen,
            order=None if event.order is None else movements.order(session, event.order),
            card_states=CARD_STATES,
            clocks=CLOCKS,
            request_kinds=KINDS,
            round_of=dossiers.round_of,
            in_words=weekly.in_words,
            details=tuple(details(event, names)),
            access_kinds={each.value: each for each in ACCESS_KINDS},
        )


def _frozen(session: Session, event: Recorded, card: Card) -> Frozen | None:
    """Return why the card that was refused as frozen was so; of any other line, why it is now."""
    if event.reason == Reason.FROZEN:
        return freezing.latest(session, card, datetime.fromtimestamp(event.wall / MS_PER_S, UTC))
    return freezing.latest(session, card, site().now()) if _is_frozen(card) else None


def _is_frozen(card: Card) -> bool:
    return cards.suspended(card) and card.state is not CardState.LOST


def _event(seq: int) -> Recorded:
    try:
        found = recorded(site().journal, [seq])
    except DatabaseError:
        abort(404)
    return found[seq] if seq in found else abort(404)


def _around(seq: int) -> list[dict[str, object]]:
    """Return the line, and those just before and after it at its door, as the list shows them."""
    with site().reading() as session:
        tell = telling(session)
    with keeper().reading() as log:
        found = log.page(Filter(), after=seq - 1, limit=1)
        if found and (door := found[0].door) is not None:
            here = Filter(door=door)
            found = [
                *reversed(log.page(here, before=seq, limit=AROUND)),
                *log.page(here, after=seq - 1, limit=AROUND + 1),
            ]
    return tell.lines(found)
