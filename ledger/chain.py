"""The hash chain over the journal's stored text, and the walk that proves it.

`chain(n) = SHA-256(chain(n-1) || body(n))`, over the very bytes that are stored: an event that is
altered, missing, swapped, put in or played back breaks every value after it. A journal cut short,
or rewritten whole, can be found only against a value that was kept elsewhere (`Verified.root`).
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from ledger.errors import JournalBroken
from ledger.schema import connect_reading

GENESIS: Final = bytes(32)  # what the first event is chained to
STEP: Final = 10_000  # events read by one statement: no read transaction outlives it

Row = tuple[int, bytes, bytes]
"""Sequence, body and chain value, as stored."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk over the journal, or a part of it, found to be whole.

    Attributes:
        count: events walked.
        root: the chain's last value, 32 bytes; GENESIS for a journal that never held an event.
    """

    count: int
    root: bytes


def link(root: bytes, body: bytes) -> bytes:
    """Return the chain's value after an event, from the value before it."""
    return sha256(root + body).digest()


def verify(path: Path, progress: Callable[[int, int], None] | None = None) -> Verified:
    """Walk every event and return how many there are and where the chain stands.

    Args:
        path: `journal.db`, live or a copy.
        progress: called with (events walked, events in all) after every 10,000.

    Raises:
        JournalBroken: at the first event that is wrong; damage to the file itself counts as such.
    """
    reached = 0
    try:
        with closing(connect_reading(path)) as connection:
            start, root = beginning(connection)
            reached = start
            (last,) = connection.execute("SELECT max(seq) FROM event").fetchone()
            while rows := rows_after(connection, reached, STEP):
                root = follow(reached, root, rows)
                reached = rows[-1][0]
                if progress is not None:
                    progress(reached - start, max(last, reached) - start)
    except sqlite3.Error as error:
        raise JournalBroken(reached + 1, f"the file cannot be read ({error})") from error
    return Verified(reached - start, root)


def verify_range(
    path: Path, first: int, last: int, progress: Callable[[int, int], None] | None = None
) -> Verified:
    """Walk the events from `first` to `last`; return how many there are and where the chain stands.

    What the chain was before `first` is taken from the event before it, as `verify` would find it.

    Args:
        path: `journal.db`, live or a copy.
        first: the first event of the range.
        last: its last; `first - 1` for a range without an event.
        progress: called with (events walked, events in all) after every 10,000.

    Raises:
        JournalBroken: at the first event that is wrong or missing; of a range that begins with
            pruned events, the first of them.
    """
    reached = first - 1
    try:
        with closing(connect_reading(path)) as connection:
            root = _root_before(connection, first)
            while reached < last:
                rows = rows_after(connection, reached, min(STEP, last - reached))
                root = follow(reached, root, rows)
                reached += len(rows)
                if not rows:
                    raise JournalBroken(reached + 1, "it is missing")
                if progress is not None:
                    progress(reached - first + 1, last - first + 1)
    except sqlite3.Error as error:
        raise JournalBroken(reached + 1, f"the file cannot be read ({error})") from error
    return Verified(last - first + 1, root)


def _root_before(connection: sqlite3.Connection, first: int) -> bytes:
    start, root = beginning(connection)
    if first <= start:
        raise JournalBroken(first, f"it was pruned, with all up to {start}")
    if first == start + 1:
        return root
    row = connection.execute("SELECT chain FROM event WHERE seq = ?", (first - 1,)).fetchone()
    if row is None:
        raise JournalBroken(first - 1, "it is missing")
    return bytes(row[0])


def rows_after(connection: sqlite3.Connection, seq: int, limit: int) -> list[Row]:
    """Return up to `limit` rows behind event `seq`, their text as its very bytes."""
    return connection.execute(
        "SELECT seq, CAST(body AS BLOB), chain FROM event WHERE seq > ? ORDER BY seq LIMIT ?",
        (seq, limit),
    ).fetchall()


def follow(seq: int, root: bytes, rows: Iterable[Row]) -> bytes:
    """Return the chain's value after `rows`, which must follow event `seq` and `root`.

    Raises:
        JournalBroken: naming the first that does not.
    """
    for number, body, chain in rows:
        seq += 1
        root = sha256(root + body).digest()
        if number != seq or root != chain or not body.startswith(b'{"seq":%d,' % seq):
            raise JournalBroken(seq, _what_is_wrong(seq, number, body))
    return root


def _what_is_wrong(seq: int, number: int, body: bytes) -> str:
    """Say what stands where event `seq` should."""
    if number != seq:
        return f"it is missing; the next one there is {number}"
    if not body.startswith(b'{"seq":%d,' % seq):
        return "another event stands in its place"
    return "it, or its chain value, was altered after it was written"


def beginning(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """Return the last event pruned and the chain's value there; (0, GENESIS) if none ever was.

    Raises:
        JournalBroken: a pruning that no event of the chain speaks of.
    """
    row = connection.execute("SELECT upto, root, event FROM pruned ORDER BY upto DESC").fetchone()
    if row is None:
        return 0, GENESIS
    upto, root, event = row
    said = connection.execute(
        "SELECT kind, json_extract(detail, '$.upto'), json_extract(detail, '$.root')"
        " FROM door_log WHERE seq = ?",
        (event,),
    ).fetchone()
    if said != ("pruned", upto, root.hex()):
        raise JournalBroken(event, f"no event stands behind the pruning up to {upto}")
    return upto, root
