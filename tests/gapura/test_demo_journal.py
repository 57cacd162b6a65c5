"""The ninety days that the demonstration's journal begins with."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from daemon.config import read
from gapura.demo.journal import remember
from gapura.demo.site import lay_out
from ledger.chain import verify
from ledger.events import Kind, Reason
from ledger.instant import ClockState
from ledger.journal import Journal
from ledger.reading import Reader, Recorded

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
DAY_MS = 86_400_000
DORMANT, NEVER, LOST = "P-TEGVHPRAS7", "P-NANANGKR8N", "P-DEW1ANGGR7"


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = lay_out(tmp_path_factory.mktemp("demo"), "/dev/null", NOW)
    last = remember(site, NOW)
    assert verify(site.journal).count == last
    return site.journal


@pytest.fixture(scope="module")
def events(journal: Path) -> Sequence[Recorded]:
    reader = Reader(journal)
    found = reader.after(0, 100_000)
    reader.close()
    return found


def test_it_is_thousands_of_lines_over_ninety_days_all_before_now(
    events: Sequence[Recorded],
) -> None:
    assert 3000 < len(events) < 8000
    days = {event.wall // DAY_MS for event in events if event.wall > NOW_MS - 90 * DAY_MS}
    assert len(days) > 60
    assert all(one.wall <= two.wall for one, two in pairwise(events))
    assert events[-1].wall < NOW_MS
    assert {event.clock for event in events} == {ClockState.SYNCED}


def test_a_daemon_that_starts_behind_it_finds_nothing_amiss(journal: Path) -> None:
    opened = Journal.open(journal, boot="ab" * 16)
    try:
        assert not opened.crashed
        assert opened.config == read(journal.parents[1] / "gapura.toml").digest
    finally:
        opened.close()


def test_everything_that_deserves_a_look_is_in_it(events: Sequence[Recorded]) -> None:
    kinds, reasons = {event.kind for event in events}, {event.reason for event in events}
    assert kinds >= {
        Kind.FORCED_OPEN, Kind.HELD_OPEN, Kind.CLOCK_STEPPED, Kind.READER_LOST, Kind.CRASH_FOUND,
        Kind.STORAGE_SLOW, Kind.EXIT, Kind.NOT_OPENED,
    }  # fmt: skip
    assert reasons >= {
        Reason.UNKNOWN_CARD, Reason.LOST, Reason.ESCORT_MISSING, Reason.EXPIRED, Reason.PIN_WRONG,
        Reason.OUTSIDE_SCHEDULE, Reason.WRONG_DOOR, Reason.GRANTED_WITH_ESCORT,
    }  # fmt: skip
    assert any(event.subject == LOST and event.reason is Reason.LOST for event in events)


def test_one_holder_came_last_a_hundred_days_ago_and_one_never(
    events: Sequence[Recorded],
) -> None:
    came = [event.wall for event in events if event.subject == DORMANT]
    ago = timedelta(milliseconds=NOW_MS - max(came)).days
    assert 99 <= ago <= 106  # a working day
    assert NEVER not in {event.subject for event in events}


def test_it_is_the_same_each_time(tmp_path: Path, events: Sequence[Recorded]) -> None:
    site = lay_out(tmp_path, "/dev/null", NOW)
    remember(site, NOW)
    reader = Reader(site.journal)
    again = reader.after(0, 100_000)
    reader.close()
    assert [(one.wall, one.kind, one.reason) for one in again] == [
        (one.wall, one.kind, one.reason) for one in events
    ]
