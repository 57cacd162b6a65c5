"""Pengesahan log bulanan: a month of the door's log, verified, signed, countersigned."""

from collections.abc import Iterator, Mapping
from typing import Final

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from admin.access import allow, by, site, visitor
from admin.anomaly_words import SEVERITIES, STATES, WORDINGS
from admin.rooms import WATCHERS
from ledger.errors import JournalBroken
from ledger.events import Reason
from ledger.sentences import REASONS
from register import dates
from register.door_log import findings, log_figures, log_months, log_papers, watching
from register.door_log.log_figures import Figures
from register.door_log.log_months import MonthlyLog
from register.workflow import Role

bp = Blueprint("log_months", __name__, url_prefix="/pengesahan-log")
AT_ONCE: Final = 20_000  # lines that a page counts by itself; of more, it shows how far it is
KNOWN: Final = {reason.value: reason for reason in Reason}


@bp.get("")
@allow(*WATCHERS)
def page() -> str:
    """Show every month, and which are to be signed."""
    with site().reading() as session:
        months = log_months.months(session, site().journal, site().now())
        return render_template("log_months.html", months=months, named=_named)


@bp.get("/<month>")
@allow(*WATCHERS)
def show(month: str) -> str:
    """Show one month: as it was signed, or as it would be."""
    journal, at = site().journal, site().now()
    with site().reading() as session:
        signed = log_months.report(session, month)
        if signed is not None:
            return _page(signed.figures, signed)
        first, last = log_figures.size(session, journal, month)
        if last - first >= AT_ONCE and "hitung" not in request.args:
            return render_template("log_month_wait.html", named=_named(month), month=month)
        figures = log_figures.prepare(session, journal, month, at, within=(first, last))
        return _page(figures, None)


@bp.get("/<month>/rantai")
@allow(*WATCHERS)
def chain(month: str) -> Response:
    """Stream how far the chain is verified, `done total` a line; it ends where the chain breaks."""
    journal = site().journal
    with site().store.reading() as session:
        first, last = log_figures.size(session, journal, month)

    def told() -> Iterator[str]:
        try:
            for done, whole in log_figures.chain(journal, first, last):
                yield f"{done} {whole}\n"
        except JournalBroken as error:
            yield f"broken {error.seq}\n"

    return Response(told(), mimetype="text/plain", headers={"X-Accel-Buffering": "no"})


@bp.post("/<month>")
@allow(Role.KASI, proof=True)
def sign(month: str) -> Answer:
    """Sign a month: counted and verified once more, and fixed."""
    at = site().now()
    with site().reading() as session:
        figures = log_figures.prepare(session, site().journal, month, at)
    with site().store.session() as session:
        note = request.form.get("note")
        log_months.sign(session, figures, note, visitor().person, by(), at)
    return redirect(url_for("log_months.show", month=month), 303)


@bp.post("/<month>/mengetahui")
@allow(Role.KABID, proof=True)
def countersign(month: str) -> Answer:
    """Countersign a signed month."""
    with site().store.session() as session:
        log_months.countersign(session, month, visitor().person, by(), site().now())
    return redirect(url_for("log_months.show", month=month), 303)


@bp.get("/<month>/kertas")
@allow(*WATCHERS)
def paper(month: str) -> Response:
    """Hand out the scan of a countersignature on paper, as a file and never as a page of ours."""
    with site().reading() as session:
        found = log_papers.scan(session, month)
        answer = Response(found.content, mimetype=found.media_type)
    ending = found.media_type.rpartition("/")[2]
    answer.headers.set("Content-Disposition", "attachment", filename=f"log-{month}.{ending}")
    return answer


def _page(figures: Figures, signed: MonthlyLog | None) -> str:
    with site().reading() as session:
        people = findings.named(session, [each.subject for each in figures.anomalies])
    return render_template(
        "log_month.html",
        month=figures.month,
        named=_named(figures.month),
        figures=figures,
        signed=signed,
        people=people,
        reasons=_reasons(figures.reasons),
        wordings=WORDINGS,
        severities=SEVERITIES,
        states=STATES,
        moment=watching.moment,
    )


def _reasons(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Return how often each denial was answered, in the words that the door says."""
    return {
        REASONS[KNOWN[key]].say(g.language) if key in KNOWN else key: count
        for key, count in counts.items()
    }


def _named(month: str) -> str:
    return dates.month(month, g.language)
