"""The journal's end as the last run left it: checked at every start, and what it tells."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Final

from ledger.chain import Row, beginning, follow, rows_after
from ledger.errors import JournalBroken
from ledger.events import Kind
from ledger.instant import ClockState

CHECKED: Final = 1000  # events; a millisecond or two, while a person stands at the door
SYNCED: Final = f'%"clock":"{ClockState.SYNCED}"%'


@dataclass(frozen=True, slots=True)
class Found:
    """The last event of the run before this one.

    Attributes:
        wall: UTC milliseconds.
        ticks: monotonic nanoseconds of that boot.
        boot: that boot's id, 32 hex digits.
        kind: STOPPED where the run ended as it should.
    """

    seq: int
    wall: int
    ticks: int
    boot: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the journal ends.

    Attributes:
        seq: the last event, 0 for none.
        root: the chain's value there.
        found: what that event says; None for an empty journal.
        synced_wall: the greatest wall time, UTC ms, among the events checked whose clock was
            synced, since the mark was last reset; where none was, that of the last event that was;
            None where there is none.
        config: the digest of the configuration that the last run said it had, at its start or its
            end; None where the events checked do not say.
    """

    seq: int
    root: bytes
    found: Found | None
    synced_wall: int | None
    config: str | None


def read_tail(connection: sqlite3.Connection, count: int = CHECKED) -> Tail:
    """Check the last `count` events against the chain and return where it ends.

    Raises:
        JournalBroken: they do not follow from each other.
    """
    start, root = beginning(connection)
    (last,) = connection.execute("SELECT coalesce(max(seq), ?) FROM event", (start,)).fetchone()
    if last - count > start:
        start = last - count
        root = _root_of(connection, start)
    rows = rows_after(connection, start, count)
    root = follow(start, root, rows)
    if last != start + len(rows):
        raise JournalBroken(last, "events before it are missing")
    return Tail(last, root, _found(rows), _synced_wall(connection, rows), _config(rows))


def _root_of(connection: sqlite3.Connection, seq: int) -> bytes:
    """Return the chain's value at an event that must be there."""
    row = connection.execute("SELECT chain FROM event WHERE seq = ?", (seq,)).fetchone()
    if row is None:
        raise JournalBroken(seq, "it is missing")
    return bytes(row[0])


def _found(rows: list[Row]) -> Found | None:
    """Return what the last row says."""
    if not rows:
        return None
    seq, body, _ = rows[-1]
    said = json.loads(body)
    return Found(seq, said["wall"], said["ticks"], said["boot"], Kind(said["kind"]))


def _synced_wall(connection: sqlite3.Connection, rows: list[Row]) -> int | None:
    """Return the clock's high-water mark, see `Tail`."""
    walls: list[int] = []
    for _, body, _ in rows:
        event = json.loads(body)
        if event["kind"] == Kind.CLOCK_MARK_RESET:
            walls = [event["wall"]]  # by two persons' order: what came before is not believed
        elif event["clock"] == ClockState.SYNCED:
            walls.append(event["wall"])
    if walls:
        return max(walls)
    row: tuple[int] | None = connection.execute(
        "SELECT wall FROM door_log WHERE seq ="
        " (SELECT max(seq) FROM event WHERE body LIKE ? AND json_extract(body, '$.clock') = ?)",
        (SYNCED, ClockState.SYNCED),
    ).fetchone()
    return None if row is None else row[0]


def _config(rows: list[Row]) -> str | None:
    """Return the digest that the last run gave of its configuration."""
    for _, body, _ in reversed(rows):
        said = json.loads(body)
        if said["kind"] in {Kind.STARTED, Kind.STOPPED}:
            digest: str | None = said.get("detail", {}).get("config")
            return digest
    return None
