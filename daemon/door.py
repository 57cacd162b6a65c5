"""One door: the table of its moves, and the times that run beside it (pure)."""

from collections.abc import Iterator, Mapping
from typing import Final

from daemon.door_table import (
    FREE,
    LOCKED,
    TRANSITIONS,
    DoorState,
    DoorTiming,
    Effect,
    Latch,
    Move,
    RelockOn,
    Signal,
    table,
)
from ledger.events import Kind

__all__ = [  # the words of the table are the door's: whoever uses a door finds them here
    "TRANSITIONS",
    "Door",
    "DoorState",
    "DoorTiming",
    "Effect",
    "Move",
    "RelockOn",
    "Signal",
]

NS: Final = 1_000_000_000

# Members by a plain name, as in daemon/rules/entitled.py: a grant asks for them at every tap.
GRANT, TIMEOUT = Signal.GRANT, Signal.TIMEOUT
OPENED, OPENED_DULY = Signal.OPENED, Signal.OPENED_DULY
RELEASE = Move.RELEASE

EXPLAINING: Final = frozenset({Signal.EXIT, Signal.LOCKDOWN, Signal.FIRE, Signal.FIRE_ENDED})
STANDS_OPEN: Final = frozenset(
    {
        DoorState.OPEN, DoorState.HELD_OPEN_SOON, DoorState.HELD_OPEN, DoorState.FORCED_OPEN,
        DoorState.FOUND_OPEN, DoorState.UNLOCKED_OPEN, DoorState.LOCKED_OPEN,
        DoorState.LOCKED_OPEN_SOON, DoorState.LOCKED_HELD_OPEN, DoorState.LOCKED_FORCED_OPEN,
    }
)  # fmt: skip


def _patience(timing: DoorTiming) -> Mapping[DoorState, int]:
    """Return how long (ns) each state waits for its TIMEOUT; the others wait for ever."""
    warning = min(timing.held_open_warning, timing.held_open_after)
    free = {
        DoorState.AWAITED: round(timing.grace * NS),
        DoorState.SETTLING: round(timing.grace * NS),
        DoorState.OPEN: round((timing.held_open_after - warning) * NS),
        DoorState.HELD_OPEN_SOON: round(warning * NS),
    }
    return free | {LOCKED[state]: patience for state, patience in free.items()}


class Door:
    """One door. It is told the time and asks for nothing.

    Attributes:
        state: where it is.
        release_until: ticks at which the release ends; None when secured, and when held unlocked.
        held: whether an order holds the strike released, with no end of its own.
    """

    def __init__(self, timing: DoorTiming, *, open_at_start: bool = False) -> None:
        self.timing = timing
        self.state = DoorState.FOUND_OPEN if open_at_start else DoorState.SECURED
        self.release_until: int | None = None
        self.held = False
        self._table = table(timing)
        self._patience = _patience(timing)
        self._impatient_at: int | None = None  # when the state's patience ends
        self._released_at = 0  # when the strike last went from secured to released
        self._grant_until = 0  # what a grant still owes; 0 once an opening has used it
        self._exit_until = 0  # the same for an exit, where the lock holds the exit
        self._shunt_until = 0  # until then an opening is an exit
        self._fire = False

    @property
    def released(self) -> bool:
        """Whether the strike should be released."""
        return self.held or self.release_until is not None

    @property
    def stands_open(self) -> bool:
        """Whether the leaf was last seen open."""
        return self.state in STANDS_OPEN

    @property
    def deadline(self) -> int | None:
        """Ticks at which TIMEOUT is due; None where nothing is waited for."""
        ends, impatient = self.release_until, self._impatient_at
        if ends is None or impatient is None:
            return impatient if ends is None else ends
        return min(ends, impatient)

    def feed(self, signal: Signal, at: int) -> tuple[Effect, ...]:
        """Take what happened at `at` (ticks) and return what must follow, in order.

        Whatever fell due up to `at` comes first, at its own time, so a late TIMEOUT, or none,
        changes nothing but when it is said. Moves stand before what is journaled.
        """
        effects: list[Effect] = []
        while (due := self.deadline) is not None and due <= at:
            timer = Signal.RELOCK if due == self.release_until else TIMEOUT
            effects += self._step(timer, due)
        if signal is not TIMEOUT:
            effects += self._step(self._explained(signal, at), at)
        return tuple(effects)

    def _explained(self, signal: Signal, at: int) -> Signal:
        """Note what explains an opening, and tell an opening that is explained from any other."""
        if signal is OPENED:
            told = self._fire or self.released or at < self._shunt_until
            return OPENED_DULY if told or not self.timing.tells_exit else OPENED
        if signal in EXPLAINING:
            self._note(signal, at)
        return signal

    def _note(self, signal: Signal, at: int) -> None:
        """Keep what explains an opening from now on, or does no more."""
        if signal is Signal.EXIT:
            self._shunt_until = at + round(self.timing.shunt_time * NS)
            self._exit_until = self._shunt_until if self.timing.rex_releases else 0
        elif signal is Signal.LOCKDOWN:
            self._grant_until = 0
        else:
            self._fire = signal is Signal.FIRE

    def _step(self, signal: Signal, at: int) -> list[Effect]:
        """Make one move of the table."""
        before = self.state
        self.state, effects = self._table[before, signal]
        followed = [each for effect in effects for each in self._resolved(effect, signal, at)]
        if signal is OPENED_DULY:
            self._grant_until = self._exit_until = 0  # this opening is what was owed
        moved = FREE.get(before, before) is not FREE.get(self.state, self.state)
        if moved or (signal is GRANT and effects):
            self._wait(at)
        return followed

    def _wait(self, at: int) -> None:
        """Begin the patience of the state; a grace begins when the strike is secured again."""
        patience = self._patience.get(self.state)
        begins = at if self.stands_open else max(at, self.release_until or at)
        self._impatient_at = None if patience is None else begins + patience

    def _resolved(self, effect: Effect | Latch, signal: Signal, at: int) -> Iterator[Effect]:
        """Yield what an effect of the table comes to, and keep the times of the strike."""
        if effect is RELEASE:
            yield self._release(self._end(signal, at), at)
        elif effect is Move.SECURE:
            yield from self._secure(signal, at)
        elif effect is Move.HOLD:
            self.held, self.release_until = True, None
            yield effect
        elif not isinstance(effect, Latch):
            yield effect
        elif self.release_until is not None:
            yield self._release(self._sooner(self.release_until, at), at)

    def _release(self, until: int, at: int) -> Move:
        """Set the end of the release, within what a hardware one-shot allows."""
        if self.release_until is None:
            self._released_at = at
        if self.timing.one_shot:
            until = min(until, self._released_at + round(self.timing.one_shot * NS))
        self.held, self.release_until = False, until
        return RELEASE

    def _secure(self, signal: Signal, at: int) -> Iterator[Effect]:
        """Lock, and say so where a release ends; no order cuts an exit under way short."""
        if self.released and at < self._exit_until and signal is not Signal.RELOCK:
            yield self._release(self._exit_until, at)
            return
        yield Move.SECURE
        if self.released:
            yield Kind.RELOCKED
        self.held, self.release_until, self._grant_until = False, None, 0

    def _end(self, signal: Signal, at: int) -> int:
        """Return when a release that begins or is extended now ends."""
        if signal is GRANT:
            self._grant_until = at + round(self.timing.unlock_time * NS)
        return max(self._owed, self.release_until or 0, self._while_open(at))

    def _sooner(self, until: int, at: int) -> int:
        """Return the nearer end that an edge of the leaf gives to a release."""
        if self.stands_open and self.timing.relock_on is RelockOn.CLOSING:
            return max(until, self._while_open(at))
        owed = 0 if self.stands_open else self._owed
        return min(until, max(owed, at + round(self.timing.relock_delay * NS)))

    @property
    def _owed(self) -> int:
        """Until when somebody whom the door was released for has not yet used it."""
        return max(self._grant_until, self._exit_until)

    def _while_open(self, at: int) -> int:
        """Return how long an open door keeps its release; 0 where opening relocks."""
        if self.timing.relock_on is RelockOn.OPENING or not self.stands_open:
            return 0
        return at + round(self.timing.held_open_after * NS)
