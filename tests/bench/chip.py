"""The chip's figures: modelled time, computed on a virtual clock, the same at every run.

The model: a transaction costs its overhead and eight SPI clocks a byte, a frame costs its bits at
106 kbit/s (HARDWARE.md section 7), and a sleep lasts exactly as long as was asked for. On a real
Pi a sleep lasts some 60 us longer.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

from hardware.readers.iso14443 import (
    FRAME_DELAY,
    REQA,
    REQUEST_GUARD,
    WUPA,
    Command,
    Selected,
    answer_bits,
    converse,
    frame_time,
    identify,
    inventory,
    sent_bits,
)
from hardware.simulated.card import Card
from tests.hardware.desk import Desk

if TYPE_CHECKING:
    from hardware.readers.mfrc522_chip import Mfrc522Chip

MS: Final = 1e6  # ns
NUMBER: Final = bytes.fromhex("04A1B2C3D4E5F6")
FAST: Final = (10_000_000, 10_000.0)  # Hz of SPI, ns of overhead a transaction
SLOW: Final = (1_000_000, 25_000.0)
ANTICOLLISION: Final = Command(b"\x93\x20", answer=5)
SELECT: Final = Command(b"\x93\x70" + bytes(5), crc=True, answer=1)


def rf_floor() -> float:
    """Return the ns that a 7-byte number needs on the air, whatever the reader.

    REQA, then anticollision and SELECT at two levels: each frame, the card's delay before each
    answer, and the guard that the standard demands between an answer and the next command.
    """
    commands = (REQA, ANTICOLLISION, SELECT, ANTICOLLISION, SELECT)
    exchanges = sum(
        frame_time(sent_bits(command)) + FRAME_DELAY + frame_time(answer_bits(command))
        for command in commands
    )
    return exchanges + (len(commands) - 1) * REQUEST_GUARD


def read_time(speed: int, transaction: float) -> float:
    """Return the ns from the start of the look that finds a 7-byte card to its number."""
    desk = Desk(speed=speed, transaction=transaction)
    chip = opened(desk)
    converse(inventory(WUPA), chip.exchange)  # the look before, which found nothing
    desk.field.place(Card(NUMBER))
    start = desk.clock()
    found = converse(identify(WUPA), chip.exchange)
    if not isinstance(found, Selected) or found.number != NUMBER:
        raise AssertionError(f"the chip read {found}")
    return desk.clock() - start


def delivery_time(speed: int, transaction: float) -> float:
    """Return the ns from the start of that look until the reader delivers it.

    By then the card is halted and a second one has been called for, in vain.
    """
    desk = Desk(speed=speed, transaction=transaction)
    delivered: list[int] = []
    desk.lay(0.5, Card(NUMBER))
    desk.at(1, desk.reader.close)
    desk.reader.run(lambda event: delivered.append(desk.clock() - event.ticks), lambda: None)
    return delivered[0]


def empty_look() -> tuple[int, float]:
    """Return the transactions and ns of a look that finds nothing, on the slow bus."""
    desk = Desk(speed=SLOW[0], transaction=SLOW[1])
    chip = opened(desk)
    return measured(desk, lambda: converse(inventory(WUPA), chip.exchange))


def stock_empty_look() -> tuple[int, float]:
    """Return the same of the library's own request."""
    desk = Desk(speed=SLOW[0], transaction=SLOW[1])
    library = import_module("mfrc522").MFRC522()
    library.logger.handlers.clear()
    try:
        return measured(desk, lambda: library.MFRC522_Request(library.PICC_REQIDL))
    finally:
        library.Close_MFRC522()


def measured(desk: Desk, action: Callable[[], object]) -> tuple[int, float]:
    """Return the transactions and ns that an action costs."""
    transactions, start = desk.bus.transactions, desk.clock()
    action()
    return desk.bus.transactions - transactions, desk.clock() - start


def opened(desk: Desk) -> "Mfrc522Chip":
    """Return the driver's chip, reset and configured."""
    driver = import_module("hardware.readers.mfrc522_chip")
    chip: Mfrc522Chip = driver.Mfrc522Chip(desk.wiring, desk.clock.pause)
    chip.restart()
    return chip


def figures() -> dict[str, float]:
    """Return the chip's figures by their keys in build/bench.json."""
    floor = rf_floor()
    transactions, empty = empty_look()
    stock_transactions, stock_empty = stock_empty_look()
    return {
        "chip_7byte_over_rf_floor": read_time(*FAST) / floor,
        "chip_7byte_over_rf_floor_slow_spi": read_time(*SLOW) / floor,
        "chip_empty_poll_transactions": transactions,
        "chip_empty_poll_ms": empty / MS,
        "_rf_floor_7byte_ms": floor / MS,
        "_chip_7byte_delivered_ms": delivery_time(*FAST) / MS,
        "_chip_7byte_delivered_slow_spi_ms": delivery_time(*SLOW) / MS,
        "_stock_empty_poll_transactions": stock_transactions,
        "_stock_empty_poll_ms": stock_empty / MS,
    }
