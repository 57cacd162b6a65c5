"""The GPIO chip that carries the 40-pin header, found by its label.

Its number is no name: on a Pi 5 the header was /dev/gpiochip4 and is gpiochip0 since kernel 6.6.45
(gpiozero issue 1166). Imports lgpio alone, for `hardware.portal.secure_now`.
"""

from typing import Final

import lgpio

from hardware.errors import PinsUnavailable

LABELS: Final = ("pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1")  # Pi 3, Pi 4, Pi 5
MOST_CHIPS: Final = 32  # a Pi 5 numbers some of its chips from 10 on


def find_chip() -> tuple[int, str]:
    """Return number and label of the header's chip, or raise PinsUnavailable."""
    seen = []
    for number in range(MOST_CHIPS):
        label = _label(number)
        if label in LABELS:
            return number, label
        if label is not None:
            seen.append(label)
    raise PinsUnavailable(
        f"no chip of a Pi's header can be opened: found {', '.join(seen) or 'no GPIO chip'}, "
        f"wanted one of {', '.join(LABELS)}; is this a Pi, and this user in the group gpio?"
    )


def _label(number: int) -> str | None:
    """Return the label of a chip; None where there is none, or none that we may open."""
    try:
        chip = lgpio.gpiochip_open(number)
    except lgpio.error:
        return None
    try:
        _, _, _, label = lgpio.gpio_get_chip_info(chip)
    finally:
        lgpio.gpiochip_close(chip)
    return str(label)
