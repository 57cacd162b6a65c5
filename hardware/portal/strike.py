"""The strike on a GPIO line, with a timer of its own."""

import logging
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Final

from gpiozero import OutputDevice
from gpiozero.exc import GPIOZeroError
from gpiozero.pins import Factory

from hardware.errors import HardwareError, PinsUnavailable
from hardware.wiring import StrikeWiring

NS: Final = 1_000_000_000
RETRY: Final = 0.02  # seconds until a write that failed is tried again
LOOK, END = True, False  # what wakes the timer's thread: a new end of a release, its own end
JOIN: Final = 2.0  # seconds that close() gives the timer's thread

log = logging.getLogger(__name__)


class GpioStrike:
    """The lock of one door, secured from its first moment on.

    Whoever releases it may then be busy, stuck or slow: a thread that does nothing else locks it
    again. Nothing but `_drive` writes the line.
    """

    def __init__(self, wiring: StrikeWiring, factory: Factory, ticks: Callable[[], int]) -> None:
        """Claim the line at its secured level; PinsUnavailable where it cannot be had.

        Args:
            wiring: line, kind and active level.
            factory: from `hardware.portal.pins.open_pins`.
            ticks: the monotonic clock, ns.
        """
        self._secured = wiring.secured_level
        self._ticks = ticks
        self._until: int | None = None
        self._stuck = False
        self._lock = Lock()  # over the line and its end
        self._wake: SimpleQueue[bool] = SimpleQueue()
        try:
            self._device = OutputDevice(
                wiring.line, active_high=not self._secured, pin_factory=factory
            )
        except (GPIOZeroError, OSError) as error:
            raise PinsUnavailable(f"strike line {wiring.line}: {error}") from error
        self._pin = self._device.pin
        self._timer = Thread(target=self._relock_in_time, name=f"strike-{wiring.line}", daemon=True)
        self._timer.start()

    @property
    def released(self) -> bool:
        """Whether the line is at its released level now."""
        return bool(self._pin.state) is not self._secured

    def release(self, until: int) -> None:
        """Unlock until `until` (monotonic ns).

        The timer is armed before the line moves. A second call moves the end, later or earlier.
        HardwareError, and no move, where no timer stands behind it.
        """
        if not self._timer.is_alive():
            raise HardwareError("the strike has no timer to lock it again, and stays secured")
        with self._lock:
            self._until = until  # from here on the timer would lock, if only it looked
            try:
                self._drive(not self._secured)
            finally:
                self._wake.put(LOOK)  # waking a thread takes longer than moving the line

    def hold(self) -> None:
        """Unlock with no end; only where no hardware one-shot stands behind the strike."""
        with self._lock:
            self._until = None
            self._drive(not self._secured)

    def secure(self) -> None:
        """Lock now and forget the timer; where the line refuses, the timer tries on."""
        with self._lock:
            self._until = self._ticks()
            try:
                self._drive(self._secured)
            except Exception:
                self._wake.put(LOOK)
                raise
            self._until = None

    def close(self) -> None:
        """Lock, end the timer's thread and give the line back; any number of times."""
        if self._device.closed:
            return
        self.secure()
        self._wake.put(END)
        self._timer.join(JOIN)
        self._device.close()

    def _drive(self, level: bool) -> None:  # noqa: FBT001 - the level of a line is the whole subject
        """Set the line; the one place that does."""
        self._pin.state = level

    def _relock_in_time(self) -> None:
        """Lock when the release is over; the body of the timer's thread."""
        wait: float | None = None
        while True:
            try:
                if self._wake.get(timeout=wait) is END:
                    return
            except Empty:
                pass  # the release may be over: that is what is looked at next
            wait = self._look()

    def _look(self) -> float | None:
        """Lock if it is time; return the seconds until the next look, None to wait for ever."""
        with self._lock:
            if self._until is None:
                return None
            left = self._until - self._ticks()
            if left > 0:
                return left / NS
            try:
                self._drive(self._secured)
            except Exception:  # whatever a wire can raise, the thread must outlive it and try again
                if not self._stuck:
                    log.exception("the strike could not be secured; trying again every %s s", RETRY)
                self._stuck = True
                return RETRY
            self._until, self._stuck = None, False
            return None
