"""One moment on both clocks, and how far the wall clock can be believed."""

from enum import StrEnum
from typing import NamedTuple


class ClockState(StrEnum):
    """Whether the wall clock may decide about validity."""

    SYNCED = "synced"  # the kernel says that a time server steers it
    HOLDOVER = "holdover"  # an RTC, or synced earlier in this boot
    UNTRUSTED = "untrusted"


class Instant(NamedTuple):
    """A moment.

    Attributes:
        wall: UTC milliseconds since 1970; for validity and the journal.
        ticks: monotonic nanoseconds; for timers and order.
        clock: how far `wall` can be believed.
    """

    wall: int
    ticks: int
    clock: ClockState
