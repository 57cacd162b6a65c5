"""Doors by their labels, and schedules by their names, as the administrator keeps them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ledger.access import weekly
from register import audit
from register.audit import By
from register.errors import NotFound, Refusal
from register.forms.choices import Choice
from register.models import Door, Grant, GrantDoor, ReaderLabel, RegisterRevision, Schedule

NAME_MOST: Final = 100


class PremisesRefused(Refusal):
    """A door or a schedule cannot be as asked."""


@dataclass(frozen=True, slots=True)
class Used:
    """A schedule, how many grants in force open doors by it, and whether any ever did."""

    schedule: Schedule
    grants: int
    fixed: bool


def doors(session: Session) -> Sequence[Door]:
    """Return every door, by its label."""
    return session.scalars(select(Door).order_by(Door.label)).all()


def choices(found: Iterable[Door]) -> tuple[Choice, ...]:
    """Return doors to choose from, each by its name and called by its label."""
    return tuple(Choice(door.name, door.label, door.label) for door in found)


def label(session: Session, name: str, words: str, by: By, at: datetime) -> int:
    """Give a door its label, and the door itself where it is new; return the revision.

    `name` is the door's in the daemon's configuration.
    """
    words = _name(words)
    door = session.scalar(select(Door).where(Door.name == name))
    before = None if door is None else door.label
    if door is None:
        session.add(Door(name=name, label=words))
    elif before != words:
        door.label = words
    if before != words:
        session.flush()
        audit.write(session, "door.label", by, at, {"door": name, "label": [before, words]})
    return revision(session)


def readers(session: Session) -> Mapping[str, str]:
    """Return what each reader is called, by its name; one without a label is not among them."""
    return {each.name: each.label for each in session.scalars(select(ReaderLabel))}


def label_reader(session: Session, name: str, words: str, by: By, at: datetime) -> None:
    """Call a reader something; `name` is the one in the daemon's configuration."""
    words = _name(words)
    kept = session.get(ReaderLabel, name)
    before = None if kept is None else kept.label
    if before == words:
        return
    session.merge(ReaderLabel(name=name, label=words))
    session.flush()
    audit.write(session, "reader.label", by, at, {"reader": name, "label": [before, words]})


def schedules(session: Session, at: datetime) -> Sequence[Used]:
    """Return every schedule, by its name."""
    used = select(GrantDoor.schedule_id, func.count(func.distinct(GrantDoor.grant_id)))
    ever = _counted(session, used)
    in_force = used.join(Grant, Grant.id == GrantDoor.grant_id).where(
        Grant.revoked_at.is_(None), Grant.valid_until > at
    )
    now = _counted(session, in_force)
    found = session.scalars(select(Schedule).order_by(Schedule.name))
    return [Used(each, now.get(each.id, 0), each.id in ever) for each in found]


def schedule(session: Session, number: int) -> Schedule:
    """Return a schedule; NotFound where there is none."""
    found = session.get(Schedule, number)
    if found is None:
        raise NotFound(f"Tidak ada jadwal {number}.", f"there is no schedule {number}")
    return found


def set_schedule(
    session: Session, number: int | None, name: str, hours: str, by: By, at: datetime,
    *, on_holidays: bool,
) -> int:  # fmt: skip
    """Make a schedule or change one; its hours only while no grant was ever given by it.

    Raises PremisesRefused, NotFound. Returns the revision.
    """
    name = _schedule_name(session, number, name)
    weekly(hours)
    found = Schedule(name="", weekly="") if number is None else schedule(session, number)
    before = (found.name, found.weekly, bool(found.on_holidays))
    after = (name, hours, on_holidays)
    if number is not None and before[1:] != after[1:]:
        _refuse_granted(session, found)
    found.name, found.weekly, found.on_holidays = after
    session.add(found)
    session.flush()
    if before != after:
        keys = ("name", "weekly", "on_holidays")
        changed = {
            key: [None if number is None else old, new]
            for key, old, new in zip(keys, before, after, strict=True)
            if old != new
        }
        audit.write(session, "schedule.set", by, at, {"schedule": found.id, **changed})
    return revision(session)


def revision(session: Session) -> int:
    """Return how far the register is: what the door's process is to confirm."""
    return session.get_one(RegisterRevision, 1, populate_existing=True).revision


def _counted(session: Session, wanted: Select[int, int]) -> dict[int, int]:
    rows = session.execute(wanted.group_by(GrantDoor.schedule_id))
    return {schedule: count for schedule, count in rows}  # noqa: C416 - rows are no plain pairs


def _name(words: str) -> str:
    words = " ".join(words.split())
    if not 1 <= len(words) <= NAME_MOST:
        raise PremisesRefused(
            f"Nama terdiri atas 1 sampai {NAME_MOST} karakter.",
            f"a name has 1 to {NAME_MOST} characters",
        )
    return words


def _schedule_name(session: Session, number: int | None, words: str) -> str:
    """Return a name that is free and cannot be taken for the hours that a grant looks up."""
    name = _name(words)
    own = None if number is None else schedule(session, number).name
    if name != own and _reads_as_hours(name):
        raise PremisesRefused(
            f"Nama {name!r} adalah jam, bukan nama; tulis seperti Jam kerja.",
            f"the name {name!r} is hours, no name; write it as Office hours",
        )
    taken = session.scalar(select(Schedule.id).where(Schedule.name == name))
    if taken is not None and taken != number:
        raise PremisesRefused(
            f"Jadwal {name!r} sudah ada.", f"there is a schedule {name!r} already"
        )
    return name


def _reads_as_hours(name: str) -> bool:
    try:
        weekly(name)
    except ValueError:
        return False
    return True


def _refuse_granted(session: Session, found: Schedule) -> None:
    granted = session.scalar(
        select(func.count()).select_from(GrantDoor).where(GrantDoor.schedule_id == found.id)
    )
    if granted:
        raise PremisesRefused(
            f"Jadwal {found.name!r} dipakai {granted} hak akses yang sudah disetujui; jamnya tidak"
            " berubah tanpa permintaan baru. Buat jadwal lain.",
            f"schedule {found.name!r} belongs to {granted} approved rights; its hours do not change"
            " without a new request. Make another schedule.",
        )
