"""A reader on a serial port: pyserial pumped through a decoder."""

import termios
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock
from typing import Final, Protocol

from serial import Serial

from hardware.errors import ReaderOffline
from hardware.readers import Assurance, CardRead, Decoder, Deliver, Ticks
from hardware.readers.em4100 import Id12laFrames, Rdm6300Frames
from hardware.readers.framed import FramedDecoder
from hardware.readers.presentation import Presentation
from hardware.wiring import FramedWiring, SerialWiring

# pyserial's own exception is an OSError, but it lets pass what lies beneath: termios.error when
# a device goes while it is set up, TypeError on a descriptor that is gone, ValueError on a baud
# rate that the device does not know.
FAULTS: Final = (OSError, termios.error, TypeError, ValueError)
BITS_PER_BYTE: Final = 10  # 8N1: start, eight, stop
TRANSFER: Final = 50_000_000  # ns that a USB adapter may hold bytes back (FTDI: 16 ms) and more


class StreamDecoder(Decoder, Protocol):
    """A decoder that can say how much it keeps, and how much a frame can be."""

    longest: int

    @property
    def pending(self) -> int:
        """Bytes of a frame that is not whole yet."""


class SerialReader:
    """One serial port with one reader on it.

    A number that the reader repeats while the card rests on it is delivered once.
    """

    def __init__(
        self, name: str, wiring: SerialWiring, ticks: Ticks, decoder: Callable[[], StreamDecoder]
    ) -> None:
        """Take a way to make decoders, for a torn frame must not outlive its connection."""
        self.name = name
        self._wiring, self._ticks, self._decoder = wiring, ticks, decoder
        self._closing = Event()
        self._port: Serial | None = None
        self._owner = Lock()  # holds the port open while another thread cancels its read

    def run(self, deliver: Deliver, ready: Callable[[], None]) -> None:
        """Open the port and deliver until closed; ReaderOffline when it fails or goes."""
        self._closing.clear()
        decoder, presentation = self._decoder(), Presentation()
        span = decoder.longest * BITS_PER_BYTE * 1_000_000_000 // self._wiring.baud + TRANSFER
        began = 0
        port = self._open()
        try:
            ready()
            while data := self._read(port):
                now = self._ticks()
                # What is left of a torn frame does not make the next one any older.
                began = max(began, now - span) if decoder.pending else now
                for number in decoder.feed(data):
                    if presentation.begins(number, now):
                        deliver(CardRead(self.name, number, Assurance.UID_ONLY, began))
        finally:
            self._shut(port)

    def close(self) -> None:
        """Make `run` return, out of a blocked read too."""
        self._closing.set()
        with self._owner:
            if self._port is not None:
                self._port.cancel_read()

    def _open(self) -> Serial:
        try:
            port = Serial(self._wiring.port, self._wiring.baud, exclusive=True)
        except FAULTS as error:
            raise ReaderOffline(self.name, str(error)) from error
        with self._owner:
            self._port = port
        return port

    def _read(self, port: Serial) -> bytes:
        """Return what is there, at least a byte; nothing once closed."""
        if self._closing.is_set():
            return b""
        try:
            data: bytes = port.read(1)
            return data + port.read(port.in_waiting) if data else b""
        except FAULTS as error:
            raise ReaderOffline(self.name, str(error)) from error

    def _shut(self, port: Serial) -> None:
        with self._owner, suppress(*FAULTS):  # an unplugged device may fail even to close
            self._port = None
            port.close()


class Rdm6300Reader(SerialReader):
    """An RDM6300, or one of its many likenesses."""

    def __init__(self, name: str, wiring: SerialWiring, ticks: Ticks) -> None:
        super().__init__(name, wiring, ticks, Rdm6300Frames)


class Id12laReader(SerialReader):
    """An ID-12LA, ID-2LA or ID-20LA."""

    def __init__(self, name: str, wiring: SerialWiring, ticks: Ticks) -> None:
        super().__init__(name, wiring, ticks, Id12laFrames)


class FramedReader(SerialReader):
    """Any reader whose frames a regular expression describes; ValueError for a bad one."""

    def __init__(self, name: str, wiring: FramedWiring, ticks: Ticks) -> None:
        FramedDecoder(wiring)  # a pattern that cannot serve stops the start, not the first run
        super().__init__(name, wiring, ticks, lambda: FramedDecoder(wiring))
