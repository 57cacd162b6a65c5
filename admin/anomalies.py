"""Perlu perhatian: what was found at the door, who sees to it, and what was done."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from sqlite3 import OperationalError
from typing import Final

from babel.dates import format_timedelta
from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin import door
from admin.access import allow, by, site, visitor
from admin.anomaly_words import SEVERITIES, STATES, WORDINGS, Wording
from admin.board import Line
from admin.journal_lines import Person, Teller
from admin.languages import mark
from admin.rooms import WATCHERS
from admin.telling import reader, when, zone
from ledger.reading import Recorded
from register import dates
from register.door_log import findings, log_months, watching
from register.door_log.anomalies import FAULTS
from register.door_log.findings import Handling
from register.models import Anomaly, AnomalyState, Cardholder
from register.workflow import Role

bp = Blueprint("anomalies", __name__, url_prefix="/perlu-perhatian")
LOOKERS: Final = (Role.KASI, Role.KABID, Role.KADIS, Role.OPERATOR)  # an auditor sets off nothing
AT_ONCE: Final = 1  # batches that a page looks through by itself; more is asked for
NOBODY: Final = mark("kartu tak dikenal")
DOOR: Final = mark("pintu")
LASTING: Final = mark(" selama %(time)s")
TIMES: Final = mark(" (%(count)s kali)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the page tells it; `names` fill in its sentence."""

    anomaly: Anomaly
    wording: Wording
    names: Mapping[str, str]
    overdue: bool


@bp.get("")
@allow(*WATCHERS, Role.OPERATOR)
def page() -> str:
    """Show what is open, the most urgent first; or what is closed."""
    caught = watching.catch_up(site().store, site().journal, site().now(), batches=AT_ONCE)
    state = AnomalyState.CLOSED if "selesai" in request.args else None
    with site().reading() as session:
        found = findings.listed(session, state, faults=_faults_alone())
        doors = findings.doors(session)
        return render_template(
            "anomalies.html",
            shown=[_shown(each, found.people, doors) for each in found.anomalies],
            counts=found.counts,
            closed=state is AnomalyState.CLOSED,
            caught=caught,
            unsigned=log_months.overdue(session, site().journal, site().now()),
            named=dates.month,
            severities=SEVERITIES,
            states=STATES,
            faults=_faults_alone(),
            may_look=bool(visitor().roles & set(LOOKERS)),
            day=_day,
        )


@bp.post("")
@allow(*LOOKERS)
def look() -> Response:
    """Look through all of the journal that was not looked through yet."""
    watching.catch_up(site().store, site().journal, site().now())
    return redirect(url_for("anomalies.page"), 303)


@bp.get("/<int:number>")
@allow(*WATCHERS, Role.OPERATOR)
def show(number: int) -> str:
    """Show one finding: its lines in the journal, what was written, what can be done."""
    with site().reading() as session:
        anomaly = findings.one(session, number, faults=_faults_alone())
        events = _events(findings.lines(anomaly))
        people = findings.named(session, [anomaly.subject, *_subjects(events)])
        return render_template(
            "anomaly.html",
            shown=_shown(anomaly, people, findings.doors(session)),
            lines=list(_told(events, people)),
            severities=SEVERITIES,
            states=STATES,
            owners=findings.owners(session, site().now()),
            today=_today(),
            day=_day,
            may=Role.KASI in visitor().roles and anomaly.state is not AnomalyState.CLOSED,
        )


@bp.post("/<int:number>/tangani")
@allow(Role.KASI)
def acknowledge(number: int) -> Response:
    """Say who sees to a finding, and by when."""
    return _handle(number, close=False)


@bp.post("/<int:number>/selesai")
@allow(Role.KASI)
def close(number: int) -> Response:
    """Close a finding with what was done."""
    return _handle(number, close=True)


def _handle(number: int, *, close: bool) -> Response:
    doing = Handling(
        note=request.form.get("note", ""),
        owner=request.form.get("owner", type=int),
        due=request.form.get("due", type=date.fromisoformat),
        close=close,
    )
    with site().store.session() as session:
        findings.handle(session, number, doing, visitor().person, by(), site().now())
    return redirect(url_for("anomalies.show", number=number), 303)


def _faults_alone() -> bool:
    """Whether the visitor is shown faults of the door alone, and nobody's movements."""
    return not visitor().roles & WATCHERS


def _today() -> date:
    return site().now().astimezone(zone()).date()


def _shown(anomaly: Anomaly, people: Mapping[str, Cardholder], doors: Mapping[str, str]) -> Shown:
    person = people.get(anomaly.subject or "")
    who = person.name if person and person.name else _say(NOBODY)
    where = doors.get(anomaly.door or "", reader(anomaly.reader) if anomaly.reader else _say(DOOR))
    if anomaly.reader and anomaly.rule in FAULTS:
        where = reader(anomaly.reader)
    count = str(len(findings.lines(anomaly)))
    names = {
        "who": who,
        "where": where,
        "count": count,
        "times": "" if count == "1" else _say(TIMES) % {"count": count},
        "since": when(anomaly.at, "d MMMM y"),
        "span": _span(anomaly),
    }
    return Shown(anomaly, WORDINGS[anomaly.rule], names, findings.overdue(anomaly, _today()))


def _span(anomaly: Anomaly) -> str:
    """Return how long it lasted, where it did."""
    lasted = None if anomaly.until is None else anomaly.until - anomaly.at
    if not lasted:
        return ""
    return _say(LASTING) % {"time": format_timedelta(lasted, locale=g.language)}


def _day(iso: str) -> str:
    return dates.day(date.fromisoformat(iso), g.language)


def _say(text: str) -> str:
    words: str = current_app.extensions["catalogues"][g.language].gettext(text)
    return words


def _events(seqs: Sequence[int]) -> Sequence[Recorded]:
    """Return lines of the journal; those that were pruned are not there any more."""
    with suppress(OperationalError), door.journal() as reader:
        return [event for seq in seqs for event in reader.after(seq - 1, 1) if event.seq == seq]
    return ()


def _subjects(events: Sequence[Recorded]) -> Iterator[str]:
    for event in events:
        yield from event.entered


def _told(
    events: Sequence[Recorded], people: Mapping[str, Cardholder]
) -> Iterator[Mapping[str, object]]:
    """Yield the lines in words."""
    named = {key: Person(each.name or key, each.unit or "") for key, each in people.items()}
    teller = Teller(g.language, current_app.extensions["catalogues"][g.language], named, zone())
    for event in events:
        told = teller.line(Line(event, None, 0))
        yield {**told, "at": watching.moment(event.wall), "address": _address(event.seq)}


def _address(seq: int) -> str | None:
    """Return where the log tells everything behind a line, for who reads more than faults."""
    return None if _faults_alone() else url_for("log.line", seq=seq)
