"""The door, told as stories."""

from dataclasses import replace

from daemon.door import TRANSITIONS, Door, DoorState, DoorTiming, Move, RelockOn, Signal
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


# a magnet, which holds the exit too

MAGNET = DoorTiming(rex_releases=True, shunt_time=3.0)


def test_a_lockdown_takes_the_grant_back_and_not_the_exit_that_is_under_way() -> None:
    door = Door(MAGNET)
    door.feed(Signal.EXIT, 0)
    door.feed(Signal.GRANT, S)
    assert door.release_until == 6 * S
    assert Move.SECURE not in door.feed(Signal.LOCKDOWN, 2 * S)
    assert door.release_until == 3 * S


def test_an_exit_during_a_lockdown_gives_back_nothing_that_was_granted_before_it() -> None:
    door = Door(MAGNET)
    door.feed(Signal.EXIT, 0)
    door.feed(Signal.GRANT, 0)
    door.feed(Signal.LOCKDOWN, S)
    door.feed(Signal.EXIT, S + 1)
    assert door.release_until == 4 * S + 1


def test_a_lockdown_locks_at_once_behind_who_has_left() -> None:
    door = Door(MAGNET)
    door.feed(Signal.EXIT, 0)
    door.feed(Signal.GRANT, 0)
    door.feed(Signal.OPENED, S)
    assert Move.SECURE in door.feed(Signal.LOCKDOWN, S + 1)


def test_who_was_granted_in_is_not_missed_before_the_strike_is_secured_again() -> None:
    door = Door(MAGNET)
    door.feed(Signal.EXIT, 0)
    door.feed(Signal.GRANT, 0)
    door.feed(Signal.LOCKDOWN, S)
    assert door.feed(Signal.TIMEOUT, 3 * S) == (Move.SECURE, Kind.RELOCKED)
    assert door.feed(Signal.TIMEOUT, 4 * S) == (Kind.NOT_OPENED,)


def test_a_grant_at_the_open_door_never_shortens_its_release() -> None:
    door = Door(replace(MAGNET, relock_on=RelockOn.CLOSING, unlock_time=0.5, held_open_after=1.0))
    door.feed(Signal.EXIT, 0)
    door.feed(Signal.OPENED, S)
    door.feed(Signal.GRANT, S)
    assert door.release_until == 3 * S
