"""The log that people search: it follows the journal, and can always be built anew from it."""

import os
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.body import body
from ledger.chain import GENESIS, link
from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.logbook.filling import Logbook
from ledger.logbook.filter import Entry, Filter
from ledger.logbook.query import Log
from ledger.logbook.schema import Result
from ledger.logbook.week import HOUR_MS, Calendar, Outside, hours_of
from ledger.schema import connect, make
from tests.examples import examples
from tests.ledger.journals import BOOT, at, granted, kind, opened

HOURS = ",".join(f"{day} 0730-1600" for day in range(1, 6))
JAKARTA = Calendar("Asia/Jakarta", HOURS, frozenset({"2025-12-25"}))
MONDAY = 1_764_547_200_000  # 2025-12-01 00.00 UTC, 07.00 in Jakarta
DAY = 24 * HOUR_MS

walls = st.integers(0, 40 * 24).map(lambda hour: MONDAY + hour * HOUR_MS + 17 * 60_000)
words = st.sampled_from
events = st.builds(
    lambda kind, wall, door, reason, subject, along: Event(
        kind=kind, at=Instant(wall, 0, ClockState.SYNCED), door=door, reader=door and f"{door}-in",
        reason=reason, subject=subject, detail=along and {"companion": along},
    ),
    words([Kind.GRANTED, Kind.DENIED, Kind.FORCED_OPEN, Kind.DOOR_OPENED, Kind.EXIT]),
    walls,
    words(["server", "ups", None]),
    words([Reason.GRANTED, Reason.EXPIRED, Reason.LOST, Reason.WAITING_FOR_PIN, None]),
    words(["P-AAAAAAAAAA", "P-BBBBBBBBBB", "P-CCCCCCCCCC", None]),
    words(["P-AAAAAAAAAA", "P-DDDDDDDDDD", None]),
)  # fmt: skip
orders = st.builds(
    lambda kind, wall, door: Event(
        kind=kind, at=Instant(wall, 0, ClockState.SYNCED), door=door,
        detail={"what": "unlock", "by": "P-AAAAAAAAAA"},
    ),
    words([Kind.ORDER_OBEYED, Kind.ORDER_REFUSED, Kind.ORDER_ENDED]),
    walls,
    words(["server", "ups", None]),
)  # fmt: skip
lived = st.one_of(events, orders)
maybe = st.none
filters = st.builds(
    Filter,
    subjects=maybe() | st.frozensets(words(["P-AAAAAAAAAA", "P-BBBBBBBBBB", "P-NOBODY0000"])),
    door=maybe() | words(["server", "ups", "elsewhere"]),
    reader=maybe() | words(["server-in", "ups-in"]),
    kind=maybe() | words(["granted", "denied", "door-opened"]),
    reason=maybe() | words(["granted", "expired"]),
    result=maybe() | words(list(Result)),
    people=st.booleans(),
    hours=maybe() | st.frozensets(st.integers(0, 167)),
    outside=maybe() | st.booleans(),
    holiday=st.booleans(),
    since=maybe() | walls,
    until=maybe() | walls | st.just(MONDAY + 5 * DAY),
)


class Kept:
    """A journal and its log in a folder."""

    def __init__(self, folder: Path) -> None:
        self.journal, self.path = folder / "journal.db", folder / "log.db"
        self.book = Logbook(self.path, self.journal, JAKARTA)

    def record(self, said: Sequence[Event]) -> None:
        """Write events as the daemon does, without its flusher: no disk is waited for."""
        with closing(connect(self.journal, synchronous="OFF")) as connection:
            make(connection)
            root = connection.execute("SELECT seq, chain FROM event ORDER BY seq DESC").fetchone()
            seq, chain = root or (0, GENESIS)
            connection.execute("BEGIN")
            for number, event in enumerate(said, seq + 1):
                text = body(number, BOOT, event)
                chain = link(chain, text.encode())
                connection.execute("INSERT INTO event VALUES (?, ?, ?)", (number, text, chain))
            connection.execute("COMMIT")

    def lines(self) -> list[Entry]:
        with closing(Log(self.path)) as log:
            return list(log.each(Filter(), step=7))

    def log(self) -> closing[Log]:
        return closing(Log(self.path))

    def content(self) -> tuple[list[Entry], list[object]]:
        """Everything in it, whatever numbers the words have."""
        with closing(sqlite3.connect(self.path)) as connection:
            hours: list[object] = connection.execute(
                "SELECT hour, week_hour, text, result, outside, count, first, last FROM hour"
                " LEFT JOIN word ON word.id = door ORDER BY 1, 2, 3, 4, 5"
            ).fetchall()
        return self.lines(), hours


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.lists(lived, max_size=12), min_size=1, max_size=5))
def test_a_log_that_followed_is_the_log_built_anew(parts: list[list[Event]]) -> None:
    with TemporaryDirectory() as folder:
        kept = Kept(Path(folder))
        for part in parts:
            kept.record(part)
            kept.book.catch_up()
        followed = kept.content()
        kept.book.discard()
        kept.book.catch_up()
        assert kept.content() == followed
        assert len(followed[0]) == sum(map(len, parts))


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(lived, min_size=1, max_size=30), st.lists(filters, min_size=3, max_size=3))
def test_pages_and_counts_are_what_a_walk_over_every_line_finds(
    said: list[Event], asked: list[Filter]
) -> None:
    with TemporaryDirectory() as folder:
        kept = Kept(Path(folder))
        kept.record(said)
        kept.book.catch_up()
        every = kept.lines()
        with kept.log() as log:
            for wanted in asked:
                right = [line for line in every if wanted.lets_through(line)]
                assert list(log.each(wanted, step=3)) == right
                assert paged(log, wanted) == right[::-1]
                assert log.count(wanted) == len(right)
                in_week = Counter(line.week_hour for line in right)
                assert log.heat(wanted) == tuple(in_week[hour] for hour in range(168))
                assert log.days(wanted) == Counter(line.wall // HOUR_MS for line in right)


def paged(log: Log, wanted: Filter) -> list[Entry]:
    """Everything, newest first, three lines a page."""
    found: list[Entry] = []
    while page := log.page(wanted, before=found[-1].seq if found else None, limit=3):
        found += page
    return found


def test_catching_up_again_changes_nothing(kept: Kept) -> None:
    kept.record([granted(n) for n in range(5)])
    assert kept.book.catch_up() == 5
    before = kept.content()
    assert kept.book.catch_up() == 5
    assert kept.content() == before


def test_a_pruned_journal_leaves_a_log_of_what_is_left(kept: Kept) -> None:
    kept.record([granted(n) for n in range(6)])
    kept.book.catch_up()
    journal = opened(kept.journal)
    journal.prune(4, at=at(), order=1)
    journal.close()
    kept.book.catch_up()
    assert [line.seq for line in kept.lines()] == [5, 6, 7]


def test_the_log_of_another_journal_is_built_anew(kept: Kept) -> None:
    kept.record([granted(n) for n in range(6)])
    kept.book.catch_up()
    kept.journal.unlink()
    for part in kept.journal.parent.glob("journal.db-*"):
        part.unlink()
    kept.record([kind(Kind.FIRE, n) for n in range(8)])
    kept.book.catch_up()
    assert [line.kind for line in kept.lines()] == ["fire"] * 8


def test_another_calendar_counts_every_line_again(kept: Kept) -> None:
    noon = Instant(MONDAY + 5 * HOUR_MS, 0, ClockState.SYNCED)
    kept.record([Event(kind=Kind.GRANTED, at=noon)])
    kept.book.catch_up()
    assert kept.lines()[0].outside is Outside.WITHIN
    kept.book.calendar = Calendar("Asia/Jayapura", HOURS, frozenset({"2025-12-01"}))
    kept.book.catch_up()
    (line,) = kept.lines()
    assert (line.outside, line.week_hour) == (Outside.HOLIDAY, 14)


@pytest.mark.parametrize("start", [0, 4096])
def test_a_damaged_log_is_built_anew(kept: Kept, start: int) -> None:
    kept.record([granted(n) for n in range(300)])
    kept.book.catch_up()
    right = kept.content()
    kept.book.close()
    with kept.path.open("r+b") as file:
        file.seek(start)
        file.write(os.urandom(40_960))
    kept.record([granted(300)])
    kept.book.catch_up()
    assert kept.lines()[:300] == right[0]
    assert len(kept.lines()) == 301


def test_a_journal_that_is_not_there_is_an_error_of_its_own(kept: Kept) -> None:
    with pytest.raises(sqlite3.OperationalError):
        kept.book.catch_up()


def test_progress_is_told_of_a_log_that_is_far_behind(kept: Kept) -> None:
    kept.record([granted(n) for n in range(11_000)])
    told: list[tuple[int, int]] = []
    kept.book.catch_up(lambda done, of: told.append((done, of)))
    assert told == [(5_000, 11_000), (10_000, 11_000)]
    assert (kept.book.done, kept.book.of) == (11_000, 11_000)


def test_the_hours_of_the_week_begin_on_monday_at_the_offices_midnight() -> None:
    assert JAKARTA.place(MONDAY).hour == 7
    assert JAKARTA.place(MONDAY).outside is Outside.OUTSIDE
    assert JAKARTA.place(MONDAY + HOUR_MS).outside is Outside.WITHIN
    assert JAKARTA.place(MONDAY + 24 * DAY + 3 * HOUR_MS).outside is Outside.HOLIDAY
    assert hours_of([0, 6], [0, 23]) == {0, 23, 144, 167}


def test_the_words_of_a_column_are_those_that_some_line_has(kept: Kept) -> None:
    kept.record([granted(), kind(Kind.FIRE)])
    kept.book.catch_up()
    with kept.log() as log:
        assert log.words("kind") == ["fire", "granted"]
        assert log.words("door") == ["server"]
        with pytest.raises(ValueError, match="column 'seq'"):
            log.words("seq")


def test_a_guests_lines_are_found_as_his_escorts_are(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    came = Event(
        kind=Kind.GRANTED, at=Instant(MONDAY, 0, ClockState.SYNCED), door="server", reader="in",
        reason=Reason.GRANTED_WITH_ESCORT, subject="P-ESCORT0000",
        detail={"companion": "P-GUEST00000"},
    )  # fmt: skip
    kept.record([came, came._replace(detail=None)])
    kept.book.catch_up()
    with closing(Log(kept.path)) as log:
        for whose, seqs in (
            ({"P-GUEST00000"}, [1]),
            ({"P-ESCORT0000"}, [2, 1]),
            ({"P-GUEST00000", "P-ESCORT0000"}, [2, 1]),
        ):
            wanted = Filter(subjects=frozenset(whose))
            assert [line.seq for line in log.page(wanted)] == seqs
            assert log.count(wanted) == len(seqs) == sum(log.days(wanted).values())
    kept.book.close()


def test_a_log_of_an_earlier_shape_is_built_anew(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.record([granted(1)])
    kept.book.catch_up()
    kept.book.close()
    with closing(sqlite3.connect(kept.path)) as older:
        older.executescript("ALTER TABLE line DROP COLUMN card; PRAGMA user_version = 1")
    again = Logbook(kept.path, kept.journal, JAKARTA)
    assert again.catch_up() == 1
    again.close()
    with closing(Log(kept.path)) as log:
        assert [line.seq for line in log.page(Filter())] == [1]
