"""The demo's wires: what a person does at the door, as lines of JSON on two pipes.

Runs inside the daemon's process, in place of the Pi's header: gpiozero's mock pins carry the
strike, the indicators and the inputs, an emulated MFRC522 answers on SPI, and everything above
them is the real product. One line is one JSON object:

    in   {"do": "line", "line": 5, "level": true}         an input is driven from outside
         {"do": "place", "cards": ["04A1B2C3D4E5F6"]}     they come into the field (ISO 14443 A)
         {"do": "clear"}                                  every card goes away
         {"do": "show", "cards": [...]}, {"do": "hide"}   likewise at the desk's reader
         {"do": "jam", "line": 17}, {"do": "free", "line": 17}     an output refuses every write
         {"do": "unplug"}, {"do": "plug"}                 the reader's own wire
         {"do": "word", "data0": 22, "data1": 23, "bits": "0101"}     a Wiegand reader sends one
         {"do": "clock", "state": "synced"}               or "holdover", or "untrusted"
    out  {"line": 17, "level": false, "ticks": 12345}     an output took a level (monotonic ns)

What stands in the pipe before `plug` is called has happened before the daemon looks: so a closed
door is closed, and a loop is whole, when its line is claimed.

What it does not show: bounce of contacts and relays, the milliseconds in which a strike moves,
radio (range, metal, a card held at an angle), levels of lines while a Pi boots, noise, and a
kernel that schedules other work first.
"""

import json
import os
import select
import threading
from collections.abc import Callable, Sequence
from errno import EIO
from functools import partial
from typing import Final, Protocol

from gpiozero import Device
from gpiozero.pins.mock import MockFactory, MockPin

NS_PER_S: Final = 1_000_000_000
READ_BYTES: Final = 65_536
BIT: Final = 2_000_000  # ns from bit to bit of a Wiegand word
WORD_ENDS: Final = 10_000_000  # ns of silence behind it
CLOCKS: Final = frozenset({"synced", "holdover", "untrusted"})
Report = Callable[[int, bool], None]  # line, level


class AirAndWire(Protocol):
    """What the emulated reader can be done to."""

    def place(self, cards: Sequence[str]) -> None:
        """Bring cards into the field at once, by their numbers' hex digits."""

    def clear(self) -> None:
        """Take every card away."""

    def unplug(self) -> None:
        """Pull the reader's wire: it answers nothing."""

    def plug(self) -> None:
        """Put the wire back: the chip has lost its settings."""


class ReportingPin(MockPin):  # type: ignore[misc] # gpiozero publishes no types
    """A mock pin that tells of each level it drives, and that an outside level can hold.

    Attributes:
        jammed: whether it refuses to be written.
    """

    outside: bool | None = None
    jammed = False

    def drive(self, *, level: bool) -> None:
        """Hold the line at a level from outside; stronger than the Pi's own pull."""
        self.outside = level
        if self.function == "input":
            (self.drive_high if level else self.drive_low)()

    def fall(self, ticks: int) -> None:
        """Pulse low and back; the edge carries its own moment, as it does from a kernel."""
        if self._when_changed is not None:
            super(MockPin, self)._call_when_changed(ticks / NS_PER_S, 0)

    def output_with_state(self, state: int) -> None:
        """Claim the line with its level in one step, as our claimed-with-level pin does."""
        self._function = "output"
        self._state = bool(state)
        self.factory.report(self._number, self._state)

    def _set_pull(self, value: str) -> None:
        super()._set_pull(value)
        if self.outside is not None:
            self.drive(level=self.outside)

    def _set_state(self, value: int) -> None:
        if self.jammed:
            raise OSError(EIO, f"line {self._number} is jammed")
        before = self._state
        super()._set_state(value)
        if self._state != before:
            self.factory.report(self._number, self._state)

    def _set_function(self, value: str) -> None:
        was_output = self._function == "output"
        super()._set_function(value)
        if was_output != (value == "output"):  # an input's level stands for a line given back
            self.factory.report(self._number, self._state)


class ReportingFactory(MockFactory):  # type: ignore[misc] # gpiozero publishes no types
    """The header of a Pi whose outputs are watched."""

    def __init__(self, report: Report) -> None:
        super().__init__(pin_class=ReportingPin)
        self.report = report


class SimulatedWires:
    """The two pipes and what hangs on them.

    Attributes:
        clock: how far the wall clock is to be believed: one of `CLOCKS`.
    """

    def __init__(
        self,
        out_fd: int,
        air: AirAndWire | None,
        ticks: Callable[[], int],
        desk: AirAndWire | None = None,
    ) -> None:
        self.clock = "synced"
        self._out, self._ticks = out_fd, ticks
        self._pending = b""
        self._word_over = 0  # ticks from which the next Wiegand word may come
        self._pins = ReportingFactory(self._report)
        self._acts: dict[str, Callable[..., None]] = {
            "line": self._drive,
            "jam": partial(self._jam, jammed=True),
            "free": partial(self._jam, jammed=False),
            "word": self._send,
            "clock": self._believe,
        }
        if air is not None:
            self._acts |= {
                "place": air.place,
                "clear": air.clear,
                "unplug": air.unplug,
                "plug": air.plug,
            }
        if desk is not None:
            self._acts |= {"show": desk.place, "hide": desk.clear}
        Device.pin_factory = self._pins

    def feed(self, data: bytes) -> None:
        """Do what the whole lines say; keep a partial one. KeyError for an unknown act."""
        *lines, self._pending = (self._pending + data).split(b"\n")
        for line in lines:
            act = json.loads(line)
            self._acts[act.pop("do")](**act)

    def follow(self, in_fd: int) -> None:
        """Do as the pipe says until its other end is closed."""
        while data := os.read(in_fd, READ_BYTES):
            self.feed(data)

    def catch_up(self, in_fd: int) -> None:
        """Do what stands in the pipe already."""
        while select.select([in_fd], [], [], 0)[0] and (data := os.read(in_fd, READ_BYTES)):
            self.feed(data)

    def _drive(self, *, line: int, level: bool) -> None:
        self._pins.pin(f"GPIO{line}").drive(level=level)

    def _jam(self, *, line: int, jammed: bool) -> None:
        self._pins.pin(f"GPIO{line}").jammed = jammed

    def _send(self, *, data0: int, data1: int, bits: str) -> None:
        """Send a word; on slow machines too it takes the time that its bits say."""
        lines = {"0": self._pins.pin(f"GPIO{data0}"), "1": self._pins.pin(f"GPIO{data1}")}
        at = max(self._ticks(), self._word_over)
        for bit in bits:
            lines[bit].fall(at)
            at += BIT
        self._word_over = at + WORD_ENDS

    def _believe(self, *, state: str) -> None:
        if state not in CLOCKS:
            raise ValueError(f"a clock can be one of {sorted(CLOCKS)}, not {state!r}")
        self.clock = state

    def _report(self, line: int, level: bool) -> None:  # noqa: FBT001 - a pin's own pair
        said = json.dumps({"line": line, "level": level, "ticks": self._ticks()})
        try:
            os.write(self._out, said.encode() + b"\n")
        except (BlockingIOError, BrokenPipeError):
            return  # nobody looks, or looks too slowly: the door goes on


def plug(
    in_fd: int,
    out_fd: int,
    ticks: Callable[[], int],
    on_end: Callable[[], None] = lambda: None,
    *,
    mfrc522: bool = True,
    desk: bool = False,
) -> SimulatedWires:
    """Put simulated wires under this process, before any pin or reader is built.

    Args:
        in_fd: acts are read here, on a thread of its own, until the other end is closed.
        out_fd: levels are written here; never waited for.
        ticks: the monotonic clock, ns.
        on_end: called on that thread when the other end of `in_fd` is closed: the demo is gone.
        mfrc522: whether an emulated one is on SPI 0.0 with RST on line 25.
        desk: whether another is on SPI 0.1 with RST on line 4.
    """
    os.set_blocking(out_fd, False)  # a page that does not read must never hold up the strike
    reader = at_desk = None
    if mfrc522:
        # A sixth of a start's work, and a door of other readers has no use for the chip.
        from hardware.simulated.reader import AT_DESK, EmulatedReader  # noqa: PLC0415 - see above

        reader = EmulatedReader(ticks)
        at_desk = EmulatedReader(ticks, AT_DESK) if desk else None
    wires = SimulatedWires(out_fd, reader, ticks, at_desk)
    if reader is not None:
        reader.wire(Device.pin_factory, *([at_desk] if at_desk else []))
    wires.catch_up(in_fd)

    def follow() -> None:
        wires.follow(in_fd)
        on_end()

    threading.Thread(target=follow, name="wires", daemon=True).start()
    return wires
