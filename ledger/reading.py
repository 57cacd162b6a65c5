"""The journal as others read it: the admin app, the demo, whoever verifies."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from ledger.events import Detail, Kind, Reason
from ledger.schema import DENIED, connect_reading

PAGE: Final = 200  # events
KINDS: Final = frozenset(Kind)
REASONS: Final = frozenset(Reason)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event as the journal holds it; the fields are those of `ledger.events.Event`.

    Attributes:
        wall: UTC milliseconds, believable as far as `clock` says.
        ticks: monotonic nanoseconds of that boot.
        boot: 32 hex digits.
        late: it was written some time after it happened.
        kind: a `Kind`, or the text where a newer version wrote it.
        reason: likewise.
    """

    seq: int
    boot: str
    wall: int
    ticks: int
    clock: str
    kind: Kind | str
    door: str | None = None
    reader: str | None = None
    reason: Reason | str | None = None
    subject: str | None = None
    card: int | None = None
    revision: int | None = None
    order: int | None = None
    late: bool = False
    detail: Detail | None = None

    @property
    def companion(self) -> str | None:
        """Pseudonymous id of who came in with the subject: a guest, or the first of two cards."""
        found = (self.detail or {}).get("companion")
        return found if isinstance(found, str) else None

    @property
    def entered(self) -> tuple[str, ...]:
        """Who comes in by a grant: the subject, and who comes along."""
        return tuple(each for each in (self.subject, self.companion) if each is not None)

    @classmethod
    def parse(cls, body: str) -> Self:
        """Return the event that a body is."""
        said = json.loads(body)
        if said["kind"] in KINDS:
            said["kind"] = Kind(said["kind"])
        if said.get("reason") in REASONS:
            said["reason"] = Reason(said["reason"])
        return cls(**said)


class Reader:
    """The journal open for reading; every call is one statement, read to its end.

    So no snapshot is ever held: what the daemon commits is in the very next answer.
    """

    def __init__(self, path: Path) -> None:
        """Open it; sqlite3.OperationalError where there is none or it may not be read."""
        self._connection = connect_reading(path)

    def after(self, seq: int, limit: int = PAGE) -> list[Recorded]:
        """Return the events behind `seq`, oldest first."""
        return self._events("WHERE seq > ? ORDER BY seq LIMIT ?", seq, limit)

    def before(self, seq: int, limit: int = PAGE) -> list[Recorded]:
        """Return the events in front of `seq`, newest first."""
        return self._events("WHERE seq < ? ORDER BY seq DESC LIMIT ?", seq, limit)

    def tail(self, limit: int = PAGE) -> list[Recorded]:
        """Return the newest events, newest first."""
        return self._events("ORDER BY seq DESC LIMIT ?", limit)

    def denied(self, before: int, limit: int = PAGE) -> list[Recorded]:
        """Return the denials in front of `before`, newest first; by an index of their own."""
        return self._events(f"WHERE {DENIED} AND seq < ? ORDER BY seq DESC LIMIT ?", before, limit)

    def of(self, subject: str, within: int, limit: int = PAGE) -> list[Recorded]:
        """Return a person's own events, those in which he came along too, newest first.

        Args:
            subject: the pseudonymous id.
            within: how many of the newest events are searched; there is no index of persons here.
            limit: at most so many.
        """
        found = (
            "WHERE seq > ? AND (instr(body, ?) > 0 OR instr(body, ?) > 0) ORDER BY seq DESC LIMIT ?"
        )
        after, who = max(0, self.last() - within), json.dumps(subject)
        return self._events(found, after, f'"subject":{who}', f'"companion":{who}', limit)

    def these(self, seqs: Sequence[int]) -> list[Recorded]:
        """Return the events of some sequences, up to 30,000 of them, oldest first."""
        among = f"WHERE seq IN ({', '.join('?' * len(seqs))}) ORDER BY seq"
        return self._events(among, *seqs)

    def tally(self, first: int, last: int) -> list[tuple[str, str | None, int]]:
        """Return how many events from `first` to `last` there are of each kind and reason."""
        return self._connection.execute(
            "SELECT json_extract(body, '$.kind'), json_extract(body, '$.reason'), count(*)"
            " FROM event WHERE seq BETWEEN ? AND ? GROUP BY 1, 2",
            (first, last),
        ).fetchall()

    def of_kind(self, kind: Kind, first: int, last: int) -> list[Recorded]:
        """Return the events of a kind from `first` to `last`, oldest first."""
        found = "WHERE seq BETWEEN ? AND ? AND json_extract(body, '$.kind') = ? ORDER BY seq"
        return self._events(found, first, last, kind)

    def last(self) -> int:
        """Return the newest event's sequence, 0 for an empty journal."""
        (last,) = self._connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
        return int(last)

    def root(self) -> bytes:
        """Return where the chain stands at the newest event; empty for an empty journal."""
        statement = "SELECT chain FROM event ORDER BY seq DESC LIMIT 1"
        found = self._connection.execute(statement).fetchone()
        return bytes(found[0]) if found else b""

    def data_version(self) -> int:
        """Return a number that changes whenever the daemon has committed; some microseconds."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _events(self, where: str, *values: int | str) -> list[Recorded]:
        """Run one statement over the events to its end."""
        statement = f"SELECT body FROM event {where}"  # noqa: S608 - the texts above
        rows: list[tuple[str]] = self._connection.execute(statement, values).fetchall()
        return [Recorded.parse(body) for (body,) in rows]
