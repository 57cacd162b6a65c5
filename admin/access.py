"""Who may use which page: each route declares it, or the application refuses to start.

A view is decorated with `allow(...)`; `seal` holds every route to that. What a person may do to one
dossier is the workflow's to say; here is decided who gets to a page at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from admin.site import Site
from register import sessions
from register.audit import By
from register.sessions import Visitor
from register.workflow import Role

COOKIE: Final = "__Host-gapura"
PLAIN_COOKIE: Final = "gapura"  # over plain http on this machine itself, where __Host- is refused
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Rule:
    """Who gets to a page.

    Attributes:
        roles: any of these; empty: everybody who is signed in.
        anyone: without signing in.
        proof: who he is must have been proved within five minutes (step-up).
    """

    roles: frozenset[Role] = frozenset()
    anyone: bool = False
    proof: bool = False


def allow(*roles: Role, anyone: bool = False, proof: bool = False) -> Callable[[View], View]:
    """Declare who may use a view."""

    def declare(view: View) -> View:
        view.rule = Rule(frozenset(roles), anyone, proof)  # type: ignore[attr-defined]
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


def visitor() -> Visitor:
    """Return who is signed in; for views that are not for anyone."""
    found: Visitor | None = g.visitor
    if found is None:
        abort(401)
    return found


def by() -> By:
    """Return who acts, for the audit."""
    who: Visitor | None = g.visitor
    source = request.remote_addr or "socket"
    return By(who.person, who.public_id, source) if who else By(None, "anonymous", source)


def token() -> str | None:
    """Return what the session's cookie holds."""
    return request.cookies.get(COOKIE) or request.cookies.get(PLAIN_COOKIE)


def site() -> Site:
    """Return what the application stands on."""
    found: Site = current_app.extensions["site"]
    return found


def _admit() -> Response | None:
    """Find out who comes, and let him in or send him where he can prove it."""
    g.visitor = _come()
    if request.endpoint is None:
        return None  # no such page: 404 says so
    wanted = rule(current_app, request.endpoint)
    if wanted is None:
        abort(403)
    if wanted.anyone:
        return None
    if g.visitor is None:
        return _to_login()
    if wanted.roles and not wanted.roles & g.visitor.roles:
        abort(403)
    if wanted.proof and not g.visitor.proved:
        return redirect(url_for("login.prove", next=_here()), 303)
    return None


def _come() -> Visitor | None:
    """Return who the cookie stands for; last-seen is written at most twice a minute."""
    cookie = token()
    if cookie is None:
        return None
    at = site().now()
    with site().store.reading() as session:
        found = sessions.find(session, cookie, at)
        stale = found is not None and sessions.stale(session, cookie, at)
    if stale:
        with site().store.session() as session:
            sessions.touch(session, cookie, at)
    return found


def _to_login() -> Response:
    if request.method not in SAFE:
        abort(401)
    return redirect(url_for("login.page", next=_here()), 303)


def _here() -> str:
    """Return where to come back to: a page of ours that can be asked for again."""
    return request.full_path.rstrip("?") if request.method in SAFE else request.referrer or "/"
