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
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self

from ledger.events import Kind
from ledger.reading import Reader, Recorded
from register.seed import plant
from tests.scenarios.site import KEY, SEED

LIMIT: Final = 20  # seconds: only a failing test waits so long
STRIKE: Final = 17
ROOT: Final = Path(__file__).parents[2]

CONFIG: Final = """
[office]
[register]
path = "register.db"
[journal]
path = "journal.db"
flush_wait = {wait}
reserve = 1048576
[secrets]
fingerprint_key = "key"
[clock]
[demo]
simulated = {simulated}
[doors.server.strike]
line = 17
[doors.server.timing]
unlock_time = {unlock}
[doors.server.inputs.contact]
line = 5
[doors.server.inputs.rex]
line = 6
active_high = false
[readers.in]
kind = "mfrc522"
door = "server"
side = "in"
"""


@cache
def planted() -> bytes:
    """Return a register planted now: this daemon's clock is the machine's."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        plant(path, SEED, KEY, datetime.now(UTC))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.read_bytes()


def office(folder: Path, *, wait: str = "10", simulated: str = "true", unlock: str = "5.0") -> Path:
    """Furnish a folder and return its configuration's path."""
    (folder / "key").write_bytes(KEY)
    (folder / "register.db").write_bytes(planted())
    config = folder / "gapura.toml"
    config.write_text(CONFIG.format(wait=wait, simulated=simulated, unlock=unlock))
    return config


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
        seen: each level that a line took, as the wires told it: line, level, ticks.
    """

    def __init__(
        self, config: Path, *, before: tuple[str, ...] = (), env: dict[str, str] | None = None
    ) -> None:
        self.path = config.with_name("journal.db")
        self.seen: list[tuple[int, bool, int]] = []
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

    def strike(self, *, level: bool) -> int:
        """Wait until the strike takes a level that was not asked for before; return its ticks."""
        deadline = time.monotonic() + LIMIT
        while True:
            while self.seen:
                line, seen, ticks = self.seen.pop(0)
                if line == STRIKE and seen is level:
                    return ticks
            left = deadline - time.monotonic()
            assert left > 0, f"the strike never became {level}"
            self._hear(left)

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
            self.seen.append((said["line"], said["level"], said["ticks"]))
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


def strace() -> str:
    found = shutil.which("strace")
    assert found is not None, "strace is needed"
    return found
