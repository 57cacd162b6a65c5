"""The office's application: every page of the procedure, and who may use it."""

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from admin import cards, dossiers, home, requests, track
from admin.access import seal
from admin.app import create_app
from admin.site import Site
from admin.telling import said, when
from register.errors import ChangedMeanwhile, NotFound, RegisterError
from register.workflow import Role

PAGES = (home.bp, requests.bp, dossiers.bp, cards.bp, track.bp)
STATUS = {ChangedMeanwhile: 409, NotFound: 404}


def office_app(site: Site) -> Flask:
    """Return the application; RuntimeError where a route does not say whose it is."""
    app = create_app()
    app.config["MAX_CONTENT_LENGTH"] = 32 << 20  # bytes: five papers of 5 MiB, and the form
    app.extensions["site"] = site
    app.jinja_env.filters.update(said=said, when=when)
    app.jinja_env.globals.update(Role=Role)
    for page in PAGES:
        app.register_blueprint(page)
    app.register_error_handler(RegisterError, _refused)
    app.register_error_handler(HTTPException, _failed)
    seal(app)
    return app


def _refused(error: RegisterError) -> tuple[str, int]:
    """Say what the register refused, on a page that leads back; nothing of the act was taken."""
    status = STATUS.get(type(error), 422)
    return render_template("refused.html", error=error, status=status), status


def _failed(error: HTTPException) -> Response | tuple[str, int]:
    """Say what went wrong, with no stack and no version."""
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect is no failure
        return Response(status=error.code or 500)
    page = render_template("failed.html", code=error.code, path=request.path)
    return page, error.code
