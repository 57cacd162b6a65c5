"""An oracle for the door, of another build: predicates over the whole history, no states.

The oracle knows what was signalled when, and what the door said and did; from that alone it says
what may be, must be and must not be. It shares no table and no timer with the door.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from daemon.door import Door, DoorTiming, Effect, Move, RelockOn, Signal
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
