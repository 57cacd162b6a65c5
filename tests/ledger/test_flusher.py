"""One flush serves all that came before it, and nobody waits longer than he said."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest

from ledger.errors import JournalBroken
from ledger.flusher import Flusher

LIMIT = 10  # seconds: only a failing test waits so long


class SlowDisk:
    """A disk whose every sync waits until the test lets it go."""

    def __init__(self) -> None:
        self.newest = 0
        self.synced: list[int] = []
        self.error: Exception | None = None
        self.begun, self.let_go = Event(), Event()
        self.tidied: list[bool] = []
        self.idle = Event()

    def last(self) -> int:
        return self.newest

    def sync(self) -> None:
        newest = self.newest
        self.begun.set()
        assert self.let_go.wait(LIMIT)
        if self.error is not None:
            raise self.error
        self.synced.append(newest)

    def tidy(self, *, idle: bool) -> None:
        self.tidied.append(idle)
        if idle:
            self.idle.set()


@pytest.fixture
def disk() -> SlowDisk:
    return SlowDisk()


@pytest.fixture
def flusher(disk: SlowDisk) -> Iterator[Flusher]:
    flusher = Flusher(disk, 0)
    flusher.start()
    yield flusher
    disk.let_go.set()
    assert flusher.stop()


def test_asking_does_not_wait(disk: SlowDisk, flusher: Flusher) -> None:
    disk.newest = 1
    flusher.ask()
    assert disk.begun.wait(LIMIT)
    assert disk.synced == []


def test_waiting_ends_when_the_event_is_on_the_disk(disk: SlowDisk, flusher: Flusher) -> None:
    disk.let_go.set()
    disk.newest = 3
    assert flusher.wait(3, None)
    assert disk.synced == [3]


def test_a_stalled_disk_is_waited_for_as_long_as_was_said(disk: SlowDisk, flusher: Flusher) -> None:
    disk.newest = 1
    assert not flusher.wait(1, 0.01)
    disk.let_go.set()
    assert flusher.wait(1, LIMIT)


def test_one_flush_serves_all_who_asked_meanwhile(disk: SlowDisk, flusher: Flusher) -> None:
    disk.newest = 1
    flusher.ask()
    assert disk.begun.wait(LIMIT)
    disk.newest = 5
    answers: list[bool] = []
    people = [
        Thread(target=lambda seq=seq: answers.append(flusher.wait(seq, LIMIT)))
        for seq in range(2, 6)
    ]
    for person in people:
        person.start()
    disk.let_go.set()
    for person in people:
        person.join(LIMIT)
    assert answers == [True] * 4
    assert disk.synced[0] == 1
    assert set(disk.synced[1:]) == {5}
    assert len(disk.synced) == 2


def test_what_is_on_the_disk_already_is_not_flushed_again(disk: SlowDisk, flusher: Flusher) -> None:
    disk.let_go.set()
    disk.newest = 2
    assert flusher.wait(2, LIMIT)
    assert flusher.wait(1, LIMIT)
    assert disk.synced == [2]


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), JournalBroken(1, "gone")])
def test_a_disk_that_refuses_is_said_at_once_and_tried_again(
    disk: SlowDisk, flusher: Flusher, error: Exception
) -> None:
    disk.let_go.set()
    disk.error = error
    disk.newest = 1
    assert not flusher.wait(1, None)
    assert flusher.failing == str(error)
    disk.error = None
    assert flusher.wait(1, None)
    assert flusher.failing is None


def test_what_nobody_asked_for_is_flushed_too(disk: SlowDisk, flusher: Flusher) -> None:
    disk.let_go.set()
    disk.newest = 7
    assert disk.begun.wait(LIMIT)
    assert flusher.wait(7, LIMIT)


def test_quiet_is_the_time_to_tidy(disk: SlowDisk, flusher: Flusher) -> None:  # noqa: ARG001 - runs
    assert disk.idle.wait(LIMIT)


def test_a_flush_is_followed_by_a_look_at_the_log(disk: SlowDisk, flusher: Flusher) -> None:
    disk.let_go.set()
    disk.newest = 1
    assert flusher.wait(1, LIMIT)
    disk.newest = 2
    assert flusher.wait(2, LIMIT)
    assert disk.tidied[0] is False


def test_stopping_flushes_what_came_last() -> None:
    disk = SlowDisk()
    disk.let_go.set()
    flusher = Flusher(disk, 0)
    flusher.start()
    disk.newest = 9
    assert flusher.stop()
    assert flusher.durable == 9
