"""The journal on a healthy disk: what is written, what is found again, what the files are."""

import json
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from ledger.chain import verify
from ledger.errors import JournalBroken, JournalUnwritable
from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState
from ledger.reading import Reader, Recorded
from ledger.schema import prepare, shm, wal
from tests.ledger.journals import BOOT, at, bodies, granted, kind, made, opened, tamper


def test_events_are_numbered_from_one_without_gaps(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    assert [journal.record(granted(number)) for number in range(3)] == [1, 2, 3]
    journal.close()
    journal = opened(path)
    assert journal.record(granted()) == 4
    journal.close()
    assert [json.loads(text)["seq"] for text in bodies(path)] == [1, 2, 3, 4]
    assert verify(path).count == 4


def test_an_event_is_visible_to_others_as_soon_as_it_is_recorded(tmp_path: Path) -> None:
    journal = opened(tmp_path / "journal.db")
    reader = Reader(tmp_path / "journal.db")
    seen = reader.data_version()
    journal.record(granted(1))
    assert reader.data_version() != seen
    assert [event.reason for event in reader.after(0)] == [Reason.GRANTED]
    reader.close()
    journal.close()


def test_flushed_says_so(tmp_path: Path) -> None:
    journal = opened(tmp_path / "journal.db")
    seq = journal.record(granted())
    journal.flush(seq)
    assert journal.flushed(seq, None)
    journal.close()


def test_several_events_in_one_transaction_are_all_there_or_none(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    journal.record(granted())
    bad = Event(kind=Kind.FIRE, at=at(), detail={"n": float("inf")})
    with pytest.raises(ValueError, match="not JSON compliant"):
        journal.record_all([granted(1), bad])
    assert journal.record_all([granted(2), granted(3)]) == 3
    journal.close()
    assert verify(path).count == 3


def test_the_files_are_there_for_a_reader_before_during_and_after(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    prepare(path)
    assert {wal(path).exists(), shm(path).exists()} == {True}
    journal = opened(path)
    journal.record(granted())
    prepare(path)
    assert {wal(path).exists(), shm(path).exists()} == {True}
    journal.close()
    assert {wal(path).exists(), shm(path).exists()} == {True}
    assert wal(path).stat().st_size == 0


def test_the_files_are_for_owner_and_group_alone(tmp_path: Path) -> None:
    path = made(tmp_path / "journal.db", 1)
    for file in (path, wal(path), shm(path)):
        assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_run_that_stopped_is_no_crash(tmp_path: Path) -> None:
    journal = opened(tmp_path / "journal.db")
    assert (journal.crashed, journal.found) == (False, None)
    journal.record(kind(Kind.STOPPED, 7))
    journal.close()
    journal = opened(tmp_path / "journal.db")
    assert not journal.crashed
    journal.close()


def test_a_run_that_did_not_say_stopped_is_a_crash_and_what_it_left_is_said(tmp_path: Path) -> None:
    journal = opened(made(tmp_path / "journal.db", 5))
    assert journal.crashed
    found = journal.found
    assert found is not None
    assert (found.seq, found.wall, found.ticks) == (5, at(4).wall, at(4).ticks)
    assert (found.boot, found.kind) == (BOOT, Kind.GRANTED)
    journal.close()


def test_the_mark_of_the_clock_rests_on_synced_time_only(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    assert journal.synced_wall is None
    states = [(5, ClockState.SYNCED), (3, ClockState.SYNCED), (90, ClockState.UNTRUSTED)]
    journal.record_all([Event(kind=Kind.FIRE, at=at(*state)) for state in states])
    journal.close()
    journal = opened(path)
    assert journal.synced_wall == at(5).wall
    unsynced = Event(kind=Kind.FIRE, at=at(99, ClockState.HOLDOVER), detail={"clock": "synced"})
    journal.record_all([unsynced] * 1500)
    journal.close()
    journal = opened(path)
    assert journal.synced_wall == at(3).wall
    journal.close()


def test_a_tail_that_does_not_verify_stops_the_start(tmp_path: Path) -> None:
    path = made(tmp_path / "journal.db", 1500)
    tamper(path, "UPDATE event SET body = replace(body, 'P-a', 'P-b') WHERE seq = 1400")
    with pytest.raises(JournalBroken) as broken:
        opened(path)
    assert broken.value.seq == 1400


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(JournalUnwritable, match="not a journal of version 1"):
        opened(path)


def test_a_later_version_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "journal.db", 0)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(JournalUnwritable, match="user_version 2"):
        opened(path)


def test_what_is_no_database_is_a_broken_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(os.urandom(8192))
    with pytest.raises(JournalBroken, match="damaged"):
        opened(path)


def test_a_missing_directory_is_said(tmp_path: Path) -> None:
    with pytest.raises(JournalUnwritable, match="cannot be opened for writing"):
        opened(tmp_path / "nowhere" / "journal.db")


def test_a_recorded_pruning_lets_go_of_what_lies_behind_it_and_the_rest_verifies(
    tmp_path: Path,
) -> None:
    path = made(tmp_path / "journal.db", 1500)
    root = verify(path).root
    journal = opened(path)
    assert journal.prune(1200, at=at(), order=4) == 1501
    journal.close()
    journal = opened(path)
    journal.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT min(seq) FROM event").fetchone() == (1201,)
    assert verify(path).count == 301
    assert verify(path).root != root
    said = Recorded.parse(bodies(path)[-1])
    assert (said.kind, said.order, said.detail and said.detail["upto"]) == (Kind.PRUNED, 4, 1200)


def test_nothing_is_pruned_behind_an_event_that_is_not_there(tmp_path: Path) -> None:
    journal = opened(made(tmp_path / "journal.db", 5))
    with pytest.raises(JournalUnwritable, match="no such event"):
        journal.prune(6, at=at(), order=1)
    assert journal.record(granted()) == 6
    journal.close()


def test_a_pruning_never_goes_backward(tmp_path: Path) -> None:
    journal = opened(made(tmp_path / "journal.db", 50))
    journal.prune(20, at=at(), order=1)
    with pytest.raises(JournalUnwritable):
        journal.prune(20, at=at(), order=2)
    assert journal.record(granted()) == 52
    journal.close()
    assert verify(tmp_path / "journal.db").count == 32


def test_a_busy_writer_is_waited_for_and_then_the_event_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalUnwritable, match="locked"):
            journal.record(granted())
        other.execute("ROLLBACK")
    assert journal.record(granted()) == 1
    journal.close()


def test_readers_page_by_key_and_find_denials(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    denied = Event(kind=Kind.DENIED, at=at(), door="server", reason=Reason.LOST)
    journal.record_all([granted(), denied] * 10)
    reader = Reader(path)
    assert [event.seq for event in reader.after(17, 2)] == [18, 19]
    assert [event.seq for event in reader.before(4)] == [3, 2, 1]
    assert [event.seq for event in reader.tail(2)] == [20, 19]
    assert [event.seq for event in reader.denied(7)] == [6, 4, 2]
    assert reader.last() == 20
    reader.close()
    journal.close()


def test_the_columns_of_the_view_are_those_of_the_body(tmp_path: Path) -> None:
    path = made(tmp_path / "journal.db", 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM door_log").fetchone())
    said = json.loads(bodies(path)[0])
    assert row == {name: said.get(name) for name in row}
    assert {"seq", "boot", "card", "order", "late", "detail"} <= row.keys()


def test_a_mark_that_two_persons_reset_stays_reset_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    journal.record(granted(1_000_000))  # a time server lied about the future
    journal.record(kind(Kind.CLOCK_MARK_RESET, 4))
    journal.record(granted(5))
    journal.close()
    journal = opened(path)
    assert journal.synced_wall == at(5).wall
    journal.close()


def test_the_next_start_knows_the_configuration_of_the_run_before(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    assert journal.config is None
    journal.record(Event(kind=Kind.STARTED, at=at(), detail={"config": "abc"}))
    journal.record(granted(1))
    journal.close()
    journal = opened(path)
    assert journal.config == "abc"
    journal.close()
