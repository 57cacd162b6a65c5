"""A month of the log that the Kabid signs with his pen: tata usaha files the scan of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import attachments, audit, dates, filing, posts
from register.audit import By
from register.door_log import log_figures, log_months
from register.door_log.log_months import OnPaper
from register.errors import FilingRefused, NotFound
from register.messaging import messages
from register.messaging.message_texts import both
from register.models import LogScan, LogSignOff, Tenure
from register.papers.paper import code_of
from register.workflow import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledLog:
    """A signed report.

    Attributes:
        person: the Kabid who signed it.
        signed_on: the day that stands on it.
        content: the scan; empty where one came in before.
        held: the id of that one.
    """

    person: int
    signed_on: date
    content: bytes = b""
    held: int | None = None


def awaiting(session: Session) -> Sequence[LogSignOff]:
    """Return the months that the Kasi signed and the Kabid did not, the oldest first."""
    unseen = ~LogSignOff.countersigned.has()
    return session.scalars(select(LogSignOff).where(unseen).order_by(LogSignOff.month)).all()


def of_code(session: Session, code: str) -> LogSignOff | None:
    """Return the signed month whose report has a code under its QR, or None."""
    known = session.execute(select(LogSignOff.id, LogSignOff.digest)) if code else ()
    found = next((number for number, digest in known if code_of(digest) == code), None)
    return None if found is None else session.get(LogSignOff, found)


def find(session: Session, month: str) -> LogSignOff:
    """Return a signed month; NotFound where it is not signed."""
    found = session.scalar(select(LogSignOff).where(LogSignOff.month == month))
    if found is None:
        raise log_figures.not_signed(month)
    return found


def signers(session: Session, signed: LogSignOff, at: datetime) -> Sequence[Tenure]:
    """Return whose pen may countersign a month now: nobody once it is done."""
    if signed.countersigned is not None:
        return ()
    holding = posts.standing(session, (Role.KABID,), at)[Role.KABID]
    return [each for each in holding if each.person_id != signed.person_id]


def hold(session: Session, signed: LogSignOff, content: bytes, by: By, at: datetime) -> LogScan:
    """Keep a scan whose QR named its month, until it is filed.

    Raises:
        FilingRefused: who brings it is not of tata usaha, or the month waits for no signature.
        AttachmentRefused: it is no PDF, JPG or PNG, or too large.
    """
    filing.check_registry(session, by, at)
    if signed.countersigned is not None or by.person is None:
        raise FilingRefused(
            f"Log bulan {dates.month(signed.month)} sudah diketahui Kabid.",
            f"the log of {dates.month(signed.month, 'en')} has its countersignature",
        )
    scan = LogScan(
        sign_off_id=signed.id,
        media_type=attachments.MEDIA[attachments.kind_of(content)],
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
        added_by=by.person,
        at=at,
    )
    session.add(scan)
    session.flush()
    audit.write(session, "log.scan", by, at, {"month": signed.month, "sha256": scan.sha256})
    return scan


def held(session: Session, signed: LogSignOff) -> LogScan | None:
    """Return the newest scan of a month, or None."""
    return session.scalar(
        select(LogScan).where(LogScan.sign_off_id == signed.id).order_by(LogScan.id.desc()).limit(1)
    )


def scan(session: Session, month: str) -> LogScan:
    """Return the scan that countersigned a month; NotFound where it was not on paper."""
    done = find(session, month).countersigned
    found = None if done is None or done.scan_id is None else session.get(LogScan, done.scan_id)
    if found is None:
        raise NotFound("Tidak ada pindaian.", "there is no scan")
    return found


def file(session: Session, month: str, paper: FiledLog, by: By, at: datetime) -> None:
    """Countersign a month by a signed report.

    Raises:
        FilingRefused: who files may not, or the paper does not fit.
        AttachmentRefused: the scan is no PDF, JPG or PNG, or too large.
        NotFound, SignOffRefused: as `log_months.countersign` does.
    """
    signed = find(session, month)
    _check(session, signed, paper, by, at)
    found = _scan(session, signed, paper, by, at)
    on_paper = OnPaper(found.id, paper.signed_on)
    log_months.countersign(session, month, paper.person, by, at, on_paper)
    session.refresh(signed, ["countersigned"])
    named = both(dates.month(month), dates.month(month, "en"))
    messages.tell(session, paper.person, "log-filed", {"bulan": named}, at)


def _scan(session: Session, signed: LogSignOff, paper: FiledLog, by: By, at: datetime) -> LogScan:
    if paper.content:
        return hold(session, signed, paper.content, by, at)
    found = held(session, signed)
    if found is None or found.id != paper.held:
        raise FilingRefused(
            "Ada pindaian yang lebih baru. Muat ulang halaman ini.",
            "a newer scan came in; load this page again",
        )
    return found


def _check(session: Session, signed: LogSignOff, paper: FiledLog, by: By, at: datetime) -> None:
    filing.check_registry(session, by, at)
    if by.person == paper.person:
        raise FilingRefused(
            "Tidak seorang pun mengarsipkan tanda tangannya sendiri; mintalah petugas tata usaha"
            " lain.",
            "nobody files his own signature; ask another of tata usaha",
        )
    filing.check_day(session, paper.signed_on, signed.at, at)
