"""gpiozero's lgpio pins, claimed in one step with the level they must have.

gpiozero 2.0 claims every line as an input first and drives an output low before it sets its
level: a relay that is active low is pulsed for a millisecond or more, at every start. Here an
output is claimed once, with its level, and nothing is claimed before anybody says what for.
"""

from collections.abc import Callable
from typing import Final

import lgpio
from gpiozero.exc import PinInvalidFunction, PinSetInput
from gpiozero.pins import PinInfo
from gpiozero.pins.lgpio import LGPIOFactory, LGPIOPin

from hardware.errors import HardwareError, PinsUnavailable
from hardware.portal.chip import find_chip

REVISIONS: Final = {  # a board of each chip: all have the same header, and that is all we ask of it
    "pinctrl-bcm2835": 0xA02082,  # Pi 3B
    "pinctrl-bcm2711": 0xC03111,  # Pi 4B
    "pinctrl-rp1": 0xC04170,  # Pi 5
}


class SafePin(LGPIOPin):  # type: ignore[misc] # gpiozero has no types
    """One line of the header; an output has its level from the moment it is one."""

    def __init__(self, factory: "SafePinFactory", info: PinInfo) -> None:
        super(LGPIOPin, self).__init__(factory, info)  # LGPIOPin's own would claim an input
        self._pwm = self._bounce = self._callback = None
        self._edges = lgpio.BOTH_EDGES
        self._function: str | None = None

    def output_with_state(self, state: bool) -> None:  # noqa: FBT001 - gpiozero's own signature
        """Claim the line as an output at this level, in one step."""
        self._claim("output", lgpio.gpio_claim_output, int(state))

    def close(self) -> None:
        """Give an input back; an output keeps its level until the chip is closed.

        What the line does after that is the external resistor's to say (docs/wiring.md).
        """
        if self._function == "input" and self.factory._handle is not None:  # noqa: SLF001 - its pin
            self.when_changed = None
            lgpio.gpio_free(self.factory._handle, self._number)  # noqa: SLF001 - as above
            self._function = None

    def _claim(self, function: str, claim: Callable[[int, int, int], int], how: int) -> None:
        try:
            claim(self.factory._handle, self._number, how)  # noqa: SLF001 - the factory's own pin
        except lgpio.error as error:
            raise PinsUnavailable(f"GPIO line {self._number} as {function}: {error}") from error
        self._function = function

    def _set_function(self, value: str) -> None:
        if value != "input":
            raise PinInvalidFunction(
                f"GPIO line {self._number} cannot become {value!r} without a level: "
                "an output is claimed with its first level"
            )
        self._claim(value, lgpio.gpio_claim_input, lgpio.SET_BIAS_DISABLE)

    def _get_function(self) -> str:
        return self._function or "input"

    def _set_pull(self, value: str) -> None:
        try:
            super()._set_pull(value)
        except lgpio.error as error:
            raise PinsUnavailable(f"GPIO line {self._number} pulled {value}: {error}") from error

    def _set_state(self, value: float) -> None:
        if self._function != "output":
            raise PinSetInput(f"cannot set the level of GPIO line {self._number}, an input")
        try:
            lgpio.gpio_write(self.factory._handle, self._number, int(value))  # noqa: SLF001 - its pin
        except lgpio.error as error:
            raise HardwareError(f"GPIO line {self._number} not written: {error}") from error


class SafePinFactory(LGPIOFactory):  # type: ignore[misc] # gpiozero has no types
    """The header's own chip with safe pins; never another chip, never another library."""

    def __init__(self) -> None:
        number, self._label = find_chip()
        super().__init__(chip=number)
        self.pin_class = SafePin

    def _get_revision(self) -> int:
        """Return a board by the chip's label: the sandbox hides what gpiozero reads in /proc."""
        return REVISIONS[self._label]
