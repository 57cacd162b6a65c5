"""Nothing is altered, taken out, swapped, put in or played back without being found and named."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.chain import GENESIS, Verified, follow, link, rows_after, verify
from ledger.errors import JournalBroken
from ledger.schema import connect_reading, wal
from tests.ledger.journals import granted, made, opened, tamper

COUNT = 12
SWAP = """UPDATE event SET (body, chain) = (SELECT body, chain FROM event WHERE seq = 8)
  WHERE seq = 4"""
Rows = list[tuple[int, bytes, bytes]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    path = made(tmp_path_factory.mktemp("journal") / "journal.db", COUNT)
    with closing(connect_reading(path)) as connection:
        return rows_after(connection, 0, COUNT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "journal.db", COUNT)


def broken_at(rows: Rows) -> int:
    """Return the event at which a walk over the rows stops; 0 where it does not."""
    try:
        follow(0, GENESIS, rows)
    except JournalBroken as broken:
        return broken.seq
    return 0


def test_a_whole_journal_verifies(path: Path, rows: Rows) -> None:
    assert verify(path) == Verified(COUNT, rows[-1][2])


def test_an_empty_journal_verifies(tmp_path: Path) -> None:
    assert verify(made(tmp_path / "journal.db", 0)) == Verified(0, GENESIS)


def test_every_value_is_the_digest_of_the_one_before_and_the_text(rows: Rows) -> None:
    root = GENESIS
    for _, body, chain in rows:
        root = link(root, body)
        assert chain == root


def test_every_flipped_bit_of_a_row_is_found_and_named(rows: Rows) -> None:
    number, body, chain = rows[6]
    for bit in range(8 * (len(body) + len(chain))):
        stored = bytearray(body + chain)
        stored[bit // 8] ^= 1 << bit % 8
        altered = (number, bytes(stored[: len(body)]), bytes(stored[len(body) :]))
        assert broken_at([*rows[:6], altered, *rows[7:]]) == number


def test_every_event_taken_out_is_named_unless_it_is_the_last(rows: Rows) -> None:
    for index in range(COUNT - 1):
        assert broken_at(rows[:index] + rows[index + 1 :]) == index + 1


def test_every_two_events_swapped_are_named(rows: Rows) -> None:
    for first in range(COUNT):
        for second in range(first + 1, COUNT):
            swapped = list(rows)
            swapped[first] = (rows[first][0], *rows[second][1:])
            swapped[second] = (rows[second][0], *rows[first][1:])
            assert broken_at(swapped) == first + 1


def test_every_event_put_in_or_played_back_is_named(rows: Rows) -> None:
    for place in range(COUNT):
        for copied in range(COUNT):
            longer = [*rows[:place], rows[copied], *rows[place:]]
            renumbered = [(index + 1, *row[1:]) for index, row in enumerate(longer)]
            assert broken_at(renumbered) in (place + 1, place + 2)


def test_an_event_rewritten_with_a_chain_value_that_fits_breaks_the_next(rows: Rows) -> None:
    body = rows[4][1].replace(b"granted", b"refused")
    forged = (5, body, link(rows[3][2], body))
    assert broken_at([*rows[:4], forged, *rows[5:]]) == 6


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_mixture_of_the_rows_but_a_beginning_verifies(data: st.DataObject, rows: Rows) -> None:
    mixed = data.draw(st.lists(st.sampled_from(rows), max_size=COUNT))
    whole = mixed == rows[: len(mixed)]
    assert (broken_at(mixed) == 0) == whole


@pytest.mark.parametrize(
    ("statement", "seq", "why"),
    [
        ("UPDATE event SET body = replace(body, 'P-a', 'P-b') WHERE seq = 7", 7, "altered"),
        ("UPDATE event SET chain = zeroblob(32) WHERE seq = 7", 7, "altered"),
        ("DELETE FROM event WHERE seq BETWEEN 3 AND 5", 3, "missing; the next one there is 6"),
        ("DELETE FROM event WHERE seq = 1", 1, "missing"),
        ("UPDATE event SET seq = 99 WHERE seq = 12", 12, "missing; the next one there is 99"),
        (SWAP, 4, "another event stands in its place"),
        ("INSERT INTO pruned VALUES (3, zeroblob(32), 9)", 9, "no event stands behind"),
    ],
)  # fmt: skip
def test_a_file_tampered_with_is_named(path: Path, statement: str, seq: int, why: str) -> None:
    tamper(path, statement)
    with pytest.raises(JournalBroken, match=why) as broken:
        verify(path)
    assert broken.value.seq == seq


def test_a_damaged_page_is_a_broken_journal(tmp_path: Path) -> None:
    path = made(tmp_path / "journal.db", 500)
    damaged = bytearray(path.read_bytes())
    damaged[2048 * 40 : 2048 * 41] = bytes(2048)
    path.write_bytes(damaged)
    with pytest.raises(JournalBroken):
        verify(path)


def test_any_flipped_byte_of_the_file_is_found_or_changes_no_event(tmp_path: Path) -> None:
    path = made(tmp_path / "journal.db", 8)
    whole, root = path.read_bytes(), verify(path)
    for place in range(100, len(whole), 97):
        flipped = bytearray(whole)
        flipped[place] ^= 0x55
        path.write_bytes(flipped)
        try:
            assert verify(path) == root
        except JournalBroken:
            pass
        finally:
            wal(path).unlink(missing_ok=True)


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    verify(made(tmp_path / "journal.db", 20_500), lambda done, total: told.append((done, total)))
    assert told == [(10_000, 20_500), (20_000, 20_500), (20_500, 20_500)]


def test_a_journal_is_verified_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = opened(path)
    try:
        for number in range(3):
            assert verify(path).count == number
            journal.record(granted())
    finally:
        journal.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET body = '{}' WHERE seq = 3",
        "UPDATE event SET seq = 30 WHERE seq = 3",
        "DELETE FROM event WHERE seq = 3",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event VALUES (3, '{}', zeroblob(32))",
        "INSERT INTO pruned VALUES (3, zeroblob(32), 9)",
    ],
)
def test_the_file_itself_refuses(path: Path, statement: str) -> None:
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="the journal is append-only"),
    ):
        connection.execute(statement)
