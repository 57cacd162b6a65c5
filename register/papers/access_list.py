"""Form 2 as it is printed: the register of access of a day, with its counts and two signatures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from register import dates
from register.forms.register_list import REGISTER_LIST, STATUSES
from register.papers.listing import listed, listing, officials
from register.papers.paper import Paper
from register.register_list import Wanted, counts
from register.register_rows import Row
from register.workflow import Role

SIGNERS = ((Role.KASI, "Kasi"), (Role.KABID, "Kabid"))


def paper(session: Session, found: Sequence[Row], wanted: Wanted, at: datetime) -> Paper:
    """Return the list of some rows.

    Args:
        session: the register.
        found: the rows, as `register_list.chosen` gave them.
        wanted: what chose them.
        at: now.
    """
    known = [row.values for row in found]
    return listing(
        REGISTER_LIST,
        [{**values, "paraf": _initials(values.get("paraf"))} for values in known],
        (("Periode", _period(wanted)), ("Jumlah baris", str(len(known))), *_counted(found)),
        officials(session, SIGNERS, at),
        at,
        said={"rows": listed(known)},
    )


def _initials(said: Mapping[str, Any] | None) -> str | None:
    """Return who initialled a row, and on which day."""
    return None if said is None else f"{said['nama']}, {dates.day(said['waktu'].date(), 'id')}"


def _period(wanted: Wanted) -> str:
    def said(day: date | None) -> str:
        return "…" if day is None else dates.day(day)

    if wanted.since is None and wanted.until is None:
        return "seluruhnya"
    return f"{said(wanted.since)} s.d. {said(wanted.until)}"


def _counted(found: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """Return the count of each status, none left out: a zero says something too."""
    by_status = counts(found)
    return tuple((each.label_id, str(by_status.get(each.value, 0))) for each in STATUSES)
