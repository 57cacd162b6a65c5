from functools import reduce
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.readers.em4100 import Id12laFrames, Rdm6300Frames
from tests.hardware.wires import FOB, FOB_ID12LA, NUMBER


def frame(number: bytes, tail: bytes = b"\x03") -> bytes:
    return b"\x02%s%02X%s" % (number.hex().upper().encode(), reduce(xor, number), tail)


def test_the_published_rdm6300_frame_is_read() -> None:
    assert [n.text for n in Rdm6300Frames().feed(FOB)] == [NUMBER]


def test_both_formats_give_the_same_number_for_the_same_fob() -> None:
    assert Id12laFrames().feed(FOB_ID12LA) == Rdm6300Frames().feed(FOB)


def test_lower_case_digits_are_the_same_fob() -> None:
    assert [n.text for n in Rdm6300Frames().feed(FOB.lower())] == [NUMBER]


def test_neither_format_reads_the_other() -> None:
    assert Rdm6300Frames().feed(FOB_ID12LA) == []
    assert Id12laFrames().feed(FOB) == []


@given(st.binary(min_size=5, max_size=5))
def test_every_fob_keeps_all_its_ten_digits(number: bytes) -> None:
    whole = f"em4100:{number.hex().upper()}"
    assert [n.text for n in Rdm6300Frames().feed(frame(number))] == [whole]
    assert [n.text for n in Id12laFrames().feed(frame(number, b"\r\n\x03"))] == [whole]


@pytest.mark.parametrize("at", range(1, 13))
def test_a_digit_changed_on_the_wire_is_never_another_fob(at: int) -> None:
    for digit in b"0123456789ABCDEF":
        if digit != FOB[at]:
            assert Rdm6300Frames().feed(FOB[:at] + bytes([digit]) + FOB[at + 1 :]) == []
