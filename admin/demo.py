"""The demo's page: a door to watch, cards to tap, the journal beside it.

Registered by `gapura demo` alone. The page knows a `Bench`; who stands behind it (the real daemon
on simulated wires, or a test) is not its business.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from secrets import token_hex
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    jsonify,
    render_template,
    request,
)

from admin.access import allow
from admin.alarms import standing
from admin.app import create_app
from admin.board import Board, News
from admin.demo_hand import ACTS, GROUPS, KEYS, LATER, PARTS, TECHNOLOGIES, CardInHand
from admin.demo_words import PLACES, facts
from admin.journal_lines import Person, Teller
from admin.journal_words import LOOKS
from admin.office import office_app
from admin.site import Site
from admin.streams import Streams, Told

HOSTS: Final = ["localhost", "127.0.0.1"]  # a name that another site points at us is refused
bp = Blueprint("demo", __name__, url_prefix="/pintu")
CHIP: Final = "iso14443a"  # what the desk's reader reads, as the door's does


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoState:
    """Everything that the page draws.

    Attributes:
        phase: what goes on at the door, as gapura/demo/door.py says.
        open: the door stands open.
        released: the strike's line is at its released level, read off the pin.
        left_ms: of the release, when this was said.
        clock: what the wires say of a time server.
        believed: how far the daemon believes its clock, as its newest event says.
        daemon: `up`, `starting` or `down`.
        held: id of the card before its reader.
        queue: what is yet to come: ids of cards, and keys.
        who: id of the card whose holder is at the door.
        asked: the reader with the keys waits for a PIN.
        typed: digits of it so far.
    """

    phase: str = "shut"
    open: bool = False
    wedged: bool = False
    released: bool = False
    left_ms: int = 0
    green: bool = False
    red: bool = False
    buzzer: bool = False
    plugged: bool = True
    tampered: bool = False
    fire: bool = False
    clock: str = "synced"
    believed: str = "untrusted"
    daemon: str = "starting"
    held: str = ""
    queue: tuple[str, ...] = ()
    who: str = ""
    asked: bool = False
    typed: int = 0
    pad_green: bool = False
    pad_red: bool = False
    pad_buzzer: bool = False


class Bench(Protocol):
    """What the page is shown, and what can be done to it."""

    board: Board[DemoState]

    @property
    def people(self) -> Mapping[str, Person]:
        """Who is behind each pseudonymous id."""

    @property
    def hand(self) -> Sequence[CardInHand]:
        """The cards as the register knows them now."""

    def tap(self, card: str) -> None:
        """Hold a card of the hand before its reader, when those before it have had their turn."""

    def show(self, card: str) -> None:
        """Hold a card of the hand to the operator's desk reader for a moment."""

    def press(self, key: str) -> None:
        """Hit a key of the keypad, one of `0123456789*#`, behind the cards tapped before."""

    def act(self, act: str) -> None:
        """Do one of `ACTS`."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the views use."""

    bench: Bench
    streams: Streams[DemoState]
    zone: ZoneInfo
    run: str  # tells a page that outlived it from one of its own


def demo_app(bench: Bench, zone: str, office: Site | None = None) -> Flask:
    """Return the application with the demo's page at `/pintu`, and the office's where there is one.

    Args:
        bench: what the page is shown.
        zone: IANA name of the time zone of its clock.
        office: a demonstration's.
    """
    app = create_app() if office is None else office_app(office, bp)
    app.config["TRUSTED_HOSTS"] = HOSTS
    app.extensions["demo"] = Demo(bench, Streams(bench.board), ZoneInfo(zone), token_hex(8))
    if office is None:
        app.register_blueprint(bp)
    return app


def _demo() -> Demo:
    demo: Demo = current_app.extensions["demo"]
    return demo


@bp.get("/")
@allow(anyone=True)
def page() -> str:
    """Show the door."""
    return render_template(
        "demo.html",
        hand=_demo().bench.hand,
        parts=PARTS | LATER,
        technologies=TECHNOLOGIES,
        keys=KEYS,
        groups=GROUPS,
        places=PLACES,
    )


@bp.get("/stream")
@allow(anyone=True)
def stream() -> Response:
    """Stream the state and the journal; 204 where too many look on, which ends an EventSource."""
    after = request.headers.get("Last-Event-ID", request.args.get("after", "0"))
    text = _demo().streams.open(_seq(after), _telling())
    if text is None:
        return Response(status=204)
    return Response(text, mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


@bp.get("/news")
@allow(anyone=True)
def news() -> Response:
    """Return the state and the lines behind `after`, for a page that has no stream."""
    board = _demo().bench.board
    told = _telling()(board.since(0, _seq(request.args.get("after", "0"))))
    return jsonify([{"event": event, "data": carried} for event, _, carried in told])


@bp.post("/tap/<card>")
@allow(anyone=True)
def tap(card: str) -> Response:
    """Tap a card of the hand."""
    if card not in {each.id for each in _demo().bench.hand}:
        abort(404)
    _demo().bench.tap(card)
    return Response(status=204)


@bp.post("/meja/<card>")
@allow(anyone=True)
def at_desk(card: str) -> Response:
    """Hold a card to the operator's desk reader."""
    if card not in {each.id for each in _demo().bench.hand if each.technology == CHIP}:
        abort(404)
    _demo().bench.show(card)
    return Response(status=204)


@bp.post("/key/<key>")
@allow(anyone=True)
def press(key: str) -> Response:
    """Hit a key of the keypad."""
    if key not in KEYS:
        abort(404)
    _demo().bench.press(KEYS[key])
    return Response(status=204)


@bp.post("/act/<act>")
@allow(anyone=True)
def act(act: str) -> Response:
    """Do something at the door."""
    if act not in ACTS:
        abort(404)
    _demo().bench.act(act)
    return Response(status=204)


def _seq(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _telling() -> Callable[[News[DemoState]], Told]:
    """Return what tells news in this request's language; it outlives the request."""
    demo, speak = _demo(), current_app.extensions["catalogues"][g.language]
    teller = Teller(g.language, speak, demo.bench.people, demo.zone)
    board = demo.bench.board
    sent = 0

    def tell(news: News[DemoState]) -> Told:
        nonlocal sent
        if news.state is not None:
            words = facts(news.state, speak)
            yield "state", None, asdict(news.state) | {"facts": words, "run": demo.run}
        for line in news.lines:
            fresh = line.event.seq > sent
            sent = max(sent, line.event.seq)
            yield "line", line.event.seq if fresh else None, teller.line(line)
        if news.lines:
            alarms = standing((each.event.kind, each.event.reader) for each in board.since(0).lines)
            yield "alarms", None, [speak.gettext(LOOKS[kind].words) for kind in alarms]

    return tell
