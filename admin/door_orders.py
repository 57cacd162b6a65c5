"""Orders to the door from the office, and what the door says to each."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from operator import attrgetter
from sqlite3 import DatabaseError
from typing import Final, NamedTuple

from flask import Blueprint, abort, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin import door
from admin.access import allow, by, site, visitor
from admin.journal_words import LOOKS, REFUSALS, Look
from admin.languages import mark
from admin.telling import spoken, zone
from ledger.events import Kind
from ledger.orders import OrderKind
from ledger.reading import Recorded
from register import door_orders
from register.door_log import findings, watching
from register.door_orders import GIVERS, OFFICIALS, RULES
from register.models import DoorOrder
from register.orders import NAMES, NewOrder
from register.workflow import Role

bp = Blueprint("door_orders", __name__, url_prefix="/perintah-pintu")
READERS: Final = GIVERS | {Role.AUDITOR}
SAYS: Final = frozenset({Kind.ORDER_OBEYED, Kind.ORDER_REFUSED})
SEARCHING: Final = mark("Mencari pembaca.")


class Word(NamedTuple):
    """What the door said to an order: when, how it looks, and why not."""

    at: datetime
    look: Look
    why: str


@bp.get("")
@allow(*READERS)
def page() -> str:
    """Show what stands, what waits for a second person, what may be ordered, and what was."""
    who, at = visitor(), site().now()
    with site().reading() as session:
        seen = door_orders.overview(session, at)
        named = findings.doors(session)
        said = _said((*seen.standing, *seen.recent))
        return render_template(
            "door_orders.html",
            seen=seen,
            standing=[each for each in seen.standing if _stands(said.get(each.id))],
            words={kind: NAMES[kind][g.language] for kind in RULES},
            doors=named,
            readers=door.readers(),
            said={number: _word(event, named) for number, event in said.items()},
            may={kind for kind, rule in RULES.items() if rule.gives & who.roles},
            ends={kind for kind, rule in RULES.items() if rule.ends & who.roles},
            two=door_orders.by_two(session),
            seconds=bool(OFFICIALS & who.roles),
            waits=request.args.get("perintah", type=int),
            Kind=OrderKind,
        )


@bp.post("")
@allow(*GIVERS, proof=True)
def give() -> Response:
    """Order, or propose to a second person; the page then waits for the door."""
    form = request.form
    kind = form.get("perintah", type=OrderKind) or abort(400)
    blinks = kind is OrderKind.LOCATE
    new = NewOrder(
        kind=kind,
        by=visitor().public_id,
        why=SEARCHING if blinks else form.get("alasan", ""),
        until=_until(form.get("sampai", "")) if kind is OrderKind.HOLD else None,
        door=None if blinks else form.get("pintu") or None,
        reader=form.get("pembaca") or None if blinks else None,
    )
    with site().store.session() as session:
        made = door_orders.give(session, new, by(), site().now())
        return _back(made.id if isinstance(made, DoorOrder) else None)


@bp.post("/usul/<int:number>/setujui")
@allow(*OFFICIALS, proof=True)
def confirm(number: int) -> Response:
    """Stand behind what another proposed."""
    with site().store.session() as session:
        return _back(door_orders.confirm(session, number, by(), site().now()).id)


@bp.post("/usul/<int:number>/tolak")
@allow(*GIVERS)
def decline(number: int) -> Response:
    """Take a proposal back, or decline another's."""
    with site().store.session() as session:
        door_orders.decline(session, number, by(), site().now())
    return _back(None)


@bp.post("/<int:number>/akhiri")
@allow(*OFFICIALS, Role.OPERATOR, proof=True)
def end(number: int) -> Response:
    """End a hold or a lockdown before its time."""
    with site().store.session() as session:
        door_orders.end(session, number, by(), site().now())
    return _back(None)


@bp.get("/<int:number>/jawaban")
@allow(*READERS)
def answer(number: int) -> Response:
    """Say whether the door has answered an order; the page then shows what."""
    with site().reading() as session:
        return jsonify(confirmed=number in _said((door_orders.one(session, number),)))


def _back(order: int | None) -> Response:
    return redirect(url_for("door_orders.page", perintah=order), 303)


def _until(said: str) -> datetime | None:
    """Return the moment that a page's clock field says, or None where it says none."""
    try:
        return datetime.fromisoformat(said).replace(tzinfo=zone()).astimezone(UTC)
    except ValueError:
        return None


def _said(orders: Sequence[DoorOrder]) -> Mapping[int, Recorded]:
    """Return what the door last said to some orders, by their number."""
    wanted = {each.id: each.issued for each in orders}
    if not wanted:
        return {}
    oldest = min(wanted.values()).timestamp() * 1000
    found: list[Recorded] = []
    with suppress(DatabaseError), door.saying() as said:
        for kind in SAYS:
            for event in said.newest(kind):
                if event.order in wanted:
                    found.append(event)
                if event.wall < oldest:
                    break
    return {event.order or 0: event for event in sorted(found, key=attrgetter("seq"))}


def _stands(said: Recorded | None) -> bool:
    """Whether the door did not refuse an order: what it has not answered may stand."""
    return said is None or said.kind is not Kind.ORDER_REFUSED


def _word(event: Recorded, doors: Mapping[str, str]) -> Word:
    why = REFUSALS.get(str((event.detail or {}).get("why")), "")
    names = {"door": doors.get(event.door or "", event.door), "reader": event.reader, "upto": ""}
    words = spoken(why).format_map(names) if why else ""
    return Word(watching.moment(event.wall), LOOKS[Kind(event.kind)], words)
