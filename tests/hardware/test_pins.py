"""Real pins without a Pi: gpiozero and our pins on a stand-in for lgpio that records every call."""

import ast
import importlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from gpiozero import Device, InputDevice, OutputDevice
from gpiozero.exc import PinInvalidFunction
from gpiozero.pins.mock import MockFactory
from gpiozero.pins.pi import PiFactory

from hardware.errors import HardwareError, PinsUnavailable
from hardware.portal import PinEdge, Sense
from hardware.portal.indicator import GpioIndicator
from hardware.portal.inputs import GpioInput
from hardware.portal.pins import open_pins
from hardware.portal.strike import GpioStrike
from hardware.wiring import IndicatorWiring, InputWiring, StrikeKind, StrikeWiring

ROOT = Path(__file__).parents[2]
STAND_IN = Path(__file__).parent / "stand_in"
ON_LGPIO = ("lgpio", "gpiozero.pins.lgpio", "hardware.portal.chip", "hardware.portal.safe_pin")
CHIP = 4


@pytest.fixture(autouse=True)
def no_pins_in_place() -> Iterator[None]:
    before, Device.pin_factory = Device.pin_factory, None
    yield
    if Device.pin_factory is not None:
        Device.pin_factory.close()
    Device.pin_factory = before


@pytest.fixture
def lgpio(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Put the stand-in in lgpio's place, under a fresh import of all that stands on it."""
    kept = {name: sys.modules.pop(name) for name in ON_LGPIO if name in sys.modules}
    monkeypatch.syspath_prepend(str(STAND_IN))
    yield importlib.import_module("lgpio")
    for name in ON_LGPIO:
        sys.modules.pop(name, None)
    sys.modules.update(kept)


@pytest.fixture
def header(lgpio: ModuleType) -> Iterator[PiFactory]:
    assert lgpio.calls == []
    factory = open_pins(simulated=False)
    yield factory
    factory.close()


WIRINGS = [  # kind, active high, the level that keeps the door locked
    (StrikeKind.FAIL_SECURE, True, 0),
    (StrikeKind.FAIL_SECURE, False, 1),
    (StrikeKind.FAIL_SAFE, True, 1),
    (StrikeKind.FAIL_SAFE, False, 0),
]


@pytest.mark.parametrize(("kind", "active_high", "secured"), WIRINGS)
def test_a_strike_is_claimed_once_with_its_secured_level_and_left_at_it(
    lgpio: ModuleType, header: PiFactory, kind: StrikeKind, *, active_high: bool, secured: int
) -> None:
    wiring = StrikeWiring(line=17, kind=kind, active_high=active_high)
    strike = GpioStrike(wiring, header, time.monotonic_ns)
    assert lgpio.calls == [("claim output", CHIP, 17, secured)]
    strike.release(time.monotonic_ns() + 60_000_000_000)
    assert strike.released
    strike.close()
    header.close()
    assert lgpio.calls == [
        ("claim output", CHIP, 17, secured),
        ("write", 17, 1 - secured),
        ("write", 17, secured),
    ]
    assert lgpio.opened == set()


@pytest.mark.parametrize(
    ("number", "label"), [(0, "pinctrl-bcm2835"), (0, "pinctrl-bcm2711"), (13, "pinctrl-rp1")]
)
def test_the_header_is_found_by_its_label_whatever_its_number(
    lgpio: ModuleType, number: int, label: str
) -> None:
    lgpio.chips.clear()
    lgpio.chips.update({1: "raspberrypi-exp-gpio", number: label})
    factory = open_pins(simulated=False)
    GpioStrike(StrikeWiring(line=17), factory, time.monotonic_ns).close()
    assert lgpio.calls[0] == ("claim output", number, 17, 0)
    assert lgpio.opened == {number}


def test_the_board_is_known_where_proc_is_hidden(header: PiFactory) -> None:
    assert header.board_info.model == "5B"
    assert header.board_info.to_gpio("BOARD11") == "GPIO17"


def test_without_a_pi_there_are_no_pins_and_no_others_in_their_place(lgpio: ModuleType) -> None:
    lgpio.chips.clear()
    with pytest.raises(PinsUnavailable, match=r"no GPIO chip, wanted one of pinctrl-bcm2835"):
        open_pins(simulated=False)
    lgpio.chips[0] = "gpio-sim"
    with pytest.raises(PinsUnavailable, match="found gpio-sim"):
        open_pins(simulated=False)
    assert Device.pin_factory is None
    assert lgpio.opened == set()


def test_a_line_that_another_program_holds_is_refused_with_its_number(
    lgpio: ModuleType, header: PiFactory
) -> None:
    lgpio.busy.add(17)
    with pytest.raises(PinsUnavailable, match="17 as output: GPIO busy"):
        GpioStrike(StrikeWiring(line=17), header, time.monotonic_ns)
    with pytest.raises(PinsUnavailable, match="17 as input: GPIO busy"):
        hear(header, 17, [])
    assert lgpio.calls == []


def test_a_line_that_can_no_longer_be_written_is_an_error_of_ours(
    lgpio: ModuleType, header: PiFactory
) -> None:
    strike = GpioStrike(StrikeWiring(line=17), header, time.monotonic_ns)
    lgpio.busy.add(17)
    with pytest.raises(HardwareError, match="17 not written"):
        strike.release(time.monotonic_ns() + 60_000_000_000)
    lgpio.busy.clear()
    strike.close()


def test_an_output_without_a_first_level_is_refused(lgpio: ModuleType, header: PiFactory) -> None:
    with pytest.raises(PinInvalidFunction, match="claimed with its first level"):
        OutputDevice(17, initial_value=None, pin_factory=header)
    assert lgpio.calls == []


def hear(factory: PiFactory, line: int, told: list[PinEdge]) -> GpioInput:
    return GpioInput(
        "server",
        Sense.CONTACT,
        InputWiring(line=line),
        factory=factory,
        deliver=told.append,
        ticks=lambda: 7,
    )


def test_an_input_is_pulled_listened_to_and_given_back(
    lgpio: ModuleType, header: PiFactory
) -> None:
    told: list[PinEdge] = []
    contact = hear(header, 5, told)
    assert lgpio.calls[-1] == ("claim alert", CHIP, 5, lgpio.SET_PULL_UP)
    assert told == [PinEdge("server", Sense.CONTACT, active=True, ticks=7)]
    contact.close()
    contact.close()
    assert lgpio.calls[-1] == ("free", 5)
    assert not any(call[0] == "claim output" for call in lgpio.calls)


def test_lights_are_claimed_dark(lgpio: ModuleType, header: PiFactory) -> None:
    wiring = IndicatorWiring(green=22, red=23, active_high=False)
    GpioIndicator(wiring, header, time.monotonic_ns).close()
    claims = [call for call in lgpio.calls if str(call[0]).startswith("claim")]
    assert claims == [("claim output", CHIP, 22, 1), ("claim output", CHIP, 23, 1)]
    assert lgpio.levels == {22: 1, 23: 1}


def test_simulated_pins_are_mock_pins_and_the_same_for_all() -> None:
    factory = open_pins(simulated=True)
    assert isinstance(factory, MockFactory)
    assert open_pins(simulated=True) is factory
    assert InputDevice(5, pull_up=True).pin_factory is factory


def test_simulated_pins_never_stand_in_for_real_ones() -> None:
    open_pins(simulated=True)
    with pytest.raises(PinsUnavailable, match="wanted real ones"):
        open_pins(simulated=False)


def run_secure_now(*arguments: str, also: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command with nothing but the stand-in and our own code to import (`-S`: no site)."""
    program = f"""
import runpy, sys
sys.path[:0] = [{str(STAND_IN)!r}, {str(ROOT)!r}]
import lgpio
{also}
sys.argv[1:] = {arguments!r}
try:
    runpy.run_module("hardware.portal.secure_now", run_name="__main__")
finally:
    print(lgpio.calls)
    print(sorted(name for name in set(sys.modules)
                 if name.partition(".")[0] not in {{*sys.stdlib_module_names, "__main__"}}))
"""
    return subprocess.run(
        [sys.executable, "-S", "-E", "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )


def test_secure_now_claims_each_line_at_its_level_and_imports_lgpio_alone() -> None:
    done = run_secure_now("17=0", "27=1")
    calls, modules = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert ast.literal_eval(calls) == [
        ("claim output", CHIP, 17, 0),
        ("claim output", CHIP, 27, 1),
    ]
    assert set(ast.literal_eval(modules)) == {
        "hardware",
        "hardware.errors",
        "hardware.portal",
        "hardware.portal.chip",
        "lgpio",
    }


def test_secure_now_secures_the_other_lines_where_one_is_held() -> None:
    done = run_secure_now("17=0", "27=1", also="lgpio.busy.add(17)")
    assert done.returncode == 1
    assert "line 17 was not secured: GPIO busy" in done.stderr
    assert "('claim output', 4, 27, 1)" in done.stdout


def test_secure_now_says_where_there_is_no_header() -> None:
    done = run_secure_now("17=0", also="lgpio.chips.clear()")
    assert done.returncode == 1
    assert "no GPIO chip" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("17",), ("28=0",), ("17=2",), ("-1=0",), ("17=0", "x")])
def test_secure_now_touches_nothing_when_called_wrongly(arguments: tuple[str, ...]) -> None:
    done = run_secure_now(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: ")
    assert done.stdout.startswith("[]")
