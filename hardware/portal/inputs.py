"""An input of a door: contact, REX, tamper or fire, told edge by edge."""

from collections.abc import Callable
from threading import Lock

from gpiozero import InputDevice
from gpiozero.exc import GPIOZeroError
from gpiozero.pins import Factory

from hardware.errors import PinsUnavailable
from hardware.portal import PinEdge, Sense
from hardware.wiring import InputWiring


class GpioInput:
    """One dry contact; delivers how it stands at the start, then every edge, undebounced."""

    def __init__(
        self,
        door: str,
        sense: Sense,
        wiring: InputWiring,
        *,
        factory: Factory,
        deliver: Callable[[PinEdge], None],
        ticks: Callable[[], int],
    ) -> None:
        """Claim the line; PinsUnavailable where it cannot be had."""
        self._door, self._sense = door, sense
        self._active_high = wiring.active_high
        self._deliver, self._ticks = deliver, ticks
        self._lock = Lock()  # so that a level read here never overtakes an edge
        try:
            self._device = InputDevice(wiring.line, pull_up=wiring.pull_up, pin_factory=factory)
        except (GPIOZeroError, OSError) as error:
            raise PinsUnavailable(f"{sense} line {wiring.line} of {door}: {error}") from error
        self._pin = self._device.pin
        self._pin.when_changed = self._changed
        self.look()

    @property
    def active(self) -> bool:
        """Whether it is so now: open, pressed, tampered, fire."""
        return bool(self._pin.state) is self._active_high

    def look(self) -> None:
        """Deliver the level as it stands, in case an edge was lost."""
        with self._lock:
            self._tell(self.active)

    def close(self) -> None:
        """Deliver no more and give the line back; any number of times."""
        if self._device.closed:
            return
        self._pin.when_changed = None
        self._device.close()

    def _changed(self, _ticks: float, state: int) -> None:
        with self._lock:
            self._tell(bool(state) is self._active_high)

    def _tell(self, active: bool) -> None:  # noqa: FBT001 - the level is what is told
        self._deliver(PinEdge(self._door, self._sense, active, self._ticks()))
