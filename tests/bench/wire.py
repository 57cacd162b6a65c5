"""From the bytes in a serial reader's port to the strike's line, less a bare echo of that port."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from tests.bench.measure import median_of_medians
from tests.bench.office import Register, opened
from tests.bench.process import LIMIT, Wire, running
from tests.bench.slow_disk import one_tap, settled
from tests.bench.taps import BareRead
from tests.hardware.wires import FOB

RUNS: Final = 12
ECHO: Final = """
import os, sys
port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
while data := os.read(port, 64):
    os.write(port, data)
"""


class Echo:
    """Another process that writes back what arrives at its port."""

    def __init__(self) -> None:
        self._wire = Wire()
        self._process = subprocess.Popen([sys.executable, "-c", ECHO, self._wire.port])

    def __call__(self) -> int:
        """Send a frame and read it back; return the ns."""
        start = time.perf_counter_ns()
        os.write(self._wire.here, FOB)
        left = len(FOB)
        while left:
            left -= len(os.read(self._wire.here, left))
        return time.perf_counter_ns() - start

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait(LIMIT)
        self._wire.close()


def figures(folder: Path, register: Register) -> dict[str, float]:
    """Return the tap by wire, less the echo, over the bare read."""
    wire, echo, read = Wire(), Echo(), BareRead(register)
    office = opened(folder, register, flush_wait=0, port=wire.port)
    echo()
    with running(office, wire) as daemon:
        settled(daemon)
        found = median_of_medians(
            {"wire": lambda: round(one_tap(daemon)[0] * 1e6), "echo": echo, "read": read},
            runs=RUNS,
            idle=0.1,
        )
    echo.close()
    wire.close()
    read.connection.close()
    return {
        "tap_wire_over_echo": (found["wire"] - found["echo"]) / found["read"],
        "_wire_us": found["wire"] / 1e3,
        "_echo_us": found["echo"] / 1e3,
    }
