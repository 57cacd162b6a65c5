"""The door as a table of states and signals (pure)."""

from dataclasses import dataclass
from enum import StrEnum

from ledger.events import Kind


class DoorState(StrEnum):
    """Where the door is."""

    SECURED = "secured"
    RELEASED = "released"
    OPEN = "open"
    HELD_OPEN_SOON = "held-open-soon"
    HELD_OPEN = "held-open"
    FORCED_OPEN = "forced-open"
    UNLOCKED = "unlocked"  # by order, until its end
    LOCKED_DOWN = "locked-down"


class Signal(StrEnum):
    """What can happen to the door."""

    GRANT = "grant"
    OPENED = "opened"
    CLOSED = "closed"
    EXIT = "exit"  # REX pressed
    TIMEOUT = "timeout"
    HOLD = "hold"
    HOLD_ENDED = "hold-ended"
    LOCKDOWN = "lockdown"
    LOCKDOWN_ENDED = "lockdown-ended"


class Move(StrEnum):
    """What the strike must do."""

    RELEASE = "release"  # until `Door.release_until`
    HOLD = "hold"
    SECURE = "secure"


Effect = Move | Kind  # a Kind is journaled (and shown, where a pattern stands for it)


class RelockOn(StrEnum):
    """What ends a release before its time."""

    OPENING = "opening"
    CLOSING = "closing"  # motor bolts: never throw a bolt beside its hole


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorTiming:
    """How long each thing lasts; all in seconds.

    Attributes:
        unlock_time: a grant releases the strike for so long.
        held_open_after: how long the door may stand open after a grant.
        held_open_warning: so long before that it warns.
        relock_on: opening or closing.
        relock_delay: from that edge to the strike, so that the latch clears.
        grace: after relocking, an opening still counts as the granted one.
        has_contact: whether a contact tells open from closed.
        tells_exit: whether a REX or a handle switch tells of an exit; without one
            an opening from inside cannot be told from a forced one and is not claimed as such.
        one_shot: the longest release that the hardware one-shot allows; 0 where there is none.
    """

    unlock_time: float = 5.0
    held_open_after: float = 30.0
    held_open_warning: float = 10.0
    relock_on: RelockOn = RelockOn.OPENING
    relock_delay: float = 0.5
    grace: float = 1.0
    has_contact: bool = True
    tells_exit: bool = True
    one_shot: float = 0.0


class Door:
    """One door. It is told the time and asks for nothing."""

    def __init__(self, timing: DoorTiming) -> None:
        self.timing = timing
        self.state = DoorState.SECURED
        self.deadline: int | None = None  # ticks at which TIMEOUT is due
        self.release_until: int | None = None  # ticks, when the strike is released by grant

    def feed(self, signal: Signal, at: int) -> tuple[Effect, ...]:
        """Take what happened at `at` (ticks) and return what must follow, in order."""
        raise NotImplementedError
