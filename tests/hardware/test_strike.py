"""The strike on a mock line: secured from the first moment, released for its time."""

import ast
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory, MockPin

from hardware.errors import HardwareError, PinsUnavailable
from hardware.portal.strike import NS, GpioStrike
from hardware.wiring import StrikeKind, StrikeWiring

SOON = 20_000_000  # ns
LIMIT = 5.0  # seconds a test waits for what must come


class WatchedPin(MockPin):  # type: ignore[misc] # gpiozero has no types
    """A mock line that tells when it reaches the level waited for, and can fail to be written."""

    def __init__(self, factory: MockFactory, info: Any) -> None:  # noqa: ANN401 - gpiozero's own
        self.reached = {False: Event(), True: Event()}
        self.failures = {False: 0, True: 0}  # writes of a level that still have to fail
        super().__init__(factory, info)

    def _set_state(self, value: bool) -> None:  # noqa: FBT001 - gpiozero's own signature
        if self.failures[bool(value)]:
            self.failures[bool(value)] -= 1
            raise OSError(5, "wire cut")
        super()._set_state(value)
        self.reached[bool(value)].set()
        self.reached[not value].clear()


WIRINGS = [
    StrikeWiring(line=17, kind=kind, active_high=active_high)
    for kind in StrikeKind
    for active_high in (True, False)
]


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    with MockFactory(pin_class=WatchedPin) as factory:
        yield factory


@pytest.fixture(params=WIRINGS, ids=lambda wiring: f"{wiring.kind}-{wiring.active_high}")
def wiring(request: pytest.FixtureRequest) -> StrikeWiring:
    assert isinstance(request.param, StrikeWiring)
    return request.param


@pytest.fixture
def strike(wiring: StrikeWiring, pins: MockFactory) -> Iterator[GpioStrike]:
    strike = GpioStrike(wiring, pins, time.monotonic_ns)
    yield strike
    strike.close()


def line(pins: MockFactory) -> WatchedPin:
    pin = pins.pin(17)
    assert isinstance(pin, WatchedPin)
    return pin


def test_a_strike_is_secured_from_its_construction(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    assert not strike.released
    assert line(pins).state is wiring.secured_level


def test_a_release_moves_the_line_to_the_other_level(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    strike.release(time.monotonic_ns() + 60 * NS)
    assert strike.released
    assert line(pins).state is not wiring.secured_level


def test_a_release_ends_by_itself_and_not_before_its_time(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    until = time.monotonic_ns() + SOON
    line(pins).reached[wiring.secured_level].clear()
    strike.release(until)
    assert line(pins).reached[wiring.secured_level].wait(LIMIT)
    assert time.monotonic_ns() >= until
    assert not strike.released


def test_a_second_release_moves_the_end_later(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    now = time.monotonic_ns()
    strike.release(now + SOON)
    strike.release(now + 3 * SOON)
    assert line(pins).reached[wiring.secured_level].wait(LIMIT)
    assert time.monotonic_ns() >= now + 3 * SOON


def test_a_second_release_moves_the_end_earlier(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    now = time.monotonic_ns()
    strike.release(now + 600 * NS)
    strike.release(now + SOON)
    assert line(pins).reached[wiring.secured_level].wait(LIMIT)


def test_a_release_whose_end_is_past_is_taken_back_at_once(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    line(pins).reached[wiring.secured_level].clear()
    strike.release(time.monotonic_ns() - NS)
    assert line(pins).reached[wiring.secured_level].wait(LIMIT)


def test_the_strike_can_be_released_again_and_again(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    for _ in range(5):
        line(pins).reached[wiring.secured_level].clear()
        strike.release(time.monotonic_ns() + SOON // 10)
        assert line(pins).reached[wiring.secured_level].wait(LIMIT)


def test_a_hold_outlives_the_release_before_it(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    strike.release(time.monotonic_ns() + SOON // 4)
    strike.hold()
    assert not line(pins).reached[wiring.secured_level].wait(SOON / NS)
    assert strike.released


def test_securing_ends_a_hold_and_a_release(strike: GpioStrike) -> None:
    strike.hold()
    strike.secure()
    assert not strike.released
    strike.release(time.monotonic_ns() + 60 * NS)
    strike.secure()
    assert not strike.released


def test_a_closed_strike_is_left_secured_and_releases_no_more(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    strike.release(time.monotonic_ns() + 60 * NS)
    strike.close()
    assert line(pins).states[-1].state is wiring.secured_level
    with pytest.raises(HardwareError, match="no timer"):
        strike.release(time.monotonic_ns() + NS)
    strike.close()


def test_a_line_that_cannot_be_written_is_tried_until_it_is_secured(
    strike: GpioStrike,
    wiring: StrikeWiring,
    pins: MockFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    line(pins).failures[wiring.secured_level] = 3
    strike.release(time.monotonic_ns() + SOON)
    assert line(pins).reached[wiring.secured_level].wait(LIMIT)
    assert caplog.text.count("could not be secured") == 1  # and not at each of the tries


def test_a_line_that_is_taken_is_refused_with_a_sentence(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    with pytest.raises(PinsUnavailable, match="strike line 17"):
        GpioStrike(wiring, pins, time.monotonic_ns)
    assert not strike.released


class Armed(GpioStrike):
    """A strike that notes, when its line moves, whether its end was set and its timer told."""

    seen: tuple[int | None, bool] = (None, False)

    def _drive(self, level: bool) -> None:  # noqa: FBT001 - as the strike's own
        self.seen = (self._until, not self._wake.empty() or self._timer.is_alive())
        super()._drive(level)


def test_the_timer_is_armed_before_the_line_moves(pins: MockFactory) -> None:
    strike = Armed(WIRINGS[0], pins, time.monotonic_ns)
    until = time.monotonic_ns() + 60 * NS
    strike.release(until)
    assert strike.seen == (until, True)
    strike.close()


def test_one_function_alone_drives_the_line_of_a_strike() -> None:
    """A door's only way to open: one assignment to `.state`, in `_drive`, and no on() or off()."""
    source = Path(__file__).parents[2] / "hardware" / "portal" / "strike.py"
    writers = {
        function.name
        for function in ast.walk(ast.parse(source.read_text()))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and (
            (node.attr in {"state", "value"} and isinstance(node.ctx, ast.Store))
            or node.attr in {"on", "off", "toggle", "blink", "pulse", "output_with_state"}
        )
    }
    assert writers == {"_drive"}


def test_a_line_that_refuses_to_lock_is_tried_again_by_the_timer(
    strike: GpioStrike, wiring: StrikeWiring, pins: MockFactory
) -> None:
    strike.hold()
    line(pins).failures[wiring.secured_level] = 1
    line(pins).reached[wiring.secured_level].clear()
    with pytest.raises(OSError, match="wire cut"):
        strike.secure()
    assert line(pins).reached[wiring.secured_level].wait(LIMIT)
    assert not strike.released
