"""The door's own wires: what moves it, what tells of it, what people see and hear."""

from enum import StrEnum
from typing import NamedTuple, Protocol


class Sense(StrEnum):
    """The four inputs of a door."""

    CONTACT = "contact"  # active: the door stands open
    REX = "rex"  # active: the exit button or handle switch is pressed
    TAMPER = "tamper"  # active: a case or loop is open
    FIRE = "fire"  # active: the fire panel has cut the lock's power


class Pattern(StrEnum):
    """What the reader's LED and buzzer tell a person."""

    IDLE = "idle"
    GRANTED = "granted"
    DENIED = "denied"
    TRY_AGAIN = "try-again"
    WAITING = "waiting"  # for a second card, an escort or a PIN
    HELD_OPEN = "held-open"
    ENROLMENT = "enrolment"
    LOCKED_DOWN = "locked-down"
    FAULT = "fault"
    LOCATE = "locate"


class PinEdge(NamedTuple):
    """A line changed, not yet debounced.

    Attributes:
        active: the meaning, not the level: True is open, pressed, tampered, fire.
        ticks: monotonic ns of the edge.
    """

    door: str
    sense: Sense
    active: bool
    ticks: int


class Strike(Protocol):
    """The lock of one door. Secured from construction until the first release, and after close."""

    @property
    def released(self) -> bool:
        """Whether the line is at its released level now."""

    def release(self, until: int) -> None:
        """Unlock until `until` (monotonic ns); the strike's own timer relocks then.

        The timer is armed before the line moves. A second call moves the end, later or earlier.
        """

    def hold(self) -> None:
        """Unlock with no end; only where no hardware one-shot stands behind the strike."""

    def secure(self) -> None:
        """Lock now and forget the timer."""

    def close(self) -> None:
        """Lock and give the line back."""


class Indicator(Protocol):
    """LED and buzzer of one reader."""

    def show(self, pattern: Pattern) -> None:
        """Play a pattern to its end, then the resting one; returns at once."""

    def rest(self, pattern: Pattern) -> None:
        """Choose what is shown when nothing plays (idle, held open, enrolment, locked down)."""

    def close(self) -> None:
        """All off."""
