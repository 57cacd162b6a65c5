"""Instructions, which no other load changes: under valgrind, a program for N taps and for 2 N.

As a program: `python -m tests.bench.counted CONFIG REGISTER taps|reads N`.
"""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final

from tests.bench.door import door
from tests.bench.office import Office, Register, opened
from tests.bench.taps import BareRead, numbers

N: Final = 100
ENV: Final = {"PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin"}
COUNTED: Final = re.compile(r"I\s+refs:\s+([\d,]+)")


def figures(folder: Path, register: Register) -> dict[str, float]:
    """Return the instructions of a granted tap, the flusher's too, over those of a bare read."""

    def counted(what: str, times: int) -> int:
        office = _office(folder / f"{what}-{times}", register)
        return _instructions(_program(office, what, times))

    runs = [(what, times) for what in ("taps", "reads") for times in (N, 2 * N)]
    for what in ("taps", "reads"):  # compiles what is new
        subprocess.run(_program(_office(folder / what, register), what, 1), env=ENV, check=True)
    with ThreadPoolExecutor(2) as both:
        counts = dict(zip(runs, both.map(counted, *zip(*runs, strict=True)), strict=True))
    tap, read = ((counts[what, 2 * N] - counts[what, N]) / N for what in ("taps", "reads"))
    if tap <= read:
        raise AssertionError(f"a tap holds a read, and cannot take less: {counts}")
    return {
        "instructions_tap_over_join": tap / read,
        "_instructions_tap": tap,
        "_instructions_read": read,
    }


def _office(folder: Path, register: Register) -> Office:
    """Lay out an office whose door stays released, so that each tap extends the last one."""
    return opened(folder, register, flush_wait=0, unlock_time=30)


def _program(office: Office, what: str, times: int) -> list[str]:
    """Return this module as a command."""
    asked = (office.config, office.register.path, office.register.count, what, times)
    return [sys.executable, "-m", "tests.bench.counted", *map(str, asked)]


def _instructions(program: list[str]) -> int:
    """Run a program under valgrind and return the instructions of the whole process."""
    tool = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run([*tool, *program], env=ENV, capture_output=True, text=True, check=True)
    found = COUNTED.search(done.stderr)
    if found is None:
        raise AssertionError(f"valgrind counted nothing: {done.stderr}")
    return int(found[1].replace(",", ""))


def run(config: Path, register: Register, what: str, taps: int) -> None:
    """Tap, or read, so many times."""
    if what == "reads":
        read = BareRead(register, numbers(register))
        for _ in range(taps):
            read()
        return
    with door(Office(config, config.parent / "journal" / "journal.db", register)) as built:
        built.alone()
        for number in islice(numbers(register), taps):
            built.pass_through(number)
            built.journal.flushed(built.journal.last, None)


if __name__ == "__main__":
    config, path, count, asked, times = sys.argv[1:]
    run(Path(config), Register(Path(path), int(count)), asked, int(times))
