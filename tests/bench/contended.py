"""Taps while other processes write the register and read the journal, and taps just revoked."""

import os
import select
import sqlite3
import statistics
import time
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Final

from ledger.events import Kind
from tests.bench.crowd import IMPORTED, acting
from tests.bench.door import door
from tests.bench.measure import IDLE, Timed, interleaved, quantile
from tests.bench.office import TO_REVOKE, Office, Register, opened
from tests.bench.taps import events, numbers, tapping

ROUNDS: Final = 3
QUIET: Final = 500  # taps
FIRST: Final = 10_000_000  # id of the first person imported
TRICKLED: Final = FIRST + ROUNDS * IMPORTED  # and of the first who comes with few others
NS_PER_US: Final = 1000


def figures(office: Office) -> dict[str, float]:
    """Return the tap among a crowd over the quiet one, each three times, on an aged journal.

    Raises AssertionError for a tap that did not open, whatever was busy, and for a lost event.
    """
    quiet, crowded = [], []
    with door(office) as built:
        tap, before = tapping(built, office.register), built.journal.last
        for number in range(ROUNDS):
            os.sync()  # what the last crowd wrote is no part of the quiet
            quiet.append(interleaved({"tap": tap}, QUIET)["tap"])
            crowded.append(_among_a_crowd(tap, office, FIRST + number * IMPORTED))
    taps = list(chain(*quiet, *crowded))
    if lost := len(taps) - events(office, Kind.GRANTED, before):
        raise AssertionError(f"of {len(taps)} taps, {lost} are not in the journal")
    return {
        "contention_p50": _over(crowded, quiet, 0.5),
        "contention_p99": _over(crowded, quiet, 0.99),
        "_contention_taps": sum(map(len, crowded)),
        "_contention_quiet_p99_us": quantile(list(chain(*quiet)), 0.99) / NS_PER_US,
        "_contention_p99_us": quantile(list(chain(*crowded)), 0.99) / NS_PER_US,
    }


def _over(crowded: list[list[int]], quiet: list[list[int]], q: float) -> float:
    """Return the median of the rounds' ratios."""
    pairs = zip(crowded, quiet, strict=True)
    return statistics.median(quantile(many, q) / quantile(few, q) for many, few in pairs)


def _among_a_crowd(tap: Timed, office: Office, first: int) -> list[int]:
    """Tap while one process imports and another reads the journal, at least once to its end."""
    taps = []
    with (
        acting("read", office.journal) as reader,
        acting("import", office.register.path, first) as importer,
    ):
        while importer.runs and reader.runs:
            time.sleep(IDLE)
            taps.append(tap())
        if not select.select([reader.said], [], [], 0)[0]:
            raise AssertionError("the import ended before the journal was read once")
    return taps


def stale(folder: Path, register: Register) -> dict[str, float]:
    """Tap each card as soon as its revocation is committed; count those that opened."""
    opens = revoked = 0
    with (
        door(opened(folder, register, flush_wait=0)) as built,
        acting("trickle", register.path, TRICKLED) as crowd,
        acting("revoke", register.path) as other,
    ):
        for card in map(int, other.said):
            revoked += 1
            opens += built.opens(register.number(card))
            other.go_on()
        if revoked != len(TO_REVOKE) or not crowd.runs:
            raise AssertionError(f"only {revoked} cards were revoked among a crowd")
        if not built.opens(next(numbers(register))):
            raise AssertionError("no card opens any more: these taps show nothing")
    return {"stale_reads": opens, "_revocations": revoked, "_trickled": _trickled(register)}


def _trickled(register: Register) -> int:
    """Return how many people came while cards were revoked."""
    with closing(sqlite3.connect(register.path)) as connection:
        (people,) = connection.execute(
            "SELECT count(*) FROM cardholder WHERE id >= ?", (TRICKLED,)
        ).fetchone()
    return int(people)
