"""The calendar by year, and the list of units."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.access import allow, by, site
from admin.administration.drawing import words
from admin.form_answers import sent
from admin.languages import mark
from admin.telling import zone
from register import history, office_days
from register.errors import CalendarRefused
from register.models import HolidayKind
from register.office_days import DayRefused
from register.workflow import Role

bp = Blueprint("calendar", __name__, url_prefix="/kantor")
READERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.REGISTRY, Role.KASI})
KINDS: Final = {
    HolidayKind.NATIONAL: mark("libur nasional"),
    HolidayKind.COLLECTIVE_LEAVE: mark("cuti bersama"),
    HolidayKind.OFFICE: mark("libur kantor"),
}


@bp.get("/kalender")
@allow(*READERS)
def page() -> str:
    """Show a year's days off, this year's where none is asked for."""
    asked = request.args.get("tahun", 0, type=int)
    return _page(asked if asked in office_days.YEARS else site().now().astimezone(zone()).year)


@bp.post("/kalender/nasional")
@allow(Role.ADMINISTRATOR)
def national() -> ResponseReturnValue:
    """Compute the national holidays of a year."""
    year = request.form.get("tahun", 0, type=int)
    with site().store.session() as session:
        office_days.national(session, year, by(), site().now())
    return redirect(url_for("calendar.page", tahun=year), 303)


@bp.post("/kalender/cuti-bersama")
@allow(Role.ADMINISTRATOR, Role.REGISTRY)
def leave() -> ResponseReturnValue:
    """Take the collective leave of a CSV file, whole or not at all."""
    source, (_, content) = words("dasar", office_days.NAME_MOST), sent("berkas")
    year = request.form.get("tahun", 0, type=int)
    try:
        with site().store.session() as session:
            text = content.decode("utf-8-sig", errors="replace")
            office_days.collective_leave(session, text, source, by(), site().now())
    except CalendarRefused as error:
        return _page(year, error.rows), 422
    return redirect(url_for("calendar.page", tahun=year), 303)


@bp.post("/kalender/hari")
@allow(Role.ADMINISTRATOR, Role.REGISTRY)
def add() -> ResponseReturnValue:
    """Add one day."""
    form = request.form
    try:
        day, kind = date.fromisoformat(form.get("tanggal", "")), HolidayKind(form.get("jenis", ""))
    except ValueError as error:
        raise DayRefused(
            "Pilih tanggal dan jenis hari liburnya.", "choose the day and its kind"
        ) from error
    with site().store.session() as session:
        office_days.add(
            session, kind, day, form.get("nama", ""), form.get("dasar", ""), by(), site().now()
        )
    return redirect(url_for("calendar.page", tahun=day.year), 303)


@bp.post("/kalender/hari/<int:number>/hapus")
@allow(Role.ADMINISTRATOR, Role.REGISTRY)
def remove(number: int) -> ResponseReturnValue:
    """Take one day out again."""
    with site().store.session() as session:
        year = office_days.remove(session, number, by(), site().now())
    return redirect(url_for("calendar.page", tahun=year), 303)


@bp.get("/unit-kerja")
@allow(*READERS)
def units() -> str:
    """List the units."""
    with site().reading() as session:
        return render_template(
            "administration/units.html",
            units=office_days.units(session),
            changes=history.changes(session, "unit.add", "unit.close"),
        )


@bp.post("/unit-kerja")
@allow(Role.ADMINISTRATOR, Role.REGISTRY)
def add_unit() -> ResponseReturnValue:
    """Add one."""
    name, institution = request.form.get("nama", ""), request.form.get("instansi", "")
    with site().store.session() as session:
        office_days.add_unit(session, name, institution, by(), site().now())
    return redirect(url_for("calendar.units"), 303)


@bp.post("/unit-kerja/<int:number>")
@allow(Role.ADMINISTRATOR, Role.REGISTRY)
def close_unit(number: int) -> ResponseReturnValue:
    """Close one, or open it again."""
    closed = request.form.get("tutup") == "ya"
    with site().store.session() as session:
        office_days.close_unit(session, number, by(), site().now(), closed=closed)
    return redirect(url_for("calendar.units"), 303)


def _page(year: int, bad: Sequence[str] = ()) -> str:
    with site().reading() as session:
        return render_template(
            "administration/calendar.html",
            year=year,
            years=office_days.YEARS,
            days=office_days.of_year(session, year),
            kinds=KINDS,
            decreed=office_days.DECREED,
            bad=bad,
            changes=history.changes(
                session, "calendar.national", "calendar.leave", "calendar.add", "calendar.remove"
            ),
        )
