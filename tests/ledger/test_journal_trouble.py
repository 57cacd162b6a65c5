"""What cannot be written is kept, bounded, and written in its order when it can be."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer

import pytest

from ledger.backlog import Backlog
from ledger.chain import verify
from ledger.disk import Disk
from ledger.errors import JournalUnwritable
from ledger.events import Event, Kind
from ledger.journal import Journal
from ledger.reading import Recorded
from ledger.reserve import Reserve
from tests.ledger.journals import BOOT, RESERVE, at, bodies, granted, opened, unwritable

LIMIT = 10  # seconds: only a failing test waits so long
UNSPEAKABLE = Event(kind=Kind.FIRE, at=at(), detail={"n": float("nan")})


def test_trouble_is_said_once_and_its_end_too_with_what_came_late_between(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    with unwritable(path):
        assert journal.note(granted(1)) is None
        assert journal.note(granted(2)) is None
        assert not journal.retry(at(3))
        assert journal.failing is not None
    assert journal.retry(at(4))
    assert journal.failing is None
    assert journal.note(granted(5)) == 5
    journal.close()
    said = [Recorded.parse(body) for body in bodies(path)]
    assert [(event.kind, event.ticks // 1_000_000, event.late) for event in said] == [
        (Kind.STORAGE_FAILED, 4, False),
        (Kind.GRANTED, 1, True),
        (Kind.GRANTED, 2, True),
        (Kind.STORAGE_BACK, 4, False),
        (Kind.GRANTED, 5, False),
    ]
    assert verify(path).count == 5


def test_a_refused_event_is_not_written_later_unless_it_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    with unwritable(path), pytest.raises(JournalUnwritable):
        journal.record(granted(1))
    journal.retry(at(2))
    journal.close()
    assert "granted" not in {str(Recorded.parse(body).kind) for body in bodies(path)}


def test_a_long_backlog_is_written_a_little_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    for number in range(250):
        journal.keep(granted(number))
    assert not journal.retry(at())
    assert journal.last == 100
    assert not journal.retry(at())
    assert journal.retry(at())
    assert journal.last == 250
    journal.close()


def test_a_healthy_journal_says_nothing(tmp_path: Path) -> None:
    journal = opened(tmp_path / "journal.db")
    assert journal.retry(at())
    assert journal.last == 0
    journal.close()


def test_a_backlog_keeps_the_newest_and_counts_the_others() -> None:
    backlog = Backlog(room=3)
    for number in range(5):
        backlog.keep(granted(number))
    assert backlog.dropped == 2
    assert backlog.oldest(2) == (granted(2), granted(3))
    backlog.forget(2)
    assert backlog.oldest(9) == (granted(4),)


def test_a_reserve_takes_its_room_gives_it_up_once_and_takes_it_again(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve", 1 << 20)
    assert reserve.held
    assert reserve.path.stat().st_blocks * 512 >= 1 << 20
    assert reserve.give_up()
    assert not reserve.path.exists()
    assert not reserve.give_up()
    assert reserve.make()
    assert Reserve(tmp_path / "reserve", 1 << 20).held


def test_a_reserve_is_not_taken_from_a_disk_that_has_no_room(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve", 1 << 60)
    assert not reserve.held
    assert not reserve.path.exists()


@pytest.mark.parametrize(("last", "there"), [(UNSPEAKABLE, 0), (granted(3), 2)])
def test_a_flush_amid_a_transaction_counts_nothing_of_it(
    tmp_path: Path, last: Event, there: int
) -> None:
    journal = opened(tmp_path / "journal.db")
    counted: list[bool] = []

    def events() -> Iterator[Event]:
        yield granted(1)
        counted.append(journal.flushed(1, None))
        yield last

    with suppress(ValueError):
        journal.record_all(events())
    assert counted == [False]
    assert journal.last == there
    assert journal.flushed(journal.record(granted(4)), None)
    journal.close()
    assert verify(tmp_path / "journal.db").count == there + 1


def kept_and_retried(journal: Journal) -> None:
    journal.keep(granted())
    if not journal.retry(at()):
        raise JournalUnwritable("it is kept: the storage was busy")


@pytest.mark.parametrize(
    "write",
    [
        lambda journal: journal.record(granted()),
        lambda journal: journal.record_all([granted()]),
        lambda journal: journal.prune(1, at=at(), order=1),
        kept_and_retried,
    ],
    ids=["record", "record_all", "prune", "retry"],
)
def test_whoever_writes_waits_for_a_busy_storage_only_so_long(
    tmp_path: Path, write: Callable[[Journal], object]
) -> None:
    path, lock = tmp_path / "journal.db", Lock()
    journal = Journal(path, BOOT, lock, Disk(path, Reserve(tmp_path / "reserve", RESERVE), lock))
    journal.record(granted())
    with lock:
        at_last = Timer(LIMIT, lock.release)
        at_last.start()
        with pytest.raises(JournalUnwritable, match="busy"):
            write(journal)
        at_last.cancel()
    write(journal)
    journal.close()
