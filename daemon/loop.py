"""One inbox, one deadline: taps, signals, timeouts and orders, one at a time."""

import logging
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from hardware.portal import PinEdge
from hardware.readers import ReaderEvent

log = logging.getLogger(__name__)

LONGEST_WAIT_NS: Final = 50_000_000  # the register is looked at this often (DESIGN section 1)
NS_PER_S: Final = 1_000_000_000


class Stop:
    """Put into the inbox to end the loop."""


Incoming = ReaderEvent | PinEdge | Stop


class Part(Protocol):
    """Something with a share of the loop: an access point, the orders, the housekeeping."""

    def hear(self, incoming: ReaderEvent | PinEdge) -> bool:
        """Take what arrived; False where it is for another part."""

    def due(self) -> int | None:
        """Return the ticks at which `tick` is wanted, or None."""

    def tick(self, at: int) -> None:
        """Do what the passing of time asks for."""


class Loop:
    """The one thread that decides and moves doors; the others only `put`.

    Attributes:
        parts: who has a share of it, those who hear before those who only tick.
        put: hands something over, from any thread.
    """

    def __init__(self, ticks: Callable[[], int], parts: Sequence[Part] = ()) -> None:
        self.parts, self._ticks = parts, ticks
        self._inbox: SimpleQueue[Incoming] = SimpleQueue()
        self.put = self._inbox.put

    def run(self) -> None:
        """Serve until Stop arrives."""
        while not isinstance(incoming := self._next(), Stop):
            self._serve(incoming)

    def _next(self) -> Incoming | None:
        """Return what arrives next, or None when a deadline came first."""
        now = self._ticks()
        wait = min((due - now for part in self.parts if (due := part.due()) is not None), default=1)
        wait = min(wait, LONGEST_WAIT_NS)
        try:
            return (
                self._inbox.get(timeout=wait / NS_PER_S) if wait > 0 else self._inbox.get_nowait()
            )
        except Empty:
            return None

    def _serve(self, incoming: ReaderEvent | PinEdge | None) -> None:
        """Hand on what arrived, then let time pass; one part's fault never stops another's door."""
        for part in self.parts:
            try:
                if incoming is not None and part.hear(incoming):
                    incoming = None
                if (due := part.due()) is not None and due <= (at := self._ticks()):
                    part.tick(at)
            except Exception:  # here a request begins: the part has denied and secured already
                log.exception("a fault in %s", type(part).__name__)
