"""One presentation of a card, however often its reader says the number (pure)."""

from typing import Final

# An RDM6300 says the number again every 65 ms or so for as long as the fob rests on it (two
# EM4100 frames of 32.8 ms each). Six of them may be lost at the edge of the field before a fob
# counts as taken away; a hand needs longer than this to take one away and bring it back.
QUIET: Final = 400_000_000  # ns


class Presentation:
    """Tell a thing that is shown anew from one that still rests on the reader."""

    def __init__(self) -> None:
        self._seen: object = None
        self._until = 0  # ticks

    def begins(self, seen: object, ticks: int) -> bool:
        """Return whether `seen` at `ticks` is a new presentation, and remember it.

        The same thing is a new one once it was not seen for QUIET; another thing always is.
        """
        new = seen != self._seen or ticks >= self._until
        self._seen, self._until = seen, ticks + QUIET
        return new
