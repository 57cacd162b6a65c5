"""Who may use which page: each route declares it, or the application refuses to start.

A view is decorated with `allow(...)`; `seal` holds every route to that. What a person may do to one
dossier is the workflow's to say; here is decided who gets to a page at all.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from admin import cookies
from admin.local import HOME, path_of
from admin.site import Site
from register.audit import By
from register.errors import OutOfOrder
from register.login import sessions
from register.login.sessions import Visitor
from register.models import Method
from register.workflow import Role

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
NOBODYS_MOST: Final = 64 << 10  # bytes of a body: a login, a code; no file
View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Rule:
    """Who gets to a page.

    Attributes:
        roles: any of these; empty: everybody who is signed in.
        anyone: without signing in.
        proof: who he is must have been proved within five minutes (step-up).
        bare: also the holder of a post who has no second factor yet: where he sets one up.
        dossier: the part of the address that names a dossier; somebody whom a one-time link let in
            for one dossier gets to that one's pages, and to no page that names none.
        files: also somebody who is not signed in may send a file.
    """

    roles: frozenset[Role] = frozenset()
    anyone: bool = False
    proof: bool = False
    bare: bool = False
    dossier: str | None = None
    files: bool = False


def allow(
    *roles: Role,
    anyone: bool = False,
    proof: bool = False,
    bare: bool = False,
    dossier: str | None = None,
    files: bool = False,
) -> Callable[[View], View]:
    """Declare who may use a view."""

    def declare(view: View) -> View:
        view.rule = Rule(frozenset(roles), anyone, proof, bare, dossier, files)  # type: ignore[attr-defined]
        return view

    return declare


def rule(app: Flask, endpoint: str) -> Rule | None:
    """Return what a route declared, or None."""
    if endpoint == "static":
        return Rule(anyone=True)
    found: Rule | None = getattr(app.view_functions[endpoint], "rule", None)
    return found


def seal(app: Flask) -> None:
    """Refuse to start with a route that does not say whose it is; hold every request to it."""
    for route in app.url_map.iter_rules():
        if rule(app, route.endpoint) is None:
            raise RuntimeError(f"route {route.rule} does not declare who may use it")
    app.before_request(_admit)
    app.after_request(_keep_to_ourselves)


def visitor() -> Visitor:
    """Return who is signed in; for views that are not for anyone."""
    found: Visitor | None = g.visitor
    if found is None:
        abort(401)
    return found


def source() -> str:
    """Return the address that the request came from."""
    return request.remote_addr or "socket"


def by() -> By:
    """Return who acts, for the audit."""
    who: Visitor | None = g.visitor
    return By(who.person, who.public_id, source()) if who else By(None, "anonymous", source())


def method() -> Method:
    """Return how the visitor signs: in a session of his account, or by a one-time link."""
    return Method.SESSION if visitor().account is not None else Method.LINK


def site() -> Site:
    """Return what the application stands on."""
    found: Site = current_app.extensions["site"]
    return found


def _admit() -> ResponseReturnValue | None:
    """Find out who comes, and let him in or send him where he can prove it."""
    g.visitor = _come()
    if request.endpoint is None:
        return None  # no such page: 404 says so
    wanted = rule(current_app, request.endpoint)
    if wanted is None:
        abort(403)
    if g.visitor is None and not wanted.files:
        request.max_content_length = NOBODYS_MOST
    if wanted.anyone:
        return None
    return _to_login() if g.visitor is None else _hold(wanted, g.visitor)


def _hold(wanted: Rule, who: Visitor) -> ResponseReturnValue | None:
    """Hold somebody who is signed in to a page's rule."""
    if who.dossier is not None and who.dossier != _named(wanted):
        if request.path != HOME:
            abort(403)
        return redirect(url_for("dossiers.show", number=who.dossier), 303)
    if who.bare and not wanted.bare:
        return redirect(url_for("security.page"), 303)
    if wanted.roles and not wanted.roles & who.roles:
        abort(403)
    if wanted.proof and not who.proved:
        return _to_proof()
    return None


def _named(wanted: Rule) -> int | None:
    """Return the dossier that the address names, where the page's rule says which part does."""
    found: int | None = (request.view_args or {}).get(wanted.dossier or "")
    return found


def _come() -> Visitor | None:
    """Return who the cookie stands for; last-seen is written at most twice a minute."""
    cookie = cookies.held()
    if cookie is None:
        return None
    at = site().now()
    with site().reading() as session:
        found = sessions.find(session, cookie, at)
    if found is None:
        return None
    if found.stale:
        with suppress(OutOfOrder), site().store.session() as session:
            sessions.touch(session, found.session, at)  # on a full disk one can still read
    return replace(found, bare=False, proved=True) if site().demo else found


def _keep_to_ourselves(response: Response) -> Response:
    """Let no browser or proxy keep a page: the next person at that desk is another one."""
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _to_login() -> ResponseReturnValue:
    if request.method not in SAFE:
        abort(401)
    login = url_for("login.page", next=_here())
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # From a link in a mail no cookie comes along (SameSite=Strict): a page of ours asks again.
        return render_template("again.html", address=login)
    return redirect(login, 303)


def _to_proof() -> ResponseReturnValue:
    """Ask for a proof; what an act had filled in is kept on that page, and done once it is given.

    Papers are not: whoever attaches some is sent back to choose them again.
    """
    if request.method in SAFE or request.files:
        return redirect(url_for("login.prove", next=_here()), 303)
    return current_app.ensure_sync(current_app.view_functions["login.prove"])()  # type: ignore[no-any-return]


def _here() -> str:
    """Return where to come back to: a page of ours that can be asked for again."""
    if request.method in SAFE:
        return request.full_path.rstrip("?")
    return path_of(request.referrer)
