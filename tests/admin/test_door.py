"""What the office knows of its readers by the door's journal, however long ago it was said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from admin import door
from admin.door import DoorReader
from admin.log.keeper import Keeper
from ledger.events import Event, Kind
from ledger.instant import ClockState, Instant
from tests.admin.door_log import Watched

STARTED = {"readers": "server-in:server:in meja::in"}
KNOWN = (DoorReader("server-in", "server", "in"), DoorReader("meja", "", "in"))


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    with made.office.app.app_context():
        yield made
    made.close()


def said(watched: Watched, kind: Kind, reader: str | None = None, **detail: str) -> Event:
    wall = int(watched.bureau.now.timestamp() * 1000)
    at = Instant(wall, 0, ClockState.SYNCED)
    return Event(kind=kind, at=at, reader=reader, detail=detail or None)


def test_a_daemon_that_has_run_for_long_has_its_readers_still(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "BACK", 3)
    watched.record([said(watched, Kind.STARTED, **STARTED)])
    watched.record([watched.tap("siti") for _ in range(300)])
    assert door.readers() == KNOWN


def test_what_the_index_has_not_taken_in_yet_is_looked_through(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.record([said(watched, Kind.STARTED, readers="lama:server:in")])
    assert door.readers() == (DoorReader("lama", "server", "in"),)
    monkeypatch.setattr(Keeper, "look", lambda _: 0)
    watched.record([said(watched, Kind.STARTED, **STARTED), watched.tap("siti")])
    watched.record([said(watched, Kind.READER_LOST, "meja", why="the port is gone")])
    assert door.readers() == KNOWN
    assert door.lost() == {"meja": "the port is gone"}


def test_a_reader_is_lost_that_has_not_come_back_since_the_last_start(watched: Watched) -> None:
    lost, back = Kind.READER_LOST, Kind.READER_BACK
    watched.record([said(watched, lost, "meja", why="of before the start")])
    watched.record([said(watched, Kind.STARTED, **STARTED)])
    watched.record([said(watched, lost, "server-in", why="silent"), watched.tap("siti")])
    assert door.lost() == {"server-in": "silent"}
    watched.record([said(watched, back, "server-in")])
    assert door.lost() == {}
    watched.record([said(watched, lost, "server-in", why="silent again") for _ in range(50)])
    assert door.lost() == {"server-in": "silent again"}


@pytest.mark.usefixtures("watched")
def test_a_door_that_never_ran_has_no_reader() -> None:
    assert door.readers() == ()
    assert door.lost() == {}
