"""How fast the PIN of one card can be tried (pure but for its own counts)."""

from collections.abc import Mapping
from typing import Final

NS_PER_S: Final = 1_000_000_000
FREE_TRIES: Final = 3
FIRST_PAUSE: Final = 30 * NS_PER_S
LONGEST_PAUSE: Final = 15 * 60 * NS_PER_S
FORGOTTEN_AFTER: Final = 60 * 60 * NS_PER_S  # since the last wrong one


class PinThrottle:
    """Wrong PINs by card: the third in a row begins a pause, each further one doubles it.

    It cools down by itself and is never longer than a quarter of an hour; a right PIN ends it.

    Attributes:
        until: card to the ticks at which its pause ends; replaced, never changed.
    """

    def __init__(self) -> None:
        self.until: Mapping[int, int] = {}
        self._wrong: dict[int, tuple[int, int]] = {}  # card: wrong in a row, ticks of the last

    def tried(self, card: int, ticks: int, *, wrong: bool) -> None:
        """Count one try."""
        recent = {
            known: seen for known, seen in self._wrong.items() if ticks - seen[1] < FORGOTTEN_AFTER
        }
        count = recent.pop(card, (0, 0))[0] + 1
        if wrong:
            recent[card] = (count, ticks)
        self._wrong = recent
        pauses = {known: end for known, end in self.until.items() if end > ticks and known != card}
        if wrong and count >= FREE_TRIES:
            # 2**10 times the first pause is beyond the longest: no need to count higher
            pauses[card] = ticks + min(FIRST_PAUSE << min(count - FREE_TRIES, 10), LONGEST_PAUSE)
        self.until = pauses
