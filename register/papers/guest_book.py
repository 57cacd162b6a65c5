"""The guest book as it is printed: a month's visits, and room to write more by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from register import dates, guest_book, settings
from register.door_log.log_figures import MONTH_LETTERS, span
from register.forms.papers import GUEST_BOOK
from register.forms.values import Values
from register.guest_book import BookRow, Carried
from register.papers.listing import listed, listing, officials
from register.papers.paper import AsWritten, Paper
from register.workflow import Role

BLANK = 24  # rows of a month that still runs: two pages on their sides


def paper(session: Session, month: str | None, at: datetime) -> Paper:
    """Return the book of a month of the office's calendar; NotFound where there is no such month.

    Args:
        session: the register.
        month: `2026-11`; None is this one.
        at: now.
    """
    zone = ZoneInfo(settings.read(session).zone)
    start, until = span(month or at.astimezone(zone).strftime(MONTH_LETTERS), zone)
    period = f"{dates.MONTHS['id'][start.month - 1]} {start.year}"
    rows = tuple(_values(each, zone) for each in guest_book.book(session, start, until))
    return listing(
        GUEST_BOOK,
        rows,
        (("Periode", period), ("Kunjungan tercatat", str(len(rows)))),
        officials(session, ((Role.KASI, "Kasi"),), at),
        at,
        said={"period": period, "rows": listed(rows)},
        blank=max(0, BLANK - len(rows)) if at < until else 0,
    )


def _values(row: BookRow, zone: ZoneInfo) -> Values:
    """Return one visit by the form's keys; of his number the last four, as the book keeps it."""
    kind, _, number = row.identity.partition(" ")
    return {
        "no": str(row.number),
        "tanggal": row.came,
        "nama": row.name,
        "instansi": row.institution,
        "jenis_id": kind,
        "no_id": AsWritten(number),
        "keperluan": row.purpose,
        "masuk": _clock(row.came, row, zone),
        "keluar": None if row.left is None else _clock(row.left, row, zone),
        "pemberi_izin": row.allowed_by,
        "pendamping": row.escort,
        "perangkat": "; ".join(_carried(each) for each in row.carried),
        "suhu": None if row.temperature is None else str(row.temperature),
        "catatan": row.note,
        "manual": row.manual,
    }


def _clock(at: datetime, row: BookRow, zone: ZoneInfo) -> datetime | AsWritten:
    """Return the hour of the day that stands beside it; of another day the whole moment."""
    local, day = at.astimezone(zone), row.came.astimezone(zone).date()
    return AsWritten(f"{local:%H.%M}") if local.date() == day else at


def _carried(thing: Carried) -> str:
    called = f"{thing.name} ({thing.serial})" if thing.serial else thing.name
    ways = [words for words, went in (("masuk", thing.brought), ("keluar", thing.taken)) if went]
    return f"{called}: {', '.join(ways)}" if ways else called
