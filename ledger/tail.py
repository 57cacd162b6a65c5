"""The journal's end as the last run left it: checked at every start, and what it tells."""

import json
import sqlite3
from typing import Final, NamedTuple

from ledger.chain import Row, beginning, follow, rows_after
from ledger.errors import JournalBroken
from ledger.events import Kind
from ledger.instant import ClockState

CHECKED: Final = 1000  # events; a millisecond or two, while a person stands at the door
SYNCED: Final = f'%"clock":"{ClockState.SYNCED}"%'

# SQLite reads the thousand bodies in a tenth of the time that Python takes.
SYNCED_WALL: Final = f"""
SELECT max(wall) FROM door_log
WHERE seq >= (  -- a reset is two persons' order: what came before it is not believed
  SELECT coalesce(max(seq), :after + 1) FROM door_log
  WHERE seq > :after AND kind = '{Kind.CLOCK_MARK_RESET}'
) AND (clock = '{ClockState.SYNCED}' OR kind = '{Kind.CLOCK_MARK_RESET}')
"""  # noqa: S608 - words of ours
EARLIER_SYNCED_WALL: Final = (
    "SELECT wall FROM door_log WHERE seq ="
    " (SELECT max(seq) FROM event WHERE body LIKE ? AND json_extract(body, '$.clock') = ?)"
)
CONFIG: Final = f"""
SELECT json_extract(detail, '$.config') FROM door_log
WHERE seq > ? AND kind IN ('{Kind.STARTED}', '{Kind.STOPPED}') ORDER BY seq DESC LIMIT 1
"""  # noqa: S608 - words of ours


class Found(NamedTuple):
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


class Tail(NamedTuple):
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
    return Tail(
        last, root, _found(rows), _synced_wall(connection, start), _config(connection, start)
    )


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


def _synced_wall(connection: sqlite3.Connection, after: int) -> int | None:
    """Return the clock's high-water mark, see `Tail`; the events checked follow `after`."""
    wall: int | None
    (wall,) = connection.execute(SYNCED_WALL, {"after": after}).fetchone()
    if wall is not None:
        return wall
    row = connection.execute(EARLIER_SYNCED_WALL, (SYNCED, ClockState.SYNCED)).fetchone()
    return None if row is None else int(row[0])


def _config(connection: sqlite3.Connection, after: int) -> str | None:
    """Return the digest that the last run gave of its configuration; as above."""
    row = connection.execute(CONFIG, (after,)).fetchone()
    return None if row is None else row[0]
