import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from gpiozero import GPIOPinInUse, OutputDevice
from gpiozero.pins.mock import MockFactory

from hardware import pi_gpio
from hardware.pi_gpio import BCM, BOARD, OUT, Lines


@pytest.fixture
def factory() -> MockFactory:
    return MockFactory()


@pytest.fixture
def lines(factory: MockFactory) -> Lines:
    return Lines(factory)


@pytest.fixture
def bare_modules() -> Iterator[None]:
    """Forget RPi for one test and put back what stood before."""
    names = ("RPi", "RPi.GPIO")
    before = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    yield
    for name in names:
        sys.modules.pop(name, None)
    sys.modules.update(before)


def test_header_pin_22_is_line_25(factory: MockFactory, lines: Lines) -> None:
    lines.setmode(BOARD)
    lines.setup(22, OUT)
    lines.output(22, 1)
    assert factory.pin(25).function == "output"
    assert factory.pin(25).state


def test_cleanup_lets_go_of_its_own_lines_and_never_of_the_locks(
    factory: MockFactory, lines: Lines
) -> None:
    lock = OutputDevice(17, initial_value=True, pin_factory=factory)
    lines.setmode(BCM)
    lines.setup(25, OUT)
    lines.cleanup()
    assert factory.pin(25).function == "input"
    assert lock.value == 1
    assert factory.pin(17).function == "output"
    assert [state.state for state in factory.pin(17).states][-1]


def test_cleanup_of_one_line_leaves_the_other_reader_its_reset_line(
    factory: MockFactory, lines: Lines
) -> None:
    lines.setmode(BCM)
    for line in (24, 25):
        lines.setup(line, OUT)
        lines.output(line, 1)
    lines.cleanup(24)
    assert factory.pin(24).function == "input"
    assert factory.pin(25).state
    assert lines.getmode() == BCM
    lines.cleanup(24)


def test_a_line_of_the_lock_cannot_be_claimed(factory: MockFactory, lines: Lines) -> None:
    with OutputDevice(17, pin_factory=factory):
        lines.setmode(BCM)
        with pytest.raises(GPIOPinInUse):
            lines.setup(17, OUT)


def test_a_line_may_be_set_up_again_and_is_free_after_cleanup(
    factory: MockFactory, lines: Lines
) -> None:
    lines.setmode(BCM)
    lines.setup(25, OUT)
    lines.setup(25, OUT)
    lines.cleanup()
    OutputDevice(25, pin_factory=factory).close()


def test_what_cannot_be_done_is_refused_with_a_sentence(lines: Lines) -> None:
    with pytest.raises(RuntimeError, match="BOARD or BCM"):
        lines.setup(25, OUT)
    with pytest.raises(ValueError, match="neither BOARD"):
        lines.setmode(7)
    lines.setmode(BCM)
    with pytest.raises(ValueError, match="only outputs"):
        lines.setup(25, 1)
    with pytest.raises(RuntimeError, match="not set up"):
        lines.output(25, 1)


@pytest.mark.usefixtures("bare_modules")
def test_the_names_are_importable_as_the_library_imports_them(factory: MockFactory) -> None:
    lines = pi_gpio.install(factory)
    from RPi import GPIO  # noqa: PLC0415 - it stands only now

    GPIO.setmode(GPIO.BCM)
    GPIO.setup(25, GPIO.OUT)
    GPIO.output(25, GPIO.HIGH)
    assert factory.pin(25).state
    assert pi_gpio.install() is lines
    GPIO.cleanup()
    assert factory.pin(25).function == "input"


@pytest.mark.usefixtures("bare_modules")
def test_a_real_package_that_is_imported_is_left_alone() -> None:
    real = sys.modules["RPi.GPIO"] = ModuleType("RPi.GPIO")
    assert pi_gpio.install() is None
    assert sys.modules["RPi.GPIO"] is real


@pytest.mark.usefixtures("bare_modules")
def test_a_real_package_that_is_installed_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "RPi"
    (folder / "GPIO").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "GPIO" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert pi_gpio.install() is None
    assert "RPi.GPIO" not in sys.modules
