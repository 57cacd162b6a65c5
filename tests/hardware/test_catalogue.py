import subprocess
import sys

import pytest

import hardware.wiring
from hardware.readers import READERS
from hardware.readers.catalogue import build
from hardware.wiring import FramedWiring, SerialWiring, WiegandWiring
from tests.hardware.wires import Clock

WIRINGS = {
    "SerialWiring": SerialWiring(port="/dev/null"),
    "FramedWiring": FramedWiring(port="/dev/null", frame=r"<(?P<number>\d{4})>"),
    "WiegandWiring": WiegandWiring(data0=23, data1=24),
}
WIRED_HERE = [kind for kind in READERS if kind != "mfrc522"]
IMPORTED = """
import sys
from hardware.readers.catalogue import build
from hardware.wiring import SerialWiring
build("rdm6300", "in", SerialWiring(port="/dev/null"), lambda: 0)
print([name for name in ("gpiozero", "lgpio", "mfrc522", "spidev") if name in sys.modules])
"""


@pytest.mark.parametrize("kind", WIRED_HERE)
def test_every_kind_is_built_from_its_own_options(kind: str) -> None:
    reader = build(kind, "in", WIRINGS[READERS[kind][0]], Clock())
    assert reader.name == "in"
    assert f"{type(reader).__module__}:{type(reader).__name__}" == READERS[kind][1]


@pytest.mark.parametrize("kind", READERS)
def test_every_kinds_options_are_a_table_of_wiring(kind: str) -> None:
    assert hasattr(hardware.wiring, READERS[kind][0])


@pytest.mark.parametrize("kind", READERS)
def test_options_of_another_kind_are_refused(kind: str) -> None:
    others = [wiring for options, wiring in WIRINGS.items() if options != READERS[kind][0]]
    for wiring in others:
        with pytest.raises(TypeError, match=f"a reader of kind '{kind}' wants {READERS[kind][0]}"):
            build(kind, "in", wiring, Clock())


def test_a_kind_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError, match="magstripe"):
        build("magstripe", "in", WIRINGS["SerialWiring"], Clock())


def test_a_serial_reader_loads_no_library_of_the_other_kinds() -> None:
    told = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, check=True)
    assert told.stdout.decode().strip() == "[]"
