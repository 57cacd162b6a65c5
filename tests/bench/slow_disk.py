"""A slow disk under a running daemon: strace delays its every fsync (PLATFORM.md, Faults)."""

from pathlib import Path
from typing import Final

from tests.bench.measure import median_of_medians
from tests.bench.office import Register, opened
from tests.bench.process import REST, Wire, running

SLOW: Final = 100_000  # microseconds that every fsync takes
RUNS: Final = 10


def delayed(trace: Path, delay: int) -> list[str]:
    """Return a detached strace under which fsyncs begin so many microseconds late."""
    strace = ["strace", "-D", "-f", "-qq", "--seccomp-bpf", "-o", str(trace)]
    return [*strace, "-e", "trace=fdatasync,fsync",
            "-e", f"inject=fdatasync,fsync:delay_enter={delay}"]  # fmt: skip


def slow(folder: Path, register: Register) -> dict[str, float]:
    """Return the tap that waits for no disk with every fsync slow, over none slow.

    Two daemons, both under strace.
    """
    wires = {"slow": Wire(), "well": Wire()}
    offices = {
        name: opened(folder / name, register, flush_wait=0, port=wire.port)
        for name, wire in wires.items()
    }
    with (
        running(offices["slow"], wires["slow"], delayed(folder / "slow.trace", SLOW)) as ill,
        running(offices["well"], wires["well"], delayed(folder / "well.trace", 0)) as well,
    ):
        ill.settle()
        well.settle()
        found = median_of_medians(
            {"slow": lambda: ill.tapped().released, "well": lambda: well.tapped().released},
            runs=RUNS,
            idle=REST,
        )
    if "(DELAYED)" not in (folder / "slow.trace").read_text():
        raise AssertionError("no fsync was slow: these taps show nothing")
    return {
        "tap_slow_disk_ratio": found["slow"] / found["well"],
        "_slow_disk_us": found["slow"] / 1e3,
        "_well_disk_us": found["well"] / 1e3,
    }
