"""The `RPi.GPIO` names that the `mfrc522` library imports, given by gpiozero.

RPi.GPIO cannot run on a Pi 5, and its `cleanup()` lets go of every line of the process, the lock's
among them. This stand-in claims lines through gpiozero, so any board and any pin factory will do,
and `cleanup()` lets go of the lines that were set up here and of no others.
"""

import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Final

from gpiozero import OutputDevice
from gpiozero.pins import Factory

BOARD: Final = 10  # RPi.GPIO's own numbers for its numbering schemes and directions
BCM: Final = 11
OUT: Final = 0
LOW: Final = 0
HIGH: Final = 1
PREFIXES: Final = {BOARD: "BOARD", BCM: "GPIO"}  # how gpiozero spells a line of each scheme


class Lines:
    """The lines that were set up through these names."""

    OUT, LOW, HIGH, BOARD, BCM = OUT, LOW, HIGH, BOARD, BCM

    def __init__(self, factory: Factory | None = None) -> None:
        self._factory = factory
        self._mode: int | None = None
        self._devices: dict[int, OutputDevice] = {}

    def use(self, factory: Factory | None) -> None:
        """Claim lines from this factory from now on; None for gpiozero's default one."""
        self._factory = factory

    def getmode(self) -> int | None:
        """Return BOARD, BCM or None where nobody chose."""
        return self._mode

    def setmode(self, mode: int) -> None:
        """Choose how lines are numbered; ValueError for neither BOARD nor BCM."""
        if mode not in PREFIXES:
            raise ValueError(f"mode {mode} is neither BOARD ({BOARD}) nor BCM ({BCM})")
        self._mode = mode

    def setwarnings(self, flag: object) -> None:
        """Take the flag and warn of nothing: nothing here is left half claimed."""

    def setup(self, channel: int, direction: int, **_options: object) -> None:
        """Claim a line as an output, at the level it has; again is no error.

        RuntimeError before `setmode`, ValueError for an input, gpiozero's GPIOPinInUse where
        another device of this process holds the line.
        """
        if self._mode is None:
            raise RuntimeError("setmode was not called: is the line BOARD or BCM?")
        if direction != OUT:
            raise ValueError(f"line {channel}: only outputs are given here")
        if channel not in self._devices:
            name = f"{PREFIXES[self._mode]}{channel}"
            self._devices[channel] = OutputDevice(
                name, initial_value=None, pin_factory=self._factory
            )

    def output(self, channel: int, value: object) -> None:
        """Drive a line that was set up; RuntimeError for any other."""
        device = self._devices.get(channel)
        if device is None:
            raise RuntimeError(f"line {channel} was not set up as an output")
        device.value = bool(value)

    def cleanup(self, channel: int | None = None) -> None:
        """Let go of one line, or of all that were set up here; never of another's."""
        channels = tuple(self._devices) if channel is None else (channel,)
        for each in channels:
            device = self._devices.pop(each, None)
            if device is not None:
                device.close()
        if not self._devices:
            self._mode = None


def install(factory: Factory | None = None) -> Lines | None:
    """Make `import RPi.GPIO` give these names; None where the real package is installed.

    The real one is left alone, imported or not. Called again it keeps the lines that are set up
    and takes new ones from the factory, if one is given.
    """
    standing = sys.modules.get("RPi.GPIO")
    lines = getattr(standing, "lines", None)
    if isinstance(lines, Lines):
        if factory is not None:
            lines.use(factory)
        return lines
    if standing is not None or _is_installed():
        return None
    lines = Lines(factory)
    sys.modules["RPi.GPIO"] = module = _module(lines)
    package = ModuleType("RPi")
    package.GPIO = module  # type: ignore[attr-defined]
    package.__path__ = []
    sys.modules["RPi"] = package
    return lines


def _is_installed() -> bool:
    try:
        return find_spec("RPi.GPIO") is not None
    except ModuleNotFoundError:
        return False


def _module(lines: Lines) -> ModuleType:
    module = ModuleType("RPi.GPIO", __doc__)
    module.lines = lines  # type: ignore[attr-defined]
    for name in dir(lines):
        if not name.startswith("_"):
            setattr(module, name, getattr(lines, name))
    return module
