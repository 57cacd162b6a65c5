"""The request: begun, filled in (it saves as it goes), submitted; and the Kasi's verification."""

from collections.abc import Mapping
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from admin.access import allow, by, method, site, visitor
from admin.dossiers import readable
from admin.form_answers import answers
from register import applying, attachments, card_life, dossiers, house_texts, on_behalf, requests
from register.dossiers import Signature
from register.errors import ChangedMeanwhile, Incomplete
from register.forms.context import Context
from register.forms.request import REQUEST
from register.forms.steps import VERIFICATION
from register.models import Attachment, Dossier
from register.store import Session
from register.workflow import Course, State

bp = Blueprint("requests", __name__, url_prefix="/permintaan")
FILLED: Final = ("A", "B", "C", "D", "E")  # sections that the Pemohon answers; F has its own part
KINDS: Final = ("baru", "kunjungan", "perpanjangan", "perubahan", "kartu-hilang", "kartu-rusak")
HIDDEN: Final = frozenset(
    {"jenis_permintaan", *map(house_texts.version_key, house_texts.TICKS)}
)  # chosen when the dossier was begun; said beside its tick


@bp.get("/baru")
@allow()
def new() -> str:
    """Ask what kind of request it is; what his card speaks against says so before it is begun."""
    with site().reading() as session:
        against = requests.against(session, visitor().person)
        return render_template("request_new.html", offered=KINDS, against=against)


@bp.post("/baru")
@allow()
def begin() -> Answer:
    """Begin a draft."""
    kind = request.form.get("jenis", "")
    if kind not in KINDS:
        abort(400)
    with site().store.session() as session:
        dossier = requests.begin(session, visitor().person, kind, by(), site().now())
        return redirect(url_for("requests.edit", number=dossier.id), 303)


@bp.get("/<int:number>")
@allow(dossier="number")
def edit(number: int) -> Answer | str:
    """Show the form as far as it is written; what is written for somebody's card is whole."""
    with site().reading() as session:
        dossier = _draft(session, number)
        if dossier.kind == card_life.THAW and dossier.applicant_id != visitor().person:
            return redirect(url_for("archive.show", number=number), 303)
        return _form(session, dossier, dossier.answers, ())


@bp.post("/<int:number>/simpan")
@allow(dossier="number")
def save(number: int) -> Response:
    """Keep what is written, and say what is wrong with it so far."""
    at = site().now()
    with site().store.session() as session:
        dossier = _draft(session, number)
        given = answers(REQUEST.fields, request.form)
        found = applying.save(session, dossier, given, at, _seen())
        version = dossier.version
    said = [
        {"field": each.field, "words": each.en if g.language == "en" else each.id}
        for each in found.complaints
    ]
    return jsonify(complaints=said, needed=sorted(found.asked), version=version)


@bp.post("/<int:number>")
@allow(proof=True, dossier="number")
def submit(number: int) -> Answer | tuple[str, int]:
    """Submit the request (SOP step 1), or show everything that is missing.

    What another page saved meanwhile is not written over: this one is shown again, and says so.
    """
    given, at = answers(REQUEST.fields, request.form), site().now()
    signature = Signature(person=visitor().person, method=method())
    try:
        with site().store.session() as session:
            dossier = _draft(session, number)
            applying.unchanged(dossier, given, _seen())
            if dossier.applicant_id != visitor().person:  # tata usaha writes, he signs on paper
                on_behalf.prepare(session, dossier, given, at)
                return redirect(url_for("archive.show", number=number), 303)
            applying.submit(session, dossier, given, signature, site().key, by(), at)
    except Incomplete as error:
        with site().store.session() as session:
            dossier = _draft(session, number)
            applying.save(session, dossier, given, at)
            return _form(session, dossier, given, error.complaints), 422
    except ChangedMeanwhile:
        with site().reading() as session:
            return _form(session, _draft(session, number), given, (), changed=True), 409
    return redirect(url_for("dossiers.show", number=number), 303)


@bp.post("/<int:number>/lampiran")
@allow(dossier="number")
def attach(number: int) -> Answer:
    """Take a paper in."""
    sent = request.files.get("berkas")
    if sent is None or not sent.filename:
        abort(400)
    with site().store.session() as session:
        dossier = _draft(session, number)
        kind = request.form.get("jenis", "")
        if kind not in {choice.value for choice in applying.paper_kinds(session)}:
            abort(400)
        attachments.add(session, dossier, kind, sent.filename, sent.read(), by(), site().now())
    return redirect(url_for("requests.edit", number=number, _anchor="lampiran"), 303)


@bp.post("/<int:number>/lampiran/<int:paper>/hapus")
@allow(dossier="number")
def detach(number: int, paper: int) -> Answer:
    """Take a paper of a draft back."""
    with site().store.session() as session:
        attachments.remove(session, _draft(session, number), paper, by(), site().now())
    return redirect(url_for("requests.edit", number=number, _anchor="lampiran"), 303)


@bp.get("/<int:number>/lampiran/<int:paper>")
@allow(dossier="number")
def download(number: int, paper: int) -> Response:
    """Hand out a paper, as a file to keep and never as a page of ours."""
    with site().reading() as session:
        dossier = readable(session, number)
        found = session.get(Attachment, paper)
        if found is None or found.dossier_id != dossier.id:
            abort(404)
        answer = Response(found.content, mimetype=found.media_type)
        answer.headers.set("Content-Disposition", "attachment", filename=found.name)
        return answer


@bp.get("/<int:number>/verifikasi")
@allow()
def verification(number: int) -> str:
    """Show the Kasi's verification: what was asked, which he may only narrow."""
    with site().reading() as session:
        dossier = _to_verify(session, number)
        return _verification(session, dossier, dossier.answers, ())


@bp.post("/<int:number>/verifikasi")
@allow(proof=True)
def verify(number: int) -> Answer | tuple[str, int]:
    """Verify the request (SOP step 5)."""
    given, at = answers(VERIFICATION.fields, request.form), site().now()
    signature = Signature(
        person=visitor().person,
        note=request.form.get("catatan"),
        version=_seen(),
    )
    try:
        with site().store.session() as session:
            dossier = _to_verify(session, number)
            applying.verify(session, dossier, given, signature, by(), at)
    except Incomplete as error:
        with site().reading() as session:
            dossier = _to_verify(session, number)
            shown = {**dossier.answers, **given}
            return _verification(session, dossier, shown, error.complaints), 422
    return redirect(url_for("dossiers.show", number=number), 303)


def _draft(session: Session, number: int) -> Dossier:
    """Return a draft that the visitor writes: his own, or on behalf; 404 for any other dossier."""
    dossier = readable(session, number)
    mine = dossier.applicant_id == visitor().person
    if dossier.state is State.DRAFT and (
        mine or on_behalf.may(session, dossier, by(), site().now())
    ):
        return dossier
    return abort(404)


def _to_verify(session: Session, number: int) -> Dossier:
    dossier, who = readable(session, number), visitor()
    acts = dossiers.may(session, dossier, who.person, site().now())
    if not any(act.act == "verify" for act in acts):
        abort(404)
    return dossier


def _seen() -> int | None:
    """Return the version of the dossier that the page was drawn from."""
    return request.form.get("version", type=int)


def _begun(dossier: Dossier, context: Context) -> Mapping[str, Any]:
    """Return what an empty form is shown with: the office's hours, and who asks."""
    who = dossier.applicant
    mine = {
        "nama": who.name, "kategori": who.kind, "golongan": who.rank, "jabatan": who.position,
        "unit_kerja": who.unit, "instansi": who.institution, "hp": who.phone, "email": who.email,
        "jenis_id": "nip" if who.nip else None, "no_id": who.nip,
    }  # fmt: skip
    known = {key: value for key, value in mine.items() if value}
    if old := context.choices["kartu_lama"]:  # he has one card: no other can be meant
        known["kartu_lama"] = old[0].value
    return {**REQUEST.initial(context.limits), **known}


def _form(
    session: Session, dossier: Dossier, answers: Mapping[str, Any], complaints: tuple[Any, ...],
    *, changed: bool = False,
) -> str:  # fmt: skip
    """Draw the form with its answers and what is wrong with them; a draft without any begins."""
    context = applying.context(session, dossier, site().now())
    values = house_texts.as_read(session, answers or _begun(dossier, context))
    wrong = {each.field: each for each in complaints}
    return render_template(
        "request_form.html",
        form=REQUEST,
        dossier=dossier,
        values=values,
        wrong=wrong,
        complaints=complaints,
        offered=context.choices,
        filled=FILLED,
        needed=applying.asked(dossier, values, context) | wrong.keys(),
        hidden=HIDDEN,
        paper_kinds=applying.paper_kinds(session),
        changed=changed,
    )


def _verification(
    session: Session, dossier: Dossier, values: Mapping[str, Any], complaints: tuple[Any, ...]
) -> str:
    return render_template(
        "verification.html",
        form=VERIFICATION,
        dossier=dossier,
        values=values,
        wrong={each.field: each for each in complaints},
        complaints=complaints,
        offered=applying.choices(session, dossier, site().now()),
        grants=dossiers.way_of(dossier).course in (Course.REQUEST, Course.RENEWAL),
    )
