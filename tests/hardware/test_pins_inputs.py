"""Inputs on mock lines: how it stands at the start, then each edge with its time."""

from collections.abc import Iterator
from itertools import count

import pytest
from gpiozero.pins.mock import MockFactory

from hardware.errors import PinsUnavailable
from hardware.portal import PinEdge, Sense
from hardware.portal.inputs import GpioInput
from hardware.wiring import InputWiring


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    with MockFactory() as factory:
        yield factory


def wired(pins: MockFactory, wiring: InputWiring) -> tuple[GpioInput, list[PinEdge]]:
    told: list[PinEdge] = []
    ticks = count(1)
    source = GpioInput(
        "server",
        Sense.REX,
        wiring,
        factory=pins,
        deliver=told.append,
        ticks=lambda: next(ticks),
    )
    return source, told


def test_the_first_word_is_how_it_stands_and_each_edge_follows_with_its_time(
    pins: MockFactory,
) -> None:
    source, told = wired(pins, InputWiring(line=6, active_high=False))
    pins.pin(6).drive_low()
    pins.pin(6).drive_high()
    assert told == [
        PinEdge("server", Sense.REX, active=False, ticks=1),
        PinEdge("server", Sense.REX, active=True, ticks=2),
        PinEdge("server", Sense.REX, active=False, ticks=3),
    ]
    assert not source.active
    source.close()


@pytest.mark.parametrize("active_high", [True, False])
@pytest.mark.parametrize("pull_up", [True, False])
def test_the_meaning_of_a_level_and_the_pull_are_two_things(
    pins: MockFactory, *, active_high: bool, pull_up: bool
) -> None:
    source, told = wired(pins, InputWiring(line=6, active_high=active_high, pull_up=pull_up))
    assert pins.pin(6).pull == ("up" if pull_up else "down")
    assert [edge.active for edge in told] == [active_high == pull_up]
    source.close()


def test_a_level_can_be_asked_for_again(pins: MockFactory) -> None:
    source, told = wired(pins, InputWiring(line=6))
    source.look()
    assert [edge.active for edge in told] == [True, True]
    source.close()


def test_a_closed_input_tells_nothing_more(pins: MockFactory) -> None:
    source, told = wired(pins, InputWiring(line=6))
    source.close()
    source.close()
    pins.pin(6).drive_low()
    assert len(told) == 1


def test_a_line_that_is_taken_is_refused_with_a_sentence(pins: MockFactory) -> None:
    source, _ = wired(pins, InputWiring(line=6))
    with pytest.raises(PinsUnavailable, match="rex line 6 of server"):
        wired(pins, InputWiring(line=6))
    source.close()
