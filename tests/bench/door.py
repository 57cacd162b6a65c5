"""One real door in this process: everything of the daemon but its threads of readers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from gpiozero import Device

from daemon.clock import SystemClock
from daemon.config import read
from daemon.loop import Stop
from daemon.main import Daemon
from hardware.readers import Assurance, CardNumber, CardRead
from hardware.simulated.wires import ReportingFactory
from tests.bench.office import Office
from tests.daemon.office import STRIKE


class BenchDoor:
    """The daemon of an office, its loop run by hand, its strike's line watched."""

    def __init__(self, office: Office) -> None:
        """Build everything; the pins are gpiozero's mock ones, which tell of each level."""
        self._levels: list[tuple[bool, int]] = []
        Device.pin_factory = ReportingFactory(self._seen)
        self._daemon = Daemon(read(office.config), SystemClock(), lambda: True)
        Device.pin_factory = None  # the next door of this process has pins of its own
        self.loop = self._daemon.loop
        self.journal = self._daemon.journal
        (self.point,) = self._daemon.points.values()
        for part in self.loop.parts:
            part.tick(self._daemon.clock.ticks())

    def tap(self, number: str) -> int:
        """Serve a card number; return the ns from where it lies in the inbox to the release.

        Making and putting it is the reader's thread's work, as the bare read's key is its own.
        """
        self._levels.clear()
        start = self.pass_through(number)
        released = [at for level, at in self._levels if level]
        if not released:
            raise AssertionError(f"{number} did not open the door")
        self.rest()
        return released[0] - start

    def opens(self, number: str) -> bool:
        """Serve a card number; return whether the strike released."""
        self._levels.clear()
        self.pass_through(number)
        opened = any(level for level, _ in self._levels)
        self.rest()
        return opened

    def pass_through(self, number: str) -> int:
        """Send a card number through inbox and loop; return the ns (performance) of the start."""
        card = CardRead("desk", CardNumber(number), Assurance.UID_ONLY, time.monotonic_ns())
        self.loop.put(card)
        self.loop.put(Stop())
        start = time.perf_counter_ns()
        self.loop.run()
        return start

    def alone(self) -> None:
        """Leave out the housekeeping, which goes by time and not by taps."""
        self.loop.parts = (self.point,)

    def serve(self, number: str) -> int:
        """Serve a card number, granted or not; return the ns of the loop's whole share of it."""
        card = CardRead("desk", CardNumber(number), Assurance.UID_ONLY, time.monotonic_ns())
        start = time.perf_counter_ns()
        self.point.hear(card)
        taken = time.perf_counter_ns() - start
        self.rest()
        return taken

    def rest(self) -> None:
        """Let all that the door waits for come to pass, so that the next tap finds it secured."""
        while (due := self.point.due()) is not None:
            self.point.tick(due)

    def close(self) -> None:
        """Lock and close every file."""
        self._daemon.close()

    def _seen(self, line: int, level: bool) -> None:  # noqa: FBT001 - a pin's own pair
        if line == STRIKE:
            self._levels.append((level, time.perf_counter_ns()))


@contextmanager
def door(office: Office) -> Iterator[BenchDoor]:
    """Build a door and close it in the end."""
    built = BenchDoor(office)
    try:
        yield built
    finally:
        built.close()
