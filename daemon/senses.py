"""From the edges of a door's inputs to what they mean: debounce, then a table (pure)."""

from collections.abc import Iterator, Mapping
from typing import Final

from daemon.door import Signal
from daemon.stuck import ChatterWatch, RexWatch
from hardware.portal import PinEdge, Sense
from hardware.portal.debounce import Debounce
from hardware.wiring import InputWiring
from ledger.events import Kind

NS: Final = 1_000_000_000
Meaning = Signal | Kind

MEANINGS: Final[Mapping[tuple[Sense, bool], tuple[Meaning, ...]]] = {
    (Sense.CONTACT, True): (Signal.OPENED,),
    (Sense.CONTACT, False): (Signal.CLOSED,),
    (Sense.REX, True): (Signal.EXIT,),
    (Sense.REX, False): (),
    (Sense.TAMPER, True): (Kind.TAMPER,),
    (Sense.TAMPER, False): (Kind.TAMPER_ENDED,),
    (Sense.FIRE, True): (Signal.FIRE,),
    (Sense.FIRE, False): (Signal.FIRE_ENDED,),
}


class Senses:
    """The inputs of one door, debounced; a button that sticks and an input that chatters are told.

    A door that stands open at the start is told as OPENED once, so that it is watched; the others
    count from what is usual (not pressed, no tamper, no fire).
    """

    def __init__(self, inputs: Mapping[Sense, InputWiring]) -> None:
        self._inputs = {sense: Debounce(round(each.settle * NS)) for sense, each in inputs.items()}
        self._chatter = {sense: ChatterWatch() for sense in inputs}
        self._rex = RexWatch()
        for debounce in self._inputs.values():
            debounce.level = False

    def feed(self, edge: PinEdge) -> Iterator[Meaning]:
        """Take an edge; yield what had settled before it."""
        if (chatter := self._chatter[edge.sense].feed(edge.ticks)) is not None:
            yield chatter
        settled = self._inputs[edge.sense].feed(edge.active, edge.ticks)
        if settled is not None:
            yield from self._means(edge.sense, settled, edge.ticks)

    def due(self) -> int | None:
        """Return the ticks at which something settles, or a button counts as stuck."""
        times = (*(each.due for each in self._inputs.values()), self._rex.deadline)
        return min((at for at in times if at is not None), default=None)

    def settle(self, at: int) -> Iterator[Meaning]:
        """Yield what has settled by `at` (ticks)."""
        for sense, debounce in self._inputs.items():
            if (settled := debounce.settle(at)) is not None:
                yield from self._means(sense, settled, at)
        if (stuck := self._rex.due(at)) is not None:
            yield stuck

    def _means(self, sense: Sense, settled: bool, at: int) -> Iterator[Meaning]:  # noqa: FBT001 - a level
        if sense is Sense.REX and (freed := self._rex.feed(settled, at)) is not None:
            yield freed
        yield from MEANINGS[sense, settled]
