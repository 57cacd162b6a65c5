"""Log pintu: the list, newest first, paged by key; who is searched for; what comes in live."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from sqlite3 import DatabaseError
from typing import Final, NamedTuple

from babel.dates import get_day_names
from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Redirect

from admin import cookies
from admin.access import allow, by, site, visitor
from admin.board import News
from admin.journal_words import LOOKS
from admin.log import asked
from admin.log.asked import RESULT_WORDS, TIMES, Asked
from admin.log.keeper import keeper
from admin.log.told import Telling, telling
from admin.streams import Told
from admin.telling import zone
from ledger.events import Kind, Reason
from ledger.logbook.query import Log
from ledger.sentences import REASONS
from register.door_log import movements
from register.login import sessions
from register.store import Session
from register.workflow import Role

bp = Blueprint("log", __name__, url_prefix="/log-pintu")
READERS: Final = (Role.KASI, Role.KABID, Role.KADIS, Role.SECRETARY, Role.AUDITOR)
TODAYS: Final = (*READERS, Role.OPERATOR)
"""An operator helps who stands at the door now: he reads today's lines, and nobody's history."""
PAGE: Final = 50
AT_ONCE: Final = 200  # lines that a viewer who was away is sent; for more he opens the page anew


class Read(NamedTuple):
    """What a page of the log is made of."""

    log: Log
    asked: Asked
    telling: Telling
    session: Session


@contextmanager
def opened(*, whole: bool = True, since: str = "") -> Iterator[Read]:
    """Open the log for what the address asks; write down whose movements are looked at.

    Args:
        whole: False: an operator may ask too, for today and for nobody in particular.
        since: from which day on (ISO), where the address names none.
    """
    with site().store.reading() as session:
        wanted = what_is_asked(session, {"dari": since, **request.args})
        if not whole:
            wanted = _todays(wanted)
        if wanted.wanted.subjects is not None:
            noted(wanted)
        with keeper().reading() as log:
            yield Read(log, wanted, telling(session), session)


def what_is_asked(session: Session, args: Mapping[str, str] | None = None) -> Asked:
    """Return what an address asks for; 404 where it asks for somebody whom the register lacks."""
    said = request.args if args is None else args
    unit = said.get("unit", "")
    found = asked.read(said, zone(), movements.members(session, unit) if unit else None)
    if found.person is not None and not movements.known(session, [found.person]):
        abort(404)  # whatever stands in an address would else stand in the audit
    return found


def noted(wanted: Asked, page: str = "log") -> None:
    """Write down that the visitor looks at what one person, or one unit, did."""
    said = {"page": page, **{key: value for key, value in wanted.args.items() if key != "orang"}}
    whom = [wanted.person] if wanted.person else []
    with site().store.session() as session:
        movements.looked(session, whom, said, by(), site().now())


@bp.get("")
@allow(*TODAYS)
def page() -> str:
    """Show the log, or the lines that a filter wants, or the page behind a line."""
    before = request.args.get("sebelum", type=int)
    try:
        with opened(whole=_whole()) as read:
            found = read.log.page(read.asked.wanted, before=before, limit=PAGE + 1)
            return _shown(read, read.telling.lines(found[:PAGE]), before, more=len(found) > PAGE)
    except DatabaseError:
        return render_template("log/none.html", building=keeper().book)


def _shown(read: Read, lines: list[dict[str, object]], before: int | None, *, more: bool) -> str:
    return render_template(
        "log/page.html",
        lines=lines,
        before=before,
        asked=read.asked,
        older=read.asked.but(sebelum=lines[-1]["seq"]) if more and lines else None,  # type: ignore[arg-type]
        newest=read.log.last(),
        person=_person(read),
        choices=_choices(read),
        whole=_whole(),
        book=keeper().book,
    )


@bp.post("/cari")
@allow(*READERS)
def search() -> Redirect | str:
    """Look a person up by name; the name is nowhere in an address."""
    text = request.form.get("nama", "")
    with site().store.session() as session:
        found = movements.named_like(session, text)
        movements.searched(session, len(found), by(), site().now())
    if len(found) == 1:
        return redirect(url_for("log.page", orang=found[0].public_id), 303)
    return render_template("log/found.html", found=found, text=text)


@bp.get("/arus")
@allow(*TODAYS)
def stream() -> Response:
    """Stream lines as they come; 204 where too many look on, which ends an EventSource."""
    after = request.headers.get("Last-Event-ID", request.args.get("sesudah", "0"))
    seq = int(after) if after.isascii() and after.isdigit() else 0
    text = keeper().streams.open(0, _following(seq))
    if text is None:
        return Response(status=204)
    return Response(text, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


@bp.get("/baru")
@allow(*TODAYS)
def news() -> Response:
    """Return the lines behind `sesudah`, for a page that has no stream."""
    after = request.args.get("sesudah", 0, type=int)
    try:
        with _quietly() as read:
            found = read.log.page(read.asked.wanted, after=after, limit=AT_ONCE)
            lines = read.telling.lines(found)
    except DatabaseError:
        lines = []
    return jsonify([{"event": "line", "data": line} for line in lines])


def _following(after: int) -> Callable[[News[int]], Told]:
    """Return what tells the lines that somebody's filter lets through; it outlives the request.

    Before each line it is asked whether he is still signed in.
    """
    kept, here, token = keeper(), site(), cookies.held() or ""
    with site().store.reading() as session:
        wanted = what_is_asked(session)
        tell_lines = telling(session)
    if not _whole():
        wanted = _todays(wanted)

    def tell(news: News[int]) -> Told:
        nonlocal after
        if news.state is None or news.state <= after:
            return
        with here.store.reading() as session:
            if sessions.find(session, token, here.now()) is None:
                yield "gone", None, None
                return
        with kept.reading() as log:
            found = log.page(wanted.wanted, after=after, limit=AT_ONCE)
        after = max(after, news.state, *(each.seq for each in found))
        for line in tell_lines.lines(found):
            yield "line", after, line

    return tell


@contextmanager
def _quietly() -> Iterator[Read]:
    """Open the log for what a page that was noted asks again and again."""
    with site().store.reading() as session, keeper().reading() as log:
        wanted = what_is_asked(session)
        yield Read(log, wanted if _whole() else _todays(wanted), telling(session), session)


def _whole() -> bool:
    """Whether the visitor reads more than today's lines."""
    return bool(visitor().roles & set(READERS))


def _todays(wanted: Asked) -> Asked:
    """Narrow what an operator asks to today, and to nobody in particular."""
    today = site().now().astimezone(zone()).date().isoformat()
    args = {key: value for key, value in wanted.args.items() if key not in ("orang", "unit")}
    return asked.read({**args, "dari": today, "sampai": today}, zone())


def _person(read: Read) -> movements.Known | None:
    """Return the one person that is asked for."""
    if read.asked.person is None:
        return None
    return movements.known(read.session, [read.asked.person]).get(read.asked.person)


def results() -> list[tuple[str, str]]:
    """Return what a line can come down to, in words."""
    speak = current_app.extensions["catalogues"][g.language].gettext
    return [(key, speak(words)) for key, words in RESULT_WORDS.items()]


def _choices(read: Read) -> dict[str, object]:
    """Return what each field of the filter offers."""
    speak = read.telling.speak.gettext
    names = get_day_names("wide", locale=g.language)
    reasons = [each for each in read.log.words("reason") if each in set(Reason)]
    return {
        "unit": [(each, each) for each in movements.units(read.session)] if _whole() else [],
        "pintu": [(each, read.telling.doors.get(each, each)) for each in read.log.words("door")],
        "hasil": results(),
        "hari": [(day, names[day].capitalize()) for day in range(7)],
        "alasan": [(each, REASONS[Reason(each)].say(g.language)) for each in reasons],
        "jenis": [(str(each), speak(LOOKS[each].words)) for each in Kind if each in LOOKS],
        "waktu": [(key, speak(words)) for key, words in TIMES.items()],
    }
