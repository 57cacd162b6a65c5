"""What could not be written when it happened, kept in memory until it can be."""

from collections import deque
from typing import Final

from ledger.events import Event

ROOM: Final = 10_000  # events, about 5 MB; as many as the reserve file has room for


class Backlog:
    """Events in the order in which they happened, the newest kept.

    Attributes:
        dropped: how many were pushed out by newer ones since the journal was opened.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._events: deque[Event] = deque(maxlen=room)
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._events)

    def keep(self, event: Event) -> None:
        """Add an event; the oldest goes where there is no room."""
        self.dropped += len(self._events) == self._events.maxlen
        self._events.append(event)

    def oldest(self, count: int) -> tuple[Event, ...]:
        """Return up to `count` events that come first."""
        return tuple(self._events[index] for index in range(min(count, len(self._events))))

    def forget(self, count: int) -> None:
        """Drop the oldest `count`: they are written now."""
        for _ in range(count):
            self._events.popleft()
