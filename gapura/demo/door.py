"""What people do at the demo's door: who pulls it, when it falls shut, what holds it open (pure).

Nobody pushes the real door of a demo, so a person with a granted card walks in by himself, some
moments after the strike lets go. Told the time, as every rule of ours is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

MS: Final = 1_000_000  # ns


class Phase(StrEnum):
    """What is going on at the door."""

    SHUT = "shut"
    REACHING = "reaching"  # the strike is released; a hand goes to the door
    GOING_IN = "going-in"
    PRESSING = "pressing"  # someone inside has his finger on the exit button
    GOING_OUT = "going-out"
    PRYING = "prying"  # a crowbar, before the door gives way
    FORCED = "forced"
    PROPPED = "propped"  # nobody there; the wedge holds it open


class Cue(StrEnum):
    """What moves the scene on."""

    RELEASED = "released"  # the strike
    SECURED = "secured"
    LEAVE = "leave"  # someone inside wants out
    FORCE = "force"
    WEDGE = "wedge"  # put under the door, to hold it when it next stands open
    UNWEDGE = "unwedge"
    TIME = "time"


STANDS_OPEN: Final = frozenset({Phase.GOING_IN, Phase.GOING_OUT, Phase.FORCED, Phase.PROPPED})

LASTS: Final[Mapping[Phase, int]] = {  # ns; what is not here lasts until a cue
    Phase.REACHING: 1100 * MS,
    Phase.GOING_IN: 2400 * MS,
    Phase.PRESSING: 700 * MS,
    Phase.GOING_OUT: 2400 * MS,
    Phase.PRYING: 1300 * MS,  # longer than the grace in which a door that just shut may reopen
    Phase.FORCED: 4000 * MS,
}

NEXT: Final[Mapping[tuple[Phase, Cue], Phase]] = {  # what is not here changes nothing
    (Phase.SHUT, Cue.RELEASED): Phase.REACHING,
    (Phase.REACHING, Cue.SECURED): Phase.SHUT,
    (Phase.REACHING, Cue.TIME): Phase.GOING_IN,
    (Phase.GOING_IN, Cue.TIME): Phase.SHUT,
    (Phase.SHUT, Cue.LEAVE): Phase.PRESSING,
    (Phase.PRESSING, Cue.TIME): Phase.GOING_OUT,
    (Phase.GOING_OUT, Cue.TIME): Phase.SHUT,
    (Phase.SHUT, Cue.FORCE): Phase.PRYING,
    (Phase.REACHING, Cue.FORCE): Phase.PRYING,
    (Phase.PRYING, Cue.TIME): Phase.FORCED,
    (Phase.FORCED, Cue.TIME): Phase.SHUT,
    (Phase.PROPPED, Cue.UNWEDGE): Phase.SHUT,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment at the door.

    Attributes:
        wedged: a wedge lies ready; the door does not fall shut.
        due: monotonic ns at which TIME is due, or None.
    """

    phase: Phase = Phase.SHUT
    wedged: bool = False
    due: int | None = None

    @property
    def stands_open(self) -> bool:
        """What the door contact tells."""
        return self.phase in STANDS_OPEN

    def after(self, cue: Cue, at: int) -> "Scene":
        """Return the scene after a cue at `at` (monotonic ns)."""
        wedged = {Cue.WEDGE: True, Cue.UNWEDGE: False}.get(cue, self.wedged)
        phase = NEXT.get((self.phase, cue), self.phase)
        if phase is Phase.SHUT and self.stands_open and wedged:
            phase = Phase.PROPPED
        if phase is self.phase:
            return replace(self, wedged=wedged)
        lasts = LASTS.get(phase)
        return Scene(phase, wedged, None if lasts is None else at + lasts)
