"""The office's application: every page of the procedure, and who may use it."""

import gc
import logging
from typing import Final

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as Nowhere

from admin import (
    anomalies,
    audit_lines,
    audit_trail,
    audit_values,
    cards,
    door_orders,
    dossiers,
    exports,
    first_list,
    home,
    house_texts,
    inside,
    log_months,
    login,
    notices,
    outgoing,
    register_list,
    removals,
    requests,
    security,
    track,
)
from admin.access import seal
from admin.administration import pages
from admin.app import create_app
from admin.desk import pages as desk
from admin.in_view import in_view, labelled
from admin.languages import mark
from admin.log import keeper, routes
from admin.paper import archive, disposing, log_archive, verify
from admin.paper import pages as papers
from admin.reviews import deciding as review_acts
from admin.reviews import pages as reviews
from admin.rooms import floors
from admin.site import Site
from admin.telling import (
    on_day,
    post,
    reader,
    said,
    sentence,
    technology,
    titled,
    until,
    validity,
    when,
)
from admin.tracking import ASIDE_WORDS, KINDS, STATES
from register.errors import ChangedMeanwhile, NotFound, OutOfOrder, Refusal
from register.workflow import Role

PAGES: Final = (
    home.bp,
    requests.bp,
    dossiers.bp,
    cards.bp,
    removals.bp,
    *desk.PAGES,
    track.bp,
    login.bp,
    security.bp,
    anomalies.bp,
    log_months.bp,
    inside.bp,
    door_orders.bp,
    first_list.bp,
    notices.bp,
    outgoing.bp,
    papers.bp,
    verify.bp,
    house_texts.bp,
    archive.bp,
    log_archive.bp,
    disposing.bp,
    register_list.bp,
    routes.bp,
    *pages.PAGES,
    reviews.bp,
    review_acts.bp,
    audit_trail.bp,
    exports.bp,
)
STATUS: Final = {ChangedMeanwhile: 409, NotFound: 404, OutOfOrder: 503}
CLIENT_ERROR: Final = 400
LOG: Final = logging.getLogger(__name__)
FAILURES: Final = {
    401: (mark("Silakan masuk lagi"), mark("Sesi Anda sudah berakhir. Tidak ada yang hilang.")),
    403: (mark("Bukan bagian Anda"), mark("Halaman ini untuk peran lain. Hubungi administrator.")),
    404: (mark("Tidak ditemukan"), mark("Halaman ini tidak ada, atau bukan untuk Anda.")),
    405: (mark("Tidak dapat dilakukan"), mark("Halaman ini tidak dipakai dengan cara itu.")),
    413: (mark("Berkas terlalu besar"), mark("Setiap lampiran paling besar 5 MB.")),
    500: (mark("Terjadi kesalahan"), mark("Kesalahan ada pada kami. Coba lagi sebentar lagi.")),
}
OTHERWISE: Final = (mark("Tidak dapat dilakukan"), mark("Permintaan ini tidak dapat dilayani."))


def office_app(site: Site, *more: Blueprint) -> Flask:
    """Return the application, with `more` pages; RuntimeError where a route is nobody's."""
    return standing(every_page(*more), site)


def standing(app: Flask, site: Site) -> Flask:
    """Let an application stand on a site."""
    app.extensions["site"] = site
    app.extensions[keeper.EXTENSION] = keeper.Keeper(site)
    return app


def every_page(*more: Blueprint) -> Flask:
    """Return an application that stands on nothing yet."""
    app = create_app()
    app.config["MAX_CONTENT_LENGTH"] = 32 << 20  # bytes: five papers of 5 MiB, and the form
    app.jinja_env.filters.update(
        said=said, titled=titled, when=when, until=until, validity=validity, on_day=on_day,
        labelled=labelled, post=post,
        technology=technology, reader=reader,
        act=audit_lines.act, detail=audit_values.name,
        kept=lambda each, key: audit_values.value(key, each),
        paragraphs=house_texts.paragraphs,
    )  # fmt: skip
    app.jinja_env.globals.update(
        floors=floors, in_view=in_view, kinds=KINDS, states=STATES, asides=ASIDE_WORDS,
        bell=notices.unread, texts=house_texts.in_force,
        PLAIN=dossiers.PLAIN, DESKS=dossiers.DESKS, Role=Role,
    )  # fmt: skip
    app.jinja_env.finalize = lambda value: "" if value is None else value  # a name that was erased
    for page in (*PAGES, *more):
        app.register_blueprint(page)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(OverflowError, _of_nothing)
    seal(app)
    return app


def _refused(error: Refusal) -> tuple[str, int]:
    """Say what the register refused, on a page that leads back; nothing of the act was taken."""
    status = STATUS.get(type(error), 422)
    back = request.referrer or url_for("home.page")
    another = isinstance(error, ChangedMeanwhile) and not error.own
    words = sentence(error)
    if isinstance(error, OutOfOrder):
        LOG.error("%s", error)  # who mends the machine reads it there
    return render_template("refused.html", words=words, another=another, back=back), status


def _of_nothing(_: OverflowError) -> Response | tuple[str, int]:
    """Answer for a number that no row of a database can have."""
    return _failed(Nowhere())


def _failed(error: HTTPException) -> Response | tuple[str, int]:
    """Say what went wrong, with no stack and no version."""
    code = error.code or 500
    if code < CLIENT_ERROR:  # a redirect is no failure
        found = error.get_response()
        return Response(status=code, headers=found.headers)
    if request_ctx.url_adapter is None:  # asked of a host that is none: no page can be drawn
        return Response("400", status=CLIENT_ERROR, mimetype="text/plain")
    title, words = FAILURES.get(code, OTHERWISE)
    return render_template("failed.html", title=title, words=words), code


def settle() -> None:
    """Take what the start has made, which stays until the end, out of collections of garbage.

    Else each full one looks through it all again, and some page waits a tenth of a second.
    """
    gc.collect()
    gc.freeze()
