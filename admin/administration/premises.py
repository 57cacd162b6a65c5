"""Doors and their readers, and the schedules by which grants open them."""

from typing import Final

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import door
from admin.access import allow, by, site
from admin.administration.drawing import words
from admin.languages import mark
from admin.reader_faults import fault
from admin.telling import catalogue
from register import history, hours, premises
from register.premises import PremisesRefused
from register.workflow import Role

bp = Blueprint("premises", __name__, url_prefix="/kantor")
READERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.KASI, Role.OPERATOR})
SIDES: Final = {"in": mark("untuk masuk"), "out": mark("untuk keluar")}


@bp.get("/pintu")
@allow(*READERS)
def doors() -> str:
    """Show each door, the readers that the daemon says it has, and what the register lacks."""
    readers = door.readers()
    with site().reading() as session:
        found = premises.doors(session)
        named = {each.name for each in found}
        return render_template(
            "administration/doors.html",
            doors=found,
            readers=readers,
            lost={name: fault(why, catalogue()) for name, why in door.lost().items()},
            sides=SIDES,
            unknown=sorted({each.door for each in readers if each.door} - named),
            changes=history.changes(session, "door.label", "reader.label"),
            **_confirmation(),
        )


@bp.post("/pintu")
@allow(Role.ADMINISTRATOR)
def label() -> ResponseReturnValue:
    """Give a door its label, and the page then waits for the door; or give a reader its."""
    if "pembaca" in request.form:
        return _label_reader()
    name, said = words("pintu", 100), words("nama", premises.NAME_MOST)
    if name not in {each.door for each in door.readers()}:
        with site().reading() as session:
            _refuse_unknown(name, {each.name for each in premises.doors(session)})
    with site().store.session() as session:
        revision = premises.label(session, name, said, by(), site().now())
    return redirect(url_for("premises.doors", revisi=revision), 303)


def _label_reader() -> ResponseReturnValue:
    """Give a reader that the daemon has its label; the door does not ask for it."""
    name, said = words("pembaca", 100), words("nama", premises.NAME_MOST)
    if name not in {each.name for each in door.readers()}:
        raise PremisesRefused(
            f"Daemon tidak melaporkan pembaca {name!r}.", f"the daemon has no reader {name!r}"
        )
    with site().store.session() as session:
        premises.label_reader(session, name, said, by(), site().now())
    return redirect(url_for("premises.doors"), 303)


@bp.get("/jadwal")
@allow(*READERS)
def schedules() -> str:
    """Show each schedule as a week."""
    with site().reading() as session:
        return render_template(
            "administration/schedules.html",
            schedules=premises.schedules(session, site().now()),
            said=hours.said,
            bars=hours.bars,
            changes=history.changes(session, "schedule.set"),
            **_confirmation(),
        )


@bp.get("/jadwal/baru", defaults={"number": None})
@bp.get("/jadwal/<int:number>")
@allow(Role.ADMINISTRATOR)
def schedule(number: int | None) -> str:
    """Show the editor of a schedule's week."""
    with site().reading() as session:
        found = None if number is None else premises.schedule(session, number)
        fixed = number is not None and any(
            each.fixed
            for each in premises.schedules(session, site().now())
            if each.schedule.id == number
        )
        return render_template(
            "administration/schedule.html",
            schedule=found,
            fixed=fixed,
            week=hours.rows("" if found is None else found.weekly),
        )


@bp.post("/jadwal/baru", defaults={"number": None})
@bp.post("/jadwal/<int:number>")
@allow(Role.ADMINISTRATOR)
def set_schedule(number: int | None) -> ResponseReturnValue:
    """Keep a schedule; the page then waits for the door."""
    name, on_holidays = words("nama", premises.NAME_MOST), request.form.get("libur") == "ya"
    with site().store.session() as session:
        kept = None if number is None else premises.schedule(session, number)
        if kept is None or "jam.1.0.mulai" in request.form:
            week = _written()
        else:  # in use: its name alone was offered
            week, on_holidays = kept.weekly, kept.on_holidays
        revision = premises.set_schedule(
            session, number, name, week, by(), site().now(), on_holidays=on_holidays
        )
    return redirect(url_for("premises.schedules", revisi=revision), 303)


@bp.get("/pintu/konfirmasi/<int:revision>")
@allow(*READERS)
def confirmation(revision: int) -> Response:
    """Say whether the door has seen a revision of the register."""
    return jsonify(confirmed=door.confirmed(revision) is not None)


def _confirmation() -> dict[str, object]:
    """Return the revision that the page waits for, and when the door said that it has it."""
    revision = request.args.get("revisi", type=int)
    seen = None if revision is None else door.confirmed(revision)
    return {"revision": revision, "seen": seen}


def _written() -> str:
    try:
        found = hours.written(request.form, "jam")
    except ValueError as error:
        raise PremisesRefused(
            "Jam tidak terbaca; isi mulai dan selesai pada setiap jendela.",
            f"the hours cannot be read: {error}",
        ) from error
    if not found:
        raise PremisesRefused(
            "Jadwal tanpa jam tidak membuka apa pun; isi paling sedikit satu jendela.",
            "a schedule without hours opens nothing; fill in one window at least",
        )
    return found


def _refuse_unknown(name: str, known: set[str]) -> None:
    if name not in known:
        raise PremisesRefused(
            f"Tidak ada pintu {name!r} di pengaturan daemon.",
            f"the daemon's configuration has no door {name!r}",
        )
