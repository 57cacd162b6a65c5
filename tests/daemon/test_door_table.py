"""The whole table of the door, in every way that a door can be built."""

from itertools import groupby, product

import pytest

from daemon.door import TRANSITIONS, DoorState, DoorTiming, Move, RelockOn, Signal
from daemon.door_table import Latch, table
from ledger.events import Kind

WAYS = [
    DoorTiming(relock_on=relock_on, has_contact=contact, rex_releases=rex, one_shot=one_shot)
    for relock_on, contact, rex, one_shot in product(
        RelockOn, (True, False), (True, False), (0.0, 5.0)
    )
]
LOCKED_STATES = frozenset(state for state in DoorState if state.value.startswith("locked-"))
OPEN_STATES = frozenset(state for state in DoorState if state.value.endswith(("open", "open-soon")))


@pytest.mark.parametrize("timing", WAYS, ids=str)
def test_the_table_answers_every_signal_in_every_state(timing: DoorTiming) -> None:
    rows = table(timing)
    assert set(rows) == set(product(DoorState, Signal))
    for (state, signal), (after, effects) in rows.items():
        kinds = [kind for kind, _ in groupby(effects, lambda each: isinstance(each, Kind))]
        assert kinds in ([], [False], [True], [False, True])  # moves first
        assert sum(isinstance(each, Move | Latch) for each in effects) <= 1
        if state in LOCKED_STATES and signal is not Signal.LOCKDOWN_ENDED:
            assert after in LOCKED_STATES
        if signal is Signal.LOCKDOWN:
            assert after in LOCKED_STATES
        if signal is Signal.CLOSED:
            assert after not in OPEN_STATES
        if signal in {Signal.OPENED, Signal.OPENED_DULY}:
            assert after in OPEN_STATES
        if signal not in {Signal.OPENED, Signal.OPENED_DULY, Signal.CLOSED}:
            assert (after in OPEN_STATES) is (state in OPEN_STATES)  # only a contact moves the leaf


@pytest.mark.parametrize("timing", WAYS, ids=str)
def test_the_strike_moves_for_nothing_but_what_may_move_it(timing: DoorTiming) -> None:
    allowed = {
        Move.HOLD: {Signal.HOLD},
        Move.RELEASE: {Signal.GRANT}
        | ({Signal.EXIT} if timing.rex_releases else set())
        | ({Signal.HOLD_ENDED, Signal.LOCKDOWN} if timing.relock_on is RelockOn.CLOSING else set()),
        Move.SECURE: {Signal.RELOCK, Signal.HOLD_ENDED, Signal.LOCKDOWN},
        Latch.RELOCK_SOON: {Signal.OPENED, Signal.OPENED_DULY, Signal.CLOSED},
    }
    for (state, signal), (_, effects) in table(timing).items():
        for move in (each for each in effects if isinstance(each, Move | Latch)):
            assert signal in allowed[move]
            assert move is not Move.HOLD or not timing.one_shot
            if signal is Signal.GRANT:
                assert state not in LOCKED_STATES
    released = Signal.FIRE, Signal.FIRE_ENDED, Signal.TIMEOUT, Signal.LOCKDOWN_ENDED
    for state, signal in product(DoorState, released):
        assert not any(isinstance(each, Move) for each in table(timing)[state, signal][1])


def test_only_an_unexplained_opening_of_a_secured_door_is_forced() -> None:
    forced = {pair for pair, (_, effects) in TRANSITIONS.items() if Kind.FORCED_OPEN in effects}
    assert forced == {
        (DoorState.SECURED, Signal.OPENED),
        (DoorState.LOCKED_DOWN, Signal.OPENED),
    }
