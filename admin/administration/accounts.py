"""Accounts: invited, reset and shut by the administrator; each is made by its own holder."""

from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.access import allow, by, site
from admin.administration.drawing import draw, words
from admin.form_answers import answers
from admin.languages import mark
from admin.qr import inline
from register import keyholders, staffing
from register.errors import Incomplete
from register.forms.staff import PERSON
from register.login import accounts, roster
from register.login.roster import Standing
from register.models import Account
from register.store import Session
from register.workflow import Role

bp = Blueprint("accounts", __name__, url_prefix="/kantor/akun")
READERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
STANDINGS: Final = {
    Standing.NONE: (mark("tanpa akun"), ""),
    Standing.INVITED: (mark("sudah diundang"), "wait"),
    Standing.RESET: (mark("tanpa kata sandi"), "wait"),
    Standing.BARE: (mark("tanpa faktor kedua"), "wait"),
    Standing.ACTIVE: (mark("aktif"), "good"),
    Standing.DISABLED: (mark("nonaktif"), "bad"),
}
FACTORS: Final = {"totp": mark("aplikasi kode"), "passkey": mark("passkey")}


@bp.get("/")
@allow(*READERS)
def page() -> str:
    """List who has an account or holds a post."""
    with site().reading() as session:
        return _list(roster.everybody(session, site().now()), None)


@bp.post("/cari")
@allow(*READERS)
def search() -> str:
    """Find anybody by some letters of his name or unit; what is sought stands in no address."""
    sought = request.form.get("cari", "")
    with site().reading() as session:
        return _list(roster.search(session, sought, site().now()), sought)


@bp.get("/baru")
@allow(Role.ADMINISTRATOR)
def new() -> str:
    """Ask who somebody is whom the register does not know."""
    with site().reading() as session:
        context = staffing.context(session, site().now())
        return draw("administration/person_new.html", PERSON, context)


@bp.post("/baru")
@allow(Role.ADMINISTRATOR)
def enrol() -> ResponseReturnValue:
    """Make him, and go to where he is invited."""
    given, at = answers(PERSON.fields, request.form), site().now()
    try:
        with site().store.session() as session:
            person = staffing.enrol(session, given, by(), at).id
    except Incomplete as error:
        with site().reading() as session:
            context = staffing.context(session, at)
            page = draw("administration/person_new.html", PERSON, context, given, error.complaints)
        return page, 422
    return redirect(url_for("accounts.show", person=person), 303)


@bp.get("/<int:person>")
@allow(*READERS)
def show(person: int) -> str:
    """Show one person, his account and his posts."""
    with site().reading() as session:
        return _one(session, person)


@bp.post("/<int:person>/undang")
@allow(Role.ADMINISTRATOR, proof=True)
def invite(person: int) -> str:
    """Show the link by which he makes his account; it stands nowhere else."""
    with site().store.session() as session:
        token = accounts.invite(session, person, by(), site().now())
    return _linked(person, token)


@bp.post("/<int:person>/setel-ulang")
@allow(Role.ADMINISTRATOR, proof=True)
def reset(person: int) -> str:
    """Take his password and his factors away, and show the link to new ones."""
    why = words("alasan")
    with site().store.session() as session:
        token = accounts.reset(session, _account(session, person), why, by(), site().now())
    return _linked(person, token)


@bp.post("/<int:person>/nonaktifkan")
@allow(Role.ADMINISTRATOR, proof=True)
def disable(person: int) -> ResponseReturnValue:
    """Shut his account at once."""
    why = words("alasan")
    with site().store.session() as session:
        login = _account(session, person).login
        accounts.disable(session, login, why, by(), site().now())
    return redirect(url_for("accounts.show", person=person), 303)


@bp.post("/<int:person>/pemegang-kunci")
@allow(Role.ADMINISTRATOR, proof=True)
def keyholder(person: int) -> ResponseReturnValue:
    """Name him as one of the two keyholders, or release him where the tick is off."""
    said = keyholders.name if request.form.get("pemegang_kunci") else keyholders.release
    with site().store.session() as session:
        said(session, person, by(), site().now())
    return redirect(url_for("accounts.show", person=person), 303)


def _account(session: Session, person: int) -> Account:
    return accounts.of_person(session, person) or abort(404)


def _list(lines: object, sought: str | None) -> str:
    return render_template(
        "administration/accounts.html",
        lines=lines,
        sought=sought,
        standings=STANDINGS,
        factors=FACTORS,
    )


def _one(session: Session, person: int, link: str = "") -> str:
    line = roster.one(session, person, site().now())
    return render_template(
        "administration/account.html",
        line=line,
        number=staffing.masked(line.person),
        keyholders=keyholders.named(session),
        standings=STANDINGS,
        factors=FACTORS,
        link=link,
        qr=inline(link) if link else "",
    )


def _linked(person: int, token: str) -> str:
    link = site().origin.rstrip("/") + url_for("login.link", token=token)
    with site().reading() as session:
        return _one(session, person, link)
