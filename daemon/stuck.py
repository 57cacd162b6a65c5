"""Inputs that do not behave: a button that stays pressed, a contact that stays silent, chatter.

Pure, like the door itself. Each says once that something is wrong, and once that it is over.
"""

from typing import Final

from ledger.events import Kind

NS: Final = 1_000_000_000


class RexWatch:
    """An exit button or handle switch that stays pressed: jammed, taped, or its wire shorted.

    While it is stuck nothing tells an exit by pressing it, but nothing denies one either.

    Attributes:
        deadline: ticks at which `due` has something to say; None while it is not pressed.
    """

    def __init__(self, longest: float = 60.0) -> None:
        """Take the longest time, in seconds, that anybody presses it."""
        self.deadline: int | None = None
        self._longest = round(longest * NS)
        self._stuck = False

    def feed(self, pressed: bool, at: int) -> Kind | None:  # noqa: FBT001 - a level is the subject
        """Take a settled level; return REX_FREED where a stuck one lets go."""
        if not pressed:
            self.deadline = None
            freed, self._stuck = self._stuck, False
            return Kind.REX_FREED if freed else None
        if self.deadline is None and not self._stuck:
            self.deadline = at + self._longest
        return None

    def due(self, at: int) -> Kind | None:
        """Return REX_STUCK once it has been pressed for too long."""
        if self.deadline is None or at < self.deadline:
            return None
        self.deadline, self._stuck = None, True
        return Kind.REX_STUCK


class ContactWatch:
    """A contact that says closed, grant after grant: stuck, bridged, or its magnet always near it.

    People who tap and walk on are common, so it takes several in a row with no opening between.
    """

    def __init__(self, most: int = 5) -> None:
        """Take how many grants in a row may go unopened."""
        self._most = most
        self._unopened = 0

    def feed(self, kind: Kind) -> Kind | None:
        """Take what the door did; return CONTACT_STUCK or CONTACT_FREED where that is news."""
        if kind is Kind.NOT_OPENED:
            self._unopened += 1
            return Kind.CONTACT_STUCK if self._unopened == self._most else None
        if kind in {Kind.DOOR_OPENED, Kind.FORCED_OPEN}:
            freed, self._unopened = self._unopened >= self._most, 0
            return Kind.CONTACT_FREED if freed else None
        return None


class ChatterWatch:
    """An input that bounces more often than is worth recording: loose, wet, or played with.

    Gives at most one CHATTER until a whole window has passed with no more edges than allowed.
    """

    def __init__(self, most: int = 20, window: float = 10.0) -> None:
        """Take how many edges a window, in seconds, may have."""
        self._most, self._window = most, round(window * NS)
        self._began = 0
        self._edges = 0
        self._chatters = False

    @property
    def chatters(self) -> bool:
        """Whether this input is now chattering: its changes need not be journaled one by one."""
        return self._chatters

    def feed(self, at: int) -> Kind | None:
        """Take an edge, at its ticks."""
        if at - self._began >= self._window:
            quiet = self._edges <= self._most or at - self._began >= 2 * self._window
            self._chatters = self._chatters and not quiet
            self._began, self._edges = at, 0
        self._edges += 1
        if self._chatters or self._edges <= self._most:
            return None
        self._chatters = True
        return Kind.CHATTER
