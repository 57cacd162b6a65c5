"""What the library does by itself with the same chip and cards, beside ours; the figures."""

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol

import pytest

from hardware.pi_gpio import BCM
from hardware.simulated.card import Card
from tests.bench.chip import figures
from tests.hardware.desk import RESET_LINE, Desk

FIRST = bytes.fromhex("04A1B2C3D4E5F6")
SECOND = bytes.fromhex("04A1B211223344")  # shares three bytes with it


class Library(Protocol):
    """As much of the library's `MFRC522` as is tried here."""

    MI_OK: int
    MI_ERR: int
    PICC_REQIDL: int

    def MFRC522_Request(self, mode: int) -> tuple[int, int]: ...  # noqa: N802 - the library's
    def MFRC522_Anticoll(self) -> tuple[int, list[int]]: ...  # noqa: N802 - the library's
    def MFRC522_SelectTag(self, number: list[int]) -> int: ...  # noqa: N802 - the library's


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def library(desk: Desk) -> Iterator[Library]:
    assert desk.lines is not None
    library = import_module("mfrc522").MFRC522(pin_mode=BCM, pin_rst=RESET_LINE)
    library.logger.handlers.clear()
    yield library
    library.Close_MFRC522()


def read_by_the_library(desk: Desk, library: Library, number: bytes) -> list[int]:
    desk.field.clear()
    desk.field.place(Card(number))
    status, _ = library.MFRC522_Request(library.PICC_REQIDL)
    assert status == library.MI_OK
    status, part = library.MFRC522_Anticoll()
    assert status == library.MI_OK
    return list(part)


def test_the_library_reads_a_four_byte_card_on_the_emulated_chip(
    desk: Desk, library: Library
) -> None:
    number = bytes.fromhex("DEADBEEF")
    assert bytes(read_by_the_library(desk, library, number)[:4]) == number
    assert library.MFRC522_SelectTag([*number, 0xDE ^ 0xAD ^ 0xBE ^ 0xEF]) == 0x08


def test_the_library_takes_three_bytes_of_a_seven_byte_number_for_the_number(
    desk: Desk, library: Library
) -> None:
    assert bytes(read_by_the_library(desk, library, FIRST)) == bytes.fromhex("8804A1B29F")


def test_the_library_confuses_two_cards_that_ours_tells_apart(desk: Desk, library: Library) -> None:
    first = read_by_the_library(desk, library, FIRST)
    assert read_by_the_library(desk, library, SECOND) == first
    desk.field.clear()
    for second, number in enumerate((FIRST, SECOND)):
        desk.lay(1 + second, Card(number), until=1.5 + second)
    desk.run(until=4)
    assert desk.told == [FIRST.hex().upper(), SECOND.hex().upper()]


def test_the_library_misses_every_other_look_at_a_resting_card(
    desk: Desk, library: Library
) -> None:
    read_by_the_library(desk, library, bytes.fromhex("DEADBEEF"))
    looks = [library.MFRC522_Request(library.PICC_REQIDL)[0] for _ in range(4)]
    assert looks == [library.MI_ERR, library.MI_OK] * 2


def test_the_figures_keep_their_bars() -> None:
    taken = figures()
    assert taken["chip_7byte_over_rf_floor"] <= 1.15
    assert taken["chip_7byte_over_rf_floor_slow_spi"] <= 1.5
    assert taken["chip_empty_poll_transactions"] <= 30
    assert taken["chip_empty_poll_ms"] <= 0.9
    assert taken["_stock_empty_poll_transactions"] == 2013
    assert taken["_rf_floor_7byte_ms"] == pytest.approx(4.45, abs=0.01)
