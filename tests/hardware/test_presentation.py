from hypothesis import given
from hypothesis import strategies as st

from hardware.readers.presentation import QUIET, Presentation


def test_the_first_sight_begins_a_presentation() -> None:
    assert Presentation().begins("fob", 0)


def test_a_card_rests_until_it_was_not_seen_for_a_while() -> None:
    presentation = Presentation()
    presentation.begins("fob", 0)
    assert not presentation.begins("fob", QUIET - 1)
    assert not presentation.begins("fob", 2 * QUIET - 2)
    assert presentation.begins("fob", 3 * QUIET - 2)


def test_another_card_always_begins_one() -> None:
    presentation = Presentation()
    presentation.begins("fob", 0)
    assert presentation.begins("other", 1)
    assert presentation.begins("fob", 2)


@given(st.lists(st.integers(0, QUIET - 1), min_size=1, max_size=50))
def test_a_card_seen_often_enough_begins_but_one(steps: list[int]) -> None:
    presentation, ticks, begun = Presentation(), 0, 0
    for step in steps:
        ticks += step
        begun += presentation.begins("fob", ticks)
    assert begun == 1
