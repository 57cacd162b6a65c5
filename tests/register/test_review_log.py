"""A review reads the same from the journal and from its index, and never from one that lags."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from register.models import Cardholder
from register.reviewing import log
from register.reviewing.opening import Log
from register.reviewing.usage import Period
from tests.ledger.test_logbook import Kept
from tests.register.bureau import Bureau

UNTIL = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PERIOD = Period(UNTIL - timedelta(days=91), UNTIL)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path)
    yield made
    made.book.close()


def people(bureau: Bureau) -> list[str]:
    with bureau.store.reading() as session:
        return list(session.scalars(select(Cardholder.public_id).order_by(Cardholder.id)))


def event(days: float, kind: Kind, who: str | None, reason: Reason = Reason.GRANTED) -> Event:
    wall = int((UNTIL - timedelta(days=days)).timestamp() * 1000)
    return Event(kind=kind, at=Instant(wall, 0, ClockState.SYNCED), door="server", reader="in",
                 reason=reason, subject=who)  # fmt: skip


def read(bureau: Bureau, kept: Kept, *, index: bool) -> Log:
    with bureau.store.reading() as session:
        return log.read(session, kept.journal, PERIOD, kept.path if index else None)


def test_the_index_and_the_journal_say_the_same(bureau: Bureau, kept: Kept) -> None:
    one, two, three, *_ = people(bureau)
    kept.record(
        [
            event(120, Kind.GRANTED, one),
            event(100, Kind.GRANTED, two),
            event(50, Kind.GRANTED, one),
            event(49, Kind.HELD_OPEN, None),
            event(3, Kind.DENIED, three, Reason.ESCORT_MISSING),
            event(-1, Kind.GRANTED, three),
        ]
    )
    kept.book.catch_up()
    by_journal, by_index = read(bureau, kept, index=False), read(bureau, kept, index=True)
    assert by_journal == by_index
    assert (by_index.count, by_index.last, by_index.whole) == (3, 6, True)
    assert by_index.used[one].entries == by_index.used[one].held == 1
    assert by_index.used[two].last == UNTIL - timedelta(days=100)
    assert by_index.used[three].last is None


def test_an_index_that_lags_or_is_damaged_is_not_asked(bureau: Bureau, kept: Kept) -> None:
    one, *_ = people(bureau)
    kept.record([event(9, Kind.GRANTED, one)])
    kept.book.catch_up()
    kept.record([event(8, Kind.GRANTED, one)])
    assert read(bureau, kept, index=True).used[one].entries == 2
    kept.book.close()
    kept.path.write_bytes(b"no database" * 500)
    assert read(bureau, kept, index=True).used[one].entries == 2


def test_a_journal_that_was_altered_is_told_and_none_at_all_is_empty(
    bureau: Bureau, kept: Kept
) -> None:
    one, *_ = people(bureau)
    assert read(bureau, kept, index=True) == Log()
    kept.record([event(9, Kind.GRANTED, one)])
    content = kept.journal.read_bytes()
    kept.journal.write_bytes(content.replace(b'"kind":"granted"', b'"kind":"denieds"'))
    assert read(bureau, kept, index=False).whole is False
