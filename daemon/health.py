"""READY, WATCHDOG and STOPPING to systemd (sd_notify(3)), sent by the loop itself."""

import os
import socket
from contextlib import suppress
from typing import Final, Self

WATCHDOG_PERIOD_NS: Final = 500_000_000  # a quarter of the unit's WatchdogSec=2


class Health:
    """The datagram socket that systemd listens on; silent where there is none."""

    def __init__(self, address: str | None) -> None:
        self._address = address.replace("@", "\0", 1) if address else None

    @classmethod
    def from_environment(cls) -> Self:
        """Take the address from NOTIFY_SOCKET, and keep it from children."""
        return cls(os.environ.pop("NOTIFY_SOCKET", None))

    def alive(self) -> None:
        """Say that the loop lives; for the loop's own thread alone, or it says nothing."""
        self.say("WATCHDOG=1")

    def say(self, state: str) -> None:
        """Send lines such as `READY=1`; a systemd that does not listen never stops the door."""
        if self._address is None:
            return
        with (
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to_systemd,
            suppress(OSError),
        ):
            to_systemd.settimeout(0)
            to_systemd.sendto(state.encode(), self._address)
