"""The door's log month by month: what stands in it, and the Kasi's signature under it.

What register.door_log.log_figures counts of a month that is over is what is signed. The Kabid's
*mengetahui* stands under the same digest. Neither ever changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from register import audit, dates, posts, settings
from register.audit import By
from register.door_log import log_figures
from register.door_log.log_figures import MONTH_LETTERS, Figures, Noted, span
from register.errors import SignOffRefused
from register.models import (
    LogCountersignature,
    LogSignOff,
    Tenure,
    canonical,
)
from register.workflow import Role

LATE: Final = timedelta(days=7)  # a month that is not signed so long after its end is overdue


@dataclass(frozen=True, slots=True)
class MonthState:
    """Where a month of the log stands.

    Attributes:
        running: it is not over yet, and cannot be signed.
        silent: it has no line, and nothing shows that the journal was kept; nor can it be signed.
        overdue: it ended more than seven days ago, and is not signed.
        signed: the signature, or None.
    """

    month: str
    running: bool
    overdue: bool
    signed: LogSignOff | None
    silent: bool = False

    @property
    def waits(self) -> bool:
        """Whether the Kasi's signature is awaited."""
        return self.signed is None and not self.running and not self.silent


@dataclass(frozen=True, slots=True)
class MonthlyLog:
    """A signed month as it is printed: its figures, and who stands behind them.

    Attributes:
        digest: SHA-256 of what was signed, hex.
        signed: by the Kasi, with `person`, `title`, `capacity`, `at` and `note`.
        countersigned: by the Kabid, or None as long as it is not.
    """

    figures: Figures
    digest: str
    signed: LogSignOff
    countersigned: LogCountersignature | None


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A signature that was given with a pen: the scan's id, and the day that stands on it."""

    scan: int
    signed_on: date


def months(session: Session, journal: Path, at: datetime) -> Sequence[MonthState]:
    """Return every month since the journal's beginning, the newest first."""
    zone = ZoneInfo(settings.read(session).zone)
    signed = {
        row.month: row
        for row in session.scalars(
            select(LogSignOff).options(
                joinedload(LogSignOff.person), joinedload(LogSignOff.countersigned)
            )
        )
    }
    began = log_figures.began(journal)
    if began is None:
        return ()
    found = []
    first = began.astimezone(zone).strftime(MONTH_LETTERS)
    month = max(first, at.astimezone(zone).strftime(MONTH_LETTERS))
    while month >= first:
        _, end = span(month, zone)
        mine = signed.get(month)
        running = at < end
        silent = mine is None and not running and log_figures.silent(session, journal, month)
        overdue = mine is None and at >= end + LATE and not silent
        found.append(MonthState(month, running, overdue, mine, silent))
        month = _before(month, zone)
    return tuple(found)


def sign(
    session: Session, figures: Figures, note: str | None, person: int, by: By, at: datetime
) -> LogSignOff:
    """Put the Kasi's signature under a month; it never changes after.

    Raises SignOffRefused: it is signed already, or he is not the Kasi. NotFound: it lies before the
    journal's first line.
    """
    if figures.last_seq < 1:
        raise log_figures.nothing(figures.month)
    if _signed(session, figures.month) is not None:
        raise SignOffRefused(
            f"Log bulan {dates.month(figures.month)} sudah disahkan.",
            f"the log of {dates.month(figures.month, 'en')} is signed already",
        )
    tenure = _tenure(session, person, Role.KASI, at)
    record = figures.record()
    signed = LogSignOff(
        month=figures.month,
        ended=log_figures.end(session, figures.month),
        first_seq=figures.first_seq,
        last_seq=figures.last_seq,
        root=figures.root,
        report=record,
        digest=sha256(canonical(record).encode()).hexdigest(),
        note=(note or "").strip() or None,
        person_id=person,
        title=tenure.title,
        capacity=tenure.capacity,
        at=at,
    )
    session.add(signed)
    session.flush()
    audit.write(session, "log.sign", by, at, {"month": figures.month, "digest": signed.digest})
    return signed


def countersign(
    session: Session, month: str, person: int, by: By, at: datetime, paper: OnPaper | None = None
) -> None:
    """Put the Kabid's *mengetahui* under a signed month.

    Args:
        session: the writing transaction.
        month: `2026-10`.
        person: who countersigns.
        by: who sends it.
        at: now.
        paper: where he signed with a pen, and tata usaha files it (`register.door_log.log_papers`).

    Raises:
        NotFound: it is not signed.
        SignOffRefused: he is not the Kabid, has signed it himself, or it is countersigned already.
    """
    signed = _signed(session, month)
    if signed is None or signed.last_seq < 1:  # one of no line, signed before that was refused
        raise log_figures.not_signed(month)
    if session.get(LogCountersignature, signed.id) is not None:
        raise SignOffRefused(
            f"Log bulan {dates.month(month)} sudah diketahui Kabid.",
            f"the log of {dates.month(month, 'en')} has its countersignature",
        )
    if signed.person_id == person:
        raise SignOffRefused(
            "Yang mengesahkan tidak menandatangani lagi sebagai yang mengetahui.",
            "who signed the log does not countersign it",
        )
    tenure = _tenure(session, person, Role.KABID, at)
    session.add(
        LogCountersignature(
            sign_off_id=signed.id,
            person_id=person,
            title=tenure.title,
            capacity=tenure.capacity,
            at=at,
            digest=signed.digest,
            scan_id=None if paper is None else paper.scan,
            filed_by=None if paper is None else by.person,
            signed_on=None if paper is None else paper.signed_on.isoformat(),
        )
    )
    session.flush()
    audit.write(session, "log.countersign", by, at, {"month": month, "digest": signed.digest})


def overdue(session: Session, journal: Path, at: datetime) -> Sequence[str]:
    """Return the months that should have been signed by now, the oldest first."""
    return [each.month for each in reversed(months(session, journal, at)) if each.overdue]


def report(session: Session, month: str) -> MonthlyLog | None:
    """Return a signed month, as it is shown and printed; None where it is not signed."""
    signed = _signed(session, month)
    if signed is None:
        return None
    kept = dict(signed.report)
    anomalies = tuple(Noted(**each) for each in kept.pop("anomalies"))
    figures = Figures(**kept, anomalies=anomalies)
    return MonthlyLog(figures, signed.digest, signed, signed.countersigned)


def _before(month: str, zone: ZoneInfo) -> str:
    start, _ = span(month, zone)
    return (start - timedelta(days=1)).strftime(MONTH_LETTERS)


def _signed(session: Session, month: str) -> LogSignOff | None:
    return session.scalar(
        select(LogSignOff)
        .where(LogSignOff.month == month)
        .options(joinedload(LogSignOff.person), joinedload(LogSignOff.countersigned))
    )


def _tenure(session: Session, person: int, role: Role, at: datetime) -> Tenure:
    for tenure in posts.held(session, person, at):
        if tenure.role is role:
            return tenure
    raise SignOffRefused(
        f"Log disahkan oleh pemegang jabatan {role.capitalize()} pada hari itu.",
        f"the log is signed by whoever is {role.capitalize()} that day",
    )
