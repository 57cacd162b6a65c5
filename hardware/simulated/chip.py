"""An MFRC522 at register level: what SPI sees of the chip, over a field of simulated cards.

Modelled from NXP's datasheet (MFRC522, rev. 3.9): registers and their reset values, the FIFO, the
interrupt bits, the timer, CRC_A made and checked, bit framing and bit alignment, collisions with
their position, errors, the self-test, soft and hard reset, and every frame's time on the air.

What it does not show: noise, parity errors, coupling and detuning, start-up time after a reset,
MIFARE's cipher, the IRQ pin, TxIRq, UART and I2C, and the analogue registers, which it only stores.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hardware.readers.iso14443 import ETU, FRAME_DELAY, crc_a, frame_time
from hardware.readers.mfrc522_versions import SELF_TESTS
from hardware.simulated.chip_air import frame, receive, timer_length
from hardware.simulated.chip_registers import (
    ANTENNA,
    CRC_ENABLED,
    CRC_IRQ,
    ERR_IRQ,
    FLUSH,
    FORCE_100_ASK,
    IDLE_IRQ,
    KEEP_AFTER_COLLISION,
    NO_POSITION,
    OVERFLOW,
    RESET,
    RX_IRQ,
    SET,
    START_SEND,
    TIMER_AUTO,
    TIMER_IRQ,
    Order,
    Register,
)
from hardware.simulated.field import Field, Heard

FIFO_DEPTH: Final = 64
TIMER_STOPPED_BY: Final = (
    6  # bits: the timer stops at the fifth bit of an answer (section 9.3.3.10)
)
READ: Final = 0x80  # bit of an SPI address byte (section 8.1.2.3)


class Fault(StrEnum):
    """What can be wrong with the chip or its wires."""

    NONE = "none"
    PULLED_LOW = "pulled-low"  # no chip answers: every byte reads 00
    PULLED_HIGH = "pulled-high"  # no chip answers: every byte reads FF
    NO_SPI = "no-spi"  # the SPI device itself fails with OSError
    STUCK = "stuck"  # answers, but starts nothing until a hard reset


SILENT_BYTE: Final = {Fault.PULLED_LOW: 0x00, Fault.PULLED_HIGH: 0xFF}


@dataclass(frozen=True, slots=True)
class Reception:
    """An answer on its way: when its last bit is in, and what it is."""

    done: float  # ns
    heard: Heard
    align: int


class Chip:
    """One chip.

    Attributes:
        field: the cards before its antenna.
        fault: what is wrong now; any thread may set it.
        held: the RST line is low.
        version: VersionReg; known ones have their self-test.
        frames: frames sent so far, for whoever counts.
    """

    def __init__(self, field: Field, ticks: Callable[[], int], *, version: int = 0x92) -> None:
        self.field, self.version = field, version
        self.fault = Fault.NONE
        self.held = False
        self.frames = 0
        self._ticks = ticks
        self._reset()

    def transfer(self, mosi: list[int], passed: Callable[[], None] = lambda: None) -> list[int]:
        """Shift bytes in and out under one chip select; `passed` is called after each byte.

        Reading: each byte names the register whose value the next one brings. Writing: the first
        names the register that takes all the others.
        """
        silent = SILENT_BYTE.get(self.fault, 0x00 if self.held else None)
        miso = [0]
        for at, byte in enumerate(mosi):
            passed()
            if at == 0 and silent is None:
                continue
            if silent is not None:
                miso.append(silent)
            elif mosi[0] & READ:
                miso.append(self.read((mosi[at - 1] & 0x7E) >> 1))
            else:
                self.write((mosi[0] & 0x7E) >> 1, byte)
                miso.append(0)
        return miso[-len(mosi) :]

    def reset(self) -> None:
        """Do what a pulse on RST does: everything starts anew, a stuck command too."""
        if self.fault is Fault.STUCK:
            self.fault = Fault.NONE
        self._reset()

    def brown_out(self) -> None:
        """Lose the configuration, as after a dip of the supply; the chip answers on."""
        self._reset()

    def read(self, address: int) -> int:
        """Return a register's value now."""
        self._settle()
        if address == Register.FIFO_DATA:
            return self._fifo.pop(0) if self._fifo else 0
        if address == Register.FIFO_LEVEL:
            return len(self._fifo)
        return self._values[address]

    def write(self, address: int, value: int) -> None:
        """Write a register, with all that follows from it."""
        self._settle()
        action = self._actions().get(address)
        if action is None:
            self._values[address] = value
        else:
            action(value)

    def _actions(self) -> dict[int, Callable[[int], None]]:
        return {
            Register.COMMAND: self._command,
            Register.COM_IRQ: lambda value: self._mark(Register.COM_IRQ, value),
            Register.DIV_IRQ: lambda value: self._mark(Register.DIV_IRQ, value),
            Register.FIFO_DATA: self._push,
            Register.FIFO_LEVEL: self._flush,
            Register.BIT_FRAMING: self._framing,
            Register.COLL: self._keep_after_collision,
            Register.TX_CONTROL: self._drive,
            Register.VERSION: lambda _: None,
            Register.ERROR: lambda _: None,
        }

    def _reset(self) -> None:
        self._values = [0] * 64
        for register, value in RESET.items():
            self._values[register] = value
        self._values[Register.VERSION] = self.version
        self._fifo: list[int] = []
        self._memory: list[int] = []
        self._reception: Reception | None = None
        self._timer: float | None = None
        self._tested = False
        self.field.power(on=False)

    def _mark(self, register: int, value: int) -> None:
        marked = value & ~SET
        now = self._values[register]
        self._values[register] = now | marked if value & SET else now & ~marked

    def _push(self, value: int) -> None:
        if len(self._fifo) < FIFO_DEPTH:
            self._fifo.append(value)
        else:
            self._values[Register.ERROR] |= OVERFLOW

    def _flush(self, value: int) -> None:
        if value & FLUSH:
            self._fifo.clear()
            self._values[Register.ERROR] &= ~OVERFLOW

    def _keep_after_collision(self, value: int) -> None:
        old = self._values[Register.COLL]
        self._values[Register.COLL] = (value & KEEP_AFTER_COLLISION) | (old & ~KEEP_AFTER_COLLISION)

    def _drive(self, value: int) -> None:
        self._values[Register.TX_CONTROL] = value
        self.field.power(on=bool(value & ANTENNA))

    def _framing(self, value: int) -> None:
        self._values[Register.BIT_FRAMING] = value
        if value & START_SEND and self._values[Register.COMMAND] == Order.TRANSCEIVE:
            self._send()

    def _command(self, value: int) -> None:
        """Start a command; what ran is dropped (section 10.3)."""
        order = value & 0x0F
        if order == Order.NO_CHANGE or (self.fault is Fault.STUCK and order != Order.IDLE):
            return
        self._reception = None
        self._values[Register.COMMAND] = order
        starts: dict[int, Callable[[], None]] = {
            Order.MEM: self._remember,
            Order.CALC_CRC: self._calculate,
            Order.SOFT_RESET: self._reset,
            Order.TRANSCEIVE: self._transceive,
        }
        starts.get(order, lambda: None)()

    def _remember(self) -> None:
        self._memory, self._fifo = self._fifo[:25], []
        self._finish()

    def _finish(self) -> None:
        """End a command that ends by itself."""
        self._values[Register.COMMAND] = Order.IDLE
        self._values[Register.COM_IRQ] |= IDLE_IRQ

    def _calculate(self) -> None:
        if self._values[Register.AUTO_TEST] & 0x0F == Order.SELF_TEST:
            self._fifo = list(SELF_TESTS.get(self.version, bytes(FIFO_DEPTH)))
            self._tested = True
        low, high = crc_a(bytes(self._fifo))
        self._values[Register.CRC_RESULT_LOW] = low
        self._values[Register.CRC_RESULT_HIGH] = high
        self._values[Register.DIV_IRQ] |= CRC_IRQ
        if not self._tested:
            self._fifo.clear()

    def _transceive(self) -> None:
        if self._values[Register.BIT_FRAMING] & START_SEND:
            self._send()

    def _send(self) -> None:
        """Put the FIFO on the air and let the cards answer."""
        if not self._fifo or self._tested:
            return
        framing = self._values[Register.BIT_FRAMING]
        crc = bool(self._values[Register.TX_MODE] & CRC_ENABLED)
        sending = frame(bytes(self._fifo), framing & 0x07, crc=crc)
        self._fifo.clear()
        self.frames += 1
        self._values[Register.ERROR] = 0
        self._values[Register.COLL] &= KEEP_AFTER_COLLISION
        self._values[Register.COLL] |= NO_POSITION
        sent = self._ticks() + frame_time(len(sending))
        audible = self._values[Register.TX_ASK] & FORCE_100_ASK
        heard = self.field.speak(sending) if audible else None
        self._expect(sent, heard, framing >> 4 & 0x07)

    def _expect(self, sent: float, heard: Heard | None, align: int) -> None:
        """Set the timer and the answer, whichever comes first."""
        self._reception = self._timer = None
        if self._values[Register.T_MODE] & TIMER_AUTO:
            self._timer = sent + self._timer_length()
        if heard is None:
            return
        begins = sent + FRAME_DELAY
        if self._timer is not None and self._timer > begins + TIMER_STOPPED_BY * ETU:
            self._timer = None
        self._reception = Reception(begins + frame_time(len(heard.bits)), heard, align)

    def _timer_length(self) -> float:
        reload = self._values[Register.T_RELOAD_HIGH] << 8 | self._values[Register.T_RELOAD_LOW]
        return timer_length(
            self._values[Register.T_MODE], self._values[Register.T_PRESCALER], reload
        )

    def _settle(self) -> None:
        """Let everything happen that was due by now."""
        now = self._ticks()
        if self._timer is not None and now >= self._timer:
            self._timer = None
            self._values[Register.COM_IRQ] |= TIMER_IRQ
        if self._reception is not None and now >= self._reception.done:
            reception, self._reception = self._reception, None
            self._receive(reception)

    def _receive(self, reception: Reception) -> None:
        """Put an answer into the FIFO with everything that the registers say of it."""
        values = self._values
        received = receive(
            reception.heard,
            reception.align,
            crc=bool(values[Register.RX_MODE] & CRC_ENABLED),
            keep=bool(values[Register.COLL] & KEEP_AFTER_COLLISION),
        )
        self._fifo.extend(received.content)
        values[Register.CONTROL] = received.last_bits
        values[Register.ERROR] |= received.error
        values[Register.COLL] = (values[Register.COLL] & KEEP_AFTER_COLLISION) | received.position
        values[Register.COM_IRQ] |= RX_IRQ | (ERR_IRQ if received.error else 0)
