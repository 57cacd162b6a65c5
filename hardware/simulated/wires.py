"""The demo's wires: what a person does at the door, as lines of JSON on two pipes.

Runs inside the daemon's process, in place of the Pi's header: gpiozero's mock pins carry the
strike, the indicators and the inputs, an emulated MFRC522 answers on SPI, and everything above
them is the real product. One line is one JSON object:

    in   {"do": "line", "line": 5, "level": true}         an input is driven from outside
         {"do": "place", "card": "04A1B2C3D4E5F6"}        a card comes into the field (ISO 14443 A)
         {"do": "take", "card": "04A1B2C3D4E5F6"}, {"do": "clear"}
         {"do": "unplug"}, {"do": "plug"}                 the reader's own wire
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
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from gpiozero import Device
from gpiozero.pins.mock import MockFactory, MockPin

READ_BYTES: Final = 65_536
CLOCKS: Final = frozenset({"synced", "holdover", "untrusted"})
Report = Callable[[int, bool], None]  # line, level


class AirAndWire(Protocol):
    """What the emulated reader can be done to."""

    def place(self, card: str) -> None:
        """Bring a card into the field, by its number's hex digits."""

    def take(self, card: str) -> None:
        """Take it away again."""

    def clear(self) -> None:
        """Take every card away."""

    def unplug(self) -> None:
        """Pull the reader's wire: it answers nothing."""

    def plug(
    in_fd: int,
    out_fd: int,
    ticks: Callable[[], int],
    *,
    air: AirAndWire,
    on_end: Callable[[], None] = lambda: None,
) -> SimulatedWires:
    """Put simulated wires under this process, before any pin or reader is built.

    Args:
        in_fd: acts are read here, on a thread of its own, until the other end is closed.
        out_fd: levels are written here; never waited for.
        ticks: the monotonic clock, ns.
        air: the emulated reader.
        on_end: called on that thread when the other end of `in_fd` is closed: the demo is gone.
    """
    os.set_blocking(out_fd, False)  # a page that does not read must never hold up the strike
    wires = SimulatedWires(out_fd, air, ticks)
    wires.catch_up(in_fd)

    def follow() -> None:
        wires.follow(in_fd)
        on_end()

    threading.Thread(target=follow, name="wires", daemon=True).start()
    return wires
