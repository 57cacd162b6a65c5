"""The loop's way into the journal, and the leave that it gives a door to move."""

import pytest

from ledger.events import Kind
from ledger.instant import ClockState
from tests.daemon.conftest import Make
from tests.daemon.threshold import Threshold
from tests.ledger.journals import kind, unwritable


def fails() -> None:
    raise OSError(5, "Input/output error")


def test_what_is_said_is_said_now_and_with_the_clocks_own_doubt(door: Threshold) -> None:
    door.clock.passed += 7
    door.clock.state = ClockState.UNTRUSTED
    door.recorder.say(Kind.TAMPER, door="server", reader="in", order=3, revision=9, detail={"n": 1})
    (said,) = door.said()
    now = door.clock.now()
    assert (said.wall, said.ticks, said.clock) == (now.wall, now.ticks, "untrusted")
    assert (said.kind, said.door, said.reader) == ("tamper", "server", "in")
    assert (said.order, said.revision, said.detail) == (3, 9, {"n": 1})


def test_what_cannot_be_committed_is_kept_in_its_order(door: Threshold) -> None:
    with unwritable(door.path):
        for each in (Kind.FIRE, Kind.FIRE_ENDED):
            door.recorder.note(kind(each))
    door.journal.retry(door.clock.now())
    assert [(event.kind, event.late) for event in door.said() if event.late] == [
        (Kind.FIRE, True), (Kind.FIRE_ENDED, True),
    ]  # fmt: skip


def test_what_is_recorded_first_is_on_the_disk_when_the_door_may_move(door: Threshold) -> None:
    flushed: list[str] = []
    door.sync.meanwhile = lambda: flushed.append(door.newest())
    assert door.recorder.record_first(kind(Kind.ORDER_OBEYED)) == (True, False)
    assert flushed == ["order-obeyed"]


def test_no_door_moves_on_what_cannot_be_committed(door: Threshold) -> None:
    with unwritable(door.path):
        assert door.recorder.record_first(kind(Kind.ORDER_OBEYED))[0] is False
    door.journal.retry(door.clock.now())
    assert "order-obeyed" not in door.kinds()  # who asked says what became of it


@pytest.mark.parametrize("flush_wait", [10, 0.01, None])
def test_no_door_moves_on_a_disk_that_fails(make: Make, flush_wait: float | None) -> None:
    door = make(flush_wait=flush_wait)
    door.sync.meanwhile = fails
    door.recorder.note(kind(Kind.FIRE))
    assert not door.journal.flushed(door.journal.last, None)
    assert door.recorder.record_first(kind(Kind.ORDER_OBEYED))[0] is False


@pytest.mark.parametrize(
    ("flush_wait", "durable", "may"),
    [(10, True, True), (10, False, True), (None, True, True), (None, False, False)],
)
def test_a_slow_disk_holds_no_door_but_one_that_waits_for_ever(
    make: Make,
    flush_wait: float | None,
    durable: bool,  # noqa: FBT001 - a table
    may: bool,  # noqa: FBT001 - a table
) -> None:
    assert make(flush_wait=flush_wait).recorder.may_move(durable) is may
