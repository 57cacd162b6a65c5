"""One hand that holds cards before readers: one at a time, each until it was answered (pure).

A visitor clicks faster than a hand moves and than a reader looks. No click is lost: it waits for
its turn.
"""

from dataclasses import dataclass, replace
from typing import Final

from gapura.demo_door import MS
from hardware.readers.presentation import QUIET

SEEN: Final = 600 * MS  # whoever looks on must see it
PATIENCE: Final = 10_000 * MS  # without an answer; a controller that starts takes less
APART: Final = QUIET + 50 * MS  # from one card to the next, or a reader takes them for one


@dataclass(frozen=True, slots=True)
class Tapping:
    """What the hand does at one moment.

    Attributes:
        held: id of the card before its reader, or "".
        since: monotonic ns at which it came there.
        settled: it was answered, or nothing is there to answer it.
        free: monotonic ns from which the next card may come.
        queue: ids of the cards whose turn is yet to come.
    """

    held: str = ""
    since: int = 0
    settled: bool = False
    free: int = 0
    queue: tuple[str, ...] = ()

    @property
    def due(self) -> int | None:
        """The monotonic ns at which the hand moves next, if nothing happens before."""
        if self.held:
            return self.since + (SEEN if self.settled else PATIENCE)
        return self.free if self.queue else None

    def then(self, card: str) -> "Tapping":
        """Return it with one more card to show."""
        return replace(self, queue=(*self.queue, card))

    def settle(self) -> "Tapping":
        """Return it with the card at hand answered."""
        return replace(self, settled=True)

    def after(self, at: int) -> "Tapping":
        """Return what it does at `at` (monotonic ns): take a card away, or show the next."""
        if self.due is None or at < self.due:
            return self
        if self.held:
            return Tapping(free=at + APART, queue=self.queue)
        return Tapping(held=self.queue[0], since=at, queue=self.queue[1:])
