"""The SPI bus before emulated chips: `spidev` as the `mfrc522` library imports it, and time.

The bus is timed, never slept: each transaction costs its overhead and eight clocks a byte on a
VirtualClock. On the real clock (the demo) a transaction takes what Python takes and frames take
their true time on the air.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from types import ModuleType
from typing import Final

from gpiozero.pins.mock import MockFactory, MockPin

from hardware.simulated.chip import Chip, Fault

SECOND: Final = 1_000_000_000  # ns
Slot = tuple[int, int]  # bus, device


class VirtualClock:
    """A monotonic clock that only `pause` and `spend` move, and that keeps appointments.

    It is a `Ticks`: calling it returns ns.
    """

    def __init__(self) -> None:
        self._now = 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []

    def __call__(self) -> int:
        """Return the ns that have passed."""
        return int(self._now)

    def at(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something once the clock has come to this many seconds."""
        heappush(self._due, (seconds * SECOND, len(self._due), action))

    def pause(self, seconds: float) -> None:
        """Let time pass, as `time.sleep` does."""
        self.spend(seconds * SECOND)

    def spend(self, ns: float) -> None:
        """Let time pass and keep the appointments that fall due."""
        self._now += ns
        while self._due and self._due[0][0] <= self._now:
            heappop(self._due)[2]()


@dataclass(frozen=True, slots=True)
class Pace:
    """What a transaction costs, and on whose clock.

    Attributes:
        transaction: ns of overhead a transaction: system call, driver, chip select.
        spend: lets ns pass; on a real clock they pass by themselves.
    """

    transaction: float = 25_000.0
    spend: Callable[[float], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Wired:
    """A chip on a slot of the bus, and the pace of that bus."""

    chip: Chip
    pace: Pace = Pace()


class Bus:
    """What is wired to which slot, and how many transactions there were."""

    def __init__(self) -> None:
        self.slots: dict[Slot, Wired] = {}
        self.transactions = 0


class SpiDev:
    """One opened slot: as much of spidev's `SpiDev` as a driver can ask for."""

    bus: Bus  # given by `install`

    def __init__(self) -> None:
        self.max_speed_hz = 500_000
        self.mode = 0
        self.bits_per_word = 8
        self._slot: Slot | None = None

    def open(self, bus: int, device: int) -> None:
        """Open a slot; OSError where nothing can be opened."""
        self._slot = (bus, device)
        self._wired()

    def close(self) -> None:
        """Close the slot; more than once is no error."""
        self._slot = None

    def xfer2(self, mosi: list[int]) -> list[int]:
        """Shift bytes out and in under one chip select; OSError where the device fails."""
        wired = self._wired()
        byte_time = 8 * SECOND / self.max_speed_hz
        self.bus.transactions += 1
        wired.pace.spend(wired.pace.transaction)
        return wired.chip.transfer(list(mosi), lambda: wired.pace.spend(byte_time))

    def _wired(self) -> Wired:
        wired = self.bus.slots.get(self._slot) if self._slot else None
        if wired is None or wired.chip.fault is Fault.NO_SPI:
            raise OSError(19, f"no SPI device on slot {self._slot}")
        return wired


class ResetPin(MockPin):  # type: ignore[misc]
    """A mock pin whose line goes to a chip's RST: low holds the chip, rising resets it."""

    def __init__(self, factory: MockFactory, info: object, chip: Chip) -> None:
        super().__init__(factory, info)
        self._chip = chip

    def _change_state(self, value: bool) -> bool:  # noqa: FBT001 - gpiozero calls it so
        changed = bool(super()._change_state(value))
        if value and self._chip.held:
            self._chip.reset()
        self._chip.held = not value
        return changed


def wire_reset(factory: MockFactory, line: int, chip: Chip) -> None:
    """Lead a mock line to a chip's RST; before anyone else claims the line."""
    factory.pin(line, pin_class=ResetPin, chip=chip)


def install(chips: Mapping[Slot, Wired]) -> Bus:
    """Make `import spidev` give emulated chips, and say what is wired where from now on.

    Call it before the `mfrc522` library is imported. Called again it rewires the same bus, since
    the library keeps the module that it found first. RuntimeError where the real spidev is
    imported already.
    """
    module = sys.modules.get("spidev")
    if module is None:
        module = ModuleType("spidev", "Emulated chips in place of /dev/spidev*.")
        module.SpiDev = type("SpiDev", (SpiDev,), {"bus": Bus()})  # type: ignore[attr-defined]
        sys.modules["spidev"] = module
    bus = getattr(getattr(module, "SpiDev", None), "bus", None)
    if not isinstance(bus, Bus):
        raise RuntimeError("the real spidev came first; emulate before that")  # noqa: TRY004 - order
    bus.slots = dict(chips)
    bus.transactions = 0
    return bus
