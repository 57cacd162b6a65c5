"""The process's one clock: wall and monotonic time, and whether the kernel believes the wall.

Read from adjtimex(2), which answers for every time client (chrony, timesyncd, ntpd) alike.
"""

import ctypes
import time
from collections.abc import Callable
from typing import Final, Protocol

from ledger.instant import ClockState, Instant

TIME_ERROR: Final = 5  # adjtimex(2): the clock is not synchronized
TIMEX_BYTES: Final = 208  # struct timex on a 64-bit kernel; zeroed, it only asks
NS_PER_MS: Final = 1_000_000


def kernel_synced() -> bool:
    """Return whether a time source steers the kernel's clock now; False if it will not say."""
    libc = ctypes.CDLL(None, use_errno=True)
    answer: int = libc.adjtimex(ctypes.create_string_buffer(TIMEX_BYTES))
    return answer not in (-1, TIME_ERROR)


class Clock(Protocol):
    """Two times and a state."""

    state: ClockState

    def now(self) -> Instant:
        """Return this moment."""

    def ticks(self) -> int:
        """Return monotonic nanoseconds."""


class SystemClock:
    """The machine's clocks; daemon/housekeeping.py, which applies the rules, sets `state`."""

    def __init__(self) -> None:
        self.state = ClockState.UNTRUSTED
        self.ticks: Callable[[], int] = time.monotonic_ns

    def now(self) -> Instant:
        """Return this moment."""
        return Instant(time.time_ns() // NS_PER_MS, time.monotonic_ns(), self.state)
