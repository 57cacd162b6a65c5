"""One's own account: password, second factors, sessions."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import cookies, proofs
from admin.access import allow, by, site, source, visitor
from admin.languages import mark
from admin.qr import inline
from admin.telling import sentence
from register.errors import AccountRefused
from register.login import accounts, factors, logins, sessions, totp
from register.login.passkeys import Party

bp = Blueprint("security", __name__, url_prefix="/keamanan")
WRONG_PASSWORD = mark("Kata sandi yang sekarang salah.")
WRONG_CODE = mark("Kode ini bukan dari kunci yang baru. Periksa jam ponsel, lalu coba lagi.")
ISSUER = "Gapura"


@bp.get("/")
@allow(bare=True)
def page() -> ResponseReturnValue:
    """Show the account."""
    return _page("", 0, 200)


@bp.post("/sandi")
@allow(bare=True)
def password() -> ResponseReturnValue:
    """Change the password; every other session ends."""
    form, who = request.form, visitor()
    try:
        answer = logins.change_password(
            site().store, site().hasher, who.session, form.get("old", ""), form.get("new", ""),
            source(), site().now(),
        )  # fmt: skip
    except AccountRefused as refusal:
        return _page(sentence(refusal), 0, 422)
    if answer.token is None:
        return _page(WRONG_PASSWORD, answer.wait, 429 if answer.wait else 403)
    return cookies.give(_back(), answer.token)


@bp.post("/kode/mulai")
@allow(bare=True, proof=True)
def totp_begin() -> ResponseReturnValue:
    """Make a new secret for an app."""
    with site().store.session() as session:
        factors.begin_totp(session, visitor().session)
    return redirect(url_for("security.totp_page"), 303)


@bp.get("/kode")
@allow(bare=True)
def totp_page() -> ResponseReturnValue:
    """Show the secret as a QR and as text, and ask for a code of it."""
    return _totp("", 200)


@bp.post("/kode")
@allow(bare=True, proof=True)
def totp_add() -> ResponseReturnValue:
    """Take the secret into use."""
    code = request.form.get("code", "")
    with site().store.session() as session:
        right = factors.add_totp(session, visitor().session, code, by(), site().now())
    return _back() if right else _totp(WRONG_CODE, 403)


@bp.post("/kode/hapus")
@allow(proof=True)
def totp_remove() -> ResponseReturnValue:
    """Take the app's codes away."""
    with site().store.session() as session:
        factors.remove_totp(session, _account(), by(), site().now())
    return _back()


@bp.get("/passkey")
@allow(bare=True, proof=True)
def passkey_page() -> ResponseReturnValue:
    """Ask for a name, and let the browser make a passkey."""
    return render_template("passkey.html")


@bp.post("/passkey/minta")
@allow(bare=True, proof=True)
def passkey_offer() -> ResponseReturnValue:
    """Return what the browser needs to make one."""
    with site().store.session() as session:
        options = factors.offer_passkey(session, visitor().session, _party())
    return Response(options, mimetype="application/json")


@bp.post("/passkey")
@allow(bare=True, proof=True)
def passkey_add() -> ResponseReturnValue:
    """Keep the passkey that the browser made."""
    form = request.form
    try:
        with site().store.session() as session:
            factors.add_passkey(
                session, visitor().session, form.get("passkey", ""), form.get("name", ""),
                _party(), by(), site().now(),
            )  # fmt: skip
    except AccountRefused as refusal:
        return render_template("passkey.html", complaint=sentence(refusal)), 422
    return _back()


@bp.post("/passkey/<int:passkey>/hapus")
@allow(proof=True)
def passkey_remove(passkey: int) -> ResponseReturnValue:
    """Take a passkey away."""
    with site().store.session() as session:
        factors.remove_passkey(session, _account(), passkey, by(), site().now())
    return _back()


@bp.post("/sesi/<int:number>/akhiri")
@allow(bare=True)
def session_end(number: int) -> ResponseReturnValue:
    """End one of the visitor's own sessions."""
    with site().store.session() as session:
        sessions.end_own(session, visitor().person, number, by(), site().now())
    return _back()


def _back() -> Response:
    return redirect(url_for("security.page"), 303)  # type: ignore[return-value]


def _party() -> Party:
    return proofs.party() or abort(404)


def _account() -> int:
    """Return the visitor's account; 404 for who came by a link."""
    number = visitor().account
    return abort(404) if number is None else number


def _page(complaint: str, wait: int, status: int) -> ResponseReturnValue:
    who, at = visitor(), site().now()
    with site().reading() as session:
        text = render_template(
            "security.html",
            account=accounts.get(session, _account()),
            party=proofs.party(),
            sessions=sessions.standing(session, who.person, at),
            complaint=complaint,
            wait=wait,
        )
    return text, status


def _totp(complaint: str, status: int) -> ResponseReturnValue:
    with site().reading() as session:
        secret, login = (
            factors.totp_in_hand(session, visitor().session),
            accounts.get(session, _account()).login,
        )
    if secret is None:
        return _back()
    picture = inline(totp.uri(secret, login, ISSUER))
    return render_template("totp.html", secret=secret, qr=picture, complaint=complaint), status
