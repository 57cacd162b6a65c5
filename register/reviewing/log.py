"""Reading the log for a review: what each holder did in the period, and whether it is whole.

The journal's index answers where it has followed the journal to its end, the journal itself where
it has not: what a review says never rests on an index that lags.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from sqlite3 import DatabaseError, OperationalError
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import Hours
from ledger.chain import verify
from ledger.errors import JournalBroken
from ledger.events import Kind
from ledger.logbook import query
from ledger.logbook.filter import Filter
from ledger.reading import Reader
from register import settings
from register.models import Cardholder, Holiday, milliseconds
from register.models.base import EPOCH
from register.reviewing.opening import Log
from register.reviewing.usage import NEVER, Event, Period, Usage, usage

WALKED: Final = 1_000_000  # events; a longer chain is walked by `gapura verify`, not by a review
STEP: Final = 1000


def read(session: Session, journal: Path, period: Period, index: Path | None = None) -> Log:
    """Return what the log says of a period; a door that never ran has said nothing.

    Args:
        session: for the office's hours, its holidays and its people.
        journal: `journal.db`.
        period: what is counted; the last entry is looked for before it too.
        index: `log.db`, where there is one.
    """
    now = settings.read(session)
    holidays = frozenset(session.scalars(select(Holiday.date)))
    office = Hours(now.hours, on_holidays=False)
    try:
        with closing(Reader(journal)) as reader:
            last = reader.last()
            found = None if index is None else _indexed(session, index, period, last)
            events, before = found or (_whole_journal(reader), {})
            counted = _Counted(events, period)
            used = usage(counted, period, office, now.zone, holidays)
    except OperationalError:
        return Log()
    return Log(
        count=counted.count, last=last, whole=_whole(journal, last), used=_with(used, before)
    )


class _Counted:
    """Events on their way, and how many of them were in the period."""

    def __init__(self, events: Iterator[Event], period: Period) -> None:
        self.count = 0
        self._events = events
        self._since, self._until = milliseconds(period.since), milliseconds(period.until)

    def __iter__(self) -> Iterator[Event]:
        for event in self._events:
            self.count += self._since <= event.wall < self._until
            yield event


def _whole_journal(reader: Reader) -> Iterator[Event]:
    seq = 0
    while page := reader.after(seq, STEP):
        yield from page
        seq = page[-1].seq


def _indexed(
    session: Session, index: Path, period: Period, last: int
) -> tuple[Iterator[Event], Mapping[str, Usage]] | None:
    """Return the period's lines and each holder's last entry before it; None: the index lags."""
    since, until = milliseconds(period.since), milliseconds(period.until)
    try:
        with closing(query.Log(index)) as log:
            if log.last() < last:
                return None
            lines = [*log.each(Filter(since=since, until=until))]
            before = {
                who: Usage(last=EPOCH + timedelta(milliseconds=found[0].wall))
                for who in session.scalars(select(Cardholder.public_id))
                if (found := log.page(_entries(who, since), limit=1))
            }
    except DatabaseError:
        return None
    return iter(lines), before


def _entries(who: str, until: int) -> Filter:
    return Filter(subjects=frozenset({who}), kind=Kind.GRANTED, until=until)


def _with(used: Mapping[str, Usage], before: Mapping[str, Usage]) -> Mapping[str, Usage]:
    """Return the usage, with the last entry before the period of whoever made none in it."""
    found = dict(used)
    for who, earlier in before.items():
        said = found.get(who, NEVER)
        if said.last is None:
            found[who] = replace(said, last=earlier.last)
    return found


def _whole(journal: Path, last: int) -> bool | None:
    if last > WALKED:
        return None
    try:
        verify(journal)
    except JournalBroken:
        return False
    return True
