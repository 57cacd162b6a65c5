"""The whole daemon as a process of its own, on simulated wires: pipes for the world around it."""

import json
import os
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from ledger.events import Kind
from ledger.orders import OrderKind
from ledger.reading import Reader, Recorded
from register.store import Store
from tests.daemon.office import STRIKE, furnished, placed, planted

LIMIT: Final = 20  # seconds: only a failing test waits so long
ROOT: Final = Path(__file__).parents[2]

STARTED: Final = datetime.now(UTC)  # this daemon's clock is the machine's
READERS: Final = """
[readers.in]
kind = "mfrc522"
door = "server"
side = "in"
"""


def office(folder: Path, **changed: object) -> Path:
    """Furnish a folder and return its configuration's path."""
    planted(folder / "register.db", STARTED)
    return furnished(folder, READERS, **changed)


def refused(config: Path) -> tuple[int, str]:
    """Start a daemon that must not start; return its exit code and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "daemon", "--config", str(config)],
        cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


class Gate:
    """A running daemon.

    Attributes:
        seen: each level that a line took, as the wires told it: level, ticks.
    """

    def __init__(
        self, config: Path, *, before: tuple[str, ...] = (), env: dict[str, str] | None = None
    ) -> None:
        self.path = config.with_name("journal.db")
        self.seen: defaultdict[int, list[tuple[bool, int]]] = defaultdict(list)
        self._pending, self._traced = b"", bool(before)
        inside, self._acts = os.pipe()
        self._told, outside = os.pipe()
        os.set_blocking(self._told, False)
        self.act(do="line", line=5, level=False)
        self.act(do="line", line=6, level=True)
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "daemon", "--config", str(config),
             "--wires", f"{inside},{outside}"],
            cwd=ROOT, pass_fds=(inside, outside), stderr=subprocess.PIPE,
            env=os.environ | (env or {}),
        )  # fmt: skip
        os.close(inside)
        os.close(outside)

    def act(self, **what: object) -> None:
        os.write(self._acts, json.dumps(what).encode() + b"\n")

    def place(self, number: str) -> None:
        self.act(do="place", cards=[number.partition(":")[2]])

    def order(self, kind: OrderKind, *, door: str | None = None, reader: str | None = None) -> int:
        """Place an order as of now, to hold a door for a minute, and return its number."""
        now = datetime.now(UTC)
        until = now + timedelta(minutes=1) if kind is OrderKind.HOLD else None
        with closing(Store(self.path.with_name("register.db"))) as store:
            return placed(store, kind, now, until=until, door=door, reader=reader)

    def strike(self, *, level: bool, line: int = STRIKE) -> int:
        """Wait until a strike takes a level that was not asked for before; return its ticks."""
        deadline = time.monotonic() + LIMIT
        while True:
            while self.seen[line]:
                seen, ticks = self.seen[line].pop(0)
                if seen is level:
                    return ticks
            left = deadline - time.monotonic()
            assert left > 0, f"the strike never became {level}"
            self._hear(left)

    def released(self, line: int = STRIKE) -> bool:
        """Whether a strike was released, since it was last asked for, of what is heard by now."""
        while self._hear(0):
            pass
        return any(level for level, _ in self.seen[line])

    def started(self) -> "Gate":
        """Wait until it serves: the register's confirmation is in the journal."""
        self.until(Kind.REGISTER_REVISION)
        return self

    def until(self, kind: Kind, count: int = 1) -> list[Recorded]:
        """Wait until the newest run has recorded so many of a kind; return all events."""
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            events = run_of(self.path)
            if sum(event.kind is kind for event in events) >= count:
                return events
            assert self.process.poll() is None, self.complaint()
            select.select([], [], [], 0.005)
        raise AssertionError(f"no {kind} in {[str(event.kind) for event in events]}")

    def complaint(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.read().decode()

    def kill(self, number: int = signal.SIGKILL) -> int:
        """Send a signal, wait for the end, take in what the wires still told."""
        os.kill(self._daemon(), number)
        code = self.process.wait(LIMIT)
        while self._hear(0):
            pass
        return code

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()
        if self.process.stderr is not None:
            self.process.stderr.close()
        os.close(self._acts)
        os.close(self._told)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _daemon(self) -> int:
        """Return the daemon's own process id: under strace it is the child of what was started."""
        own = self.process.pid
        if not self._traced:
            return own
        return int(Path(f"/proc/{own}/task/{own}/children").read_text().split()[0])

    def _hear(self, seconds: float) -> bool:
        """Take in what the wires tell; False where that is nothing, or the end."""
        if not select.select([self._told], [], [], seconds)[0]:
            return False
        data = os.read(self._told, 65_536)
        *lines, self._pending = (self._pending + data).split(b"\n")
        for line in lines:
            said = json.loads(line)
            self.seen[said["line"]].append((said["level"], said["ticks"]))
        return bool(data)


def run_of(path: Path) -> list[Recorded]:
    """Return the events of the newest run; none where there is no journal yet."""
    try:
        reader = Reader(path)
    except sqlite3.OperationalError:
        return []
    try:
        events = reader.after(0, 10_000)
    except sqlite3.OperationalError:
        return []
    finally:
        reader.close()
    begins = [index for index, event in enumerate(events) if event.kind is Kind.STARTED]
    return events[begins[-1] :] if begins else []


@contextmanager
def stalled(gate: Gate, seconds: float, call: str = "fdatasync") -> Iterator[None]:
    """Have each sync of a running daemon, or another call, take so long."""
    slow = f"inject={call}:delay_enter={round(seconds * 1e6)}"
    with subprocess.Popen(
        [strace(), "-f", "-e", f"trace={call}", "-e", slow, "-o", os.devnull,
         "-p", str(gate.process.pid)],
        stderr=subprocess.PIPE,
    ) as stalling:  # fmt: skip
        try:
            assert stalling.stderr is not None
            assert b"attached" in stalling.stderr.readline()
            yield
        finally:
            stalling.terminate()


def strace() -> str:
    found = shutil.which("strace")
    assert found is not None, "strace is needed"
    return found
