"""The monthly report of the door's log as it is printed: a month that the Kasi has signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from register import dates, posts
from register.door_log import log_figures, log_months
from register.forms.choices import Choice
from register.forms.log_report import LOG_REPORT
from register.models import Capacity, LogCountersignature, LogSignOff, Method
from register.models.base import EPOCH, MILLISECOND
from register.papers import signatures
from register.papers.paper import Paper, code_of
from register.papers.signatures import Signed
from register.workflow import Role

MONTH: Final = "%Y-%m"


def paper(
    session: Session, month: str, offered: Mapping[str, tuple[Choice, ...]], at: datetime
) -> Paper:
    """Return the report of a month, `2026-10`; NotFound where it is not signed.

    Args:
        session: the register.
        month: of the office's calendar.
        offered: what reasons of denial, findings and severities are called, by the form's keys.
        at: now.
    """
    found = log_months.report(session, month)
    if found is None:
        raise log_figures.not_signed(month)
    figures, signed = found.figures, found.signed
    kabid = posts.standing(session, (Role.KABID,), at)[Role.KABID]
    return Paper(
        form=LOG_REPORT,
        values={
            "bulan": _said(month),
            "baris": str(figures.lines),
            "dari_baris": str(figures.first_seq),
            "sampai_baris": str(figures.last_seq),
            "rantai": figures.root,
            "masuk": str(figures.granted),
            "ditolak": str(figures.denied),
            "keluar": str(figures.exits),
            "luar_jam": str(figures.outside_hours),
            "alasan": [
                {"sebab": reason, "jumlah": str(count)} for reason, count in figures.reasons.items()
            ],
            "temuan": [
                {
                    "waktu": EPOCH + each.at * MILLISECOND,
                    "temuan": each.rule,
                    "tingkat": each.severity,
                    "orang": each.subject,
                    "keadaan": each.state,
                    "tindak_lanjut": each.done,
                }
                for each in figures.anomalies
            ],
            "catatan": signed.note,
            "ttd": _signature(signed, found.digest),
            "mengetahui": signatures.of_post(kabid)
            if found.countersigned is None
            else _signature(found.countersigned, found.digest),
        },
        code=code_of(found.digest),
        digest=found.digest,
        number=None,
        at=at,
        offered=offered,
    )


def _said(month: str) -> str:
    first = datetime.strptime(month, MONTH)  # noqa: DTZ007 - a month of a calendar, no moment
    return f"{dates.MONTHS['id'][first.month - 1]} {first.year}"


def _signature(row: LogSignOff | LogCountersignature, digest: str) -> Signed:
    filed = row if isinstance(row, LogCountersignature) else None
    signed_on = None if filed is None else filed.signed_on
    filer = None if filed is None else filed.filer
    return Signed(
        name=row.person.name,
        nip=row.person.nip,
        title=row.title,
        acting=signatures.acting(Capacity(row.capacity)),
        method=Method.SESSION if signed_on is None else Method.PAPER,
        at=row.at,
        signed_on=signed_on,
        filer=None if filer is None else filer.name,
        chain=digest,
    )
