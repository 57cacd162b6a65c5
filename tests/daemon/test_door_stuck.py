"""Inputs that do not behave are said once, and once more when they do."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from daemon.stuck import NS, ChatterWatch, ContactWatch, RexWatch
from ledger.events import Kind


def test_a_button_pressed_too_long_is_stuck_once_and_freed_once() -> None:
    rex = RexWatch(longest=60)
    assert rex.feed(pressed=True, at=0) is None
    assert rex.due(60 * NS - 1) is None
    assert rex.deadline == 60 * NS
    assert rex.due(60 * NS) is Kind.REX_STUCK
    assert rex.feed(pressed=True, at=61 * NS) is None
    assert rex.due(500 * NS) is None
    assert rex.feed(pressed=False, at=501 * NS) is Kind.REX_FREED
    assert rex.feed(pressed=False, at=502 * NS) is None


def test_a_button_let_go_in_time_says_nothing() -> None:
    rex = RexWatch(longest=60)
    rex.feed(pressed=True, at=0)
    rex.feed(pressed=True, at=30 * NS)  # the same press: its time runs from the first edge
    assert rex.deadline == 60 * NS
    assert rex.feed(pressed=False, at=59 * NS) is None
    assert rex.deadline is None
    assert rex.due(600 * NS) is None


def test_a_contact_that_never_opens_is_stuck_after_several_grants() -> None:
    contact = ContactWatch(most=3)
    said = [contact.feed(Kind.NOT_OPENED) for _ in range(5)]
    assert said == [None, None, Kind.CONTACT_STUCK, None, None]
    assert contact.feed(Kind.RELOCKED) is None
    assert contact.feed(Kind.DOOR_OPENED) is Kind.CONTACT_FREED
    assert contact.feed(Kind.DOOR_OPENED) is None


def test_one_opening_between_begins_the_count_anew() -> None:
    contact = ContactWatch(most=3)
    kinds = [Kind.NOT_OPENED, Kind.NOT_OPENED, Kind.DOOR_OPENED, Kind.NOT_OPENED, Kind.NOT_OPENED]
    assert [contact.feed(kind) for kind in kinds] == [None] * 5


def test_chatter_is_said_once_until_it_has_been_quiet() -> None:
    chatter = ChatterWatch(most=3, window=1)
    tenth = NS // 10
    said = [chatter.feed(tenth * n) for n in range(50)]
    assert said[:3] == [None] * 3
    assert said[3] is Kind.CHATTER
    assert said[4:] == [None] * 46
    assert chatter.chatters
    assert chatter.feed(20 * NS) is None
    assert not chatter.chatters


@given(st.lists(st.integers(0, 2 * NS), max_size=200), st.integers(1, 5))
def test_chatter_is_bounded_and_calm_inputs_never_chatter(gaps: list[int], most: int) -> None:
    chatter, at, said = ChatterWatch(most=most, window=1.0), 0, []
    for gap in gaps:
        at += gap
        if chatter.feed(at):
            said.append(at)
    assert all(later - earlier >= NS for earlier, later in pairwise(said))
    if all(gap > NS for gap in gaps):
        assert not said
