"""What no single key of the configuration can tell: how the keys fit together (pure)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from daemon.config_sections import Place
from daemon.config_table import Trouble
from daemon.door import DoorTiming, RelockOn
from hardware.portal import Sense
from hardware.wiring import FramedWiring, Line, Mfrc522Wiring, StrikeWiring, WiegandWiring
from ledger.access import weekly

PULLED_UP_AT_RESET: Final = range(9)  # BCM2835 ARM Peripherals, table 6-31: 0 to 8 up, 9 to 27 down
RESERVED: Final[Mapping[int, str]] = {
    0: "the EEPROM of a board on the header, read at every boot",
    1: "the EEPROM of a board on the header, read at every boot",
    2: "I2C (the battery-backed clock)",
    3: "I2C (the battery-backed clock)",
    14: "the serial port's TX",
    15: "the serial port's RX",
}
SPI_LINES: Final[Mapping[int, range]] = {0: range(7, 12), 1: range(16, 22)}  # bus: its lines
WIEGAND_BITS: Final = frozenset({26, 34, 35, 36, 37})
KEYPAD_BITS: Final = frozenset({0, 4, 8})


class LineUse(NamedTuple):
    """A GPIO line and the key that names it."""

    line: int
    key: str


def lines_of(wiring: object, key: str) -> Iterator[LineUse]:
    """Give every GPIO line that a wiring names: each field whose type is `Line`."""
    for name, hint in get_type_hints(type(wiring), include_extras=True).items():
        line = getattr(wiring, name)
        if hint in (Line, Line | None) and line is not None:
            yield LineUse(line, f"{key}.{name}")


def lines(uses: Iterable[LineUse], buses: Collection[int]) -> Iterator[Trouble]:
    """A line has one use; what the board itself needs is nobody's.

    Args:
        uses: every line that the file names.
        buses: the SPI controllers in use.
    """
    taken = dict(RESERVED)
    taken |= {line: f"SPI {bus}" for bus in buses for line in SPI_LINES.get(bus, ())}
    for use in uses:
        if use.line in taken:
            yield Trouble(
                use.key, f"{use.line} is taken by {taken[use.line]}; wanted is a free line"
            )
        taken.setdefault(use.line, use.key)


def strike(wiring: StrikeWiring, key: str) -> Iterator[Trouble]:
    """Until the daemon claims it the line follows its pull at reset; that must mean locked."""
    pulled_up = wiring.line in PULLED_UP_AT_RESET
    if pulled_up == wiring.secured_level or wiring.external_pull:
        return
    now, level = ("up", "high") if wiring.secured_level else ("down", "low")
    lines_so = "2 to 8" if wiring.secured_level else "9 to 27"
    yield Trouble(
        f"{key}.line",
        f"{wiring.line} is pulled {'up' if pulled_up else 'down'} while the Pi boots, which unlocks"
        f" this strike; wanted is a line of {lines_so}, or a 10 kilo-ohm resistor that pulls it"
        f" {now} (locked is {level}) and external_pull = true",
    )


def timing(of: DoorTiming, senses: Collection[Sense], key: str) -> Iterator[Trouble]:
    """What a door can tell must be wired; what it does must fit its hardware."""
    if of.tells_exit and Sense.REX not in senses:
        yield Trouble(
            f"{key}.tells_exit",
            "no rex input is wired, so an opening from inside looks like a forced one; wanted is"
            " inputs.rex (button or handle switch), or tells_exit = false, which claims none",
        )
    if of.relock_on is RelockOn.CLOSING and Sense.CONTACT not in senses:
        yield Trouble(f"{key}.relock_on", '"closing" needs inputs.contact; without it "opening"')
    if 0 < of.one_shot < of.unlock_time:
        yield Trouble(
            f"{key}.unlock_time",
            f"{of.unlock_time:g} is longer than the hardware one-shot lets the strike be released;"
            f" wanted is at most one_shot = {of.one_shot:g}",
        )
    if of.held_open_warning >= of.held_open_after:
        yield Trouble(
            f"{key}.held_open_warning",
            f"{of.held_open_warning:g} would warn before the door may even open; wanted is less"
            f" than held_open_after = {of.held_open_after:g}",
        )


def hours(text: str, key: str) -> Iterator[Trouble]:
    """Weekly hours must be readable."""
    try:
        weekly(text)
    except ValueError as error:
        yield Trouble(key, str(error))


def pin(text: str, key: str, *, keypad: bool) -> Iterator[Trouble]:
    """The hours of a PIN must be readable, and it needs keys to be typed on."""
    yield from hours(text, key)
    if text and not keypad:
        yield Trouble(key, "no reader here has keys to type it on; wanted is one with keypad")


def place(place: Place, given: Collection[str], key: str) -> Iterator[Trouble]:
    """A reader has a door, or says that it is a desk's; it is never taken for one by an omission.

    Args:
        place: what its table says.
        given: the table's own keys.
        key: the table's.
    """
    if place.desk:
        for name in ("door", "side", "pin"):
            if name in given:
                yield Trouble(f"{key}.{name}", "a desk reader has none; take this key out")
    elif not place.door:
        yield Trouble(
            f"{key}.door",
            "is missing; wanted is the name of a door, or desk = true for a reader that only shows"
            " cards to the operator's page",
        )


def reader(wiring: object, key: str) -> Iterator[Trouble]:
    """What one kind of reader asks of its own keys."""
    match wiring:
        case FramedWiring():
            yield from _framed(wiring, key)
        case WiegandWiring():
            yield from _wiegand(wiring, key)


def _framed(wiring: FramedWiring, key: str) -> Iterator[Trouble]:
    try:
        groups = re.compile(wiring.frame.encode("latin-1")).groupindex
    except (re.error, UnicodeEncodeError) as error:
        yield Trouble(f"{key}.frame", f"{wiring.frame!r} is not a pattern over bytes: {error}")
        return
    if "number" not in groups:
        yield Trouble(f"{key}.frame", f"{wiring.frame!r} has no group (?P<number>...)")


def _wiegand(wiring: WiegandWiring, key: str) -> Iterator[Trouble]:
    if not wiring.bits or not WIEGAND_BITS.issuperset(wiring.bits):
        yield Trouble(f"{key}.bits", f"{list(wiring.bits)} is not some of {sorted(WIEGAND_BITS)}")
    if wiring.keypad not in KEYPAD_BITS:
        yield Trouble(f"{key}.keypad", f"{wiring.keypad} is not one of {sorted(KEYPAD_BITS)}")


def buses_of(wirings: Iterable[object]) -> set[int]:
    """Return the SPI controllers that readers hang on."""
    return {wiring.bus for wiring in wirings if isinstance(wiring, Mfrc522Wiring)}


def zone(name: str, key: str) -> Iterator[Trouble]:
    """The office's time zone must be one that this machine knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Trouble(
            key, f'"{name}" is not a time zone here; wanted is one such as "Asia/Jakarta"'
        )
