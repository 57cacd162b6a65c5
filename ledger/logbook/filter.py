"""What of the log is wanted, and by which index that is found (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ledger.events import Kind
from ledger.logbook.schema import Result
from ledger.logbook.week import HOUR_MS, Outside

PARTIAL: Final = {Result.DENIED: "line_denied", Result.ALARM: "line_alarm"}
ORDERED: Final = (Kind.ORDER_OBEYED, Kind.ORDER_REFUSED)  # somebody's act, of no subject
WORDS: Final = ("reason", "kind", "reader", "door", "result")
Keys = tuple[str, Sequence[str | int]]  # a column, and what is wanted in it


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; the fields are those of `ledger.reading.Recorded`.

    Attributes:
        week_hour: 0 to 167, 0 being Monday from 00.00 on the office's clock.
    """

    seq: int
    wall: int
    week_hour: int
    outside: Outside
    result: Result
    kind: str
    door: str | None = None
    reader: str | None = None
    reason: str | None = None
    subject: str | None = None
    card: int | None = None
    companion: str | None = None

    @property
    def entered(self) -> tuple[str, ...]:
        """Who comes in by a grant: the subject, and who comes along."""
        return tuple(each for each in (self.subject, self.companion) if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What lines are wanted; None lets all through.

    Attributes:
        subjects: pseudonymous ids, of whom a line is about or who came along; an empty set is
            nobody's lines.
        people: True: what somebody did, or tried, an order to the door too; a door's own edges, and
            that an order has run out, are nobody's.
        hours: of the week, 0 to 167.
        outside: True: out of office hours, holidays among them; False: within.
        holiday: True: on holidays alone.
        since: UTC ms, inclusive.
        until: UTC ms, exclusive.
    """

    subjects: frozenset[str] | None = None
    door: str | None = None
    reader: str | None = None
    kind: str | None = None
    reason: str | None = None
    result: Result | None = None
    people: bool = False
    hours: frozenset[int] | None = None
    outside: bool | None = None
    holiday: bool = False
    since: int | None = None
    until: int | None = None

    def parts(self) -> "tuple[Filter, ...]":
        """Return filters that together let the same lines through, each line by one of them.

        Who came to a reader stands in an index of his own; who ordered is found by the kind.
        """
        if not self.people:
            return (self,)
        mine = [each for each in ORDERED if self.kind in (None, each)]
        return (self, *(replace(self, people=False, kind=each) for each in mine))

    @property
    def in_hours(self) -> bool:
        """Whether the counts by hour can tell how many there are."""
        whole = not any(each is not None and each % HOUR_MS for each in (self.since, self.until))
        columns = (self.subjects, self.reader, self.kind, self.reason)
        return whole and not self.people and all(each is None for each in columns)

    def lets_through(self, line: Entry) -> bool:
        """Tell whether a line is wanted: what the statements say, for a line that has just come."""
        return (
            all(getattr(line, each) == getattr(self, each) for each in WORDS if self._wants(each))
            and self._in_whom(line)
            and (self.hours is None or line.week_hour in self.hours)
            and self._in_hours(line.outside)
            and (self.since is None or line.wall >= self.since)
            and (self.until is None or line.wall < self.until)
        )

    def _in_whom(self, line: Entry) -> bool:
        if self.people and line.subject is None and line.kind not in ORDERED:
            return False
        return self.subjects is None or not self.subjects.isdisjoint(line.entered)

    def _wants(self, column: str) -> bool:
        return getattr(self, column) is not None

    def _in_hours(self, outside: Outside) -> bool:
        if self.holiday and outside is not Outside.HOLIDAY:
            return False
        return self.outside is None or self.outside is (outside is not Outside.WITHIN)

    def driver(self) -> tuple[str | None, Keys | None]:
        """Return the index that finds the fewest, and the column's values that it is asked for."""
        if self.subjects is not None:
            return "line_subject", ("subject", sorted(self.subjects))
        for column in ("reason", "kind", "reader"):
            if (text := getattr(self, column)) is not None:
                return f"line_{column}", (column, [text])
        if self.result in PARTIAL:
            return PARTIAL[self.result], None
        if self.hours is not None:
            return "line_week", ("week_hour", sorted(self.hours))
        if self._partial is not None:
            return self._partial, None
        return ("line_door", ("door", [self.door])) if self.door is not None else (None, None)

    @property
    def _partial(self) -> str | None:
        """An index of the lines that are few, where nothing finds fewer."""
        if self.outside or self.holiday:
            return "line_outside"
        return "line_people" if self.people else None

    def literal(self) -> Iterator[str]:
        """Yield the conditions whose numbers stand in the text, as partial indexes want it."""
        if self.result is not None:
            yield f"result = {self.result:d}"
        if self.people:
            yield "subject IS NOT NULL"
        if self.outside or self.holiday:
            yield "outside <> 0"
        if self.holiday:
            yield f"outside = {Outside.HOLIDAY:d}"
        if self.outside is False:
            yield "outside = 0"

    def equal(self) -> Iterator[tuple[str, str]]:
        """Yield the columns of one word each that are not the driver's."""
        for column in ("reason", "kind", "reader", "door"):
            if (text := getattr(self, column)) is not None and column != self._driving:
                yield column, text

    def among(self) -> Iterator[Keys]:
        """Yield the columns of several values that are not the driver's."""
        if self.hours is not None and self._driving != "week_hour":
            yield "week_hour", sorted(self.hours)

    @property
    def _driving(self) -> str | None:
        keys = self.driver()[1]
        return None if keys is None else keys[0]
