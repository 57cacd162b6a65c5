"""A recorded stand-in for the `lgpio` module: what a Pi's header would be told, in order.

Put on the path in lgpio's place; it has the few names that gpiozero and we use, keeps levels and
owners as the kernel would, and writes down every call that touches a line.
"""

RISING_EDGE, FALLING_EDGE, BOTH_EDGES = 1, 2, 3
SET_BIAS_PULL_UP = SET_PULL_UP = 32
SET_BIAS_PULL_DOWN = SET_PULL_DOWN = 64
SET_BIAS_DISABLE = SET_PULL_NONE = 128
OUTPUT = 2

chips = {0: "raspberrypi-exp-gpio", 4: "pinctrl-rp1"}
calls: list[tuple[object, ...]] = []
modes: dict[int, int] = {}
levels: dict[int, int] = {}
busy: set[int] = set()
opened: set[int] = set()


class error(Exception):  # noqa: N801 - lgpio's own name
    pass


def gpiochip_open(gpiochip: int) -> int:
    if gpiochip not in chips:
        raise error("can not open gpiochip")
    opened.add(gpiochip)
    return gpiochip << 16


def gpiochip_close(handle: int) -> int:
    opened.discard(handle >> 16)
    return 0


def gpio_get_chip_info(handle: int) -> list[object]:
    return [0, 54, f"gpiochip{handle >> 16}", chips[handle >> 16]]


def gpio_get_mode(_handle: int, gpio: int) -> int:
    return modes.get(gpio, 0)


def gpio_claim_input(handle: int, gpio: int, l_flags: int = 0) -> int:
    return _claim("claim input", handle, gpio, l_flags)


def gpio_claim_output(handle: int, gpio: int, level: int = 0, l_flags: int = 0) -> int:
    _claim("claim output", handle, gpio, level)
    modes[gpio], levels[gpio] = OUTPUT | l_flags, level
    return 0


def gpio_claim_alert(handle: int, gpio: int, _e_flags: int, l_flags: int = 0) -> int:
    return _claim("claim alert", handle, gpio, l_flags)


def gpio_free(_handle: int, gpio: int) -> int:
    calls.append(("free", gpio))
    return 0


def gpio_read(_handle: int, gpio: int) -> int:
    return levels.get(gpio, 1 if modes.get(gpio, 0) & SET_PULL_UP else 0)


def gpio_write(_handle: int, gpio: int, level: int) -> int:
    if gpio in busy:
        raise error("GPIO busy")
    calls.append(("write", gpio, level))
    levels[gpio] = level
    return 0


class callback:  # noqa: N801 - lgpio's own name
    def __init__(self, handle: int, gpio: int, edge: int, func: object) -> None:
        self.heard = (handle, gpio, edge, func)

    def cancel(self) -> None:
        calls.append(("deaf", self.heard[1]))


def _claim(what: str, handle: int, gpio: int, how: int) -> int:
    if gpio in busy:
        raise error("GPIO busy")
    calls.append((what, handle >> 16, gpio, how))
    modes[gpio] = how
    return 0
