"""A door after years: a journal of 1,000,000 events to verify, to start on, to go on with."""

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from ledger.chain import verify
from ledger.journal import Journal
from ledger.reading import Reader
from tests.bench.measure import median_of_medians, timed
from tests.bench.office import Office
from tests.bench.process import LIMIT, Running, Wire, running
from tests.ledger.journals import BOOT, granted

EVENTS: Final = 1_000_000
BATCH: Final = 10_000
STARTS: Final = 5
TAPS: Final = 10_000
SETTLED: Final = 1_000  # taps after which the daemon has all that it keeps
AT_ONCE: Final = 40  # taps: well within the two seconds after which one is too late
MB: Final = 1e6  # bytes
RSS: Final = re.compile(r"VmRSS:\s+(\d+) kB")


def write(office: Office, progress: Callable[[int], None]) -> None:
    """Write the journal of those years."""
    journal = Journal.open(office.journal, boot=BOOT)
    for first in range(0, EVENTS, BATCH):
        progress(journal.record_all([granted(n) for n in range(first, first + BATCH)]))
        journal.flushed(journal.last, None)
    journal.close()


def verified(office: Office, progress: Callable[[int], None]) -> dict[str, float]:
    """Return how many events are verified a second, the median of three walks."""
    rates = []
    for _ in range(3):
        start = time.perf_counter()
        walked = verify(office.journal, lambda done, _all: progress(done))
        rates.append(walked.count / (time.perf_counter() - start))
    return {"journal_verify_per_s": statistics.median(rates)}


def starting(office: Office, wire: Wire) -> dict[str, float]:
    """Return the time from the start of the process to the first release, over a bare import."""

    def start() -> int:
        with running(office, wire) as daemon:
            return daemon.first_release().ticks - daemon.began

    bare = partial(subprocess.run, [sys.executable, "-c", "import gpiozero"], check=True)
    found = median_of_medians({"start": start, "import": timed(bare)}, runs=STARTS)
    return {
        "start_over_import": found["start"] / found["import"],
        "_start_ms": found["start"] / 1e6,
        "_import_ms": found["import"] / 1e6,
    }


def memory(office: Office, wire: Wire) -> dict[str, float]:
    """Return the daemon's resident memory after 10,000 taps, and what the last 9,000 added."""
    reader = Reader(office.journal)
    with running(office, wire) as daemon:
        daemon.first_release()
        tap_all(daemon, reader, SETTLED)
        before = _resident(daemon)
        tap_all(daemon, reader, TAPS - SETTLED)
        after = _resident(daemon)
    reader.close()
    return {"daemon_rss_mb": after, "daemon_growth_mb": after - before}


def tap_all(daemon: Running, reader: Reader, taps: int) -> None:
    """Tap so many times, and see each of them in the journal."""
    for _ in range(0, taps, AT_ONCE):
        wanted, end = reader.last() + AT_ONCE, time.monotonic() + LIMIT
        for _ in range(AT_ONCE):
            daemon.tap()
        while reader.last() < wanted:
            if time.monotonic() > end:
                raise AssertionError(f"the journal stands at {reader.last()}, {wanted} was wanted")
            time.sleep(0.01)


def _resident(daemon: Running) -> float:
    """Return the daemon's resident memory in MB."""
    found = RSS.search(Path(f"/proc/{daemon.pid}/status").read_text())
    if found is None:
        raise AssertionError("the kernel does not say how much memory the daemon has")
    return int(found[1]) * 1024 / MB
