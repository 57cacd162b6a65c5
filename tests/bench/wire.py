"""From the bytes in a serial reader's port to the strike's line, less the port's own delivery.

The delivery is one way, as the tap is: a thread of another process, blocked on the same kind of
port, wakes with the same bytes and says when. So what is left is ours: the serial library, the
decoder, the queue to the loop, and the tap.
"""

import os
import subprocess
import sys
import time
from itertools import cycle
from pathlib import Path
from typing import Final

from tests.bench.measure import median_of_medians
from tests.bench.office import Register, opened
from tests.bench.process import Wire, running
from tests.bench.taps import BareRead
from tests.hardware.wires import FOB

RUNS: Final = 15
IDLE: Final = 0.1  # seconds: the door says its last word, and the disk has it
ECHO: Final = f"""
import os, sys, threading, time
port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
def listen():
    while True:
        heard = os.read(port, {len(FOB)})
        while len(heard) < {len(FOB)}:
            heard += os.read(port, {len(FOB)})
        print(time.monotonic_ns(), flush=True)
reader = threading.Thread(target=listen)
reader.start()
reader.join()
"""


class Echo:
    """Another process that tells when a frame's last byte arrived at its port."""

    def __init__(self) -> None:
        self._wire = Wire()
        self._process = subprocess.Popen(
            [sys.executable, "-c", ECHO, self._wire.port], stdout=subprocess.PIPE, text=True
        )

    def __call__(self) -> int:
        """Send a frame; return the ns until it was read."""
        if self._process.stdout is None:
            raise AssertionError("the other process has no output")
        start = time.monotonic_ns()
        os.write(self._wire.here, FOB)
        return int(self._process.stdout.readline()) - start

    def close(self) -> None:
        """End it."""
        with self._process:
            self._process.kill()
        self._wire.close()


def figures(folder: Path, register: Register) -> dict[str, float]:
    """Return the tap by wire, less the delivery, over the bare read of such a card."""
    wire, echo = Wire(), Echo()
    read = BareRead(register, cycle(register.fobs().values()))
    echo()
    with running(opened(folder, register, flush_wait=0, port=wire.port), wire) as daemon:
        daemon.settle()
        found = median_of_medians(
            {"wire": lambda: daemon.tapped().released, "echo": echo, "read": read},
            runs=RUNS,
            idle=IDLE,
        )
    echo.close()
    wire.close()
    read.connection.close()
    return {
        "tap_wire_over_echo": (found["wire"] - found["echo"]) / found["read"],
        "_wire_us": found["wire"] / 1e3,
        "_wire_echo_us": found["echo"] / 1e3,
        "_wire_bare_read_us": found["read"] / 1e3,
    }
