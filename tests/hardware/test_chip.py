"""The emulated chip, register by register, and the bus that it hangs on."""

import pytest

from hardware.readers.iso14443 import crc_a
from hardware.readers.mfrc522_versions import SELF_TESTS
from hardware.simulated.card import Card, Flaw, State, to_bits, to_bytes
from hardware.simulated.chip import Chip, Fault
from hardware.simulated.chip_air import frame, receive, timer_length
from hardware.simulated.chip_registers import RESET, Register
from hardware.simulated.field import Field, Heard
from hardware.simulated.spi import Pace, VirtualClock, Wired, install

R = Register
MS = 1_000_000


class Board:
    """A chip with its antenna on and a 1 ms timer."""

    def __init__(self, *cards: Card) -> None:
        self.clock = VirtualClock()
        self.field = Field()
        self.chip = Chip(self.field, self.clock)
        for card in cards:
            self.field.place(card)
        self.configure()

    def configure(self) -> None:
        for register, value in (
            (R.TX_ASK, 0x40),
            (R.TX_CONTROL, 0x83),
            (R.T_MODE, 0x80),
            (R.T_PRESCALER, 0xA9),
            (R.T_RELOAD_LOW, 39),
        ):
            self.chip.write(register, value)

    def send(self, *data: int, framing: int = 0, wait: float = 0.003) -> None:
        self.chip.write(R.COMMAND, 0)
        self.chip.write(R.COM_IRQ, 0x7F)
        for byte in data:
            self.chip.write(R.FIFO_DATA, byte)
        self.chip.write(R.BIT_FRAMING, framing)
        self.chip.write(R.COMMAND, 0x0C)
        self.chip.write(R.BIT_FRAMING, framing | 0x80)
        self.clock.pause(wait)

    def content(self) -> bytes:
        return bytes(self.chip.read(R.FIFO_DATA) for _ in range(self.chip.read(R.FIFO_LEVEL)))


FOUR = bytes.fromhex("DEADBEEF")


def test_a_request_is_answered_when_its_frames_have_passed_and_not_before() -> None:
    board = Board(Card(FOUR))
    board.send(0x26, framing=7, wait=0.00036)
    assert board.chip.read(R.COM_IRQ) & 0x31 == 0
    board.clock.pause(0.00001)
    assert board.chip.read(R.COM_IRQ) & 0x31 == 0x20
    assert board.content() == b"\x04\x00"


def test_silence_ends_with_the_timer() -> None:
    board = Board()
    board.send(0x26, framing=7, wait=0.001)
    assert board.chip.read(R.COM_IRQ) & 0x21 == 0
    board.clock.pause(0.0002)
    assert board.chip.read(R.COM_IRQ) & 0x21 == 0x01


@pytest.mark.parametrize("register", [R.TX_ASK, R.TX_CONTROL])
def test_no_card_hears_a_chip_without_its_antenna_or_modulation(register: Register) -> None:
    board = Board(Card(FOUR))
    board.chip.write(register, 0)
    board.send(0x26, framing=7)
    assert board.content() == b""


def test_two_cards_collide_at_the_bit_where_they_differ_first() -> None:
    board = Board(Card(bytes.fromhex("01020304")), Card(bytes.fromhex("01020B04")))
    board.chip.write(R.COLL, 0)
    board.send(0x26, framing=7)
    board.content()
    board.send(0x93, 0x20)
    assert board.chip.read(R.ERROR) & 0x08
    assert board.chip.read(R.COLL) & 0x3F == 20  # byte 2, bit 3, counted from 1
    assert board.content() == bytes.fromhex("0102030000")


def test_the_last_of_32_positions_reads_zero_and_a_later_one_is_not_valid() -> None:
    bits = to_bits(bytes(5))
    assert receive(Heard(bits, 31), 0, crc=False, keep=False).position == 0
    assert receive(Heard(bits, 32), 0, crc=False, keep=False).position == 0x20
    assert receive(Heard(bits, None), 0, crc=False, keep=False).position == 0x20


def test_bits_after_a_collision_are_kept_if_asked() -> None:
    heard = Heard(to_bits(b"\xff\xff"), 4)
    assert receive(heard, 0, crc=False, keep=True).content == b"\xff\xff"
    assert receive(heard, 0, crc=False, keep=False).content == b"\x0f\x00"


def test_an_aligned_answer_begins_inside_its_byte() -> None:
    received = receive(Heard((1, 0, 1, 1, 1), None), 3, crc=False, keep=False)
    assert received.content == b"\xe8"
    assert received.last_bits == 0


def test_crc_a_is_made_checked_and_removed() -> None:
    assert to_bytes(frame(b"\x50\x00", 0, crc=True)) == b"\x50\x00\x57\xcd"
    good = receive(Heard(to_bits(b"\x08" + crc_a(b"\x08")), None), 0, crc=True, keep=False)
    bad = receive(Heard(to_bits(b"\x09" + crc_a(b"\x08")), None), 0, crc=True, keep=False)
    assert (good.content, good.error) == (b"\x08", 0)
    assert bad.error == 0x04


def test_a_partial_byte_is_sent_as_a_short_frame() -> None:
    assert frame(b"\x26", 7, crc=False) == (0, 1, 1, 0, 0, 1, 0)


def test_the_timer_has_25_microseconds_a_tick_with_prescaler_169() -> None:
    assert timer_length(0x80, 0xA9, 10) == pytest.approx(275_000, rel=1e-9)


def test_the_crc_coprocessor_answers_in_its_registers() -> None:
    chip = Board().chip
    for byte in (0x12, 0x34):
        chip.write(R.FIFO_DATA, byte)
    chip.write(R.COMMAND, 0x03)
    assert chip.read(R.DIV_IRQ) & 0x04
    assert (chip.read(R.CRC_RESULT_LOW), chip.read(R.CRC_RESULT_HIGH)) == (0x26, 0xCF)


@pytest.mark.parametrize("version", SELF_TESTS)
def test_the_self_test_gives_64_known_bytes_and_stops_the_reader(version: int) -> None:
    board = Board(Card(FOUR))
    chip = board.chip = Chip(board.field, board.clock, version=version)
    board.configure()
    chip.write(R.AUTO_TEST, 0x09)
    chip.write(R.FIFO_DATA, 0)
    chip.write(R.COMMAND, 0x03)
    assert board.content() == SELF_TESTS[version]
    chip.write(R.AUTO_TEST, 0)
    board.send(0x26, framing=7)
    assert chip.read(R.COM_IRQ) & 0x21 == 0
    chip.write(R.COMMAND, 0x0F)
    board.configure()
    board.send(0x26, framing=7)
    assert board.content() == b"\x04\x00"


@pytest.mark.parametrize("how", ["soft", "hard", "brown-out"])
def test_a_reset_brings_every_register_to_its_datasheet_value(how: str) -> None:
    chip = Board().chip
    {
        "soft": lambda: chip.write(R.COMMAND, 0x0F),
        "hard": chip.reset,
        "brown-out": chip.brown_out,
    }[how]()
    assert {register: chip.read(register) for register in RESET} == RESET
    assert chip.read(R.VERSION) == 0x92


def test_the_fifo_holds_64_bytes_says_when_it_overflows_and_is_flushed() -> None:
    chip = Board().chip
    for byte in range(65):
        chip.write(R.FIFO_DATA, byte)
    assert chip.read(R.FIFO_LEVEL) == 64
    assert chip.read(R.ERROR) & 0x10
    chip.write(R.FIFO_LEVEL, 0x80)
    assert (chip.read(R.FIFO_LEVEL), chip.read(R.ERROR)) == (0, 0)


def test_many_registers_are_read_and_many_bytes_written_in_one_transfer() -> None:
    chip = Board().chip
    assert chip.transfer([0x09 << 1, 1, 2, 3]) == [0, 0, 0, 0]
    reads = [address << 1 | 0x80 for address in (R.VERSION, R.FIFO_LEVEL, R.FIFO_DATA)]
    assert chip.transfer([*reads, 0]) == [0, 0x92, 3, 1]


@pytest.mark.parametrize(("fault", "byte"), [(Fault.PULLED_LOW, 0x00), (Fault.PULLED_HIGH, 0xFF)])
def test_a_chip_that_is_not_there_reads_the_level_of_the_wire(fault: Fault, byte: int) -> None:
    chip = Board().chip
    chip.fault = fault
    assert chip.transfer([0x37 << 1 | 0x80, 0]) == [byte, byte]


def test_a_stuck_chip_answers_but_starts_nothing_until_a_hard_reset() -> None:
    board = Board(Card(FOUR))
    board.chip.fault = Fault.STUCK
    board.send(0x26, framing=7)
    assert board.chip.read(R.COM_IRQ) & 0x21 == 0
    assert board.chip.read(R.VERSION) == 0x92
    board.chip.reset()
    board.configure()
    board.send(0x26, framing=7)
    assert board.content() == b"\x04\x00"


def test_a_card_that_loses_the_field_forgets_that_it_was_halted() -> None:
    card = Card(FOUR)
    board = Board(card)
    field = board.field
    part = FOUR + bytes((0xDE ^ 0xAD ^ 0xBE ^ 0xEF,))
    select = b"\x93\x70" + part
    assert field.speak(frame(b"\x26", 7, crc=False))
    assert field.speak(frame(select, 0, crc=True))
    assert field.speak(frame(b"\x50\x00", 0, crc=True)) is None
    assert card.state is State.HALTED
    assert field.speak(frame(b"\x26", 7, crc=False)) is None
    board.chip.write(R.TX_CONTROL, 0x80)
    board.chip.write(R.TX_CONTROL, 0x83)
    assert field.speak(frame(b"\x26", 7, crc=False))


def test_a_woken_card_falls_back_to_halted_and_a_new_one_to_idle() -> None:
    for start, wake in ((State.HALTED, b"\x52"), (State.IDLE, b"\x26")):
        card = Card(FOUR)
        if start is State.HALTED:
            part = FOUR + bytes((0xDE ^ 0xAD ^ 0xBE ^ 0xEF,))
            for data, last, crc in ((b"\x26", 7, False), (b"\x93\x70" + part, 0, True)):
                card.hear(frame(data, last, crc=crc))
            card.hear(frame(b"\x50\x00", 0, crc=True))
        assert card.state is start
        card.hear(frame(wake, 7, crc=False))
        assert card.state is State.READY
        card.hear(frame(b"\x93\x70" + bytes(5), 0, crc=True))
        assert card.state is start


def test_a_number_of_no_length_that_exists_makes_no_card() -> None:
    with pytest.raises(ValueError, match="4, 7 or 10 bytes"):
        Card(bytes(5), flaw=Flaw.BCC)


def test_the_bus_times_each_transaction_and_counts_it() -> None:
    board = Board()
    bus = install({(0, 1): Wired(board.chip, Pace(25_000, board.clock.spend))})
    from spidev import SpiDev  # noqa: PLC0415 - the emulated one stands only now

    spi = SpiDev()
    spi.open(0, 1)
    spi.max_speed_hz = 1_000_000
    start = board.clock()
    assert spi.xfer2([0x37 << 1 | 0x80, 0]) == [0, 0x92]
    assert board.clock() - start == 25_000 + 16_000
    assert bus.transactions == 1
    spi.close()
    with pytest.raises(OSError, match="no SPI device"):
        spi.xfer2([0])


def test_a_slot_with_nothing_on_it_cannot_be_opened() -> None:
    install({})
    from spidev import SpiDev  # noqa: PLC0415 - the emulated one stands only now

    with pytest.raises(OSError, match="no SPI device"):
        SpiDev().open(0, 0)


def test_a_virtual_clock_keeps_its_appointments_in_order() -> None:
    clock, kept = VirtualClock(), list[str]()
    clock.at(2, lambda: kept.append("second"))
    clock.at(1, lambda: kept.append("first"))
    clock.pause(1.5)
    assert kept == ["first"]
    clock.pause(1)
    assert kept == ["first", "second"]
    assert clock() == 2500 * MS
