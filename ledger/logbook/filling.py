"""Writing `log.db` from the journal: followed by sequence, built anew where that cannot be."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Final

from ledger.events import Kind
from ledger.logbook.schema import connect, damaged, discard, result_of
from ledger.logbook.week import HOUR_MS, Calendar
from ledger.reading import Recorded
from ledger.schema import connect_reading

STEP: Final = 5_000  # events a transaction: readers of the log wait for none
OURS: Final = frozenset({Kind.HOUSEKEEPING})  # the journal's own upkeep is nobody's news
LINE: Final = "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
HOUR: Final = """
INSERT INTO hour VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  count = count + excluded.count,
  first = min(first, excluded.first),
  last = max(last, excluded.last)
"""
FOLLOWED: Final = "INSERT OR REPLACE INTO followed VALUES (1, ?, ?, ?, ?)"
Progress = Callable[[int, int], None]
Place = tuple[int, bytes, int, str]  # how far it was followed, as in the table
NOWHERE: Final[Place] = (0, b"", 0, "")


def silent(_done: int, _of: int) -> None:
    """Tell nobody of the progress."""


class Logbook:
    """`log.db` open for writing, by the one process that owns it.

    Attributes:
        calendar: by which hours are counted; another one builds the log anew at the next call.
        done, of: while it is behind: events taken, and the journal's last; equal otherwise.
    """

    def __init__(self, path: Path, journal: Path, calendar: Calendar) -> None:
        """Take the two files; nothing is opened yet."""
        self.path, self.journal, self.calendar = path, journal, calendar
        self.done = self.of = 0
        self._lock = Lock()
        self._writing: sqlite3.Connection | None = None
        self._words: dict[str, int] = {}

    def catch_up(self, progress: Progress = silent) -> int:
        """Take what the journal has and the log has not; return the last sequence taken.

        Again changes nothing. A log of another journal, of another calendar, from before a
        pruning, or damaged is emptied and built anew. Waits for whoever does the same.

        Args:
            progress: called with (events taken, events there) after every 5,000.

        Raises sqlite3.OperationalError where there is no journal, or it is busy.
        """
        with self._lock, closing(connect_reading(self.journal)) as journal:
            try:
                return self._follow(journal, progress)
            except sqlite3.DatabaseError as error:
                if self._writing is None or not damaged(error) or not self._is_damaged():
                    raise
            self._drop()
            return self._follow(journal, progress)

    def discard(self) -> None:
        """Throw the log away, for whoever found it damaged; the next call builds it anew."""
        with self._lock:
            self._drop()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._shut()

    def _follow(self, journal: sqlite3.Connection, progress: Progress) -> int:
        writing = self._opened()
        last, pruned = self._start(writing, journal)
        (self.of,) = journal.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
        self.done = last
        while rows := journal.execute(
            "SELECT seq, body, chain FROM event WHERE seq > ? ORDER BY seq LIMIT ?", (last, STEP)
        ).fetchall():
            last, _, chain = rows[-1]
            self._take(writing, (body for _, body, _ in rows), (last, chain, pruned))
            self.done = last
            if last < self.of:
                progress(last, self.of)
        return last

    def _start(self, writing: sqlite3.Connection, journal: sqlite3.Connection) -> tuple[int, int]:
        """Return behind which event to go on; empty the log where that is the beginning."""
        row: Place | None = writing.execute(
            "SELECT last, chain, pruned, calendar FROM followed"
        ).fetchone()
        last, chain, upto, calendar = row or NOWHERE
        (pruned,) = journal.execute("SELECT coalesce(max(upto), 0) FROM pruned").fetchone()
        if row is not None and (upto, calendar) == (pruned, self.calendar.digest):
            there = journal.execute("SELECT chain FROM event WHERE seq = ?", (last,)).fetchone()
            if there == (chain,):
                return last, pruned
        if row is not None:
            self._empty(writing)
        return pruned, pruned

    def _take(
        self, writing: sqlite3.Connection, bodies: Iterable[str], place: tuple[int, bytes, int]
    ) -> None:
        """Write some events, their hours and how far that is, in one transaction."""
        hours: Counter[tuple[int, ...]] = Counter()
        between: dict[tuple[int, ...], tuple[int, int]] = {}
        writing.execute("BEGIN IMMEDIATE")
        try:
            for event in map(Recorded.parse, bodies):
                if event.kind in OURS:
                    continue
                key = self._write(writing, event)
                hours[key] += 1
                between[key] = (between.get(key, (event.seq, 0))[0], event.seq)
            writing.executemany(HOUR, [(*key, n, *between[key]) for key, n in hours.items()])
            writing.execute(FOLLOWED, (*place, self.calendar.digest))
            writing.execute("COMMIT")
        except BaseException:
            self._words.clear()
            if writing.in_transaction:
                writing.execute("ROLLBACK")
            raise

    def _write(self, writing: sqlite3.Connection, event: Recorded) -> tuple[int, ...]:
        """Insert one line; return which row of `hour` counts it."""
        at = self.calendar.place(event.wall)
        result = result_of(event.kind, event.reason)
        kind, door, reader, reason, subject, companion = (
            None if text is None else self._word(writing, text)
            for text in (
                event.kind, event.door, event.reader, event.reason, event.subject, event.companion,
            )
        )  # fmt: skip
        writing.execute(
            LINE,
            (
                event.seq, event.wall, at.hour, at.outside, result,
                kind, door, reader, reason, subject, event.card, companion,
            ),
        )  # fmt: skip
        return event.wall // HOUR_MS, at.hour, door or 0, result, at.outside

    def _word(self, writing: sqlite3.Connection, text: str) -> int:
        found = self._words.get(text)
        if found is None:
            writing.execute("INSERT OR IGNORE INTO word (text) VALUES (?)", (text,))
            row = writing.execute("SELECT id FROM word WHERE text = ?", (text,)).fetchone()
            found = self._words[text] = int(row[0])
        return found

    def _empty(self, writing: sqlite3.Connection) -> None:
        writing.execute("BEGIN IMMEDIATE")
        for table in ("line", "hour", "word", "followed"):
            writing.execute(f"DELETE FROM {table}")  # noqa: S608 - the four names
        writing.execute("COMMIT")
        self._words.clear()

    def _opened(self) -> sqlite3.Connection:
        """Return the file open, made anew where it is none of ours."""
        if self._writing is None:
            try:
                self._writing = connect(self.path)
            except sqlite3.DatabaseError as error:
                if not damaged(error):
                    raise
                discard(self.path)
                self._writing = connect(self.path)
        return self._writing

    def _is_damaged(self) -> bool:
        """Whether it is the log that is, and not the journal."""
        try:
            found: tuple[str] = self._opened().execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            return damaged(error)
        return found != ("ok",)

    def _drop(self) -> None:
        self._shut()
        discard(self.path)

    def _shut(self) -> None:
        if self._writing is not None:
            self._writing.close()
            self._writing = None
        self._words.clear()
