"""Coming in and going out: login and password, the second factor, step-up, one-time links."""

from collections.abc import Sequence

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import cookies, proofs
from admin.access import SAFE, allow, site, source
from admin.languages import mark
from admin.local import local_path
from admin.telling import sentence
from register.errors import AccountRefused, LinkRefused
from register.login import accounts, factors, links, logins
from register.login.logins import Answer
from register.models import Account, Purpose

bp = Blueprint("login", __name__)
WRONG_LOGIN = mark("Nama pengguna atau kata sandi salah.")
WRONG_PROOF = mark("Bukti ini salah atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi.")


@bp.get("/masuk")
@allow(anyone=True)
def page() -> ResponseReturnValue:
    """Ask for login and password; who is signed in already goes where he wanted to go."""
    if g.visitor is not None:
        return redirect(_goal(), 303)
    return render_template("login.html", cast=_cast())


@bp.post("/masuk/peran/<int:account>")
@allow(anyone=True)
def switch(account: int) -> ResponseReturnValue:
    """Sign in as anybody of a demonstration; the register itself refuses elsewhere."""
    answer = logins.switch(site().store, account, source(), site().now())
    return _come_in(url_for("home.page"), answer.token or "")


@bp.post("/masuk")
@allow(anyone=True)
def enter() -> ResponseReturnValue:
    """Try a login and a password."""
    form = request.form
    answer = logins.enter(
        site().store, site().hasher, form.get("login", ""), form.get("password", ""),
        source(), site().now(),
    )  # fmt: skip
    if answer.token is None:
        return proofs.refused("login.html", answer, WRONG_LOGIN, cast=_cast())
    here = url_for("login.second", next=_goal()) if answer.half else _goal()
    return _come_in(here, answer.token)


@bp.get("/masuk/faktor")
@allow(anyone=True)
def second() -> ResponseReturnValue:
    """Ask for the second factor."""
    return _second("")


@bp.post("/masuk/faktor")
@allow(anyone=True)
def finish() -> ResponseReturnValue:
    """Take the second factor."""
    session_id = proofs.half_way()
    if session_id is None:
        return redirect(url_for("login.page", next=_goal()), 303)
    answer = proofs.given(session_id)
    if answer.token is None:
        return _second(WRONG_PROOF, answer)
    return cookies.give(redirect(_goal(), 303), answer.token)


@bp.post("/masuk/passkey")
@allow(anyone=True)
def ask() -> ResponseReturnValue:
    """Return what a browser needs to answer with a passkey, half-way in or for a step-up."""
    session_id = proofs.half_way() if g.visitor is None else g.visitor.session
    party = proofs.party()
    if session_id is None or party is None:
        return Response(status=403)
    with site().store.session() as session:
        options = factors.ask_passkey(session, session_id, party)
    return Response(options, mimetype="application/json")


@bp.route("/buktikan", methods=["GET", "POST"])
@allow(bare=True)
def prove() -> ResponseReturnValue:
    """Have a visitor prove again who he is, then let the act go on that wanted it.

    Another route that wants a proof calls this too (`admin.access`): its own fields are carried
    along, and 307 sends them to it once the proof is given.
    """
    if request.endpoint != "login.prove":
        return _prove("", request.full_path.rstrip("?"))
    if request.method in SAFE:
        return _prove("", "")
    act = request.form.get(f"{proofs.OWN}act", "")  # from our own form alone, never from an address
    answer = proofs.given(g.visitor.session)
    if answer.token is None:
        return _prove(WRONG_PROOF, act, answer)
    goal = redirect(local_path(act), 307) if act else redirect(_goal(), 303)
    return cookies.give(goal, answer.token)


@bp.post("/keluar")
@allow(anyone=True)
def leave() -> ResponseReturnValue:
    """Log out."""
    if (token := cookies.held()) is not None:
        logins.leave(site().store, token, source(), site().now())
    return cookies.drop(redirect(url_for("login.page"), 303))


@bp.get("/tautan/<token>")
@allow(anyone=True)
def link(token: str) -> ResponseReturnValue:
    """Show what a one-time link is; it is spent by the button alone, not by a mail scanner."""
    with site().reading() as session:
        try:
            found = links.look(session, token, site().now())
        except LinkRefused as refusal:
            return render_template("link.html", complaint=sentence(refusal)), 410
        if found.purpose is Purpose.ACCOUNT:
            hint = request.args.get("login")
            return redirect(url_for("login.first", token=token, login=hint), 303)
        return render_template("link.html", link=found, token=token)


@bp.post("/tautan/<token>")
@allow(anyone=True)
def use(token: str) -> ResponseReturnValue:
    """Spend a one-time link to come in."""
    try:
        with site().store.session() as session:
            opened, dossier = links.enter(session, token, source(), site().now())
    except LinkRefused as refusal:
        return render_template("link.html", complaint=sentence(refusal)), 410
    here = "/" if dossier is None else url_for("dossiers.show", number=dossier)
    return _come_in(here, opened)


@bp.get("/tautan/<token>/akun")
@allow(anyone=True)
def first(token: str) -> ResponseReturnValue:
    """Ask for the login and the password of a new account."""
    return _first(token, "", 200)


@bp.post("/tautan/<token>/akun")
@allow(anyone=True)
def claim(token: str) -> ResponseReturnValue:
    """Make the account; its second factor is set up on the page that this leads to."""
    form = request.form
    try:
        answer = logins.claim(
            site().store, site().hasher, token, form.get("login", ""), form.get("password", ""),
            source(), site().now(),
        )  # fmt: skip
    except (AccountRefused, LinkRefused) as refusal:
        return _first(token, sentence(refusal), 422)
    return _come_in(url_for("security.page"), answer.token or "")


def _come_in(here: str, token: str) -> Response:
    """Begin a session in the browser; the one that it held, be it another person's, ends."""
    if (old := cookies.held()) is not None:
        logins.leave(site().store, old, source(), site().now())
    return cookies.give(redirect(here, 303), token)  # type: ignore[return-value]


def _first(token: str, complaint: str, status: int) -> ResponseReturnValue:
    with site().reading() as session:
        try:
            found = links.look(session, token, site().now())
        except LinkRefused as refusal:
            return render_template("link.html", complaint=sentence(refusal)), 410
        account = accounts.of_person(session, found.person_id)
        page = render_template(
            "first.html", link=found, token=token, account=account, complaint=complaint
        )
    return page, status


def _cast() -> Sequence[tuple[Account, str]]:
    """Return whom the role switcher offers: nobody outside a demonstration."""
    if not site().demo:
        return ()
    with site().reading() as session:
        return accounts.everybody(session, site().now())


def _goal() -> str:
    return local_path(request.args.get("next"))


def _second(complaint: str, answer: Answer | None = None) -> ResponseReturnValue:
    session_id = proofs.half_way()
    if session_id is None:
        return redirect(url_for("login.page", next=_goal()), 303)
    return proofs.asked("second.html", session_id, complaint, answer)


def _prove(complaint: str, act: str, answer: Answer | None = None) -> ResponseReturnValue:
    """Show what the visitor can prove himself with, and carry an act's own fields."""
    carried = [
        pair for pair in request.form.items(multi=True) if not pair[0].startswith(proofs.OWN)
    ]
    carried += [(f"{proofs.OWN}act", act)] if act else []
    return proofs.asked("prove.html", g.visitor.session, complaint, answer, carried)
