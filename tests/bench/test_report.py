"""What the bench says of a figure, and how it knows which fsync stalled."""

from pathlib import Path

import pytest

from tests.bench.__main__ import BARS, verdict
from tests.bench.stalled import STALLS, done


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("scale_1m_over_100", 2, "met"),
        ("scale_1m_over_100", 2.001, "missed"),
        ("journal_verify_per_s", 300_000, "met"),
        ("journal_verify_per_s", 299_999, "missed"),
        ("stale_reads", 1, "missed"),
    ],
)
def test_a_figure_meets_its_bar_or_misses_it(key: str, value: float, said: str) -> None:
    assert verdict({key: value}, key) == said


def test_a_figure_that_was_not_taken_meets_nothing() -> None:
    assert {verdict({}, key) for key in BARS} == {"not measured"}


def test_the_trace_tells_which_sync_stalled(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    trace.write_text(
        "fdatasync(4</j/journal.db-wal>) = 0\n"
        "ftruncate(3</j/journal.db>, 143360) = 0\n"
        "fdatasync(3</j/journal.db>) = 0\n"
        "ftruncate(5</j/journal.db-wal>, 0) = 0\n"
        "fdatasync(12</j/journal.db-wal>) = 0 (DELAYED)\n"
        "fdatasync(12</j/journal.db-wal>) = 0\n"
    )
    *stalled, _ = done(trace)
    assert tuple(stalled) == STALLS["checkpoint_end"]
