"""What the figures share, made when the first of them asks for it."""

import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Final

from tests.bench import aged
from tests.bench.office import Office, Register, opened, planted
from tests.bench.process import Wire

MANY: Final = 1_000_000
FEW: Final = 100
SOME: Final = 5_000
STEP: Final = 250_000


def say(text: str) -> None:
    """Tell the progress."""
    sys.stderr.write(f"bench: {text}\n")


def every(step: int) -> Callable[[int], None]:
    """Return a progress that tells each `step`-th count."""
    return lambda count: say(f"  {count:,}") if count % step == 0 else None


class Ground:
    """A folder with the registers, and an office whose journal is as long as years make it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def many(self) -> Register:
        """A register of 1,000,000 cards; revoked cards and imported people stay so."""
        say(f"planting a register of {MANY:,} cards")
        return planted(self.folder / "million", MANY, every(STEP))

    @cached_property
    def some(self) -> Register:
        """A register of 5,000 cards."""
        return planted(self.folder / "thousands", SOME)

    @cached_property
    def few(self) -> Register:
        """A register of 100 cards."""
        return planted(self.folder / "hundred", FEW)

    @cached_property
    def desk(self) -> Wire:
        """The wire of the old office's reader."""
        return Wire()

    @cached_property
    def old(self) -> Office:
        """An office of 1,000,000 cards with a journal of 1,000,000 events."""
        office = opened(self.folder / "old", self.many, flush_wait=0, port=self.desk.port)
        say(f"writing a journal of {aged.EVENTS:,} events")
        aged.write(office, every(STEP))
        return office
