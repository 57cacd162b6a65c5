"""Di dalam sekarang: who tapped to come in, and has not tapped to go out."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from sqlite3 import OperationalError
from typing import Final

from babel.dates import format_timedelta
from flask import Blueprint, g, render_template

from admin import door
from admin.access import allow, by, site
from admin.rooms import WATCHERS
from ledger.reading import Recorded
from register import audit, visits
from register.door_log import findings, presence, watching
from register.door_log.presence import Presence

bp = Blueprint("inside", __name__, url_prefix="/di-dalam")
BACK: Final = timedelta(days=7)  # so far back is read: who came before has left by the handle
LINES: Final = 20_000  # and no more than so many


@bp.get("")
@allow(*WATCHERS)
def page() -> str:
    """Show who is inside, or why that cannot be told; that somebody looked stands in the audit."""
    at = site().now()
    readers = door.at_doors(door.readers())
    doors = presence.two_sided((each.door, each.side) for each in readers)
    there = _inside(doors, at)
    ids = [each.subject for each in there.people]
    with site().store.session() as session:
        if ids:
            audit.write(session, "inside.read", by(), at, {"people": ids})
        escorts = [each.escort for each in there.people]
        return render_template(
            "inside.html",
            there=there,
            guests=visits.without_card(session),
            doors=doors,
            one_sided={each.door for each in readers} - doors,
            labels=findings.doors(session),
            people=findings.named(session, [*ids, *escorts]),
            moment=watching.moment,
            lasting=lambda since: _lasting(at - since),
        )


def _inside(doors: frozenset[str], at: datetime) -> Presence:
    now = round(at.timestamp() * 1000)
    if not doors:
        return Presence((), None)
    try:
        since = now - BACK // timedelta(milliseconds=1)
        return presence.inside(reversed(list(_lines(since))), doors, now)
    except OperationalError:
        return Presence((), None)


def _lines(since: int) -> Iterator[Recorded]:
    """Yield the journal's newest lines, the newest first, back to a moment."""
    with door.journal() as reader:
        before, left = reader.last() + 1, LINES
        while left > 0 and (page := _page(reader.before(before), since)):
            yield from page
            before, left = page[-1].seq, left - len(page)


def _page(lines: Sequence[Recorded], since: int) -> Sequence[Recorded]:
    return [line for line in lines if line.wall >= since]


def _lasting(span: timedelta) -> str:
    return format_timedelta(span, locale=g.language)
