"""Instructions, which no other load changes: under valgrind, a program for N taps and for 2 N.

As a program: `python -m tests.bench.counted CONFIG REGISTER taps|reads N`.
"""

import re
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Final

from tests.bench.door import door
from tests.bench.office import Office, Register, opened
from tests.bench.taps import BareRead, numbers

N: Final = 100
COUNTED: Final = re.compile(r"I\s+refs:\s+([\d,]+)")
CARDS: Final = 5_000


def figures(folder: Path, register: Register) -> dict[str, float]:
    """Return the instructions of a granted tap, the flusher's too, over those of a bare read."""
    each = {}
    for what in ("taps", "reads"):
        _instructions(_office(folder / f"{what}-0", register), what, 1)  # compiles what is new
        once, twice = (
            _instructions(_office(folder / f"{what}-{times}", register), what, times)
            for times in (N, 2 * N)
        )
        each[what] = (twice - once) / N
    if each["taps"] <= each["reads"]:
        raise AssertionError(f"a tap holds a read, and cannot take less: {each}")
    return {
        "instructions_tap_over_join": each["taps"] / each["reads"],
        "_instructions_tap": each["taps"],
        "_instructions_read": each["reads"],
    }


def _office(folder: Path, register: Register) -> Office:
    """Lay out an office whose door stays released, so that each tap extends the last one."""
    return opened(folder, register, flush_wait=0, unlock_time=30)


def _instructions(office: Office, what: str, times: int) -> int:
    """Run this module under valgrind and return the instructions of the whole process."""
    tool = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    program = [sys.executable, "-m", "tests.bench.counted"]
    asked = [str(office.config), str(office.register.path), str(office.register.count), what]
    done = subprocess.run(
        [*tool, *program, *asked, str(times)],
        env={"PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = COUNTED.search(done.stderr)
    if found is None:
        raise AssertionError(f"valgrind counted nothing: {done.stderr}")
    return int(found[1].replace(",", ""))


def run(config: Path, register: Register, what: str, taps: int) -> None:
    """Tap, or read, so many times."""
    if what == "reads":
        read = BareRead(register)
        for _ in range(taps):
            read()
        return
    with door(Office(config, config.parent / "journal" / "journal.db", register)) as built:
        built.alone()
        for number in islice(numbers(register), taps):
            built.pass_through(register.number(number))
            built.journal.flushed(built.journal.last, None)


if __name__ == "__main__":
    config, path, count, asked, times = sys.argv[1:]
    run(Path(config), Register(Path(path), int(count)), asked, int(times))
