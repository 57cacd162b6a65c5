"""What every viewer of a live page sees: one state, and the newest lines of the journal.

One thread writes, many wait. A viewer that is slow hoards nothing: it is told what stands now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Condition
from typing import Final, Generic, TypeVar

from ledger.reading import Recorded

KEPT: Final = 300  # lines
State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Line:
    """An event, the milliseconds that were measured at it, and when it last changed here."""

    event: Recorded
    ms: float | None
    version: int


@dataclass(frozen=True, slots=True)
class News(Generic[State]):
    """What a viewer has not seen.

    Attributes:
        version: to ask with the next time.
        state: None where it is the one seen last.
        lines: oldest first; new ones, and those that were measured meanwhile.
    """

    version: int
    state: State | None
    lines: tuple[Line, ...]


class Board(Generic[State]):
    """One state and some lines; each change has a version, from 1."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._version = 0
        self._state: State | None = None
        self._state_version = 0
        self._lines: list[Line] = []
        self.closed = False

    def show(self, state: State) -> None:
        """Replace the state."""
        with self._changed:
            self._step()
            self._state, self._state_version = state, self._version

    def add(self, events: Sequence[Recorded]) -> None:
        """Append lines; the oldest beyond `KEPT` go."""
        with self._changed:
            self._step()
            self._lines += [Line(event, None, self._version) for event in events]
            del self._lines[:-KEPT]

    def measure(self, seq: int, ms: float) -> None:
        """Say how long a line's answer took."""
        with self._changed:
            self._step()
            self._lines = [
                replace(line, ms=ms, version=self._version) if line.event.seq == seq else line
                for line in self._lines
            ]

    def close(self) -> None:
        """Let every waiting viewer go."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def since(self, version: int, after: int = 0) -> News[State]:
        """Return at once what changed after a version, of the lines behind `after` (a seq)."""
        with self._changed:
            return self._news(version, after)

    def wait(self, version: int, timeout: float) -> News[State] | None:
        """Return what changed after a version; None where nothing did in `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._version > version or self.closed, timeout)
            return self._news(version, 0) if self._version > version else None

    def _step(self) -> None:
        self._version += 1
        self._changed.notify_all()

    def _news(self, version: int, after: int) -> News[State]:
        state = self._state if self._state_version > version else None
        lines = tuple(
            line for line in self._lines if line.version > version and line.event.seq > after
        )
        return News(self._version, state, lines)
