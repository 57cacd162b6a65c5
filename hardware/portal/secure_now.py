"""Secure strikes when the daemon is gone: `python -m hardware.portal.secure_now LINE=LEVEL ...`.

For `ExecStopPost=`: runs however the daemon ended, so it imports lgpio and nothing else that could
be the cause. Each line is claimed with its secured level, in one step, and left: when this process
ends, the kernel gives the line back, and without `dtparam=strict_gpiod` the pin keeps that level.
"""

import re
import sys
from collections.abc import Sequence
from typing import Final

import lgpio

from hardware.errors import PinsUnavailable
from hardware.portal.chip import find_chip

USAGE: Final = "usage: python -m hardware.portal.secure_now LINE=LEVEL ...  (17=0: line 17 low)"
ORDER: Final = re.compile(r"(2[0-7]|1?[0-9])=([01])")


def main(arguments: Sequence[str]) -> int:
    """Claim every line at its level; return 0, 1 where one was not secured, 2 for a bad call."""
    orders = [ORDER.fullmatch(argument) for argument in arguments]
    if not orders or None in orders:
        sys.stderr.write(f"{USAGE}\n")
        return 2
    try:
        chip = lgpio.gpiochip_open(find_chip()[0])
    except (PinsUnavailable, lgpio.error) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return max(_secure(chip, int(order[1]), int(order[2])) for order in orders if order)


def _secure(chip: int, line: int, level: int) -> int:
    """Claim one line; the others are still secured where this one fails."""
    try:
        lgpio.gpio_claim_output(chip, line, level)
    except lgpio.error as error:
        sys.stderr.write(f"line {line} was not secured: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
