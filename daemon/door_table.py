"""What a door does about what happens to it: states, signals and the table between them (pure).

The table names what must follow; `daemon.door.Door` keeps the times. Three things are times and
not states, since they run across the states: the end of a release, the shunt that an exit
request starts, and the fire signal. An opening that one of them explains comes to the table as
OPENED_DULY.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from hardware.bounds import Within
from ledger.events import Kind


class DoorState(StrEnum):
    """Where the door is."""

    SECURED = "secured"
    RELEASED = "released"  # closed; a grant may open it
    AWAITED = (
        "awaited"  # closed, relocked, not opened: within the grace an opening is the granted one
    )
    SETTLING = "settling"  # closed after a passage: an opening is still part of it
    EXITING = "exiting"  # closed; released by an exit request (a lock that holds the exit)
    OPEN = "open"
    HELD_OPEN_SOON = "held-open-soon"
    HELD_OPEN = "held-open"
    FORCED_OPEN = "forced-open"
    FOUND_OPEN = "found-open"  # it stood open when we started
    UNLOCKED = "unlocked"  # by order, until its end
    UNLOCKED_OPEN = "unlocked-open"
    LOCKED_DOWN = "locked-down"
    LOCKED_AWAITED = "locked-awaited"
    LOCKED_SETTLING = "locked-settling"
    LOCKED_EXITING = "locked-exiting"
    LOCKED_OPEN = "locked-open"
    LOCKED_OPEN_SOON = "locked-held-open-soon"
    LOCKED_HELD_OPEN = "locked-held-open"
    LOCKED_FORCED_OPEN = "locked-forced-open"


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
    FIRE = "fire"
    FIRE_ENDED = "fire-ended"
    # the two that only Door itself feeds to the table
    OPENED_DULY = "opened-duly"  # opened, and a release, an exit or a fire explains it
    RELOCK = "relock"  # the release is over


class Move(StrEnum):
    """What the strike must do."""

    RELEASE = "release"  # until `Door.release_until`
    HOLD = "hold"
    SECURE = "secure"


class Latch(StrEnum):
    """A move that depends on whether the strike is released; Door turns it into one, or none."""

    RELOCK_SOON = "relock-soon"  # bring the end of a release near; begins none


Effect = Move | Kind  # a Kind is journaled (and shown, where a pattern stands for it)
Following = tuple[DoorState, tuple[Effect | Latch, ...]]
Table = Mapping[tuple[DoorState, Signal], Following]


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
        held_open_warning: so long before that it warns; no longer than `held_open_after`.
        relock_on: opening or closing. With closing, an open door keeps its release until it
            closes, but no longer than `held_open_after`: a cut contact wire must not unlock it.
        relock_delay: from that edge to the strike, so that the latch clears.
        grace: after relocking, an opening still counts as the granted one.
        has_contact: whether a contact tells open from closed.
        tells_exit: whether a REX or a handle switch tells of an exit; without one
            an opening from inside cannot be told from a forced one and is not claimed as such.
        one_shot: the longest release that the hardware one-shot allows; 0 where there is none.
            Behind a one-shot the door cannot be held unlocked, and an order to is not obeyed.
        shunt_time: so long after an exit request an opening is an exit.
        rex_releases: True where the lock also holds the exit (a magnet), so that an exit request
            must release it, for `shunt_time`; the wire that cuts its power needs no such leave.
    """

    unlock_time: Annotated[float, Within(0.5, 30)] = 5.0
    held_open_after: Annotated[float, Within(1, 3600)] = 30.0
    held_open_warning: Annotated[float, Within(0, 3600)] = 10.0
    relock_on: RelockOn = RelockOn.OPENING
    relock_delay: Annotated[float, Within(0, 5)] = 0.5
    grace: Annotated[float, Within(0, 10)] = 1.0
    has_contact: bool = True
    tells_exit: bool = True
    one_shot: Annotated[float, Within(0, 30)] = 0.0
    shunt_time: Annotated[float, Within(1, 60)] = 5.0
    rex_releases: bool = False


D, S, M, K, L = DoorState, Signal, Move, Kind, Latch

ALWAYS: Final[Table] = {  # what holds in every state, unless a row below says otherwise
    **{(state, signal): (state, ()) for state in D for signal in S},
    **{(state, S.RELOCK): (state, (M.SECURE,)) for state in D},
    **{(state, S.EXIT): (state, (K.EXIT_REQUESTED,)) for state in D},
    **{(state, S.FIRE): (state, (K.FIRE,)) for state in D},
    **{(state, S.FIRE_ENDED): (state, (K.FIRE_ENDED,)) for state in D},
}
ROWS: Final[Table] = {
    (D.SECURED, S.GRANT): (D.RELEASED, (M.RELEASE,)),
    (D.SECURED, S.OPENED): (D.FORCED_OPEN, (K.FORCED_OPEN,)),
    (D.SECURED, S.OPENED_DULY): (D.OPEN, (L.RELOCK_SOON, K.DOOR_OPENED)),
    (D.SECURED, S.RELOCK): (D.SETTLING, (M.SECURE,)),
    (D.SECURED, S.HOLD): (D.UNLOCKED, (M.HOLD,)),
    (D.SECURED, S.LOCKDOWN): (D.LOCKED_DOWN, (M.SECURE,)),
    (D.RELEASED, S.GRANT): (D.RELEASED, (M.RELEASE,)),
    (D.RELEASED, S.RELOCK): (D.AWAITED, (M.SECURE,)),
    (D.RELEASED, S.HOLD): (D.UNLOCKED, (M.HOLD, K.NOT_OPENED)),
    (D.RELEASED, S.LOCKDOWN): (D.LOCKED_AWAITED, (M.SECURE,)),
    (D.AWAITED, S.GRANT): (D.RELEASED, (M.RELEASE, K.NOT_OPENED)),
    (D.AWAITED, S.TIMEOUT): (D.SECURED, (K.NOT_OPENED,)),
    (D.AWAITED, S.HOLD): (D.UNLOCKED, (M.HOLD, K.NOT_OPENED)),
    (D.AWAITED, S.LOCKDOWN): (D.LOCKED_AWAITED, (M.SECURE,)),
    (D.SETTLING, S.GRANT): (D.RELEASED, (M.RELEASE,)),
    (D.SETTLING, S.TIMEOUT): (D.SECURED, ()),
    (D.SETTLING, S.HOLD): (D.UNLOCKED, (M.HOLD,)),
    (D.SETTLING, S.LOCKDOWN): (D.LOCKED_SETTLING, (M.SECURE,)),
    (D.EXITING, S.GRANT): (D.RELEASED, (M.RELEASE,)),
    (D.EXITING, S.RELOCK): (D.SETTLING, (M.SECURE,)),
    (D.EXITING, S.HOLD): (D.UNLOCKED, (M.HOLD,)),
    (D.EXITING, S.LOCKDOWN): (D.LOCKED_EXITING, ()),  # the one who leaves still leaves
    (D.OPEN, S.GRANT): (D.OPEN, (M.RELEASE,)),
    (D.OPEN, S.CLOSED): (D.SETTLING, (L.RELOCK_SOON, K.DOOR_CLOSED)),
    (D.OPEN, S.TIMEOUT): (D.HELD_OPEN_SOON, (K.HELD_OPEN_SOON,)),
    (D.OPEN, S.HOLD): (D.UNLOCKED_OPEN, (M.HOLD,)),
    (D.OPEN, S.LOCKDOWN): (D.LOCKED_OPEN, (M.SECURE,)),
    (D.HELD_OPEN_SOON, S.GRANT): (D.OPEN, (M.RELEASE,)),
    (D.HELD_OPEN_SOON, S.CLOSED): (D.SETTLING, (L.RELOCK_SOON, K.DOOR_CLOSED)),
    (D.HELD_OPEN_SOON, S.TIMEOUT): (D.HELD_OPEN, (K.HELD_OPEN,)),
    (D.HELD_OPEN_SOON, S.HOLD): (D.UNLOCKED_OPEN, (M.HOLD,)),
    (D.HELD_OPEN_SOON, S.LOCKDOWN): (D.LOCKED_OPEN_SOON, (M.SECURE,)),
    (D.HELD_OPEN, S.GRANT): (D.OPEN, (M.RELEASE, K.HELD_OPEN_ENDED)),
    (D.HELD_OPEN, S.CLOSED): (D.SETTLING, (L.RELOCK_SOON, K.HELD_OPEN_ENDED, K.DOOR_CLOSED)),
    (D.HELD_OPEN, S.HOLD): (D.UNLOCKED_OPEN, (M.HOLD, K.HELD_OPEN_ENDED)),
    (D.HELD_OPEN, S.LOCKDOWN): (D.LOCKED_HELD_OPEN, (M.SECURE,)),
    (D.FORCED_OPEN, S.GRANT): (D.OPEN, (M.RELEASE, K.FORCED_OPEN_ENDED)),
    (D.FORCED_OPEN, S.CLOSED): (D.SECURED, (L.RELOCK_SOON, K.FORCED_OPEN_ENDED, K.DOOR_CLOSED)),
    (D.FORCED_OPEN, S.HOLD): (D.UNLOCKED_OPEN, (M.HOLD, K.FORCED_OPEN_ENDED)),
    (D.FORCED_OPEN, S.LOCKDOWN): (D.LOCKED_FORCED_OPEN, (M.SECURE,)),
    (D.FOUND_OPEN, S.GRANT): (D.OPEN, (M.RELEASE,)),
    (D.FOUND_OPEN, S.OPENED): (D.OPEN, (K.DOOR_OPENED,)),
    (D.FOUND_OPEN, S.OPENED_DULY): (D.OPEN, (K.DOOR_OPENED,)),
    (D.FOUND_OPEN, S.CLOSED): (D.SECURED, (L.RELOCK_SOON, K.DOOR_CLOSED)),
    (D.FOUND_OPEN, S.HOLD): (D.UNLOCKED_OPEN, (M.HOLD,)),
    (D.FOUND_OPEN, S.LOCKDOWN): (D.LOCKED_OPEN, (M.SECURE,)),
    (D.UNLOCKED, S.OPENED): (D.UNLOCKED_OPEN, (K.DOOR_OPENED,)),
    (D.UNLOCKED, S.OPENED_DULY): (D.UNLOCKED_OPEN, (K.DOOR_OPENED,)),
    (D.UNLOCKED, S.HOLD_ENDED): (D.SETTLING, (M.SECURE,)),
    (D.UNLOCKED, S.LOCKDOWN): (D.LOCKED_SETTLING, (M.SECURE,)),
    (D.UNLOCKED_OPEN, S.CLOSED): (D.UNLOCKED, (K.DOOR_CLOSED,)),
    (D.UNLOCKED_OPEN, S.HOLD_ENDED): (D.OPEN, (M.SECURE,)),
    (D.UNLOCKED_OPEN, S.LOCKDOWN): (D.LOCKED_OPEN, (M.SECURE,)),
    **{
        (state, signal): (D.OPEN, (L.RELOCK_SOON, K.DOOR_OPENED))
        for state in (D.RELEASED, D.AWAITED, D.SETTLING, D.EXITING)
        for signal in (S.OPENED, S.OPENED_DULY)
    },
}

# What a way of building the door changes; each named by the setting that chooses it.
REX_RELEASES: Final[Table] = {
    (D.SECURED, S.EXIT): (D.EXITING, (M.RELEASE, K.EXIT_REQUESTED)),
    (D.RELEASED, S.EXIT): (D.RELEASED, (M.RELEASE, K.EXIT_REQUESTED)),
    (D.AWAITED, S.EXIT): (D.EXITING, (M.RELEASE, K.NOT_OPENED, K.EXIT_REQUESTED)),
    (D.SETTLING, S.EXIT): (D.EXITING, (M.RELEASE, K.EXIT_REQUESTED)),
    (D.EXITING, S.EXIT): (D.EXITING, (M.RELEASE, K.EXIT_REQUESTED)),
    **{
        (state, S.EXIT): (state, (M.RELEASE, K.EXIT_REQUESTED))
        for state in (D.OPEN, D.HELD_OPEN_SOON, D.HELD_OPEN, D.FORCED_OPEN, D.FOUND_OPEN)
    },
}
RELOCK_ON_CLOSING: Final[Table] = {  # an open door's bolt stays in until it closes
    (D.OPEN, S.LOCKDOWN): (D.LOCKED_OPEN, ()),
    (D.HELD_OPEN_SOON, S.LOCKDOWN): (D.LOCKED_OPEN_SOON, ()),
    (D.HELD_OPEN, S.LOCKDOWN): (D.LOCKED_HELD_OPEN, ()),
    (D.FORCED_OPEN, S.LOCKDOWN): (D.LOCKED_FORCED_OPEN, ()),
    (D.FOUND_OPEN, S.LOCKDOWN): (D.LOCKED_OPEN, ()),
    (D.UNLOCKED_OPEN, S.LOCKDOWN): (D.LOCKED_OPEN, (M.RELEASE,)),
    (D.UNLOCKED_OPEN, S.HOLD_ENDED): (D.OPEN, (M.RELEASE,)),
}
NO_CONTACT: Final[Table] = {  # nothing tells whether it was opened
    (D.RELEASED, S.RELOCK): (D.SECURED, (M.SECURE,)),
    (D.RELEASED, S.HOLD): (D.UNLOCKED, (M.HOLD,)),
    (D.RELEASED, S.LOCKDOWN): (D.LOCKED_DOWN, (M.SECURE,)),
}
ONE_SHOT: Final[Table] = {(state, S.HOLD): (state, ()) for state in D}

LOCKED: Final[Mapping[DoorState, DoorState]] = {  # the same moment of a door under lockdown
    D.SECURED: D.LOCKED_DOWN,
    D.AWAITED: D.LOCKED_AWAITED,
    D.SETTLING: D.LOCKED_SETTLING,
    D.EXITING: D.LOCKED_EXITING,
    D.OPEN: D.LOCKED_OPEN,
    D.HELD_OPEN_SOON: D.LOCKED_OPEN_SOON,
    D.HELD_OPEN: D.LOCKED_HELD_OPEN,
    D.FORCED_OPEN: D.LOCKED_FORCED_OPEN,
}
FREE: Final[Mapping[DoorState, DoorState]] = {locked: free for free, locked in LOCKED.items()}
TRACKED: Final = (S.OPENED, S.OPENED_DULY, S.CLOSED, S.EXIT, S.TIMEOUT, S.RELOCK)


def _under_lockdown(rows: Table) -> Table:
    """Return the rows of a locked-down door: tracked as ever, but no grant and no hold."""
    tracked = {
        (LOCKED[state], signal): (LOCKED[after], effects)
        for (state, signal), (after, effects) in rows.items()
        if state in LOCKED and signal in TRACKED
    }
    return tracked | {(locked, S.LOCKDOWN_ENDED): (free, ()) for locked, free in FREE.items()}


def table(timing: DoorTiming) -> Table:
    """Return what every signal does in every state of a door built in one way."""
    rows = {
        **ALWAYS,
        **ROWS,
        **(REX_RELEASES if timing.rex_releases else {}),
        **(RELOCK_ON_CLOSING if timing.relock_on is RelockOn.CLOSING else {}),
        **({} if timing.has_contact else NO_CONTACT),
        **(ONE_SHOT if timing.one_shot else {}),
    }
    return {**rows, **_under_lockdown(rows)}


TRANSITIONS: Final = table(DoorTiming())
