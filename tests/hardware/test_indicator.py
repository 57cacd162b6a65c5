"""Lights and sounds: told apart by anyone, played once or for ever, never in the caller's way."""

import time
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Event
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory, MockPin

from hardware.errors import PinsUnavailable
from hardware.portal import Pattern
from hardware.portal.indicator import DARK, PATTERNS, GpioIndicator, Order, Tune
from hardware.wiring import IndicatorWiring

LIMIT = 5.0  # seconds a test waits for what must come
WIRING = IndicatorWiring(green=22, red=23, buzzer=24)


class HeardPin(MockPin):  # type: ignore[misc] # gpiozero has no types
    """A mock line that queues the levels it is set to, and can fail."""

    def __init__(self, factory: MockFactory, info: Any) -> None:  # noqa: ANN401 - gpiozero's own
        self.heard: SimpleQueue[bool] = SimpleQueue()
        self.broken = False
        super().__init__(factory, info)

    def _change_state(self, value: bool) -> bool:  # noqa: FBT001 - gpiozero's own signature
        if self.broken:
            raise OSError(5, "wire cut")
        changed = bool(super()._change_state(value))
        if changed:
            self.heard.put(bool(value))
        return changed


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    with MockFactory(pin_class=HeardPin) as factory:
        yield factory


def test_each_pattern_has_steps_and_every_step_an_end() -> None:
    assert set(PATTERNS) == set(Pattern)
    for steps in PATTERNS.values():
        assert steps
        assert all(step.lasts > 0 and set(step.on) <= set("grb") for step in steps)


def test_no_two_patterns_look_alike_to_one_who_cannot_tell_red_from_green() -> None:
    seen = {
        tuple((bool(set(on) & set("gr")), "b" in on, lasts) for on, lasts in steps)
        for steps in PATTERNS.values()
    }
    assert len(seen) == len(PATTERNS)


def beeps(pattern: Pattern) -> list[int]:
    return [step.lasts for step in PATTERNS[pattern] if "b" in step.on]


def test_answers_to_a_tap_are_told_apart_by_ear_alone() -> None:
    answers = [Pattern.GRANTED, Pattern.DENIED, Pattern.TRY_AGAIN, Pattern.WAITING, Pattern.FAULT]
    assert len({tuple(beeps(pattern)) for pattern in answers}) == len(answers)
    assert [len(beeps(pattern)) for pattern in answers[:3]] == [1, 3, 2]


def test_what_rests_at_night_makes_no_sound() -> None:
    assert not any(map(beeps, (Pattern.IDLE, Pattern.ENROLMENT, Pattern.LOCKED_DOWN)))


def test_a_pattern_is_played_once_and_then_the_resting_one_for_ever() -> None:
    tune = Tune()
    assert tune.step() == PATTERNS[Pattern.IDLE][0]
    assert tune.take(Order(Pattern.DENIED))
    once = [tune.step() for _ in PATTERNS[Pattern.DENIED]]
    assert tuple(once) == PATTERNS[Pattern.DENIED]
    assert [tune.step() for _ in range(3)] == list(PATTERNS[Pattern.IDLE]) * 3


def test_a_new_rest_waits_for_the_pattern_under_way() -> None:
    tune = Tune()
    tune.take(Order(Pattern.GRANTED))
    first = tune.step()
    assert not tune.take(Order(Pattern.HELD_OPEN, rests=True))
    assert (first, tune.step()) == PATTERNS[Pattern.GRANTED]
    assert tune.step() == PATTERNS[Pattern.HELD_OPEN][0]


def test_a_new_rest_begins_at_once_where_nothing_plays_and_an_old_one_is_not_begun_anew() -> None:
    tune = Tune()
    tune.step()
    assert tune.take(Order(Pattern.ENROLMENT, rests=True))
    tune.step()
    assert not tune.take(Order(Pattern.ENROLMENT, rests=True))
    assert tune.step() == PATTERNS[Pattern.ENROLMENT][1]


def test_a_second_answer_cuts_the_first_short() -> None:
    tune = Tune()
    tune.take(Order(Pattern.DENIED))
    tune.step()
    assert tune.take(Order(Pattern.GRANTED))
    assert tune.step() == PATTERNS[Pattern.GRANTED][0]


def test_the_lines_follow_the_pattern_and_end_dark(pins: MockFactory) -> None:
    indicator = GpioIndicator(WIRING, pins, time.monotonic_ns)
    green, red, buzzer = (pins.pin(line) for line in (22, 23, 24))
    assert red.heard.get(timeout=LIMIT)  # resting
    indicator.show(Pattern.GRANTED)
    assert green.heard.get(timeout=LIMIT)
    assert not red.heard.get(timeout=LIMIT)
    assert buzzer.heard.get(timeout=LIMIT)
    assert not buzzer.heard.get(timeout=LIMIT)
    assert green.state
    indicator.close()
    indicator.close()
    assert not any(pin.state for pin in (green, red, buzzer))


def test_an_inverted_indicator_is_dark_when_its_lines_are_high(pins: MockFactory) -> None:
    wiring = IndicatorWiring(red=23, active_high=False)
    indicator = GpioIndicator(wiring, pins, time.monotonic_ns)
    red = pins.pin(23)
    assert red.heard.get(timeout=LIMIT)  # claimed dark
    assert not red.heard.get(timeout=LIMIT)  # resting
    indicator.close()
    assert [state.state for state in red.states][-1] is True


def test_an_indicator_with_no_lines_does_nothing(pins: MockFactory) -> None:
    indicator = GpioIndicator(IndicatorWiring(), pins, time.monotonic_ns)
    indicator.show(Pattern.DENIED)
    indicator.rest(Pattern.ENROLMENT)
    indicator.close()
    assert not pins.pins


def test_a_dead_lamp_does_not_silence_the_buzzer(
    pins: MockFactory, caplog: pytest.LogCaptureFixture
) -> None:
    indicator = GpioIndicator(WIRING, pins, time.monotonic_ns)
    assert pins.pin(23).heard.get(timeout=LIMIT)
    pins.pin(22).broken = True
    indicator.show(Pattern.GRANTED)
    assert pins.pin(24).heard.get(timeout=LIMIT)
    assert "'g' of an indicator cannot be written" in caplog.text
    pins.pin(22).broken = False
    indicator.close()


class SlowPin(HeardPin):
    """A line whose every write waits for the test."""

    gate = Event()

    def _change_state(self, value: bool) -> bool:  # noqa: FBT001 - gpiozero's own signature
        assert self.gate.wait(LIMIT)
        return super()._change_state(value)


def test_a_line_that_is_slow_to_write_does_not_hold_up_the_door() -> None:
    with MockFactory(pin_class=SlowPin) as pins:
        SlowPin.gate.set()
        indicator = GpioIndicator(IndicatorWiring(green=22), pins, time.monotonic_ns)
        SlowPin.gate.clear()
        for pattern in Pattern:  # returns, though no write can
            indicator.show(pattern)
        SlowPin.gate.set()
        assert pins.pin(22).heard.get(timeout=LIMIT)
        indicator.close()


def test_a_line_that_is_taken_is_refused_with_a_sentence(pins: MockFactory) -> None:
    indicator = GpioIndicator(WIRING, pins, time.monotonic_ns)
    with pytest.raises(PinsUnavailable, match="indicator line 23"):
        GpioIndicator(IndicatorWiring(red=23), pins, time.monotonic_ns)
    indicator.close()


def test_dark_is_nothing_lit() -> None:
    assert set(DARK) == set()
