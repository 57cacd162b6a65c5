"""The simulated wires, through real pipes and gpiozero's own devices."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from gpiozero import DigitalInputDevice, OutputDevice

from hardware.simulated.reader import EmulatedReader
from hardware.simulated.wires import SimulatedWires, plug

WITHOUT_A_CHIP = """
import os, sys
from hardware.simulated.wires import plug
plug(os.pipe()[0], os.pipe()[1], lambda: 0, mfrc522=False)
print("hardware.simulated.chip" in sys.modules, "gpiozero.pins.mock" in sys.modules)
"""


@dataclass
class Air:
    """Remembers what was done to it."""

    acts: list[tuple[str, ...]] = field(default_factory=list)

    def place(self, cards: Sequence[str]) -> None:
        self.acts.append(("place", *cards))

    def clear(self) -> None:
        self.acts.append(("clear",))

    def unplug(self) -> None:
        self.acts.append(("unplug",))

    def plug(self) -> None:
        self.acts.append(("plug",))


@dataclass
class Rig:
    """The wires, and the ends of their pipes that the page holds."""

    wires: SimulatedWires
    air: Air
    said: int

    def do(self, **act: object) -> None:
        self.wires.feed(json.dumps(act).encode() + b"\n")

    def levels(self) -> list[tuple[int, bool, int]]:
        """What was reported since last asked."""
        os.set_blocking(self.said, False)
        try:
            lines = os.read(self.said, 65_536).splitlines()
        except BlockingIOError:
            return []
        return [(each["line"], each["level"], each["ticks"]) for each in map(json.loads, lines)]


@pytest.fixture
def rig() -> Iterator[Rig]:
    said, says = os.pipe()
    os.set_blocking(says, False)
    air = Air()
    yield Rig(SimulatedWires(says, air, lambda: 7), air, said)
    for end in (said, says):
        os.close(end)


def test_an_output_tells_its_first_level_and_each_change_once(rig: Rig) -> None:
    strike = OutputDevice(17, initial_value=False)
    strike.on()
    strike.on()
    strike.off()
    assert rig.levels() == [(17, False, 7), (17, True, 7), (17, False, 7)]
    strike.close()


def test_a_jammed_output_refuses_until_it_is_freed(rig: Rig) -> None:
    strike = OutputDevice(17, initial_value=False)
    rig.do(do="jam", line=17)
    with pytest.raises(OSError, match="line 17 is jammed"):
        strike.on()
    rig.do(do="free", line=17)
    strike.on()
    assert rig.levels() == [(17, False, 7), (17, True, 7)]
    strike.close()


def test_an_active_low_output_is_claimed_at_its_level_with_no_other_before(rig: Rig) -> None:
    strike = OutputDevice(4, active_high=False, initial_value=False)
    assert rig.levels() == [(4, True, 7)]
    strike.close()


def test_a_line_given_back_is_told(rig: Rig) -> None:
    strike = OutputDevice(17, initial_value=False)
    rig.levels()
    strike.close()
    assert rig.levels() == [(17, False, 7)]


def test_an_input_is_driven_and_its_edge_is_heard(rig: Rig) -> None:
    contact = DigitalInputDevice(5, pull_up=True)
    edges: list[bool] = []

    def hear(_ticks: int, state: int) -> None:
        edges.append(bool(state))

    contact.pin.when_changed = hear  # gpiozero keeps a weak reference only
    rig.do(do="line", line=5, level=False)
    rig.do(do="line", line=5, level=True)
    assert edges == [False, True]
    contact.close()


def test_what_holds_a_line_before_it_is_claimed_is_stronger_than_the_pull(rig: Rig) -> None:
    rig.do(do="line", line=5, level=False)
    contact = DigitalInputDevice(5, pull_up=True)
    assert contact.pin.state == 0
    contact.close()


def test_inputs_are_not_reported(rig: Rig) -> None:
    rig.do(do="line", line=5, level=False)
    rig.do(do="line", line=5, level=True)
    assert rig.levels() == []


def test_cards_and_the_wire_go_to_the_reader(rig: Rig) -> None:
    rig.do(do="place", cards=["04A1B2C3D4E5F6", "0BADC0DE"])
    rig.do(do="clear")
    rig.do(do="unplug")
    rig.do(do="plug")
    assert rig.air.acts == [
        ("place", "04A1B2C3D4E5F6", "0BADC0DE"),
        ("clear",),
        ("unplug",),
        ("plug",),
    ]


def test_a_line_torn_in_two_reads_is_one_act(rig: Rig) -> None:
    rig.wires.feed(b'{"do": "cl')
    assert rig.air.acts == []
    rig.wires.feed(b'ear"}\n{"do": "plug"}\n')
    assert rig.air.acts == [("clear",), ("plug",)]


def test_the_clock_is_what_was_said_last(rig: Rig) -> None:
    assert rig.wires.clock == "synced"
    rig.do(do="clock", state="untrusted")
    assert rig.wires.clock == "untrusted"


def test_a_clock_of_another_kind_is_refused_by_name(rig: Rig) -> None:
    with pytest.raises(ValueError, match="'late'"):
        rig.do(do="clock", state="late")


def test_following_ends_with_the_pipe(rig: Rig) -> None:
    reads, writes = os.pipe()
    os.write(writes, b'{"do": "clear"}\n')
    os.close(writes)
    rig.wires.follow(reads)
    os.close(reads)
    assert rig.air.acts == [("clear",)]


@pytest.mark.usefixtures("rig")
def test_a_page_that_never_reads_does_not_hold_up_the_strike() -> None:
    strike = OutputDevice(17, initial_value=False)
    for _ in range(5000):  # far more than a pipe holds
        strike.toggle()
    strike.close()


def test_a_page_that_is_gone_does_not_stop_the_strike() -> None:
    said, says = os.pipe()
    SimulatedWires(says, Air(), lambda: 7)
    os.close(said)
    strike = OutputDevice(17, initial_value=False)
    strike.on()
    assert strike.value == 1
    strike.close()
    os.close(says)


def test_what_stood_in_the_pipe_has_happened_before_plug_returns_and_its_end_is_told() -> None:
    reads, writes = os.pipe()
    said, says = os.pipe()
    os.write(writes, b'{"do": "line", "line": 5, "level": false}\n')
    ended = threading.Event()
    plug(reads, says, lambda: 7, ended.set)
    contact = DigitalInputDevice(5, pull_up=True)
    assert contact.pin.state == 0
    os.close(writes)
    assert ended.wait(timeout=5)
    contact.close()
    for end in (reads, said, says):
        os.close(end)


def test_a_door_without_an_mfrc522_loads_no_emulated_one() -> None:
    said = subprocess.check_output([sys.executable, "-c", WITHOUT_A_CHIP], text=True, timeout=60)
    assert said == "False True\n"


def test_a_chip_stands_on_the_bus_and_loses_its_settings_with_its_wire() -> None:
    reader = EmulatedReader(lambda: 0)
    version = [0x37 << 1 | 0x80, 0]
    assert reader.chip.transfer(version)[1] == 0x92
    reader.unplug()
    assert reader.chip.transfer(version)[1] == 0x00
    reader.plug()
    assert reader.chip.transfer(version)[1] == 0x92


def test_the_same_digits_are_the_same_card() -> None:
    reader = EmulatedReader(lambda: 0)
    reader.place(["04A1B2C3D4E5F6"])
    reader.place(["04A1B2C3D4E5F6"])
    assert len(reader.chip.field.cards) == 1
    reader.clear()
    assert not reader.chip.field.cards
