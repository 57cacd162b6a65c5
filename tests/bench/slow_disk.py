"""A sick disk under a running daemon: strace delays its fsyncs (PLATFORM.md, Faults)."""

import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ledger.schema import wal
from tests.bench.office import Register, opened
from tests.bench.process import Level, Running, Wire, running

NS_PER_MS: Final = 1_000_000
SLOW: Final = 100_000  # microseconds that every fsync takes
STALL: Final = 5_000_000  # microseconds that one fsync takes
UNLOCK: Final = 0.5  # seconds
REST: Final = 0.9  # seconds from tap to tap: each finds the door secured
TAPS: Final = 30
STALLED: Final = 9.0  # seconds of tapping around a stall
FLUSHES: Final = (4, 6, 7)  # which of the log's fdatasyncs stall, one daemon each
STALLED_SHOWS: Final = 200  # ms: a tap that took longer met the stall


def faulty(trace: Path, delay: int, *more: str) -> list[str]:
    """Return a detached strace under which fsyncs begin so many microseconds late."""
    inject = f"inject=fdatasync,fsync:delay_enter={delay}"
    strace = ["strace", "-D", "-f", "-qq", "--seccomp-bpf", "-o", str(trace)]
    return [*strace, "-e", "trace=fdatasync,fsync", *more[:-1], "-e", inject + more[-1]]


def one_tap(daemon: Running) -> tuple[float, float]:
    """Return the ms from tap to release, and those by which the relock was late."""
    began = daemon.tap()
    up = _told(daemon.level(released=True))
    down = _told(daemon.level(released=False))
    return (up.ticks - began) / NS_PER_MS, (down.ticks - up.ticks) / NS_PER_MS - UNLOCK * 1000


def _told(level: Level | None) -> Level:
    if level is None:
        raise AssertionError("the strike did not move in time")
    return level


def slow(folder: Path, register: Register) -> dict[str, float]:
    """Return the tap that waits for no disk with every fsync slow, over none slow.

    Two daemons, both under strace, tapped in one shuffled order.
    """
    wires = {"slow": Wire(), "well": Wire()}
    offices = {
        name: opened(
            folder / name, register, flush_wait=0, unlock_time=UNLOCK, port=wires[name].port
        )
        for name in wires
    }
    order = [name for name in wires for _ in range(TAPS)]
    random.Random(3).shuffle(order)  # noqa: S311 - an order, not a secret
    taken: dict[str, list[float]] = {name: [] for name in wires}
    with (
        running(offices["slow"], wires["slow"], faulty(folder / "slow.trace", SLOW, "")) as ill,
        running(offices["well"], wires["well"], faulty(folder / "well.trace", 0, "")) as well,
    ):
        daemons = {"slow": ill, "well": well}
        for daemon in daemons.values():
            settled(daemon)
        for name in order:
            taken[name].append(one_tap(daemons[name])[0])
            time.sleep(REST - UNLOCK)
    ill_ms, well_ms = (statistics.median(taken[name]) for name in ("slow", "well"))
    return {"tap_slow_disk_ratio": ill_ms / well_ms, "_slow_disk_ms": ill_ms, "_well_ms": well_ms}


def settled(daemon: Running) -> None:
    """Begin: the first release, and the end of the grants that led to it."""
    daemon.first_release()
    _told(daemon.level(released=False))
    time.sleep(REST)


def stalled(folder: Path, register: Register) -> dict[str, float]:
    """Return the worst release and relock around one stalled flush of the log."""
    runs = [_around_a_flush(folder / f"flush-{number}", register, number) for number in FLUSHES]
    release = max(ms for run in runs for ms, _ in run)
    late = max(ms for run in runs for _, ms in run)
    ahead = sum(1 for run in runs for ms, _ in run if ms > STALLED_SHOWS)
    return {
        "stalled_disk_release_ms": release,
        "stalled_disk_relock_late_ms": late,
        "_stalled_taps": sum(map(len, runs)),
        "_stalled_taps_that_waited": ahead,
    }


def _around_a_flush(folder: Path, register: Register, number: int) -> Sequence[tuple[float, float]]:
    wire, trace = Wire(), folder / "trace"
    office = opened(folder, register, unlock_time=UNLOCK, port=wire.port)
    under = faulty(trace, STALL, "-P", str(wal(office.journal).absolute()), f":when={number}")
    with running(office, wire, under) as daemon:
        time.sleep(1.5)
        found = _tapped(daemon)
    wire.close()
    return _stalled(found, trace)


def _stalled(found: list[tuple[float, float]], trace: Path) -> list[tuple[float, float]]:
    """Return what was found; AssertionError where no sync was held up at all."""
    if "(DELAYED)" not in trace.read_text():
        raise AssertionError("no sync was held up: these taps show nothing")
    return found


def _tapped(daemon: Running) -> list[tuple[float, float]]:
    """Tap for as long as a stall lasts and longer."""
    found, end = [], time.monotonic() + STALLED
    while time.monotonic() < end:
        found.append(one_tap(daemon))
        time.sleep(REST - UNLOCK)
    return found
