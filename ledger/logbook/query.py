"""Reading `log.db`: pages by key, counts by hour. Each call is some statements, read to their end.

    with closing(Log(path)) as log:
        log.page(Filter(result=Result.DENIED, since=..., until=...), before=None, limit=50)
        log.heat(Filter(door="server"))

A page is asked for by the last sequence of the page before, never by an offset: the ten-millionth
costs what the first does.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Final

from ledger.logbook.filter import Entry, Filter
from ledger.logbook.schema import Result, connect_reading
from ledger.logbook.week import HOUR_MS, WEEK_HOURS, Outside

COLUMNS: Final = (
    "seq, wall, week_hour, outside, result, kind, door, reader, reason, subject, card, companion"
)
PARTS: Final = 100  # of a compound statement
ALONG: Final = ("line_subject", "line_companion")
LAST: Final = (1 << 63) - 1


class Log:
    """The log open for reading, on one thread."""

    def __init__(self, path: Path) -> None:
        """Open it; sqlite3.OperationalError where there is none."""
        self._connection = connect_reading(path)
        self._words: dict[int, str] = {}

    def page(
        self, wanted: Filter, *, before: int | None = None, after: int | None = None,
        limit: int = 50,
    ) -> list[Entry]:  # fmt: skip
        """Return lines that a filter lets through.

        Args:
            wanted: the filter.
            before: those in front of this sequence, newest first; None: the newest.
            after: those behind this sequence, oldest first, instead.
            limit: how many at most.
        """
        bounds = self._bounds(wanted, before, after)
        if bounds is None:
            return []
        order = "DESC" if after is None else "ASC"
        found: list[tuple[int | None, ...]] = []
        for part in wanted.parts():
            for statement, values in self._statements(part, bounds, order, limit):
                found += self._connection.execute(statement, values).fetchall()
        # whoever came along with another who is asked for too is found twice
        found = sorted(set(found), reverse=after is None, key=itemgetter(0))
        return [self._entry(row) for row in found[:limit]]

    def each(self, wanted: Filter, after: int = 0, step: int = 1000) -> Iterator[Entry]:
        """Yield every line that a filter lets through, oldest first; few are held at once."""
        while page := self.page(wanted, after=after, limit=step):
            yield from page
            after = page[-1].seq

    def count(self, wanted: Filter) -> int:
        """Return how many lines a filter lets through."""
        return sum(self.heat(wanted))

    def heat(self, wanted: Filter) -> tuple[int, ...]:
        """Return how many lines there are in each of the 168 hours of the week."""
        found = [0] * WEEK_HOURS
        for hour, count in self._counted(wanted, "week_hour"):
            found[hour] += count
        return tuple(found)

    def days(self, wanted: Filter) -> dict[int, int]:
        """Return how many lines there are by hour since 1970 (UTC), where there are any."""
        found: Counter[int] = Counter()
        for hour, count in self._counted(wanted, "hour"):
            found[hour] += count
        return dict(found)

    def words(self, column: str) -> list[str]:
        """Return what stands in `door`, `reader`, `kind` or `reason`, in alphabetical order."""
        if column not in ("door", "reader", "kind", "reason"):
            raise ValueError(f"column {column!r}: door, reader, kind or reason is wanted")
        # One seek a word by the column's index, and not one step a line.
        rows = self._connection.execute(
            f"SELECT text FROM word WHERE EXISTS"  # noqa: S608 - one of four names
            f" (SELECT 1 FROM line WHERE {column} = word.id) ORDER BY text"
        )
        return [text for (text,) in rows]

    def last(self) -> int:
        """Return how far the journal was followed; 0 for a log that is empty."""
        (last,) = self._connection.execute("SELECT coalesce(max(last), 0) FROM followed").fetchone()
        return int(last)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _bounds(
        self, wanted: Filter, before: int | None = None, after: int | None = None
    ) -> tuple[int, int] | None:
        """Return the first and the last sequence that can be meant, by the counts of the hours."""
        if frozenset() in (wanted.subjects, wanted.hours):
            return None
        first, last = (after or 0) + 1, LAST if before is None else before - 1
        if wanted.since is not None or wanted.until is not None:
            row = self._connection.execute(
                "SELECT min(first), max(last) FROM hour WHERE hour BETWEEN ? AND ?",
                _hours(wanted),
            ).fetchone()
            if row[0] is None:
                return None
            first, last = max(first, row[0]), min(last, row[1])
        return (first, last) if first <= last else None

    def _statements(
        self, wanted: Filter, bounds: tuple[int, int], order: str, limit: int
    ) -> Iterator[tuple[str, list[object]]]:
        """Yield the statements that together hold the page, each short by an index of its own."""
        index, keys = wanted.driver()
        terms, values = self._terms(wanted)
        where = " AND ".join(("seq BETWEEN ? AND ?", *terms))
        by = "" if index is None else f"INDEXED BY {index}"
        body = f"SELECT {COLUMNS} FROM line {by} WHERE {where}"  # noqa: S608 - names of ours
        tail = f" ORDER BY seq {order} LIMIT {limit:d}"
        if keys is None:
            yield body + tail, [*bounds, *values]
            return
        column, texts = keys
        numbers = self._numbers(column, texts)
        part = f"SELECT * FROM ({body} AND {column} = ?{tail})"  # noqa: S608 - names of ours
        parts = [part]
        if column == "subject":
            parts.append(part.replace(*ALONG).replace("AND subject =", "AND companion ="))
        for start in range(0, len(numbers), PARTS):
            some = numbers[start : start + PARTS]
            for each in parts:
                together = " UNION ALL ".join([each] * len(some))
                yield together, [value for n in some for value in (*bounds, *values, n)]

    def _terms(self, wanted: Filter) -> tuple[list[str], list[object]]:
        """Return the conditions beside the driver's, and their values."""
        terms: list[str] = list(wanted.literal())
        values: list[object] = []
        for column, text in wanted.equal():
            terms.append(f"{column} = ?")
            values.append(self._number(text))
        for column, texts in wanted.among():
            numbers = self._numbers(column, texts)
            terms.append(f"{column} IN ({', '.join('?' * len(numbers))})")
            values += numbers
        if wanted.since is not None:
            terms.append("wall >= ?")
            values.append(wanted.since)
        if wanted.until is not None:
            terms.append("wall < ?")
            values.append(wanted.until)
        return terms, values

    def _counted(self, wanted: Filter, by: str) -> list[tuple[int, int]]:
        """Return counts by a column of `hour`, those of each part beside the others."""
        return [row for part in wanted.parts() for row in self._of_part(part, by)]

    def _of_part(self, wanted: Filter, by: str) -> list[tuple[int, int]]:
        """Return the counts of one part: from the hours where they tell."""
        if wanted.in_hours:
            return self._from_hours(wanted, by)
        bounds = self._bounds(wanted)
        if bounds is None:
            return []
        index, keys = wanted.driver()
        terms, values = self._terms(wanted)
        if keys is not None:
            column, texts = keys
            numbers = self._numbers(column, texts)
            if not numbers:
                return []
            terms.append(f"{column} IN ({', '.join('?' * len(numbers))})")
            values += numbers
        else:
            column, numbers = "", []
        name = "week_hour" if by == "week_hour" else f"wall / {HOUR_MS}"
        hint = "" if index is None else f"INDEXED BY {index}"
        found = self._grouped(name, hint, terms, [*bounds, *values])
        if column == "subject":
            mine = terms.pop()
            along = mine.replace("subject", "companion", 1)
            terms += [along, f"(subject IS NULL OR NOT {mine})"]
            found += self._grouped(name, hint.replace(*ALONG), terms, [*bounds, *values, *numbers])
        return found

    def _grouped(
        self, name: str, hint: str, terms: list[str], values: list[object]
    ) -> list[tuple[int, int]]:
        return self._connection.execute(
            f"SELECT {name}, count(*) FROM line {hint} WHERE"  # noqa: S608 - names of ours
            f" {' AND '.join(('seq BETWEEN ? AND ?', *terms))} GROUP BY 1",
            values,
        ).fetchall()

    def _from_hours(self, wanted: Filter, by: str) -> list[tuple[int, int]]:
        terms, values = ["hour BETWEEN ? AND ?", *wanted.literal()], list(_hours(wanted))
        if wanted.door is not None:
            terms.append("door = ?")
            values.append(self._number(wanted.door))
        if wanted.hours is not None:
            terms.append(f"week_hour IN ({', '.join('?' * len(wanted.hours))})")
            values += sorted(wanted.hours)
        return self._connection.execute(
            f"SELECT {by}, sum(count) FROM hour WHERE {' AND '.join(terms)} GROUP BY 1",  # noqa: S608
            values,
        ).fetchall()

    def _number(self, text: str) -> int:
        """Return a word's number; -1, which no line has, for one that never stood in the log."""
        row = self._connection.execute("SELECT id FROM word WHERE text = ?", (text,)).fetchone()
        return -1 if row is None else int(row[0])

    def _numbers(self, column: str, wanted: Sequence[str | int]) -> list[int]:
        """Return what stands in a column for each value; those that never stood there left out."""
        if column == "week_hour":
            return [int(each) for each in wanted]
        return [number for number in map(self._number, map(str, wanted)) if number > 0]

    def _text(self, number: int | None) -> str | None:
        if number is None:
            return None
        if number not in self._words:
            (text,) = self._connection.execute(
                "SELECT text FROM word WHERE id = ?", (number,)
            ).fetchone()
            self._words[number] = text
        return self._words[number]

    def _entry(self, row: tuple[int | None, ...]) -> Entry:
        seq, wall, week_hour, outside, result = (int(each or 0) for each in row[:5])
        kind, door, reader, reason, subject = map(self._text, row[5:10])
        return Entry(
            seq, wall, week_hour, Outside(outside), Result(result),
            kind or "", door, reader, reason, subject, row[10], self._text(row[11]),
        )  # fmt: skip


def _hours(wanted: Filter) -> tuple[int, int]:
    """Return the first and the last hour since 1970 that a period touches."""
    since = -LAST if wanted.since is None else wanted.since // HOUR_MS
    return since, LAST if wanted.until is None else (wanted.until - 1) // HOUR_MS
