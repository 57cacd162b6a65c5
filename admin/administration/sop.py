"""The SOP as a page, and the report by which it measures itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from flask import Blueprint, g, render_template, request

from admin.access import allow, site
from admin.administration import posts
from admin.dossiers import REVIEWERS
from admin.languages import mark
from admin.register_list import READERS as RECORD_READERS
from register import keyholders, measuring, settings, sop, sop_report
from register.forms import identity
from register.measuring import Measure
from register.removal_reach import OFFICIALS
from register.workflow import POSTS, REMOVAL, REQUEST, REVIEW, Role, Step

bp = Blueprint("sop", __name__, url_prefix="/sop")
READERS: Final = POSTS
ROLES: Final = {
    Role.APPLICANT: mark("Pemohon"),
    Role.SUPERIOR: mark("Atasan langsung"),
    Role.KADIS: mark("Kadis"),
    Role.SECRETARY: mark("Sekretaris Dinas"),
    Role.KABID: mark("Kabid"),
    Role.KASI: mark("Kasi"),
    Role.OPERATOR: mark("Operator"),
    Role.REGISTRY: mark("Tata usaha"),
    Role.AUDITOR: mark("Auditor"),
    Role.ADMINISTRATOR: mark("Administrator"),
    Role.SYSTEM: mark("Sistem"),
}
FORM_PLACES: Final[Mapping[int, tuple[str, frozenset[Role]]]] = {
    1: ("requests.new", READERS),
    2: ("register_list.page", frozenset(RECORD_READERS)),
    3: ("reviews.index", REVIEWERS),
    4: ("removals.new", OFFICIALS),
}
"""Where each of the SOP's forms is filled in or kept, and who gets there."""
LEAST_BAR: Final = 2  # of a thousand: a step that was made at once is still seen
WIDE: Final = 1000


def _labels() -> dict[tuple[str, str], Step]:
    """Return the SOP's words for each act at each number."""
    found: dict[tuple[str, str], Step] = {}
    for line in (*REQUEST, *REMOVAL, *REVIEW):
        if isinstance(line, Step):
            found.setdefault((line.number, line.act), line)
    return found


LABELS: Final = _labels()
MORE: Final = tuple(
    dict.fromkeys(step.number for step in (*REMOVAL, *REVIEW))
)  # numbers of removal and review, in order


@bp.get("/")
@allow(*READERS)
def page() -> str:
    """Show the sheet: its facts, its forms and records, who holds which post, its steps."""
    with site().reading() as session:
        now = settings.read(session)
        return render_template(
            "administration/sop.html",
            now=now,
            lines=sop.LINES,
            forms=sop.FORMS,
            places=_places(),
            approved_nip=identity.shown("nip", now.sop_approved_nip),
            by_step=sop.roles(sop_report.way(now)),
            roles=ROLES,
            removal=REMOVAL,
            review=REVIEW,
            holders=sop_report.holders(session, site().now()),
            keyholders=keyholders.named(session),
            records=frozenset(RECORD_READERS) & g.visitor.roles,
            post_readers=posts.READERS & g.visitor.roles,
        )


@bp.get("/pengukuran")
@allow(*READERS)
def report() -> str:
    """Show how long each step took and what came out, drawn and in words."""
    year = _year()
    with site().reading() as session:
        now = settings.read(session)
        measures = sop_report.measured(session, year)
        return render_template(
            "administration/sop_report.html",
            measures=measures,
            lines=sop.LINES,
            more=[number for number in MORE if number in measures],
            by_step=sop.roles(sop_report.way(now)),
            roles=ROLES,
            labels=LABELS,
            limits=now.step_days or {},
            years=sop_report.years(session, site().now()),
            year=year,
            bar=_scale(measures),
            spoken=_spoken,
            enough=measuring.ENOUGH,
        )


@bp.get("/rancangan")
@allow(*READERS)
def draft() -> str:
    """Show the SOP's table with Waktu and Output filled in, to print for its next revision."""
    year = _year()
    with site().reading() as session:
        now = settings.read(session)
        return render_template(
            "administration/sop_draft.html",
            now=now,
            lines=sop.LINES,
            measures=sop_report.measured(session, year),
            by_step=sop.roles(sop_report.way(now)),
            roles=ROLES,
            removal=REMOVAL,
            review=REVIEW,
            year=year,
            at=site().now(),
            spoken=lambda span: _spoken(measuring.rounded(span)),
            enough=measuring.ENOUGH,
        )


def _places() -> Mapping[int, str]:
    """Return where each form is, of those to which the visitor may go."""
    mine = g.visitor.roles
    return {number: place for number, (place, whose) in FORM_PLACES.items() if whose & mine}


def _year() -> int | None:
    found = request.args.get("tahun", type=int)
    return found if found in range(sop_report.FIRST_YEAR, 2200) else None


def _spoken(span: timedelta) -> str:
    return measuring.said(span, g.language)


def _scale(measures: Mapping[str, Measure]) -> Mapping[str, tuple[int, int]]:
    """Return each step's median and 95th percentile as widths of a thousand."""
    longest = max((each.p95 for each in measures.values()), default=timedelta())
    if not longest:
        return dict.fromkeys(measures, (LEAST_BAR, LEAST_BAR))
    return {
        number: (
            max(round(WIDE * (each.median / longest)), LEAST_BAR),
            max(round(WIDE * (each.p95 / longest)), LEAST_BAR),
        )
        for number, each in measures.items()
    }
