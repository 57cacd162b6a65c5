"""One thread that follows the journal for all viewers."""

from collections.abc import Callable, Sequence
from pathlib import Path
from sqlite3 import OperationalError
from threading import Event
from typing import Final

from ledger.events import Kind
from ledger.reading import Reader, Recorded

LOOK_EVERY: Final = 0.05  # seconds; asking whether there is news takes microseconds
OURS: Final = frozenset({Kind.HOUSEKEEPING})  # the journal's own upkeep is nobody's news


def follow(
    path: Path, tell: Callable[[Sequence[Recorded]], None], closing: Event, after: int = 0
) -> None:
    """Tell what is in the journal behind event `after`, and what comes, until `closing` is set.

    Waits for the file where there is none yet. A read that finds it busy is tried again.
    """
    reader = _opened(path, closing)
    if reader is None:
        return
    seq, seen = after, 0
    while not closing.is_set():
        try:
            version = reader.data_version()
            events = reader.after(seq) if version != seen else []
        except OperationalError:
            events, version = [], seen
        if events:
            seq = events[-1].seq
            tell([event for event in events if event.kind not in OURS])
            continue  # there may be more than a page
        seen = version
        closing.wait(LOOK_EVERY)
    reader.close()


def _opened(path: Path, closing: Event) -> Reader | None:
    """Return the journal once the daemon has made it; None where `closing` came first."""
    while not closing.is_set():
        try:
            reader = Reader(path)
            reader.last()
        except OperationalError:
            closing.wait(LOOK_EVERY)
        else:
            return reader
    return None
