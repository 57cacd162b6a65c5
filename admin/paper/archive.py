"""Tata usaha's desk: signed papers filed at the step that they sign, and official numbers."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from flask import Blueprint, abort, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin.access import allow, by, site
from admin.dossiers import readable
from admin.form_answers import answers, by_script, sent
from admin.languages import mark
from admin.paper import scans
from admin.paper.verify import code_of
from admin.telling import sentence, spoken
from register import attachments, dates, dossiers, filing, on_behalf, requests
from register.door_log import log_papers
from register.errors import Refusal
from register.filing import Filed
from register.forms.steps import VERIFICATION
from register.login import invitations
from register.store import Session
from register.workflow import Role

bp = Blueprint("archive", __name__, url_prefix="/arsip")
TICKED: Final = VERIFICATION.sections[0].fields
WRITTEN: Final = ("baru", "kunjungan", "kartu-hilang", "kartu-rusak")
UNKNOWN: Final = mark("Tidak ada berkas dengan kode itu. Periksa kode di bawah QR pada kertas.")
UNREAD: Final = mark(
    "QR pada berkas ini tidak terbaca. Ketik kode di bawah QR, lalu kirim lagi berkas yang sama."
)
NO_FILE: Final = mark("Pilih pindaian atau foto kertasnya: PDF, JPG, atau PNG, paling besar 5 MB.")
NO_DAY: Final = mark("Isi tanggal yang tertulis pada kertas.")
NO_CHOICE: Final = mark("Pilih langkah dan siapa yang menandatanganinya.")
DONE: Final = {
    "arsip": mark("Kertas diarsipkan. Penanda tangan dan pemohon sudah diberi tahu."),
    "nomor": mark("Nomor dicatat."),
    "tautan": mark("Tautan sekali pakai sedang dikirim ke alamatnya sendiri."),
}


@bp.get("/")
@allow(Role.REGISTRY)
def desk() -> str | Response:
    """Ask for the code under the QR, and list what waits for a signature."""
    code = code_of(request.args.get("kode", ""))
    with site().reading() as session:
        found = dossiers.by_code(session, code) if code else None
        month = None if found else log_papers.of_code(session, code)
        if found is not None:
            return redirect(url_for("archive.show", number=found.id), 303)
        if month is not None:
            return redirect(url_for("log_archive.show", month=month.month), 303)
    return _desk(code, UNKNOWN if code else "")


def _desk(code: str, complaint: str, refused: str = "") -> str:
    with site().reading() as session:
        return render_template(
            "paper/archive.html", code=code, complaint=complaint,
            refused=refused, written=WRITTEN, reads=scans.available(),
            thawable=on_behalf.thawable(session),
            waiting=requests.underway(session), months=log_papers.awaiting(session),
            named=lambda month: dates.month(month, g.language),
        )  # fmt: skip


@bp.post("/atas-nama")
@allow(Role.REGISTRY)
def begin() -> Response | tuple[str, int]:
    """Begin the request of somebody who never logs in."""
    said, kind = request.form, request.form.get("jenis", "")
    if kind not in WRITTEN:
        abort(400)
    try:
        with site().store.session() as session:
            dossier = on_behalf.begin(session, said, kind, by(), site().now())
            return redirect(url_for("requests.edit", number=dossier.id), 303)
    except Refusal as refusal:
        return _desk("", "", sentence(refusal)), 422


@bp.post("/atas-nama/pembukaan")
@allow(Role.REGISTRY)
def begin_thaw() -> Response | tuple[str, int]:
    """Write down that somebody who never logs in asks for his card back."""
    card, why = request.form.get("kartu", 0, type=int), request.form.get("alasan", "")
    try:
        with site().store.session() as session:
            dossier = on_behalf.begin_thaw(session, card, why, by(), site().now())
            return redirect(url_for("archive.show", number=dossier.id), 303)
    except Refusal as refusal:
        return _desk("", "", sentence(refusal)), 422


@bp.post("/pindai")
@allow(Role.REGISTRY)
def scan() -> Response | tuple[str, int]:
    """Take a scan in at the dossier or month that its QR, or else the typed code, names.

    A page with a script keeps what could not be placed, and sends several one after the other.
    """
    (_, content), typed = sent("pindaian"), code_of(request.form.get("kode", ""))
    if not content:
        return _unplaced(typed, NO_FILE)
    try:
        attachments.kind_of(content)  # before any of it is decoded
        read = (typed,) if typed else tuple(map(code_of, scans.codes(content)))
        with site().store.session() as session:
            if address := _taken_in(session, read, content):
                return jsonify(to=address) if by_script() else redirect(address, 303)
    except Refusal as refusal:
        return _unplaced(typed, sentence(refusal))
    return _unplaced(typed, UNKNOWN if typed else UNREAD)


def _unplaced(typed: str, why: str) -> Response | tuple[str, int]:
    if by_script():
        answer = jsonify(words=spoken(why))
        answer.status_code = 422
        return answer
    return _desk(typed, why), 422


def _taken_in(session: Session, read: Iterable[str], content: bytes) -> str | None:
    """Keep a scan where its code says, and return that page; None where no paper has the code."""
    for code in read:
        if dossier := dossiers.by_code(session, code):
            filing.hold(session, dossier, content, by(), site().now())
            return url_for("archive.show", number=dossier.id)
        if signed := log_papers.of_code(session, code):
            log_papers.hold(session, signed, content, by(), site().now())
            return url_for("log_archive.show", month=signed.month)
    return None


@bp.get("/<int:number>")
@allow(Role.REGISTRY, proof=True)
def show(number: int) -> str:
    """Show which signatures a dossier waits for, and its numbers."""
    return _page(number, "")


@bp.post("/<int:number>")
@allow(Role.REGISTRY, proof=True)
def file(number: int) -> Response | tuple[str, int]:
    """File a signed paper."""
    try:
        paper = _filed()
        with site().store.session() as session:
            filing.file(session, readable(session, number), paper, by(), site().now())
    except _Unfinished as missing:
        return _page(number, missing.words), 422
    except Refusal as refusal:
        return _page(number, sentence(refusal)), 422
    return redirect(url_for("archive.show", number=number, sudah="arsip"), 303)


@bp.post("/<int:number>/nomor")
@allow(Role.REGISTRY)
def enter_numbers(number: int) -> Response | tuple[str, int]:
    """Enter nomor naskah and nomor agenda."""
    form = request.form
    try:
        with site().store.session() as session:
            filing.enter_numbers(
                session, readable(session, number), form.get("naskah", ""),
                form.get("agenda", ""), by(), site().now(),
            )  # fmt: skip
    except Refusal as refusal:
        return _page(number, sentence(refusal)), 422
    return redirect(url_for("archive.show", number=number, sudah="nomor"), 303)


@bp.post("/<int:number>/tautan")
@allow(Role.REGISTRY)
def invite(number: int) -> Response | tuple[str, int]:
    """Have a one-time link sent to whoever signs next and has no account."""
    try:
        with site().store.session() as session:
            invitations.invite(session, readable(session, number), by(), site().now())
    except Refusal as refusal:
        return _page(number, sentence(refusal)), 422
    return redirect(url_for("archive.show", number=number, sudah="tautan"), 303)


class _Unfinished(Exception):
    """Something of the form was left out."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def _filed() -> Filed:
    form, (_, content) = request.form, sent("pindaian")
    act, _, person = form.get("langkah", "").partition(":")
    if not person.isdecimal():
        raise _Unfinished(NO_CHOICE)
    try:
        signed_on = date.fromisoformat(form.get("tanggal", ""))
    except ValueError:
        raise _Unfinished(NO_DAY) from None
    held = None if content else form.get("masuk", type=int)
    if not content and held is None:
        raise _Unfinished(NO_FILE)
    return Filed(
        act=act,
        person=int(person),
        content=content,
        signed_on=signed_on,
        note=form.get("catatan"),
        answers=answers(TICKED, form),
        version=form.get("version", type=int),
        held=held,
        key=site().key,
    )


def _page(number: int, complaint: str) -> str:
    with site().reading() as session:
        dossier = readable(session, number)
        choices = filing.choices(session, dossier, site().now())
        return render_template(
            "paper/archive_dossier.html",
            dossier=dossier,
            choices=choices,
            held=filing.held(dossier),
            linked=invitations.awaited(session, dossier, site().now()),
            ticked=TICKED if any(each.step.act == "verify" for each in choices) else (),
            values=answers(TICKED, request.form),
            complaint=complaint,
            done=DONE.get(request.args.get("sudah", ""), ""),
        )
