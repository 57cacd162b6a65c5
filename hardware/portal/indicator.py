"""LED and buzzer of one reader."""

import logging
from collections.abc import Callable, Iterator, Mapping
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, NamedTuple

from gpiozero import OutputDevice
from gpiozero.exc import GPIOZeroError
from gpiozero.pins import Factory

from hardware.errors import PinsUnavailable
from hardware.portal import Pattern
from hardware.wiring import IndicatorWiring

NS: Final = 1_000_000_000
NS_A_MILLISECOND: Final = 1_000_000
JOIN: Final = 2.0  # seconds that close() gives the thread

log = logging.getLogger(__name__)


class Step(NamedTuple):
    """What is lit or sounds (`g`reen, `r`ed, `b`uzzer), and for how many milliseconds."""

    on: str
    lasts: int


DARK: Final = ""
PATTERNS: Final[Mapping[Pattern, tuple[Step, ...]]] = {
    # Nobody needs to tell red from green: each pattern has its own rhythm, and each answer to a
    # tap its own sound. One long: come in. Three short: no. Two short: once more. Nothing stands
    # here for a duress PIN, and nothing may: it looks like any other grant.
    Pattern.IDLE: (Step("r", 5000),),
    Pattern.GRANTED: (Step("gb", 600), Step("g", 1400)),
    Pattern.DENIED: (
        Step("rb", 120), Step(DARK, 100), Step("rb", 120), Step(DARK, 100), Step("rb", 120),
        Step(DARK, 600),
    ),
    Pattern.TRY_AGAIN: (Step("grb", 80), Step(DARK, 80), Step("grb", 80), Step(DARK, 500)),
    Pattern.WAITING: (Step("gb", 60), Step("g", 340), Step(DARK, 400)),
    Pattern.HELD_OPEN: (Step("rb", 250), Step(DARK, 250)),
    Pattern.ENROLMENT: (Step("g", 100), Step(DARK, 100), Step("g", 100), Step(DARK, 700)),
    Pattern.LOCKED_DOWN: (Step("r", 100), Step(DARK, 100), Step("r", 100), Step(DARK, 1700)),
    Pattern.FAULT: (Step("rb", 900), Step(DARK, 300), Step("rb", 900), Step(DARK, 300)),
    Pattern.LOCATE: (Step("gb", 150), Step("r", 150), Step("gb", 150), Step("r", 450)),
}  # fmt: skip


class Order(NamedTuple):
    """What an indicator is told: a pattern to play once, or to rest on."""

    pattern: Pattern
    rests: bool = False


class Tune:
    """What plays now and what comes next (pure)."""

    def __init__(self) -> None:
        self._resting = Pattern.IDLE
        self._steps: Iterator[Step] = iter(())
        self._playing = False

    def step(self) -> Step:
        """Return the next step: of what was shown, then of the resting pattern, for ever."""
        step = next(self._steps, None)
        if step is not None:
            return step
        self._playing, self._steps = False, iter(PATTERNS[self._resting])
        return next(self._steps)

    def take(self, order: Order) -> bool:
        """Obey, and return whether the step under way is over: not where only the rest changes."""
        if order.rests:
            changes = order.pattern is not self._resting and not self._playing
            self._resting = order.pattern
            self._steps = iter(()) if changes else self._steps
            return changes
        self._playing, self._steps = True, iter(PATTERNS[order.pattern])
        return True


class GpioIndicator:
    """Green, red and buzzer lines, played by a thread of their own; none of them need be there."""

    def __init__(self, wiring: IndicatorWiring, factory: Factory, ticks: Callable[[], int]) -> None:
        """Claim the lines, dark; PinsUnavailable where one cannot be had."""
        self._ticks = ticks
        self._orders: SimpleQueue[Order | None] = SimpleQueue()  # None ends the thread
        lines = {"g": wiring.green, "r": wiring.red, "b": wiring.buzzer}
        self._outputs = {
            letter: _claim(line, wiring, factory)
            for letter, line in lines.items()
            if line is not None
        }
        self._player = Thread(target=self._play, name="indicator", daemon=True)
        if self._outputs:
            self._player.start()

    def show(self, pattern: Pattern) -> None:
        """Play a pattern to its end, then the resting one; returns at once."""
        if self._outputs:
            self._orders.put(Order(pattern))

    def rest(self, pattern: Pattern) -> None:
        """Choose what is shown when nothing plays; a pattern under way is played to its end."""
        if self._outputs:
            self._orders.put(Order(pattern, rests=True))

    def close(self) -> None:
        """All off; any number of times."""
        if not self._outputs:
            return
        self._orders.put(None)
        self._player.join(JOIN)
        self._light(DARK)
        for output in self._outputs.values():
            output.close()
        self._outputs = {}

    def _play(self) -> None:
        """Show step after step and take orders meanwhile; the body of the thread."""
        tune = Tune()
        while True:
            step = tune.step()
            self._light(step.on)
            until = self._ticks() + step.lasts * NS_A_MILLISECOND
            over = False
            while not over and (left := until - self._ticks()) > 0:
                try:
                    order = self._orders.get(timeout=left / NS)
                except Empty:
                    break
                if order is None:
                    return
                over = tune.take(order)

    def _light(self, on: str) -> None:
        """Set every line; one that fails is logged, for no door hangs on a lamp."""
        for letter, output in self._outputs.items():
            try:
                output.value = letter in on
            except Exception:  # whatever a wire can raise; the thread goes on with the others
                log.exception("line %r of an indicator cannot be written", letter)


def _claim(line: int, wiring: IndicatorWiring, factory: Factory) -> OutputDevice:
    """Claim one line, dark."""
    try:
        return OutputDevice(line, active_high=wiring.active_high, pin_factory=factory)
    except (GPIOZeroError, OSError) as error:
        raise PinsUnavailable(f"indicator line {line}: {error}") from error
