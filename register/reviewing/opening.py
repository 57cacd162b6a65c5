"""R1: a review is due, its snapshot is taken, and it waits for the Kasi to open it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from register import audit, dossiers, numbers, posts, register_list, settings
from register.audit import By
from register.errors import ReviewRefused
from register.models import (
    Card,
    Cardholder,
    Door,
    Dossier,
    Grant,
    RemovalItem,
    Review,
    ReviewItem,
    Tenure,
)
from register.register_rows import Row
from register.removal_reach import UNDER_WAY
from register.reviewing import evidence, reading
from register.reviewing.usage import NEVER, Period, Usage
from register.settings import Settings
from register.ways import Way
from register.workflow import ENDED, Course, Procedure, Role

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What the journal says of a period.

    Attributes:
        count: events of the period.
        last: the journal's newest event.
        whole: whether its chain is unbroken; None where nobody walked it.
        used: by pseudonymous id.
    """

    count: int = 0
    last: int = 0
    whole: bool | None = None
    used: Mapping[str, Usage] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A review to be drawn.

    Attributes:
        kind: berkala, insidental or mutasi.
        doors: names; only rights that open one of them are reviewed.
        unit: likewise; None is every unit.
        basis: its dasar.
    """

    kind: str
    period: Period
    due: datetime
    doors: tuple[str, ...]
    unit: str | None = None
    basis: str = ""


def due(session: Session, at: datetime) -> Plan | None:
    """Return the periodic review whose time has come, or None: not yet, or one is running."""
    falls = reading.next_due(session)
    if running(session) or falls is None or at < falls:
        return None
    return plan(session, reading.PERIODIC, at)


def plan(session: Session, kind: str, at: datetime, basis: str = "") -> Plan:
    """Return a review of every door since the last one, due in as many days as the office set."""
    now = settings.read(session)
    since = reading.since(session)
    longest = at - timedelta(days=31 * now.review_months)
    doors = session.scalars(select(Door.name).order_by(Door.name)).all()
    begun = longest if since is None else min(max(since, longest), at - DAY)
    return Plan(
        kind=kind,
        period=Period(begun, at),
        due=at + now.review_days * DAY,
        doors=tuple(doors),
        basis=basis,
    )


def narrowed(wanted: Plan, doors: Sequence[str], unit: str | None) -> Plan:
    """Return a plan for some doors and one unit only; no door named means every door.

    A periodic review always is of everything: what it leaves out would never be reviewed.
    """
    if wanted.kind == reading.PERIODIC:
        return wanted
    chosen = tuple(door for door in wanted.doors if door in doors)
    return replace(wanted, doors=chosen or wanted.doors, unit=unit)


def scope(session: Session) -> tuple[Mapping[str, str], Sequence[str]]:
    """Return what a review may be narrowed to: doors, name to label; units of holders."""
    doors = {door.name: door.label for door in session.scalars(select(Door).order_by(Door.label))}
    held = select(Grant.cardholder_id).where(Grant.revoked_at.is_(None))
    units = session.scalars(
        select(Cardholder.unit)
        .where(Cardholder.unit.is_not(None), Cardholder.id.in_(held))
        .distinct()
        .order_by(Cardholder.unit)
    )
    return doors, [unit for unit in units if unit]


def running(session: Session) -> Dossier | None:
    """Return the review that has not ended, or None: there is one at a time."""
    return session.scalar(
        select(Dossier)
        .where(Dossier.procedure == Procedure.REVIEW, Dossier.state.not_in(ENDED))
        .order_by(Dossier.id)
        .limit(1)
    )


def draw(session: Session, wanted: Plan, log: Log, by: By, at: datetime) -> Dossier:
    """Take the snapshot; the review waits for the Kasi, and its deadline runs.

    Raises ReviewRefused: one is running, nobody is Kasi or Kabid, or there is nothing to review.
    """
    if running(session) is not None:
        raise ReviewRefused(
            "Masih ada review yang berjalan; selesaikan lebih dahulu.",
            "a review is still running; finish it first",
        )
    rows = _rows(session, wanted, at)
    if not rows:
        raise ReviewRefused(
            "Tidak ada hak akses yang perlu direview.", "there is no right of access to review"
        )
    now = settings.read(session)
    dossier = dossiers.begin(
        session, Way(course=Course.REVIEW), wanted.kind, _reviewer(session, at), now.sop_version, at
    )
    dossier.number = numbers.next_number(session, now, at)
    dossier.submitted_at = at
    items = [*_items(session, dossier, rows, log, now, at)]
    session.add_all(items)
    session.add(
        Review(
            dossier_id=dossier.id,
            period_from=wanted.period.since,
            period_until=wanted.period.until,
            taken_at=at,
            digest=evidence.snapshot_digest(items, log.count, log.last),
            log_count=log.count,
            log_last=log.last,
            log_whole=log.whole,
            due_at=wanted.due,
        )
    )
    dossier.answers = _heading(session, wanted, items, now, at)
    session.flush()
    audit.write(session, "review.draw", by, at, {"dossier": dossier.id, "rows": len(items)})
    return dossier


def _reviewer(session: Session, at: datetime) -> int:
    for role in (Role.KASI, Role.KABID):
        if held := posts.holders(session, role, at):
            return held[0].person_id
    raise ReviewRefused(
        "Belum ada Kasi atau Kabid; isi jabatannya lebih dahulu.",
        "there is neither a Kasi nor a Kabid; fill the post first",
    )


def _rows(session: Session, wanted: Plan, at: datetime) -> Sequence[Row]:
    """Return the rows of the register that still stand: a right with a live card."""
    live = set(session.scalars(select(Card.grant_id).where(Card.ended_at.is_(None))))
    ended = select(Grant.id).where(Grant.revoked_at.is_not(None) | (Grant.granted_at > at))
    live -= set(session.scalars(ended))
    return [
        row
        for row in register_list.rows(session, at)
        if row.grant in live
        and row.doors.keys() & set(wanted.doors)
        and wanted.unit in (None, row.unit)
    ]


def _items(
    session: Session, dossier: Dossier, rows: Sequence[Row], log: Log, now: Settings, at: datetime
) -> Iterator[ReviewItem]:
    grants = {
        grant.id: grant
        for grant in session.scalars(select(Grant).where(Grant.id.in_([row.grant for row in rows])))
    }
    requests = {
        each.id: each
        for each in session.scalars(
            select(Dossier).where(Dossier.id.in_([row.dossier for row in rows if row.dossier]))
        )
    }
    tenures = session.scalars(
        select(Tenure).where(Tenure.person_id.in_([row.person for row in rows]))
    ).all()
    for row in rows:
        used = log.used.get(row.public_id, NEVER)
        own = [tenure for tenure in tenures if tenure.person_id == row.person]
        moved = evidence.has_moved(row, grants[row.grant], requests.get(row.dossier or 0), own)
        signs = evidence.risks(used, at, now.dormant_days * DAY, moved=moved)
        yield ReviewItem(
            dossier_id=dossier.id,
            grant_id=row.grant,
            person_id=row.person,
            card_id=row.card,
            evidence=evidence.evidence(row, used, signs),
            flagged=bool(signs),
        )


def _heading(
    session: Session, wanted: Plan, items: Sequence[ReviewItem], now: Settings, at: datetime
) -> dict[str, Any]:
    """Return form 3's heading as it is known already."""
    zone = ZoneInfo(now.zone)
    heading: dict[str, Any] = {
        "periode_dari": wanted.period.since.astimezone(zone).date().isoformat(),
        "periode_sampai": wanted.period.until.astimezone(zone).date().isoformat(),
        "jenis": wanted.kind,
        "mulai": at.astimezone(zone).date().isoformat(),
        "tenggat": wanted.due.astimezone(zone).date().isoformat(),
        "cakupan_pintu": list(wanted.doors),
        "ringkasan": _counts(session, items),
    }
    optional = {"cakupan_unit": wanted.unit, "dasar": wanted.basis}
    return heading | {key: value for key, value in optional.items() if value}


def _counts(session: Session, items: Sequence[ReviewItem]) -> dict[str, int]:
    seen = [item.evidence for item in items]
    signs = [sign for each in seen for sign in each["risiko"]]
    open_ = select(func.count()).select_from(RemovalItem).where(UNDER_WAY)
    return {
        "pemegang": len({each["pemegang"] for each in seen}),
        "aktif": sum(each["status"] == "active" for each in seen),
        "kedaluwarsa": sum(each["status"] == "expired" for each in seen),
        "tidak_aktif": signs.count(evidence.UNUSED),
        "belum": signs.count(evidence.NEVER_USED),
        "luar_jam": sum(each["luar_jam"] for each in seen),
        "ditolak": sum(each["ditolak"] for each in seen),
        "belum_kembali": session.scalar(open_) or 0,
    }
