"""Pseudo-terminals that stand for serial ports, and a clock and an inbox to watch readers with."""

import os
import pty
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from hardware.readers import ReaderEvent

Event = TypeVar("Event")

SOON = 5.0  # seconds: only ever waited for in full by a test that fails
FOB = b"\x0262E3086CED08\x03"
FOB_ID12LA = b"\x0262E3086CED08\r\n\x03"
NUMBER = "em4100:62E3086CED"
OTHER_FOB = b"\x020A0059C4E87F\x03"
OTHER_NUMBER = "em4100:0A0059C4E8"
MS = 1_000_000


class Clock:
    """Monotonic time that only a test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000_000

    def __call__(self) -> int:
        return self.now


class WatchedClock(Clock):
    """A clock that tells when a reader has looked at it, which it does at each read."""

    def __init__(self) -> None:
        super().__init__()
        self._looks: SimpleQueue[int] = SimpleQueue()

    def __call__(self) -> int:
        now = self.now
        self._looks.put(now)
        return now

    def seen(self, times: int = 1) -> None:
        for _ in range(times):
            self._looks.get(timeout=SOON)


class Inbox:
    """What readers delivered, in order."""

    def __init__(self) -> None:
        self._events: SimpleQueue[ReaderEvent] = SimpleQueue()
        self.put = self._events.put

    def next(self) -> ReaderEvent:
        return self._events.get(timeout=SOON)

    def next_of(self, kind: type[Event]) -> Event:
        event = self.next()
        assert isinstance(event, kind), event
        return event

    @property
    def empty(self) -> bool:
        return self._events.empty()


class Port:
    """A serial port on a pseudo-terminal, reached by a link as under /dev/serial/by-id."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self._master: int | None = None

    def plug(self) -> None:
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(slave))
        os.close(slave)

    def send(self, data: bytes) -> None:
        assert self._master is not None
        os.write(self._master, data)

    def unplug(self) -> None:
        if self._master is not None:
            os.close(self._master)
            self._master = None
            self.link.unlink(missing_ok=True)


@contextmanager
def plugged(link: Path) -> Iterator[Port]:
    port = Port(link)
    port.plug()
    try:
        yield port
    finally:
        port.unplug()
