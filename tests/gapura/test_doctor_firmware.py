"""The file that sets the pins before anything of ours runs, read as the firmware does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapura.doctor import firmware
from tests.gapura.pis import PI

LEVELS = {
    "": None,
    "gpio=17=op,dl": 0,
    "gpio=17=op,dh": 1,
    "gpio=17=op,dl\ngpio=17=op,dh": 1,
    "gpio=17=op,dl\ngpio=17=ip": None,
    "gpio=17=op,dl\ngpio=16-18=dh": 1,
    "gpio=4,17=op,dl": 0,
    "gpio=0-27=a2": None,
    "gpio=18=op,dl": None,
    "# gpio=17=op,dl": None,
    "gpio=17=op,dl # locked": 0,
    "[pi5]\ngpio=17=op,dl": None,
    "[pi4]\ngpio=17=op,dl": 0,
    "[pi5]\ngpio=17=op,dh\n[all]\ngpio=17=op,dl": 0,
}


@pytest.mark.parametrize("text", LEVELS)
def test_config_txt_is_read_as_the_firmware_does(text: str) -> None:
    assert firmware.boot_level(text, PI, 17) == LEVELS[text]


@given(text=st.text("gpio=17-,opdlha[]#\n", max_size=60))
def test_no_config_txt_makes_the_doctor_raise(text: str) -> None:
    assert firmware.boot_level(text, PI, 17) in (None, 0, 1)
