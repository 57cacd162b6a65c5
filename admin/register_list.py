"""Daftar akses (form 2) and Data pemohon: the SOP's two records, read by those who answer for it.

The only act here is the Kasi's paraf (step 9); everything else is a projection.
"""

from datetime import date
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin import door
from admin.access import allow, by, site, visitor
from admin.audit_reasons import retold
from admin.filled_in import filled_in
from admin.languages import mark
from admin.last_use import with_last_use
from register import applicants, dossiers, register_list, row_history
from register.dossiers import Signature
from register.forms.register_list import REGISTER_LIST, STATUSES
from register.models import Dossier
from register.register_list import Wanted
from register.workflow import Role, State

bp = Blueprint("register_list", __name__)
READERS: Final = (
    Role.KASI, Role.KABID, Role.KADIS, Role.SECRETARY, Role.OPERATOR, Role.AUDITOR,
)  # fmt: skip
INITIALLERS: Final = (Role.KASI, Role.KABID, Role.OPERATOR)
TONES: Final = {"active": "good", "not-handed-over": "wait", "frozen": "bad", "lost": "bad"}
"""How a status shows besides its words; the others are plain."""
HAPPENED: Final = {
    "submit": mark("Permintaan diajukan"),
    "endorse": mark("Disetujui atasan"),
    "dispose": mark("Didisposisikan Kadis"),
    "forward": mark("Diteruskan Kabid"),
    "verify": mark("Diverifikasi"),
    "approve": mark("Hak akses disetujui"),
    "issue": mark("Kartu diterbitkan atau hak akses diberlakukan"),
    "initial": mark("Baris diparaf"),
    "receive": mark("Kartu diterima pemegang"),
    "return": mark("Dikembalikan"),
    "ask": mark("Penghapusan diajukan"),
    "lapse": mark("Masa berlaku habis; penghapusan dibuka sendiri"),
    "confirm": mark("Penghapusan diverifikasi"),
    "object": mark("Diusulkan agar tidak dihapus"),
    "refuse": mark("Penghapusan tidak dikabulkan"),
    "revoke": mark("Akses dicabut"),
    "close": mark("Penghapusan ditutup"),
    "card.hand-over": mark("Kartu aktif"),
    "card.frozen": mark("Kartu dibekukan"),
    "card.lost": mark("Kartu dilaporkan hilang"),
    "card.revoked": mark("Kartu dicabut"),
    "card.returned": mark("Kartu dikembalikan pemegang"),
    "card.damaged": mark("Kartu rusak"),
    "card.destroyed": mark("Kartu dimusnahkan"),
    "card.restore": mark("Kartu dipulihkan"),
    "grant.revoke": mark("Hak akses dicabut"),
    "grant.lapse": mark("Hak akses gugur: tidak direview sampai tenggat"),
    "grant.freeze": mark("Hak akses dibekukan"),
    "grant.review": mark("Hak akses diganti oleh review"),
    "open": mark("Review dimulai"),
    "sign": mark("Review ditandatangani"),
    "countersign": mark("Review disahkan"),
    "admit": mark("Diambil dari daftar awal"),
    "review.tetap": mark("Direview: tetap"),
    "review.perpanjang": mark("Direview: diperpanjang"),
    "review.ubah": mark("Direview: dipersempit"),
    "review.bekukan": mark("Direview: dibekukan"),
    "review.cabut": mark("Direview: dicabut"),
}


@bp.get("/daftar-akses")
@allow(*READERS)
def page() -> str:
    """Show the register, or the rows that the filter wants."""
    wanted = asked_for()
    with site().reading() as session:
        rows = register_list.rows(session, site().now(), door.known(), g.language)
        every = with_last_use(rows)
        found = register_list.chosen(every, wanted)
        return render_template(
            "register_list.html",
            rows=found,
            every=every,
            wanted=wanted,
            counts=register_list.counts(every),
            statuses=STATUSES,
            tones=TONES,
            units=sorted({row.unit for row in every if row.unit}),
            doors={name: label for each in every for name, label in each.doors.items()},
            asked=_asked(wanted),
            filled_in=filled_in,
            form=REGISTER_LIST,
        )


@bp.get("/daftar-akses/<int:grant>")
@allow(*READERS)
def row(grant: int) -> str:
    """Show one row with everything that ever happened to it."""
    with site().reading() as session:
        found = register_list.row(session, grant, site().now(), door.known(), g.language)
        if found is None:
            abort(404)
        (found,) = with_last_use((found,))
        return render_template(
            "register_row.html",
            row=found,
            history=row_history.history(session, grant, found.reviews),
            happened=HAPPENED,
            retold=retold,
            tones=TONES,
            statuses=STATUSES,
            filled_in=filled_in,
            form=REGISTER_LIST,
        )


@bp.post("/daftar-akses/<int:number>/paraf")
@allow(*INITIALLERS, proof=True)
def initial(number: int) -> Response:
    """Initial a row (SOP step 9), by its request's number; lead back to the list as it was."""
    with site().store.session() as session:
        dossier = session.get(Dossier, number)
        if dossier is None:
            abort(404)
        signature = Signature(person=visitor().person)
        dossiers.sign(session, dossier, "initial", signature, by(), site().now())
    return redirect(f"{url_for('register_list.page')}?{urlencode(_asked(asked_for()))}", 303)


@bp.get("/data-pemohon")
@allow(*READERS)
def people() -> str:
    """Show every applicant, the rejected ones included, and what came of each request."""
    chosen = request.args.get("hasil", "")
    outcome = State(chosen) if chosen in tuple(State) else None
    with site().reading() as session:
        every = applicants.every(session)
        found = every if outcome is None else applicants.every(session, outcome)
        return render_template(
            "applicants.html", people=found, outcome=outcome, counts=applicants.outcomes(every)
        )


def asked_for() -> Wanted:
    """Return what the address of a list wants of it."""
    return Wanted(
        status=request.values.get("status") or None,
        unit=request.values.get("unit") or None,
        door=request.values.get("pintu") or None,
        since=_day("dari"),
        until=_day("sampai"),
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.values.get(name, ""))
    except ValueError:
        return None


def _asked(wanted: Wanted) -> dict[str, str]:
    """Return a filter as the address of the list has it."""
    asked = {
        "status": wanted.status,
        "unit": wanted.unit,
        "pintu": wanted.door,
        "dari": wanted.since,
        "sampai": wanted.until,
    }
    return {key: str(value) for key, value in asked.items() if value is not None}
