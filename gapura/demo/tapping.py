"""One hand that holds cards before readers, one at a time, each until it was answered (pure).

A visitor clicks faster than a hand moves and than a reader looks. No click is lost: it waits for
its turn. So does each key of a PIN, behind the card that it belongs to.
"""

from dataclasses import dataclass, replace
from typing import Final

from gapura.demo.door import MS
from hardware.readers.presentation import QUIET

SEEN: Final = 600 * MS  # whoever looks on must see it
PATIENCE: Final = 30_000 * MS  # without an answer; a controller that starts takes less
APART: Final = QUIET + 50 * MS  # from one card to the next, or a reader takes them for one


@dataclass(frozen=True, slots=True)
class Tapping:
    """What the hand does at one moment.

    Attributes:
        held: id of the card before its reader, or "".
        since: monotonic ns at which it came there.
        settled: it was answered, or nothing is there to answer it.
        free: monotonic ns from which the next card may come.
        queue: what is yet to come: ids of cards, and keys, each of one character.
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
        if not self.queue:
            return None
        return 0 if is_key(self.queue[0]) else self.free

    def then(self, what: str) -> "Tapping":
        """Return it with one more card to show, or key to hit."""
        return replace(self, queue=(*self.queue, what))

    def hits(self, after: "Tapping") -> str:
        """Return the key that was hit between this and `after`, or nothing."""
        gone = len(self.queue) > len(after.queue) and is_key(self.queue[0])
        return self.queue[0] if gone else ""

    def settle(self) -> "Tapping":
        """Return it with the card at hand answered."""
        return replace(self, settled=True)

    def after(self, at: int) -> "Tapping":
        """Return what it does at `at` (monotonic ns): one card taken away or shown, one key hit."""
        if self.due is None or at < self.due:
            return self
        if self.held:
            return Tapping(free=at + APART, queue=self.queue)
        if is_key(self.queue[0]):
            return replace(self, queue=self.queue[1:])
        return Tapping(held=self.queue[0], since=at, queue=self.queue[1:])


def is_key(what: str) -> bool:
    """Tell a key from the id of a card."""
    return len(what) == 1
