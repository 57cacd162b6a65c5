"""Debounce against a reference that looks at the whole pulse train at once."""

import math
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from hardware.portal.debounce import Debounce

MS = 1_000_000
SETTLES = st.integers(1, 400).map(lambda milliseconds: milliseconds * MS)
EDGES = st.lists(
    st.tuples(st.booleans(), st.integers(0, 900 * MS) | st.integers(0, 30 * MS)), max_size=40
)
END = 10_000 * MS  # long after the last edge


def trains(edges: list[tuple[bool, int]]) -> list[tuple[bool, int]]:
    """Turn (level, time since the last edge) into (level, ticks)."""
    at, train = 0, []
    for level, gap in edges:
        at += gap
        train.append((level, at))
    return train


def reference(train: list[tuple[bool, int]], settle: int) -> list[tuple[bool, int]]:
    """Return every settled change: merge equal edges, keep what stood long enough, drop repeats."""
    runs = [list(group) for _, group in groupby(train, key=lambda edge: edge[0])]
    ends = [run[0][1] for run in runs[1:]] + [math.inf]
    stood = [
        (run[0][0], run[0][1] + settle)
        for run, end in zip(runs, ends, strict=False)
        if end - run[0][1] >= settle
    ]
    return [next(group) for _, group in groupby(stood, key=lambda change: change[0])]


def run(train: list[tuple[bool, int]], settle: int, *, prompt: bool) -> list[tuple[bool, int]]:
    """Feed a train; a prompt caller also settles at each due time, a late one only feeds."""
    debounce, seen = Debounce(settle), []
    for level, at in train:
        due = debounce.due or 0
        early = debounce.settle(due) if prompt and due < at else None
        late = debounce.feed(level, at)
        seen += [(settled, due) for settled in (early, late) if settled is not None]
    due = debounce.due or 0
    settled = debounce.settle(due)
    return seen if settled is None else [*seen, (settled, due)]


@given(EDGES, SETTLES)
def test_debounce_sees_what_the_reference_sees(edges: list[tuple[bool, int]], settle: int) -> None:
    train = trains(edges)
    assert run(train, settle, prompt=True) == reference(train, settle)


@given(EDGES, SETTLES)
def test_edges_that_come_late_and_all_at_once_tell_the_same(
    edges: list[tuple[bool, int]], settle: int
) -> None:
    train = trains(edges)
    assert run(train, settle, prompt=False) == run(train, settle, prompt=True)


@given(SETTLES, st.integers(401, 5000))
def test_a_pulse_longer_than_400_ms_is_always_seen(settle: int, milliseconds: int) -> None:
    train = [(False, 0), (True, 1000 * MS), (False, (1000 + milliseconds) * MS)]
    assert [level for level, _ in run(train, settle, prompt=False)] == [False, True, False]


@given(SETTLES, st.data())
def test_a_pulse_shorter_than_its_settling_time_is_never_seen(
    settle: int, data: st.DataObject
) -> None:
    length = data.draw(st.integers(0, settle - 1))
    train = [(False, 0), (True, 1000 * MS), (False, 1000 * MS + length)]
    assert run(train, settle, prompt=False) == [(False, settle)]


@given(EDGES, SETTLES)
def test_chatter_gives_at_most_one_change_a_settling_time(
    edges: list[tuple[bool, int]], settle: int
) -> None:
    changes = [at for _, at in run(trains(edges), settle, prompt=False)]
    assert all(later - earlier >= settle for earlier, later in pairwise(changes))


def test_nothing_is_due_before_the_first_edge_and_after_the_level_returned() -> None:
    debounce = Debounce(20 * MS)
    assert debounce.due is None
    assert debounce.settle(END) is None
    debounce.feed(active=False, ticks=0)
    assert debounce.settle(20 * MS - 1) is None
    assert debounce.settle(20 * MS) is False
    debounce.feed(active=True, ticks=30 * MS)
    assert debounce.due == 50 * MS
    debounce.feed(active=False, ticks=35 * MS)
    assert debounce.due is None
    assert debounce.level is False
