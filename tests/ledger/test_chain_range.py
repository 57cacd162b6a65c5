"""A part of the journal is verified like the whole of it."""

from pathlib import Path

import pytest

from ledger.chain import GENESIS, Verified, verify, verify_range
from ledger.errors import JournalBroken
from tests.ledger.journals import at, made, opened, tamper

COUNT = 12


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "journal.db", COUNT)


def test_the_parts_of_a_journal_end_where_the_whole_of_it_ends(path: Path) -> None:
    whole = verify(path)
    assert verify_range(path, 1, COUNT) == whole
    assert verify_range(path, 7, COUNT) == Verified(6, whole.root)
    told: list[tuple[int, int]] = []
    first = verify_range(path, 1, 6, lambda *far: told.append(far))
    assert (first.count, told) == (6, [(6, 6)])


def test_a_part_without_an_event_stands_where_the_one_before_it_ends(path: Path) -> None:
    assert verify_range(path, 1, 0) == Verified(0, GENESIS)
    assert verify_range(path, 7, 6) == Verified(0, verify_range(path, 1, 6).root)


def test_what_was_altered_in_a_part_is_named_and_beside_it_is_not_asked(path: Path) -> None:
    tamper(path, "UPDATE event SET body = replace(body, 'in', 'on') WHERE seq = 8")
    with pytest.raises(JournalBroken) as broken:
        verify_range(path, 7, 9)
    assert broken.value.seq == 8
    assert verify_range(path, 1, 7).count == 7


@pytest.mark.parametrize(("first", "last", "missing"), [(10, 13, 13), (20, 22, 19)])
def test_a_part_that_is_not_all_there_is_refused(
    path: Path, first: int, last: int, missing: int
) -> None:
    with pytest.raises(JournalBroken) as broken:
        verify_range(path, first, last)
    assert broken.value.seq == missing


def test_a_part_that_was_pruned_cannot_be_verified_any_more(path: Path) -> None:
    journal = opened(path)
    journal.prune(5, at=at(), order=1)
    journal.close()
    assert verify_range(path, 6, COUNT).count == 7
    with pytest.raises(JournalBroken, match="pruned"):
        verify_range(path, 5, COUNT)
