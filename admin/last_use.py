"""When each card last opened a door, from the index of the journal: a seek a holder."""

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from sqlite3 import DatabaseError
from typing import Final

from admin.access import site
from ledger.events import Kind
from ledger.logbook.filter import Entry, Filter
from ledger.logbook.query import Log
from register import register_list
from register.register_rows import Row

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def with_last_use(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows of the register with their last use; without it while there is no index."""
    found = tuple(rows)
    try:
        with closing(Log(site().store.path.with_name("log.db"))) as log:
            return register_list.with_use(found, dict(_used(log, found)))
    except DatabaseError:
        return found


def _used(log: Log, rows: Iterable[Row]) -> Iterable[tuple[int, datetime]]:
    for row in rows:
        wanted = Filter(subjects=frozenset({row.public_id}), kind=Kind.GRANTED)
        last = log.page(wanted, limit=1)
        # a guest's line has the card of his escort: that his own was held to the reader it tells
        if last and row.card is not None and _is_his(last[0], row):
            yield row.card, EPOCH + timedelta(milliseconds=last[0].wall)


def _is_his(line: Entry, row: Row) -> bool:
    return line.card == row.card or line.companion == row.public_id
