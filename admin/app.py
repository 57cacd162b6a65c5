"""The Flask application that every page of ours lives in: headers, languages, static files."""

from gettext import NullTranslations
from typing import Final

from flask import Flask, Response, abort, current_app, g, request

from admin.languages import LANGUAGES, catalogues, chosen

COOKIE: Final = "language"
COOKIE_SECONDS: Final = 365 * 24 * 3600
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
        " require-trusted-types-for 'script'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES: Final = frozenset({None, "same-origin", "none"})  # no header: no browser


def create_app() -> Flask:
    """Return the application without any page."""
    app = Flask("admin")
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["catalogues"] = catalogues()
    app.jinja_env.globals["LANGUAGES"] = LANGUAGES
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: speaking().gettext(text),
        lambda one, many, count: speaking().ngettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals["doors_and_desks"] = lambda: {"demo", "home"} <= app.blueprints.keys()
    app.jinja_env.globals["answered"] = _answered
    app.before_request(_choose_language)
    app.before_request(_refuse_foreign)
    app.after_request(_dress)

    def speaking() -> NullTranslations:
        found: NullTranslations = app.extensions["catalogues"][g.language]
        return found

    return app


def _answered() -> str:
    """Return what an answered post is about: its `own` page, that of its `form`, or no post.

    An act has no page of its own: who comes back to its answer sees where its button stood.
    """
    if request.method in SAFE:
        return ""
    pages = current_app.url_map.bind_to_environ(request.environ)
    return "own" if pages.test(method="GET") else "form"


def _choose_language() -> None:
    g.asked = request.args.get("lang")
    g.language = chosen(g.asked, request.cookies.get(COOKIE))


def _refuse_foreign() -> None:
    """Let no other site's page push our buttons (Fetch Metadata; Origin where that is missing)."""
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin")
    own = request.headers.get("Sec-Fetch-Site") in OWN_SITES
    if not own or (origin is not None and origin != request.host_url.rstrip("/")):
        abort(403)


def _dress(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if g.get("asked") in LANGUAGES:
        response.set_cookie(
            COOKIE, g.language, max_age=COOKIE_SECONDS, samesite="Strict", httponly=True
        )
    return response
