"""A hand before the emulated reader: however fast it is, the real driver misses no card."""

import pytest

from tests.hardware.desk import Desk, card

ONE, OTHER = "04A1B2C3D4E5F6", "5C93D1A7"
MOMENTS = [0.5 + ms / 1000 for ms in range(0, 60, 7)]  # all over the driver's round of looks


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_card_that_comes_back_at_once_is_told_again(moment: float) -> None:
    desk, shown = Desk(), card(ONE)
    for at in (moment, moment + 0.1, moment + 0.4):
        desk.at(at, desk.field.clear)
        desk.at(at, lambda: desk.field.bring(shown))
    desk.run(until=2)
    assert desk.told == [ONE, ONE, ONE]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_card_that_follows_two_at_once_is_told_though_it_was_one_of_them(moment: float) -> None:
    desk, one, other = Desk(), card(ONE), card(OTHER)
    desk.at(moment, lambda: desk.field.bring(one, other))
    desk.at(moment + 0.1, desk.field.clear)
    desk.at(moment + 0.1, lambda: desk.field.bring(one))
    desk.run(until=2)
    assert desk.told == ["more-than-one-card", ONE]


def test_a_hand_that_is_drawn_back_shows_nothing_later() -> None:
    desk, shown = Desk(), card(ONE)
    desk.at(0.5, lambda: desk.field.bring(shown))
    desk.at(0.7, desk.field.clear)
    desk.at(0.7, lambda: desk.field.bring(card(OTHER)))
    desk.at(0.7, desk.field.clear)
    desk.run(until=2)
    assert desk.told == [ONE]
