"""The audit on pages, and the yearly evidence: read by the auditor, changed by nobody."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from flask import Blueprint, Response, jsonify, render_template, request, stream_with_context

from admin import yearly
from admin.access import allow, by, site
from admin.audit_lines import Told, told
from admin.audit_words import GROUPS
from admin.spreadsheet import Row, csv_file, file
from admin.telling import zone
from register import audit, audit_trail
from register.audit_trail import Line, Wanted
from register.errors import AuditBroken
from register.models import canonical
from register.store import Session
from register.workflow import Role

bp = Blueprint("audit_trail", __name__)
READERS: Final = (Role.AUDITOR, Role.ADMINISTRATOR)
EVIDENCE: Final = (Role.AUDITOR, Role.KABID, Role.KADIS)
FIRST_YEAR: Final = 2019
DAY: Final = timedelta(days=1)
HEAD: Final = ("no", "waktu", "oleh", "dari", "tindakan", "rincian", "rantai")


@bp.get("/audit")
@allow(*READERS)
def page() -> str:
    """Show the audit, newest first, as the filter wants it."""
    wanted = _wanted()
    before = request.args.get("before", type=int)
    with site().reading() as session:
        found = audit_trail.lines(session, wanted, before)
        return render_template(
            "audit.html",
            lines=_told(session, found),
            groups=GROUPS,
            wanted=_asked(),
            more=len(found) == audit_trail.PAGE,
        )


@bp.post("/audit/unduh.csv")
@allow(*READERS, proof=True)
def take() -> Response:
    """Hand the audit out as a CSV."""
    wanted = _wanted()
    with site().store.session() as session:
        audit.write(session, "export.audit", by(), site().now())
    return csv_file("audit.csv", _rows(wanted))


@bp.get("/audit/periksa")
@allow(*READERS)
def check() -> Response:
    """Walk the whole chain, telling how far it is; what was found is the last line."""
    return Response(stream_with_context(_walked()), mimetype="application/x-ndjson")


@bp.get("/bukti-tahunan")
@allow(*EVIDENCE)
def years() -> str:
    """Show the years whose evidence can be taken away."""
    with site().reading() as session:
        first = next(iter(audit_trail.all_lines(session, Wanted(), most=1)), None)
    now = site().now().astimezone(zone()).year
    since = now if first is None else first.at.astimezone(zone()).year
    return render_template("yearly.html", years=range(now, max(since, FIRST_YEAR) - 1, -1), now=now)


@bp.post("/bukti-tahunan/<int:year>.zip")
@allow(*EVIDENCE, proof=True)
def archive(year: int) -> Response:
    """Hand a year's evidence out as one ZIP."""
    at = site().now()
    year = min(max(year, FIRST_YEAR), at.astimezone(zone()).year)
    with site().store.session() as session:
        audit.write(session, "export.evidence", by(), at, {"year": year})
    made = yearly.pieces(site().store, site().journal, year, at, lambda _, __: None)
    return file(f"bukti-{year}.zip", "application/zip", made)


def _told(session: Session, found: Sequence[Line]) -> list[Told]:
    behind = audit_trail.behind(session, found)
    return [told(line, behind) for line in found]


def _walked() -> Iterator[str]:
    """Yield one line of progress for every thousand, and the verdict."""
    with site().store.reading() as session:
        of, _ = audit_trail.head(session)
        try:
            for done in audit.walk(session):
                yield _line(done=done, of=of)
        except AuditBroken as broken:
            yield _line(broken=broken.seq, of=of)
            return
        seq, chain = audit_trail.head(session)
    yield _line(whole=seq, chain=chain)


def _line(**said: object) -> str:
    return jsonify(**said).get_data(as_text=True).replace("\n", "") + "\n"


def _rows(wanted: Wanted) -> Iterator[Row]:
    yield HEAD
    after = 0
    with site().store.reading() as session:
        while page_ := audit_trail.all_lines(session, wanted, after):
            for each in page_:
                yield (each.seq, each.at.isoformat(timespec="milliseconds"), each.by, each.source,
                       each.act, canonical(each.what), each.chain)  # fmt: skip
            after = page_[-1].seq


def _asked() -> Mapping[str, str]:
    names = ("act", "by", "dari", "sampai")
    return {name: request.values[name] for name in names if request.values.get(name)}


def _wanted() -> Wanted:
    asked = _asked()
    until = _day(asked.get("sampai"))
    return Wanted(
        act=asked.get("act"),
        by=asked.get("by"),
        since=_day(asked.get("dari")),
        until=None if until is None else until + DAY,
    )


def _day(written: str | None) -> datetime | None:
    try:
        day = date.fromisoformat(written or "")
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=zone())
