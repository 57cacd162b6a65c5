"""One inbox, one deadline: taps, signals, timeouts and orders, one at a time."""

import logging
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from hardware.portal import PinEdge
from hardware.readers import ReaderEvent

log = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 64  # heard before time passes, so that no flood stops the timers
LONGEST_WAIT_NS: Final = 50_000_000  # the register is looked at this often (DESIGN section 1)
NS_PER_S: Final = 1_000_000_000


class Stop:
    """Put into the inbox to end the loop."""


Incoming = ReaderEvent | PinEdge | Stop


class Listener(Protocol):
    """Something that readers and inputs speak to: an access point."""

    def hear(self, incoming: ReaderEvent | PinEdge) -> bool:
        """Take what arrived; False where it is for another."""


class Part(Protocol):
    """Something that time passes for: an access point, the orders, the housekeeping."""

    def due(self) -> int | None:
        """Return the ticks at which `tick` is wanted, or None."""

    def tick(self, at: int) -> None:
        """Do what the passing of time asks for."""


class Loop:
    """The one thread that decides and moves doors; the others only `put`.

    Attributes:
        listeners: who is asked, in this order, to take what arrives.
        parts: who is told, in this order, that time has passed.
        put: hands something over, from any thread.
    """

    def __init__(self, ticks: Callable[[], int]) -> None:
        self.listeners: Sequence[Listener] = ()
        self.parts: Sequence[Part] = ()
        self._ticks = ticks
        self._inbox: SimpleQueue[Incoming] = SimpleQueue()
        self.put = self._inbox.put

    def run(self) -> None:
        """Serve until Stop arrives."""
        while self.serve(self._next()):
            pass

    def serve(self, incoming: Incoming | None) -> bool:
        """Hear what arrived, and what waits behind it, then let time pass; False at Stop.

        What waits in the inbox happened before any deadline that is due now: a contact that
        bounced back must be heard before its first edge can settle.
        """
        heard = 0
        while incoming is not None:
            if isinstance(incoming, Stop):
                return False
            self._hear(incoming)
            heard += 1
            incoming = self._waiting() if heard < MOST_AT_ONCE else None
        self._tick()
        return True

    def _next(self) -> Incoming | None:
        """Return what arrives next, or None when a deadline came first."""
        if (incoming := self._waiting()) is not None:
            return incoming  # no deadline needs to be known to hear what is there
        now = self._ticks()
        wait = min((due - now for part in self.parts if (due := part.due()) is not None), default=1)
        if wait <= 0:
            return None
        try:
            return self._inbox.get(timeout=min(wait, LONGEST_WAIT_NS) / NS_PER_S)
        except Empty:
            return None

    def _waiting(self) -> Incoming | None:
        """Return what is in the inbox already, or None."""
        try:
            return self._inbox.get_nowait()
        except Empty:
            return None

    def _hear(self, incoming: ReaderEvent | PinEdge) -> None:
        for listener in self.listeners:
            try:
                if listener.hear(incoming):
                    return
            except Exception:  # one part's fault never stops another's door
                log.exception("a fault in %s", type(listener).__name__)

    def _tick(self) -> None:
        for part in self.parts:
            try:
                if (due := part.due()) is not None and due <= (at := self._ticks()):
                    part.tick(at)
            except Exception:  # as above
                log.exception("a fault in %s", type(part).__name__)
