"""What happens when the chip, its wires or its supply fail, and when they are mended."""

import logging
from collections.abc import Callable

import pytest

from hardware.errors import ReaderOffline
from hardware.readers import ReaderLost
from hardware.readers.mfrc522 import Mfrc522Reader
from hardware.readers.mfrc522_versions import VERSIONS
from hardware.simulated.chip import Chip, Fault
from hardware.simulated.chip_registers import Register
from tests.hardware.desk import RESET_LINE, Desk, card

SEVEN = "04A1B2C3D4E5F6"
NOTICED_WITHIN = 2e9  # ns


def break_it(desk: Desk, fault: Fault) -> Callable[[], None]:
    return lambda: setattr(desk.chip, "fault", fault)


def antenna_off(chip: Chip) -> None:
    chip.write(Register.TX_CONTROL, 0x80)


def timer_lost(chip: Chip) -> None:
    chip.write(Register.T_PRESCALER, 0)


def stuck(chip: Chip) -> None:
    chip.fault = Fault.STUCK


IN_PLACE: dict[str, Callable[[Chip], None]] = {
    "brown-out": Chip.brown_out,
    "antenna off": antenna_off,
    "configuration lost": timer_lost,
    "stuck": stuck,
}


@pytest.mark.parametrize("what", IN_PLACE)
def test_a_wedged_chip_is_reset_within_two_seconds_and_said_lost_and_back(what: str) -> None:
    desk = Desk()
    desk.at(2.5, lambda: IN_PLACE[what](desk.chip))
    desk.lay(5, card(SEVEN))
    lost, back, *_ = desk.run(until=6)
    assert desk.told == ["lost", "back", SEVEN]
    assert lost.ticks <= back.ticks < 2.5e9 + NOTICED_WITHIN
    assert isinstance(lost, ReaderLost)
    assert lost.why


def test_a_card_that_rests_through_a_mend_is_not_told_again() -> None:
    desk = Desk()
    desk.lay(0.5, card(SEVEN))
    desk.at(2, desk.chip.brown_out)
    desk.run(until=6)
    assert desk.told == [SEVEN, "lost", "back"]


@pytest.mark.parametrize("fault", [Fault.PULLED_LOW, Fault.PULLED_HIGH, Fault.NO_SPI])
def test_a_reader_pulled_off_is_offline_within_two_seconds(fault: Fault) -> None:
    desk = Desk()
    desk.at(2, break_it(desk, fault))
    with pytest.raises(ReaderOffline) as offline:
        desk.run(until=60)
    assert 2e9 <= desk.clock() <= 2e9 + NOTICED_WITHIN
    assert offline.value.reader == "desk"
    assert desk.told == []  # who runs the reader says that it is lost


@pytest.mark.parametrize("fault", [Fault.PULLED_LOW, Fault.PULLED_HIGH, Fault.NO_SPI])
@pytest.mark.parametrize("milliseconds", range(8))
def test_a_wire_pulled_at_any_moment_of_a_read_never_gives_a_wrong_number(
    fault: Fault, milliseconds: int
) -> None:
    desk = Desk()
    desk.lay(1, card(SEVEN))
    desk.at(1.001 + milliseconds / 1000, break_it(desk, fault))
    with pytest.raises(ReaderOffline):
        desk.run(until=60)
    assert desk.told in ([], [SEVEN])


def test_a_reader_plugged_back_in_runs_again_and_reads() -> None:
    desk = Desk()
    desk.at(2, break_it(desk, Fault.PULLED_LOW))
    with pytest.raises(ReaderOffline):
        desk.run(until=60)
    desk.chip.fault = Fault.NONE
    desk.chip.brown_out()
    now = desk.clock() / 1e9
    desk.lay(now + 1, card(SEVEN))
    desk.run(until=now + 2)
    assert desk.told == [SEVEN]
    assert len(desk.started) == 2


@pytest.mark.parametrize("fault", [Fault.PULLED_LOW, Fault.PULLED_HIGH, Fault.NO_SPI])
def test_a_reader_that_is_not_there_never_says_ready(fault: Fault) -> None:
    desk = Desk()
    desk.chip.fault = fault
    with pytest.raises(ReaderOffline):
        desk.run(until=60)
    assert desk.started == []


def test_a_chip_stuck_before_the_start_is_mended_by_the_start() -> None:
    desk = Desk()
    desk.chip.fault = Fault.STUCK
    desk.lay(1, card(SEVEN))
    desk.run(until=2)
    assert desk.told == [SEVEN]


def test_a_chip_that_falls_ill_again_at_once_is_offline() -> None:
    desk = Desk()
    desk.at(2, desk.chip.brown_out)
    desk.at(4, desk.chip.brown_out)
    with pytest.raises(ReaderOffline, match="again"):
        desk.run(until=60)
    assert desk.told == ["lost", "back"]


def test_a_chip_that_falls_ill_much_later_is_mended_again() -> None:
    desk = Desk()
    desk.at(2, desk.chip.brown_out)
    desk.at(20, desk.chip.brown_out)
    desk.run(until=30)
    assert desk.told == ["lost", "back"] * 2


def test_a_stuck_chip_whose_reset_line_is_broken_is_offline() -> None:
    desk = Desk()
    desk.at(2, break_it(desk, Fault.STUCK))
    desk.chip.reset = lambda: None  # type: ignore[method-assign]
    with pytest.raises(ReaderOffline):
        desk.run(until=60)
    assert desk.told == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_known_version_of_the_chip_reads_cards(version: int) -> None:
    desk = Desk(version=version)
    desk.lay(1, card(SEVEN))
    desk.run(until=2)
    assert desk.told == [SEVEN]


def test_an_unknown_version_is_refused_and_named() -> None:
    desk = Desk(version=0x42)
    with pytest.raises(ReaderOffline, match="VersionReg reads 42"):
        desk.run(until=2)


def test_a_chip_that_fails_its_self_test_is_warned_of_and_used(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hardware.simulated.chip.SELF_TESTS", {})  # a clone that says 92
    desk = Desk()
    desk.lay(1, card(SEVEN))
    with caplog.at_level(logging.WARNING):
        desk.run(until=2)
    assert "fails its self-test" in caplog.text
    assert desk.told == [SEVEN]


def test_the_self_test_runs_at_the_start_and_never_again() -> None:
    desk = Desk()
    tests: list[int] = []
    remember = desk.chip.write

    def write(address: int, value: int) -> None:
        if address == Register.AUTO_TEST and value:
            tests.append(desk.clock())
        remember(address, value)

    desk.chip.write = write  # type: ignore[method-assign]
    desk.run(until=10)
    assert len(tests) == 1
    assert tests[0] < desk.started[0] * 1e9


def test_closing_ends_the_run_after_the_poll_at_hand_and_frees_the_line() -> None:
    desk = Desk()
    desk.run(until=1)
    assert desk.clock() < 1.05e9
    assert desk.lines is not None
    with pytest.raises(RuntimeError, match="not set up"):
        desk.lines.output(RESET_LINE, 1)


def test_a_waiting_reader_sleeps_most_of_the_time() -> None:
    desk = Desk()
    asleep: list[float] = []

    def pause(seconds: float) -> None:
        asleep.append(seconds)
        desk.clock.pause(seconds)

    desk.reader = Mfrc522Reader("desk", desk.wiring, desk.clock, pause)
    desk.run(until=10)
    assert sum(asleep) > 0.95 * 10


def test_no_card_number_comes_near_the_log(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk()
    desk.lay(0.5, card(SEVEN), until=1)
    desk.lay(1.5, card("DEADBEEF"), card(SEVEN), until=2)
    desk.at(3, desk.chip.brown_out)
    with caplog.at_level(logging.DEBUG):
        desk.run(until=5)
    assert "A1B2C3" not in caplog.text.upper()
    assert "DEADBEEF" not in caplog.text.upper()
