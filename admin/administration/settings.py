"""The office's settings: a section at a time, with defaults, old values and the emblem."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.access import allow, by, site
from admin.form_answers import answers, sent
from admin.house_texts import TITLES
from register import (
    history,
    hours,
    house_texts,
    keyholders,
    office_papers,
    office_settings,
    settings,
)
from register.errors import Incomplete, SettingRefused
from register.forms.house_text import HOUSE_TEXT
from register.models import PaperKind
from register.workflow import Role

bp = Blueprint("office_settings", __name__, url_prefix="/kantor/pengaturan")
READERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


@bp.get("/")
@allow(*READERS)
def page() -> str:
    """Show every setting."""
    return _page()


@bp.post("/<section>")
@allow(Role.ADMINISTRATOR, proof=True)
def change(section: str) -> ResponseReturnValue:
    """Keep one section, or show what is wrong with it."""
    with site().reading() as session:
        now = office_settings.values(settings.read(session))
    given = answers(office_settings.section(section).fields, request.form)
    try:
        with site().store.session() as session:
            office_settings.change(session, section, given, by(), site().now())
    except Incomplete as error:
        return _page({**now, **given}, error), 422
    return redirect(url_for("office_settings.page", _anchor=section), 303)


@bp.post("/jam-kerja")
@allow(Role.ADMINISTRATOR, proof=True)
def change_hours() -> ResponseReturnValue:
    """Keep the office's weekly hours."""
    try:
        written = hours.written(request.form, "jam")
    except ValueError as error:
        raise SettingRefused(
            "Jam kerja tidak terbaca; isi mulai dan selesai, misalnya 07.30 dan 16.00.",
            f"the office hours cannot be read: {error}",
        ) from error
    with site().store.session() as session:
        office_settings.change_hours(session, written, by(), site().now())
    return redirect(url_for("office_settings.page", _anchor="jam"), 303)


@bp.post("/teks/<kind>")
@allow(Role.ADMINISTRATOR, proof=True)
def word(kind: str) -> ResponseReturnValue:
    """Word the house rules or the notice on personal data anew: their next version."""
    given = answers(HOUSE_TEXT.fields, request.form)
    try:
        with site().store.session() as session:
            house_texts.change(session, kind, given, by(), site().now())
    except Incomplete as error:
        return _page(wrong=error, worded={kind: given}), 422
    return redirect(url_for("office_settings.page", _anchor=kind), 303)


@bp.post("/lambang")
@allow(Role.ADMINISTRATOR)
def upload() -> ResponseReturnValue:
    """Take the emblem of the letterhead."""
    name, content = sent("lambang")
    with site().store.session() as session:
        office_papers.keep(session, PaperKind.EMBLEM, name, content, by(), site().now())
    return redirect(url_for("office_settings.page", _anchor="kantor"), 303)


@bp.get("/lambang")
@allow()
def emblem() -> Response:
    """Hand out the emblem: a picture by content, and nothing that could be a page."""
    with site().reading() as session:
        found = office_papers.emblem(session) or abort(404)
        return Response(found.content, mimetype=found.media_type)


def _page(
    shown: Mapping[str, Any] | None = None, wrong: Incomplete | None = None,
    worded: Mapping[str, Mapping[str, object]] | None = None,
) -> str:  # fmt: skip
    complaints = () if wrong is None else wrong.complaints
    with site().reading() as session:
        now = settings.read(session)
        return render_template(
            "administration/settings.html",
            forms=office_settings.forms(),
            values=office_settings.values(now) if shown is None else shown,
            now=now,
            week=hours.rows(now.hours),
            complaints=complaints,
            wrong={each.field: each for each in complaints},
            offered={},
            keyholders=keyholders.named(session),
            emblem=office_papers.emblem(session),
            texts=house_texts.current(session),
            worded=worded or {},
            text_form=HOUSE_TEXT,
            titles=TITLES,
            changes=history.changes(session, "setting.change", "house_text.change", "paper.add"),
        )
