"""The door, told as stories."""

from daemon.door import TRANSITIONS, Door, DoorState, DoorTiming, Move, Signal
from ledger.events import Kind

S = 1_000_000_000  # ns in a second


def test_a_grant_releases_and_a_passage_relocks() -> None:
    door = Door(DoorTiming())
    assert door.feed(Signal.GRANT, 0) == (Move.RELEASE,)
    assert (door.state, door.release_until, door.deadline) == (DoorState.RELEASED, 5 * S, 5 * S)
    assert door.feed(Signal.OPENED, 2 * S) == (Move.RELEASE, Kind.DOOR_OPENED)
    assert door.release_until == 2 * S + S // 2  # the latch clears
    assert door.feed(Signal.TIMEOUT, 3 * S) == (Move.SECURE, Kind.RELOCKED)
    assert door.feed(Signal.CLOSED, 4 * S) == (Kind.DOOR_CLOSED,)
    assert door.feed(Signal.TIMEOUT, 5 * S) == ()
    assert door.state is DoorState.SECURED
    assert door.deadline is None


def test_a_grant_that_nobody_uses_relocks_and_says_so_after_the_grace() -> None:
    door = Door(DoorTiming())
    door.feed(Signal.GRANT, 0)
    assert door.feed(Signal.TIMEOUT, 5 * S) == (Move.SECURE, Kind.RELOCKED)
    assert door.deadline == 6 * S
    assert door.feed(Signal.TIMEOUT, 6 * S) == (Kind.NOT_OPENED,)
    assert door.state is DoorState.SECURED
    assert door.deadline is None


def test_every_state_has_an_answer_to_every_signal() -> None:
    assert set(TRANSITIONS) == {(state, signal) for state in DoorState for signal in Signal}
