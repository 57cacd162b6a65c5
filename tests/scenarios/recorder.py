"""A minimal recorder, run as a process of its own by the storage scenarios: tap, record, pin.

It writes one line for each thing that came to pass: `pin N` stands for the write that moves the
strike, behind the flush of event N; `ahead N` for one that went ahead of it; `refused`: denied.
"""

import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple, TextIO

from ledger.errors import JournalUnwritable
from ledger.journal import Journal
from tests.ledger.journals import BOOT, RESERVE, at, granted


class Orders(NamedTuple):
    """What a recorder is to do.

    Attributes:
        taps: how many; 0 for no end.
        wait: `flush_wait` in seconds; None for ever; 0 releases first.
        every: one tap in so many waits for its flush, the others go ahead.
        log_bytes: the log's size at which it is copied.
    """

    path: Path
    taps: int
    wait: float | None = 0.25
    every: int = 1
    log_bytes: int = 1 << 15


def parse(path: str, taps: str, wait: str = "0.25", every: str = "1", log: str = "32768") -> Orders:
    return Orders(
        Path(path), int(taps), None if wait == "forever" else float(wait), int(every), int(log)
    )


def run(orders: Orders, out: int) -> None:
    def say(*words: object) -> None:
        os.write(out, (" ".join(map(str, words)) + "\n").encode())

    journal = Journal.open(orders.path, boot=BOOT, reserve=RESERVE, log_bytes=orders.log_bytes)
    say("open", journal.last, "crashed" if journal.crashed else "clean")
    for index in numbers(orders.taps):
        try:
            seq = journal.record(granted(index))
        except JournalUnwritable as refused:
            say("refused", refused)
            journal.keep(granted(index))
            continue
        if orders.wait == 0 or index % orders.every:
            say("ahead", seq)
            journal.flush(seq)
        else:
            say("pin" if journal.flushed(seq, orders.wait) else "ahead", seq)
    say("trouble", journal.failing)
    while not journal.retry(at()) and not journal.failing:
        pass
    journal.close()
    say("closed", journal.last)


def recorder(orders: Orders) -> tuple[int, TextIO]:
    """Start an endless recorder as a process of its own, forked: it starts within milliseconds."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            run(orders, writing)
        finally:
            os._exit(1)
    os.close(writing)
    return child, os.fdopen(reading)


def numbers(taps: int) -> Iterator[int]:
    return iter(range(taps)) if taps else count()


def main() -> None:
    run(parse(*sys.argv[1:]), 1)


if __name__ == "__main__":
    main()
