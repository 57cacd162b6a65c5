"""A Wiegand reader on two GPIO lines, over gpiozero."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from queue import Empty, SimpleQueue

from gpiozero import Factory, GPIOZeroError, InputDevice

from hardware.errors import ReaderOffline
from hardware.readers import CardRead, CardRefused, Deliver, KeyPressed, Ticks
from hardware.readers.presentation import Presentation
from hardware.readers.wiegand import WiegandWord
from hardware.wiring import WiegandWiring

Edges = SimpleQueue[tuple[int, int] | None]  # bit and ticks; None ends the run


class DataLine:
    """One of the two lines: each time it falls, its bit and the moment go into the queue.

    gpiozero hands over the kernel's own stamp of the edge (lgpio, CLOCK_MONOTONIC since Linux
    5.7), so that a busy machine neither stretches a word nor joins two.
    """

    def __init__(self, bit: int, line: int, edges: Edges, factory: Factory | None) -> None:
        self._bit, self._edges = bit, edges
        self._device = InputDevice(line, pull_up=True, pin_factory=factory)
        self._device.pin.edges = "falling"
        self._device.pin.when_changed = self._fell  # gpiozero keeps this reference weakly

    def _fell(self, ticks: float, state: object) -> None:
        del state
        self._edges.put((self._bit, round(ticks * 1_000_000_000)))

    def close(self) -> None:
        """Give the line back."""
        self._device.pin.when_changed = None
        self._device.close()


class WiegandReader:
    """One reader on two lines. The wire cannot tell whether a reader hangs on it at all.

    A number that the reader repeats while the card rests on it is delivered once, and so is the
    refusal of a word that cannot be read.
    """

    def __init__(
        self, name: str, wiring: WiegandWiring, ticks: Ticks, factory: Factory | None = None
    ) -> None:
        """Take the clock that also stamps edges, and the pins; None is gpiozero's own choice."""
        self.name = name
        self._wiring, self._ticks, self._factory = wiring, ticks, factory
        self._edges: Edges = SimpleQueue()

    def run(self, deliver: Deliver, ready: Callable[[], None]) -> None:
        """Claim the lines and deliver until closed; ReaderOffline when they cannot be had."""
        edges: Edges = SimpleQueue()
        self._edges = edges
        with self._claimed(edges):
            ready()
            self._listen(edges, Told(deliver))

    def close(self) -> None:
        """Make `run` return."""
        self._edges.put(None)

    @contextmanager
    def _claimed(self, edges: Edges) -> Iterator[None]:
        with ExitStack() as lines:
            try:
                for bit, line in enumerate((self._wiring.data0, self._wiring.data1)):
                    data = DataLine(bit, line, edges, self._factory)
                    lines.callback(data.close)
            except (GPIOZeroError, OSError) as error:
                raise ReaderOffline(self.name, str(error)) from error
            yield

    def _listen(self, edges: Edges, told: "Told") -> None:
        word = WiegandWord(self.name, self._wiring)
        while True:
            try:
                edge = edges.get(timeout=self._left(word))
            except Empty:
                told.deliver(word.end(self._ticks()))
                continue
            if edge is None:
                return
            bit, ticks = edge
            told.deliver(word.end(ticks))
            word.edge(bit, ticks)

    def _left(self, word: WiegandWord) -> float | None:
        """Return the seconds until the word is over; None while there is none."""
        return None if word.due is None else max(0, word.due - self._ticks()) / 1_000_000_000


class Told:
    """What was delivered of this run, so that nothing is said twice of one presentation."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._cards, self._refusals = Presentation(), Presentation()

    def deliver(self, event: CardRead | CardRefused | KeyPressed | None) -> None:
        """Deliver a key always, a number or a refusal when its presentation begins."""
        match event:
            case None:
                return
            case CardRead(number=number) if not self._cards.begins(number, event.ticks):
                return
            case CardRefused(why=why) if not self._refusals.begins(why, event.ticks):
                return
        self._deliver(event)
