"""The numbers of the emulated chip: registers, commands, bits, values after a reset."""

from enum import IntEnum
from typing import Final


class Register(IntEnum):
    """Addresses that mean something to the emulation (datasheet table 20)."""

    COMMAND = 0x01
    COM_IRQ = 0x04
    DIV_IRQ = 0x05
    ERROR = 0x06
    FIFO_DATA = 0x09
    FIFO_LEVEL = 0x0A
    CONTROL = 0x0C
    BIT_FRAMING = 0x0D
    COLL = 0x0E
    MODE = 0x11
    TX_MODE = 0x12
    RX_MODE = 0x13
    TX_CONTROL = 0x14
    TX_ASK = 0x15
    CRC_RESULT_HIGH = 0x21
    CRC_RESULT_LOW = 0x22
    RF_CFG = 0x26
    T_MODE = 0x2A
    T_PRESCALER = 0x2B
    T_RELOAD_HIGH = 0x2C
    T_RELOAD_LOW = 0x2D
    AUTO_TEST = 0x36
    VERSION = 0x37


class Order(IntEnum):
    """What CommandReg can be told (datasheet table 149), and the mark of the self-test."""

    IDLE = 0x00
    MEM = 0x01
    CALC_CRC = 0x03
    NO_CHANGE = 0x07
    SELF_TEST = 0x09  # of AutoTestReg
    TRANSCEIVE = 0x0C
    SOFT_RESET = 0x0F


RESET: Final = {  # datasheet table 21; what is not here is 00
    Register.COMMAND: 0x00,  # 20 while the receiver sleeps; it wakes with the first command
    Register.COM_IRQ: 0x14,
    Register.CONTROL: 0x10,
    Register.COLL: 0x80,
    Register.MODE: 0x3F,
    Register.TX_CONTROL: 0x80,
    Register.RF_CFG: 0x48,
    Register.AUTO_TEST: 0x40,
}

# bits of ComIrqReg (section 9.3.1.5)
RX_IRQ: Final = 0x20
IDLE_IRQ: Final = 0x10
ERR_IRQ: Final = 0x02
TIMER_IRQ: Final = 0x01
SET: Final = 0x80  # in the value written: set the marked bits, else clear them
CRC_IRQ: Final = 0x04  # of DivIrqReg

# bits of ErrorReg (section 9.3.1.7)
OVERFLOW: Final = 0x10
COLLISION: Final = 0x08
CRC_ERROR: Final = 0x04

CRC_ENABLED: Final = 0x80  # of TxModeReg and RxModeReg
ANTENNA: Final = 0x03  # of TxControlReg: both drivers
FORCE_100_ASK: Final = 0x40  # of TxASKReg: cards of type A hear nothing less
START_SEND: Final = 0x80  # of BitFramingReg
FLUSH: Final = 0x80  # of FIFOLevelReg
TIMER_AUTO: Final = 0x80  # of TModeReg
KEEP_AFTER_COLLISION: Final = 0x80  # of CollReg
NO_POSITION: Final = 0x20  # of CollReg
