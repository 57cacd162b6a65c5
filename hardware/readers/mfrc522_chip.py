"""The MFRC522 through the `mfrc522` library's register access, in bursts.

Of the library (0.0.7) we keep the constants, the opening of SPI, the RST line and its Init. We
do not use its exchange with a card: it waits in 2,000 register reads, checks no CRC_A and loses
numbers longer than four bytes (HARDWARE.md section 2). Sections named are of NXP's datasheet.

Importing this module imports `RPi.GPIO` and `spidev`; see hardware/readers/mfrc522.py.
"""

from collections.abc import Callable
from typing import Final

from mfrc522 import MFRC522
from RPi import GPIO

from hardware.errors import ChipWedged
from hardware.readers.iso14443 import (
    FRAME_DELAY,
    Answer,
    Command,
    answer_bits,
    frame_time,
    sent_bits,
)
from hardware.readers.mfrc522_versions import SELF_TESTS, VERSIONS
from hardware.wiring import Mfrc522Wiring

NS: Final = 1e-9  # seconds
TICK: Final = 25e-6  # seconds of the chip's timer with prescaler 169 (section 8.5)
SILENCE: Final = 11 * TICK  # after our last bit; a card's fifth bit is in after 0.148 ms
RESET_PULSE: Final = 0.001  # seconds; 100 ns would do (section 8.8.1)
START_UP: Final = 0.05  # seconds; the board's crystal needs most of it (section 8.8.2)
AGAIN: Final = 0.0001  # seconds between two looks at a command that has not ended
PATIENCE: Final = 50  # such looks; then the command is stuck
SELF_TEST_LOOKS: Final = 200

READ: Final = 0x80
RX_IRQ: Final = 0x20  # of CommIrqReg
TIMER_IRQ: Final = 0x01
NEVER_READ: Final = 0x80  # of CommIrqReg: this bit is only written
COLLISION: Final = 0x08  # of ErrorReg
WRONG: Final = 0x17  # of ErrorReg: overflow, CRC_A, parity, protocol
NO_POSITION: Final = 0x20  # of CollReg
LAST_POSITION: Final = 32  # read as 0
FIFO_DEPTH: Final = 64
START_SEND: Final = 0x80
FLUSH: Final = 0x80
CRC_ENABLED: Final = 0x80
ANTENNA: Final = 0x83  # TxControlReg with both drivers on
ALL: Final = 0xFF
MEM: Final = 0x01  # a command the library does not name
TEST_MODE: Final = 0x09  # of AutoTestReg
TEST_INPUT: Final = 25  # bytes

R = MFRC522
SETTINGS: Final = {  # on top of the library's Init, and read back: register: value
    R.TModeReg: 0x80,  # the timer starts by itself after our last bit
    R.TPrescalerReg: 0xA9,
    R.TReloadRegH: 0x00,
    R.TReloadRegL: round(SILENCE / TICK) - 1,
    R.TxAutoReg: 0x40,  # 100 % ASK
    R.ModeReg: 0x3D,
}
WATCHED: Final = (R.VersionReg, R.TxControlReg, *SETTINGS)
OUTCOME: Final = (R.CommIrqReg, R.ErrorReg, R.FIFOLevelReg, R.ControlReg, R.CollReg)


class Mfrc522Chip(MFRC522):  # type: ignore[misc] # the library has no types
    """One opened chip. OSError where SPI fails; ChipWedged where a command never ends."""

    def __init__(self, wiring: Mfrc522Wiring, pause: Callable[[float], None]) -> None:
        self._line, self._pause = wiring.reset_line, pause
        self._crc: bool | None = None  # what Tx- and RxModeReg are set to; None: unknown
        super().__init__(
            wiring.bus, wiring.device, wiring.speed, pin_mode=GPIO.BCM, pin_rst=wiring.reset_line
        )
        self.logger.handlers.clear()  # the library adds one more for each instance

    def close(self) -> None:
        """Let go of SPI and of the RST line, and of nothing else."""
        self.spi.close()
        GPIO.cleanup(self._line)

    def restart(self) -> None:
        """Reset by RST, which ends even a stuck command, and configure anew."""
        GPIO.output(self._line, GPIO.LOW)
        self._pause(RESET_PULSE)
        GPIO.output(self._line, GPIO.HIGH)
        self._pause(START_UP)
        self.MFRC522_Init()
        for register, value in SETTINGS.items():
            self.Write_MFRC522(register, value)
        self.Write_MFRC522(self.CollReg, 0)  # bits after a collision read 0
        self._crc = None

    def ailment(self) -> str | None:
        """Say what is wrong with the chip, by one burst of reads; None where all is well."""
        values = self._read(WATCHED)
        version, antenna, *settings = values
        if set(values) in ({0x00}, {ALL}):
            return f"no chip answers on SPI: every register reads {values[0]:02X}"
        if version not in VERSIONS:
            return f"VersionReg reads {version:02X}, which is no known chip"
        if antenna != ANTENNA:
            return f"the antenna is off: TxControlReg reads {antenna:02X}, not {ANTENNA:02X}"
        if settings != list(SETTINGS.values()):
            return f"the configuration is lost: read {bytes(settings).hex()}"
        return None

    def exchange(self, command: Command) -> Answer | None:
        """Send a command and return the answer; None for silence.

        Waits, asleep, as long as the standard's frames take, and only then looks.
        """
        self._start(command)
        expected = frame_time(answer_bits(command)) if command.answer else 0
        wait = (frame_time(sent_bits(command)) + FRAME_DELAY + expected) * NS
        for _ in range(PATIENCE):
            self._pause(wait)
            irq, error, level, control, coll = self._read(OUTCOME)
            if irq & NEVER_READ or level > FIFO_DEPTH:
                raise ChipWedged(f"registers read what they never hold: {irq:02X}, {level:02X}")
            if irq & RX_IRQ:
                return self._answer(command, error, level, control & 0x07, coll)
            if irq & TIMER_IRQ:
                return None
            wait = AGAIN
        raise ChipWedged(f"command {command.data[:1].hex()} did not end within 5 ms")

    def self_test(self) -> bool | None:
        """Run the chip's own test; None where nothing is known to compare it with.

        The chip reads no card afterwards until `restart` (section 16.1.1).
        """
        expected = SELF_TESTS.get(self.Read_MFRC522(self.VersionReg))
        self.MFRC522_Reset()
        self._pause(START_UP)
        self._write(self.FIFOLevelReg, FLUSH)
        self._write(self.FIFODataReg, *bytes(TEST_INPUT))
        self._write(self.CommandReg, MEM)
        self._write(self.AutoTestReg, TEST_MODE)
        self._write(self.FIFODataReg, 0)
        self._write(self.CommandReg, self.PCD_CALCCRC)
        for _ in range(SELF_TEST_LOOKS):
            if self.Read_MFRC522(self.FIFOLevelReg) >= FIFO_DEPTH:
                break
            self._pause(AGAIN)
        result = bytes(self._read((self.FIFODataReg,) * FIFO_DEPTH))
        self._write(self.AutoTestReg, 0)
        return None if expected is None else result == expected

    def _start(self, command: Command) -> None:
        """Bring a frame on the air, with StartSend rising once all else is set."""
        if command.crc is not self._crc:
            self._crc = None
            for register in (self.TxModeReg, self.RxModeReg):
                self._write(register, CRC_ENABLED if command.crc else 0)
            self._crc = command.crc
        framing = command.align << 4 | command.last_bits
        self._write(self.CommandReg, self.PCD_IDLE)
        self._write(self.CommIrqReg, ALL & ~NEVER_READ)  # clears them all
        self._write(self.FIFOLevelReg, FLUSH)
        self._write(self.FIFODataReg, *command.data)
        self._write(self.BitFramingReg, framing)
        self._write(self.CommandReg, self.PCD_TRANSCEIVE)
        self._write(self.BitFramingReg, framing | START_SEND)

    def _answer(self, command: Command, error: int, level: int, last: int, coll: int) -> Answer:
        """Read the FIFO and say what the registers say of it."""
        content = bytes(self._read((self.FIFODataReg,) * level)) if level else b""
        bits = 8 * level - (8 - last if last else 0) - command.align
        if not error & COLLISION:
            return Answer(content, bits, broken=bool(error & WRONG))
        if coll & NO_POSITION:
            return Answer(content, bits, broken=True)
        position = coll & 0x1F or LAST_POSITION
        return Answer(content, bits, collision=position - 1)

    def _read(self, registers: tuple[int, ...]) -> list[int]:
        """Read many registers in one transaction (section 8.1.2.1)."""
        addresses = [register << 1 | READ for register in registers]
        return list(self.spi.xfer2([*addresses, 0])[1:])

    def _write(self, register: int, *values: int) -> None:
        """Write all values to one register in one transaction (section 8.1.2.2)."""
        self.spi.xfer2([register << 1, *values])
