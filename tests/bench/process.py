"""The daemon as a process of its own: a pseudo-terminal for its reader, a pipe for its pins."""

import json
import os
import pty
import select
import subprocess
import sys
import time
import tty
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Final, NamedTuple

from gapura.demo.hand import rdm6300
from tests.bench.office import UNLOCK, Office
from tests.daemon.office import STRIKE

ROOT: Final = Path(__file__).resolve().parents[2]
LIMIT: Final = 30.0  # seconds for anything that a daemon is asked for
REST: Final = 0.4  # seconds from a relock to the next tap, where each is to find nothing going on
UNLOCK_NS: Final = round(UNLOCK * 1e9)
CLOSED_DOOR: Final = (
    b'{"do": "line", "line": 5, "level": false}\n{"do": "line", "line": 6, "level": true}\n'
)


class Level(NamedTuple):
    """The strike's line took a level.

    Attributes:
        released: the level, of a fail-secure strike on an active high line.
        ticks: monotonic ns, this machine's own.
    """

    released: bool
    ticks: int


class Tapped(NamedTuple):
    """One tap, and what the strike did on it.

    Attributes:
        released: ns from the bytes' writing to the release.
        late: ns by which the relock came after its time.
    """

    released: int
    late: int


class Wire:
    """A pseudo-terminal: what is written here arrives at its port."""

    def __init__(self) -> None:
        self.here, self._there = pty.openpty()
        tty.setraw(self._there)
        self.port = os.ttyname(self._there)

    def close(self) -> None:
        """Unplug."""
        os.close(self.here)
        os.close(self._there)


class Running:
    """A daemon that serves.

    Attributes:
        pid: of the program started: the daemon, or what traces it.
        began: monotonic ns at which it was started.
    """

    def __init__(self, office: Office, wire: Wire, under: Sequence[str] = ()) -> None:
        self._wire = wire
        fobs = office.register.fobs().values()  # the same one again would be one that rests
        self._frames = cycle([rdm6300(number.partition(":")[2]) for number in fobs])
        into, self._acts = os.pipe()
        self._levels, out = os.pipe()
        os.write(self._acts, CLOSED_DOOR)
        command = [sys.executable, "-m", "daemon", "--config", str(office.config)]
        self.began = time.monotonic_ns()
        self._process = subprocess.Popen(
            [*under, *command, "--wires", f"{into},{out}"],
            cwd=ROOT,
            pass_fds=(into, out),
            stderr=subprocess.DEVNULL,
        )
        os.close(into)
        os.close(out)
        self.pid = self._process.pid
        self._pending = b""
        self._seen: list[Level] = []

    def tap(self) -> int:
        """Show a fob, another than the last; return the ticks at which its bytes were written."""
        at = time.monotonic_ns()
        os.write(self._wire.here, next(self._frames))
        return at

    def tapped(self) -> Tapped:
        """Tap, and wait for the release and the relock, `UNLOCK` later if in time."""
        began = self.tap()
        up = self._next(released=True)
        down = self._next(released=False)
        return Tapped(up.ticks - began, down.ticks - up.ticks - UNLOCK_NS)

    def settle(self) -> None:
        """Begin: the first release, its relock, and a rest."""
        self.first_release()
        self._next(released=False)
        time.sleep(REST)

    def _next(self, *, released: bool) -> Level:
        if (level := self.level(released=released)) is None:
            raise AssertionError(f"the strike did not move within {LIMIT} s")
        return level

    def level(self, *, released: bool, within: float = LIMIT) -> Level | None:
        """Return the strike's next move to a level, or None after so many seconds."""
        end = time.monotonic() + within
        while True:
            while self._seen:
                if (level := self._seen.pop(0)).released is released:
                    return level
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._levels], [], [], left)[0]:
                return None
            self._read()

    def _read(self) -> None:
        """Take what the daemon's pins told."""
        data = os.read(self._levels, 65_536)
        if not data:
            raise AssertionError("the daemon ended")
        *lines, self._pending = (self._pending + data).split(b"\n")
        for said in map(json.loads, lines):
            if said["line"] == STRIKE:
                self._seen.append(Level(said["level"], said["ticks"]))

    def first_release(self) -> Level:
        """Tap until the strike releases for the first time: when the daemon listens is not told."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            self.tap()
            if (level := self.level(released=True, within=0.002)) is not None:
                return level
        raise AssertionError(f"nothing was released within {LIMIT} s of the start")

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._process.terminate()
        self._process.wait(LIMIT)
        os.close(self._acts)
        os.close(self._levels)


@contextmanager
def running(office: Office, wire: Wire, under: Sequence[str] = ()) -> Iterator[Running]:
    """Start a daemon, and stop it in the end."""
    daemon = Running(office, wire, under)
    try:
        yield daemon
    finally:
        daemon.stop()
