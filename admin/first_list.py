"""Day one on pages: a paper list is tried, submitted whole, signed thrice, and taken row by row."""

from collections.abc import Iterator, Sequence
from typing import Final

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from admin import spreadsheet
from admin.access import allow, by, site, visitor
from admin.dossiers import readable
from admin.form_answers import by_script
from admin.telling import sentence
from admin.tracking import followed
from register import dossiers, tables
from register.day_one import first_admission, first_cells, first_list, first_rows
from register.day_one.first_list import Fault, Read
from register.dossiers import Signature
from register.errors import Refusal
from register.models import Dossier
from register.store import Session
from register.tables import Table
from register.workflow import Course, Role, State

bp = Blueprint("first_list", __name__, url_prefix="/daftar-awal")
READS: Final = (Role.OPERATOR, Role.KASI, Role.KABID, Role.KADIS, Role.AUDITOR)
SIGNED_HERE: Final = frozenset({"verify", "approve", "ratify", "return", "reject", "withdraw"})
LINES: Final = "application/x-ndjson"
STEP: Final = 200  # rows between two words of progress
SHOWN: Final = 200  # faults told at once
EXAMPLE: Final = (
    "Rudi Hartono, S.T.", "ASN Diskominfo", "NIP", "19850312 201001 1 004", "Penata (III/c)",
    "Pranata Komputer", "Bidang Infrastruktur dan APTIKA", "Dinas Komunikasi dan Informatika",
    "0812-3456-7890", "rudi@trenggalekkab.go.id", "Ruang Server", "Tetap",
    "Senin-Jumat 07.30-16.00", "K-017", "Perawatan rutin server", "02/01/2026", "Tri Wahyudi",
    "Fajar Nugroho", "05/01/2026", "05/01/2026", "31/12/2026", "tidak", "", "",
)  # fmt: skip
"""One row of the template; the person is invented."""


@bp.get("/")
@allow(*READS)
def page() -> str:
    """Show the first lists that there are."""
    with site().reading() as session:
        return render_template("first_lists.html", found=first_list.all_lists(session))


@bp.get("/contoh.csv")
@allow(Role.OPERATOR, Role.KASI)
def template() -> Response:
    """Hand out a file with the columns and one example row."""
    return spreadsheet.csv_file("daftar-awal.csv", (first_cells.template(), EXAMPLE))


@bp.get("/baru")
@allow(Role.OPERATOR, Role.KASI, proof=True)
def new() -> str:
    """Ask for the file; who he is was proved before, so that no file has to be chosen twice."""
    return _form(None)


@bp.post("/periksa")
@allow(Role.OPERATOR, Role.KASI)
def dry_run() -> Response | str:
    """Try a list: every row's faults, nothing written; as it goes where a script asks."""
    content = _file()
    if request.headers.get("Accept") == LINES:
        told = stream_with_context(_told(content))
        return Response(told, mimetype=LINES, headers={"X-Accel-Buffering": "no"})
    return _form(_read(tables.read(content)))


@bp.post("/baru")
@allow(Role.OPERATOR, proof=True)
def submit() -> Answer | tuple[Response, int]:
    """Submit a list with its scan (D1), and sign it."""
    papers = [(each.filename or "", each.read()) for each in request.files.getlist("pindaian")]
    scans = [(name, content) for name, content in papers if name]
    signature = Signature(person=visitor().person)
    try:
        rows = _read(tables.read(_file()))
        with site().store.session() as session:
            before = _sent_back(session, request.form.get("number", type=int))
            made = first_list.submit(session, rows, scans, before, signature, by(), site().now())
            address = url_for("first_list.show", number=made.id)
    except Refusal as refusal:
        if by_script():
            return jsonify(words=sentence(refusal)), 422
        raise
    return jsonify(address=address) if by_script() else redirect(address, 303)


@bp.get("/<int:number>")
@allow(*READS)
def show(number: int) -> str:
    """Show a list: its signatures, its scan, its rows."""
    with site().reading() as session:
        listed = _listed(session, number)
        after = max(request.args.get("after", 0, int), 0)
        return render_template(
            "first_list.html",
            dossier=listed,
            way=dossiers.way_of(listed),
            signed=dossiers.round_of(listed),
            lines=followed(session, listed),
            acts=dossiers.may(session, listed, visitor().person, site().now()),
            rows=first_list.rows(session, listed, after),
            after=after,
            counted=first_list.counted(session, listed),
            lapses=first_rows.lapses(session, listed),
            State=State,
            open=_open(session, listed),
        )


@bp.post("/<int:number>/<act>")
@allow(Role.OPERATOR, Role.KASI, Role.KABID, Role.KADIS, proof=True)
def sign(number: int, act: str) -> Answer:
    """Verify, approve or ratify a list; or send it back, reject or withdraw it."""
    if act not in SIGNED_HERE:
        abort(404)
    signature = Signature(
        person=visitor().person,
        note=request.form.get("note"),
        version=request.form.get("version", type=int),
    )
    with site().store.session() as session:
        dossiers.sign(session, _listed(session, number), act, signature, by(), site().now())
    return redirect(url_for("first_list.show", number=number), 303)


@bp.post("/baris/<int:row>/ambil")
@allow(Role.OPERATOR, proof=True)
def take(row: int) -> Answer:
    """Take a row of a ratified list (D5), and go to the desk where its card is tapped in."""
    signature = Signature(person=visitor().person)
    with site().store.session() as session:
        made = first_admission.admit(session, row, site().key, signature, by(), site().now())
        return redirect(url_for("cards.desk", number=made.id), 303)


def _file() -> bytes:
    sent = request.files.get("berkas")
    if sent is None or not sent.filename:
        raise tables.TableRefused(
            "Pilih berkas daftar lebih dahulu.", "choose the list's file first"
        )
    content: bytes = sent.stream.read(tables.MOST_BYTES + 1)
    return content


def _read(table: Table) -> list[Read]:
    with site().reading() as session:
        return list(first_list.read(session, table, site().key, site().now()))


def _told(content: bytes) -> Iterator[str]:
    """Yield a line of progress every few rows, and what was found as the last one."""
    try:
        yield from _found(tables.read(content))
    except Refusal as refusal:
        yield _line(words=sentence(refusal))


def _found(table: Table) -> Iterator[str]:
    faults: list[Fault] = []
    wrong = done = 0
    of = len(table.rows)
    with site().store.reading() as session:
        for each in first_list.read(session, table, site().key, site().now()):
            done, wrong = done + 1, wrong + bool(each.faults)
            faults += each.faults[: max(SHOWN - len(faults), 0)]
            if done % STEP == 0:
                yield _line(done=done, of=of)
    told = [{"row": f.row, "column": f.column, "words": _words(f)} for f in faults]
    yield _line(done=done, of=of, wrong=wrong, faults=told)


def _line(**said: object) -> str:
    return jsonify(**said).get_data(as_text=True).replace("\n", "") + "\n"


def _words(fault: Fault) -> str:
    return fault.en if g.language == "en" else fault.id


def _form(rows: Sequence[Read] | None) -> str:
    tried, rows = rows is not None, rows or ()
    faults = [fault for each in rows for fault in each.faults]
    return render_template(
        "first_list_new.html",
        tried=tried,
        rows=rows,
        wrong=sum(bool(each.faults) for each in rows),
        faults=faults[:SHOWN],
        words=_words,
        number=request.args.get("number", type=int),
        columns=first_cells.template(),
        submits=Role.OPERATOR in visitor().roles,
    )


def _listed(session: Session, number: int) -> Dossier:
    listed = readable(session, number)
    if dossiers.way_of(listed).course is not Course.FIRST_LIST:
        abort(404)
    return listed


def _sent_back(session: Session, number: int | None) -> Dossier | None:
    """Return the visitor's own list that was sent back to him, where he names one."""
    if number is None:
        return None
    listed = _listed(session, number)
    if listed.state is not State.DRAFT or listed.applicant_id != visitor().person:
        abort(404)
    return listed


def _open(session: Session, listed: Dossier) -> bool:
    """Say whether the visitor may take rows now."""
    until = first_rows.lapses(session, listed)
    operator = Role.OPERATOR in visitor().roles
    return operator and until is not None and site().now() < until
