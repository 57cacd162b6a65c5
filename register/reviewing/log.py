"""Reading the journal for a review: what each holder did in the period, and whether it is whole."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import OperationalError
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import Hours
from ledger.chain import verify
from ledger.errors import JournalBroken
from ledger.reading import Reader, Recorded
from register import settings
from register.models import Holiday, milliseconds
from register.reviewing.opening import Log
from register.reviewing.usage import Period, usage

WALKED: Final = 1_000_000  # events; a longer chain is walked by `gapura verify`, not by a review
STEP: Final = 1000


def read(session: Session, journal: Path, period: Period) -> Log:
    """Return what the journal says of a period; a door that never ran has said nothing.

    Args:
        session: for the office's hours and holidays.
        journal: `journal.db`.
        period: what is counted; the last entry is looked for before it too.
    """
    now = settings.read(session)
    holidays = frozenset(session.scalars(select(Holiday.date)))
    since, until = milliseconds(period.since), milliseconds(period.until)
    counted = last = 0

    def seen(reader: Reader) -> Iterator[Recorded]:
        nonlocal counted, last
        for event in _each(reader):
            counted += since <= event.wall < until
            last = event.seq
            yield event

    try:
        with closing(Reader(journal)) as reader:
            used = usage(
                seen(reader), period, Hours(now.hours, on_holidays=False), now.zone, holidays
            )
    except OperationalError:
        return Log()
    return Log(count=counted, last=last, whole=_whole(journal, last), used=used)


def _each(reader: Reader) -> Iterator[Recorded]:
    seq = 0
    while page := reader.after(seq, STEP):
        yield from page
        seq = page[-1].seq


def _whole(journal: Path, last: int) -> bool | None:
    if last > WALKED:
        return None
    try:
        verify(journal)
    except JournalBroken:
        return False
    return True
