"""The door against an oracle of another build: predicates over the whole history, no states.

The oracle knows what was signalled when, and what the door said and did; from that alone it says
what may be, must be and must not be. It shares no table and no timer with the door.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.door import Door, DoorState, DoorTiming, Effect, Move, RelockOn, Signal
from daemon.door_table import TRANSITIONS, Latch, table
from ledger.events import Kind

NS = 1_000_000_000
FAR = 10_000 * NS
OUTSIDE = tuple(set(Signal) - {Signal.OPENED_DULY, Signal.RELOCK})  # what the loop can feed

timings = st.builds(
    DoorTiming,
    unlock_time=st.sampled_from([2.0, 5.0]),
    held_open_after=st.sampled_from([2.0, 10.0]),
    held_open_warning=st.sampled_from([0.0, 1.0, 20.0]),
    relock_on=st.sampled_from(RelockOn),
    relock_delay=st.sampled_from([0.0, 0.5]),
    grace=st.sampled_from([0.0, 1.0, 3.0]),
    tells_exit=st.booleans(),
    one_shot=st.sampled_from([0.0, 0.0, 3.0]),
    shunt_time=st.sampled_from([1.0, 5.0]),
    rex_releases=st.booleans(),
)
# Quarters of a second: ends and signals often meet at the same instant. Passages are frequent.
moments = st.tuples(
    st.integers(0, 16).map(lambda quarters: quarters * NS // 4)
    | st.sampled_from([0, NS // 4, 12 * NS]),
    st.sampled_from(sorted(OUTSIDE))
    | st.sampled_from([Signal.GRANT, Signal.OPENED, Signal.CLOSED, Signal.OPENED, Signal.CLOSED]),
)
traces = st.lists(moments, max_size=30)


@dataclass(frozen=True)
class Said:
    """One thing that happened, and all that followed."""

    at: int
    signal: Signal
    effects: tuple[Effect, ...]
    until: int | None  # the end of the release, after it


def live(timing: DoorTiming, trace: Sequence[tuple[int, Signal]]) -> list[Said]:
    """Run a door through a trace, prompt with every timeout, and to the end of all timers."""
    door, at, history = Door(timing), 0, []

    def feed(signal: Signal, at: int) -> None:
        history.append(Said(at, signal, door.feed(signal, at), door.release_until))

    for gap, signal in [*trace, (FAR, Signal.TIMEOUT)]:
        at += gap
        while door.deadline is not None and door.deadline <= at:
            due = door.deadline
            feed(Signal.TIMEOUT, due)
        feed(signal, at)
    assert door.deadline is None
    return history


class Oracle:
    """What is so after a part of the history, by looking back over it."""

    def __init__(self, timing: DoorTiming, history: Sequence[Said]) -> None:
        self.timing = timing
        self.history = history

    def last(self, *signals: Signal) -> int:
        """When one of these last came, in ns; long ago where it never did."""
        return next((said.at for said in reversed(self.history) if said.signal in signals), -FAR)

    def stands(self, on: Signal, off: Signal) -> bool:
        """Whether `on` came after the last `off`."""
        signals = [said.signal for said in self.history if said.signal in {on, off}]
        return bool(signals) and signals[-1] is on

    @property
    def locked_down(self) -> bool:
        return self.stands(Signal.LOCKDOWN, Signal.LOCKDOWN_ENDED)

    @property
    def open(self) -> bool:
        return self.stands(Signal.OPENED, Signal.CLOSED)

    @property
    def strike(self) -> tuple[Move, int]:
        """The last move of the strike and its index."""
        moves = [
            (effect, index)
            for index, said in enumerate(self.history)
            for effect in said.effects
            if isinstance(effect, Move)
        ]
        return moves[-1] if moves else (Move.SECURE, -1)

    @property
    def released(self) -> bool:
        return self.strike[0] is not Move.SECURE

    @property
    def held(self) -> bool:
        return self.strike[0] is Move.HOLD

    @property
    def duly_opened(self) -> bool:
        """Whether the present or last opening was explained, or became so by a grant or a hold."""
        kinds = [effect for said in self.history for effect in said.effects]
        alarms = [kind for kind in kinds if kind in {Kind.FORCED_OPEN, Kind.DOOR_OPENED}]
        if alarms[-1:] != [Kind.FORCED_OPEN]:
            return bool(alarms)
        opened = max(i for i, said in enumerate(self.history) if Kind.FORCED_OPEN in said.effects)
        return any(
            said.signal in {Signal.GRANT, Signal.HOLD}
            and Oracle(self.timing, self.history[:index]).open
            and any(isinstance(effect, Move) for effect in said.effects)
            for index, said in enumerate(self.history)
            if index > opened
        )

    def in_grace(self, at: int) -> bool:
        """Whether a passage, or a release, of a closed door has only just ended."""
        anchors = [-FAR]
        for index, said in enumerate(self.history):
            then = Oracle(self.timing, self.history[: index + 1])
            passage = Kind.DOOR_CLOSED in said.effects and then.duly_opened
            release = Kind.RELOCKED in said.effects and not then.open
            if passage or release:
                anchors.append(said.at)
        return at < max(anchors) + round(self.timing.grace * NS)

    def explained(self, at: int) -> bool:
        """Whether an opening now is nothing to be alarmed about."""
        return (
            not self.timing.tells_exit
            or self.stands(Signal.FIRE, Signal.FIRE_ENDED)
            or at < self.last(Signal.EXIT) + round(self.timing.shunt_time * NS)
            or self.released
            or self.in_grace(at)
        )

    @property
    def latest_end(self) -> int:
        """The latest instant at which a release may end, by what was asked for so far."""
        ends = [self.last(Signal.GRANT) + round(self.timing.unlock_time * NS)]
        if self.timing.rex_releases:
            ends.append(self.last(Signal.EXIT) + round(self.timing.shunt_time * NS))
        if self.timing.relock_on is RelockOn.CLOSING and not self.open:
            ends.append(self.last(Signal.CLOSED) + round(self.timing.relock_delay * NS))
        if self.timing.relock_on is RelockOn.CLOSING and self.open:
            asked = (Signal.OPENED, Signal.GRANT, Signal.EXIT, Signal.HOLD_ENDED, Signal.LOCKDOWN)
            ends.append(self.last(*asked) + round(self.timing.held_open_after * NS))
        return max(ends)


def each(timing: DoorTiming, history: Sequence[Said]) -> list[tuple[Oracle, Said, Oracle]]:
    """Return, for each thing that happened, the oracle before it, it, and the oracle after it."""
    return [
        (Oracle(timing, history[:index]), said, Oracle(timing, history[: index + 1]))
        for index, said in enumerate(history)
    ]


@settings(max_examples=150)
@given(timings, traces)
def test_an_opening_is_forced_exactly_where_nothing_explains_it(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    for before, said, _ in each(timing, live(timing, trace)):
        first = said.signal is Signal.OPENED and not before.open
        assert (Kind.FORCED_OPEN in said.effects) is (first and not before.explained(said.at))
        assert (Kind.DOOR_OPENED in said.effects) is (first and before.explained(said.at))


@settings(max_examples=150)
@given(timings, traces)
def test_no_release_lasts_longer_than_what_was_asked_for(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    began = 0
    for before, said, after in each(timing, live(timing, trace)):
        if Move.RELEASE not in said.effects:
            continue
        began = began if before.released and not before.held else said.at
        assert said.until is not None
        assert said.at <= said.until <= max(after.latest_end, said.at)
        if timing.one_shot:
            assert said.until <= began + round(timing.one_shot * NS)


@settings(max_examples=150)
@given(timings, traces)
def test_a_release_ends_at_its_time_with_one_word_and_no_release_is_left(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    history = live(timing, trace)
    until = None
    for before, said, _ in each(timing, history):
        secured = Move.SECURE in said.effects
        assert (Kind.RELOCKED in said.effects) is (secured and before.released)
        if until is not None and before.released and not before.held:
            assert said.at <= until
            assert secured or said.at < until
        until = said.until
    assert Oracle(timing, history).strike[0] in {Move.SECURE, Move.HOLD}


@settings(max_examples=150)
@given(timings, traces)
def test_every_grant_to_a_closed_door_is_used_once_or_said_not_to_be(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    pending = False
    for before, said, _ in each(timing, live(timing, trace)):
        ended = [kind for kind in said.effects if kind in {Kind.NOT_OPENED, Kind.DOOR_OPENED}]
        assert len(ended) <= 1
        assert pending or Kind.NOT_OPENED not in ended
        pending = pending and not ended
        if said.signal is Signal.GRANT and not before.open:
            assert (Move.RELEASE in said.effects) is not (before.locked_down or before.held)
            if Move.RELEASE in said.effects:  # one that moves nothing (a lockdown) ends no other
                assert not pending or before.released  # else the one before it was told first
            pending = pending or Move.RELEASE in said.effects
    assert not pending


@settings(max_examples=100)
@given(timings, traces)
def test_an_exit_is_always_recorded_and_never_denied(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    for before, said, after in each(timing, live(timing, trace)):
        assert said.effects.count(Kind.EXIT_REQUESTED) == (said.signal is Signal.EXIT)
        if said.signal is Signal.EXIT and timing.rex_releases:
            assert after.released
            wanted = said.at + round(timing.shunt_time * NS)
            assert before.held or (said.until or 0) >= (wanted if not timing.one_shot else said.at)
        if said.signal is Signal.EXIT and not timing.rex_releases:
            assert said.effects == (Kind.EXIT_REQUESTED,)  # never an entry grant


@settings(max_examples=100)
@given(timings, traces)
def test_lockdown_moves_the_strike_for_an_exit_alone(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    for before, said, after in each(timing, live(timing, trace)):
        if not before.locked_down:
            continue
        assert Move.HOLD not in said.effects
        asked = Move.RELEASE in said.effects and not before.released
        assert not asked or (said.signal is Signal.EXIT and timing.rex_releases)
        if timing.relock_on is RelockOn.OPENING and Move.RELEASE in said.effects:
            assert after.latest_end >= (said.until or 0)
            assert timing.rex_releases


@settings(max_examples=150)
@given(timings, traces)
def test_held_open_is_said_after_its_time_and_only_then(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    patience = round(timing.held_open_after * NS)
    warning = min(round(timing.held_open_warning * NS), patience)
    since: int | None = None  # since when somebody answers for the door's standing open
    for before, said, after in each(timing, live(timing, trace)):
        assert (Kind.HELD_OPEN in said.effects) is (
            since is not None and said.at == since + patience
        )
        if since is not None and Kind.HELD_OPEN_SOON in said.effects:
            assert said.at == since + patience - warning
        if Kind.HELD_OPEN in said.effects:
            since = None
        granted = said.signal is Signal.GRANT and Move.RELEASE in said.effects
        unheld = before.held and not after.held
        if not after.open or after.held:
            since = None
        elif granted or unheld or Kind.DOOR_OPENED in said.effects:
            since = said.at


@settings(max_examples=100)
@given(timings, traces)
def test_every_alarm_has_one_end_and_every_end_its_alarm(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    history = live(timing, [*trace, (NS, Signal.CLOSED)])
    kinds = [effect for said in history for effect in said.effects]
    for begins, ends in (
        ({Kind.FORCED_OPEN}, {Kind.FORCED_OPEN_ENDED}),
        ({Kind.HELD_OPEN}, {Kind.HELD_OPEN_ENDED}),
        ({Kind.FORCED_OPEN, Kind.DOOR_OPENED}, {Kind.DOOR_CLOSED}),
    ):
        told = [kind in begins for kind in kinds if kind in begins | ends]
        assert told == [True, False] * (len(told) // 2)


@settings(max_examples=100)
@given(timings, traces)
def test_a_loop_that_is_late_with_timeouts_hears_the_same_in_the_same_order(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    prompt = [effect for said in live(timing, trace) for effect in said.effects]
    door, at = Door(timing), 0
    late: list[Effect] = []
    for gap, signal in [*trace, (FAR, Signal.TIMEOUT)]:
        at += gap
        late += door.feed(signal, at)
    assert late == prompt


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
