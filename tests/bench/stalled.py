"""One fsync that stalls for 5 s under a running daemon, and the taps meanwhile.

strace is attached while the door is quiet, so that its count of fsyncs begins where we know what
comes next; what did come, the trace says, and taps around another fsync than the one meant are
no figure.
"""

import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from ledger.disk import LOG, WHEN_IDLE
from ledger.events import Kind
from ledger.flusher import PATIENCE
from ledger.reading import Reader
from ledger.schema import wal
from tests.bench.aged import AT_ONCE, tap_all
from tests.bench.office import Office, Register, opened
from tests.bench.process import REST, Running, Tapped, Wire, running

STALLS: Final[Mapping[str, Sequence[str]]] = {  # what the flusher does next; * marks the stall
    "flush": ("flush*",),
    "checkpoint_log": ("log*",),
    "checkpoint_database": ("log", "database*"),
    "checkpoint_end": ("log", "database", "cut", "flush*"),
    "commit_after_checkpoint": ("log", "database", "cut", "flush", "flush*"),
}
STALL: Final = 5_000_000  # microseconds
TAPS: Final = 7  # a second each: the stall, and what comes after it
TRIES: Final = 3
MS: Final = 1e6  # ns
MET: Final = 200 * MS  # a tap that took longer met the stall
CALL: Final = re.compile(r"(fdatasync|fsync|ftruncate)\((\d+)<[^>]*?(-wal)?>.*?( \(DELAYED\))?$")


def stalled(folder: Path, register: Register) -> dict[str, float]:
    """Return the worst release and relock around each of the stalls."""
    figures: dict[str, float] = {}
    for name, wanted in STALLS.items():
        taps = _around(folder / name, register, wanted)
        figures |= {
            f"_stalled_{name}_release_ms": max(tap.released for tap in taps) / MS,
            f"_stalled_{name}_relock_late_ms": max(tap.late for tap in taps) / MS,
            f"_stalled_{name}_taps": len(taps),
            f"_stalled_{name}_taps_that_waited": sum(tap.released > MET for tap in taps),
        }
    worst = {
        what: max(figures[f"_stalled_{name}_{what}"] for name in STALLS)
        for what in ("release_ms", "relock_late_ms")
    }
    return figures | {f"stalled_disk_{what}": ms for what, ms in worst.items()}


def _around(folder: Path, register: Register, wanted: Sequence[str]) -> list[Tapped]:
    """Return the taps around a stall, once it was the one that is wanted."""
    seen: list[str] = []
    for number in range(TRIES):
        taps, seen = _tried(folder / str(number), register, wanted)
        if seen[: len(wanted)] == list(wanted):
            return taps
    raise AssertionError(f"{wanted} was to come to pass, and did not in {TRIES} tries: {seen}")


def _tried(
    folder: Path, register: Register, wanted: Sequence[str]
) -> tuple[list[Tapped], list[str]]:
    """Tap around a stall; return the taps, and what the flusher did."""
    wire, trace = Wire(), folder / "trace"
    office = opened(folder, register, port=wire.port)
    _without_grace(office)
    with running(office, wire) as daemon:
        daemon.settle()
        flusher = _flusher(daemon, folder / "flusher")
        if wanted != STALLS["flush"]:
            _fill(daemon, office)
        with _strace(trace, *_stall(flusher, office, wanted)):
            time.sleep(PATIENCE + REST)  # in a quiet second a full log is copied
            taps = [_tap(daemon) for _ in range(TAPS)]
    wire.close()
    return taps, list(done(trace))


def _without_grace(office: Office) -> None:
    """Let the door say all that it has to say when it relocks, and be quiet after."""
    timing = "[doors.server.timing]\n"
    office.config.write_text(office.config.read_text().replace(timing, f"{timing}grace = 0\n"))


def _fill(daemon: Running, office: Office) -> None:
    """Tap until the log is so long that a quiet second is used to copy it, and until the relock."""
    with closing(Reader(office.journal)) as reader:
        while wal(office.journal).stat().st_size < LOG // WHEN_IDLE:
            tap_all(daemon, reader, AT_ONCE)
        while reader.tail(1)[0].kind is not Kind.NOT_OPENED:
            time.sleep(0.01)
    while daemon.level(released=False, within=REST) is not None:
        pass  # and by then the disk has all of it


def _tap(daemon: Running) -> Tapped:
    tapped = daemon.tapped()
    time.sleep(REST)
    return tapped


def _flusher(daemon: Running, trace: Path) -> int:
    """Return the thread that syncs, as a tap shows it; strace stops no other from then on."""
    with _strace(trace, "-f", "-p", str(daemon.pid), "-e", "trace=fdatasync,fsync"):
        daemon.tapped()
    return int(trace.read_text().split()[0])


def _stall(thread: int, office: Office, wanted: Sequence[str]) -> list[str]:
    """Return the arguments with which strace stalls one of a thread's next fsyncs."""
    until = next(index for index, what in enumerate(wanted) if what.endswith("*"))
    number = sum(what != "cut" for what in wanted[: until + 1])
    files = ["-P", str(office.journal), "-P", str(wal(office.journal))]
    inject = f"inject=fdatasync,fsync:delay_enter={STALL}:when={number}"
    return ["-p", str(thread), *files, "-e", "trace=fdatasync,fsync,ftruncate", "-e", inject]


@contextmanager
def _strace(trace: Path, *arguments: str) -> Iterator[None]:
    """Attach strace, and detach it in the end."""
    with subprocess.Popen(
        ["strace", "-y", "-o", trace, *arguments], stderr=subprocess.PIPE, text=True
    ) as strace:
        said = strace.stderr.readline() if strace.stderr else ""
        if "attached" not in said:
            raise AssertionError(f"strace cannot be attached to the daemon: {said.strip()}")
        try:
            yield
        finally:
            strace.terminate()


def done(trace: Path) -> Iterator[str]:
    """Yield what the flusher did, in the words of STALLS.

    A checkpoint syncs the log by SQLite's own descriptor, a flush (the last tap's too) by ours.
    """
    calls = [call.groups() for call in map(CALL.search, trace.read_text().splitlines()) if call]
    *_, (_, ours, *_) = calls
    for name, descriptor, log, delayed in calls:
        if name != "ftruncate":
            what = "flush" if descriptor == ours else "log" if log else "database"
            yield what + ("*" if delayed else "")
        elif log:
            yield "cut"
