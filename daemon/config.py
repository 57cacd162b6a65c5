"""One TOML file into frozen dataclasses, once."""

import os
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from daemon import config_checks as checks
from daemon.config_checks import LineUse, lines_of
from daemon.config_sections import Folders, JournalConfig, OfficeConfig, Place, Sections
from daemon.config_table import TableReader, Trouble, nearest, shown
from daemon.decide import DoorRules, Side
from daemon.door import DoorTiming
from hardware.portal import Sense
from hardware.readers import READERS
from hardware.wiring import (
    FramedWiring,
    IndicatorWiring,
    InputWiring,
    Mfrc522Wiring,
    SerialWiring,
    StrikeWiring,
    WiegandWiring,
)
from ledger.access import ALWAYS

ReaderWiring = Mfrc522Wiring | SerialWiring | FramedWiring | WiegandWiring
WIRINGS: Final[Mapping[str, type[ReaderWiring]]] = {
    kind.__name__: kind for kind in (Mfrc522Wiring, SerialWiring, FramedWiring, WiegandWiring)
}


class ConfigError(Exception):
    """A key is unknown or impossible.

    Attributes:
        key: dotted path, as `doors.server.unlock_time`.
    """

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(f"{key}: {sentence}")
        self.key = key


class ConfigFileError(ConfigError):
    """Several keys are wrong; each stands on a line of its own.

    Attributes:
        errors: one for each key, in the order in which the file is read.
    """

    def __init__(self, errors: Sequence[ConfigError]) -> None:
        Exception.__init__(self, "\n".join(map(str, errors)))
        self.key, self.errors = errors[0].key, tuple(errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderConfig:
    """One `[readers.NAME]` table: kind, door, side, pin, then the kind's own wiring keys.

    Attributes:
        door: its door's name; "" for a desk reader, which has none.
    """

    name: str
    kind: str
    door: str
    side: Side
    pin: str
    wiring: ReaderWiring
    indicator: IndicatorWiring

    @property
    def has_keypad(self) -> bool:
        """Whether a person can type a PIN here."""
        return isinstance(self.wiring, WiegandWiring) and self.wiring.keypad > 0

    def rules(self, door: DoorRules) -> DoorRules:
        """Return what its door demands here: a PIN in this reader's hours too."""
        hours = [each for each in (door.pin, self.pin) if each]
        return replace(door, pin=ALWAYS if ALWAYS in hours else ",".join(hours))

    def lines(self) -> Iterator[LineUse]:
        """Give every GPIO line that this reader uses."""
        yield from lines_of(self.wiring, f"readers.{self.name}")
        yield from lines_of(self.indicator, f"readers.{self.name}.indicator")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorConfig:
    """One `[doors.NAME]` table with its sub-tables strike, timing, rules and inputs."""

    name: str
    strike: StrikeWiring
    timing: DoorTiming
    rules: DoorRules
    inputs: Mapping[Sense, InputWiring]

    def lines(self) -> Iterator[LineUse]:
        """Give every GPIO line that this door uses."""
        yield from lines_of(self.strike, f"doors.{self.name}.strike")
        for sense, wiring in self.inputs.items():
            yield from lines_of(wiring, f"doors.{self.name}.inputs.{sense}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole file.

    Attributes:
        language: of what the daemon says to people, `id` or `en`.
        register: path of register.db.
        fingerprint_key: path of the 32-byte key file.
        rtc: whether a battery-backed clock is fitted.
        simulated: True only in the demo: emulated chip, mock pins, a demo register.
        digest: SHA-256 of the file, hex; a change is journaled.
    """

    language: str
    register: Path
    fingerprint_key: Path
    rtc: bool
    simulated: bool
    journal: JournalConfig
    doors: Mapping[str, DoorConfig]
    readers: Mapping[str, ReaderConfig]
    digest: str


PLACE: Final = frozenset(field.name for field in fields(Place))
DOOR_TABLES: Final = ("strike", "timing", "rules", "inputs")


def read(path: Path) -> Config:
    """Read and check the configuration.

    Relative paths in it count from its own folder. Where systemd hands over credentials, the
    key is its copy of that file.

    Raises:
        ConfigError: unreadable, or not TOML.
        ConfigFileError: keys or values are wrong; all of them, one a line.
    """
    try:
        raw = path.read_bytes()
        table = tomllib.loads(raw.decode())
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read: {error.strerror}") from error
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError are
        raise ConfigError(str(path), f"is not TOML: {error}") from error
    credentials = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nonexistent"))
    return _config(table, Folders(path.parent, credentials), sha256(raw).hexdigest())


def check(path: Path) -> list[str]:
    """Return a sentence for each thing that is wrong with a file; none means it is good."""
    try:
        read(path)
    except ConfigFileError as errors:
        return [str(error) for error in errors.errors]
    except ConfigError as error:
        return [str(error)]
    return []


def _config(table: Mapping[str, object], folders: Folders, digest: str) -> Config:
    tables = TableReader()
    sections = tables.fill(Sections, table, "")
    zone = sections.office.zone if sections else OfficeConfig().zone
    tables.troubles += checks.zone(zone, "office.zone")
    readers = _readers(tables, table.get("readers"))
    doors = _doors(tables, table.get("doors"), zone, readers)
    tables.troubles += _between(doors, readers, tables.table(table.get("doors"), "doors"))
    if sections is None or tables.troubles:
        raise ConfigFileError([ConfigError(each.key, each.sentence) for each in tables.troubles])
    return Config(
        language=sections.office.language,
        register=folders.own / sections.register.path,
        fingerprint_key=folders.secret(sections.secrets.fingerprint_key),
        rtc=sections.clock.rtc,
        simulated=sections.demo.simulated,
        journal=replace(sections.journal, path=folders.own / sections.journal.path),
        doors=doors,
        readers=readers,
        digest=digest,
    )


def _doors(
    tables: TableReader, raw: object, zone: str, readers: Mapping[str, ReaderConfig]
) -> dict[str, DoorConfig]:
    doors = {}
    for name, key, content in tables.named(raw, "doors"):
        table = tables.table(content, key)
        tables.known(table, DOOR_TABLES, key)
        inputs = _inputs(tables, table.get("inputs"), f"{key}.inputs")
        strike = tables.fill(StrikeWiring, table.get("strike"), f"{key}.strike")
        contact = Sense.CONTACT in inputs
        timing = tables.fill(DoorTiming, table.get("timing"), f"{key}.timing", has_contact=contact)
        rules = tables.fill(DoorRules, table.get("rules"), f"{key}.rules", name=name, zone=zone)
        if strike and timing and rules:
            doors[name] = DoorConfig(
                name=name, strike=strike, timing=timing, rules=rules, inputs=inputs
            )
            tables.troubles += checks.strike(strike, f"{key}.strike")
            tables.troubles += checks.timing(timing, inputs, f"{key}.timing")
            keypad = any(each.has_keypad for each in readers.values() if each.door == name)
            tables.troubles += checks.hours(rules.two_cards, f"{key}.rules.two_cards")
            tables.troubles += checks.pin(rules.pin, f"{key}.rules.pin", keypad=keypad)
    return doors


def _inputs(tables: TableReader, raw: object, key: str) -> dict[Sense, InputWiring]:
    table = tables.table(raw, key)
    tables.known(table, Sense, key)
    inputs = {}
    for sense in Sense:
        if sense in table:
            wiring = tables.fill(InputWiring, table[sense], f"{key}.{sense}")
            if wiring:
                inputs[sense] = wiring
    return inputs


def _readers(tables: TableReader, raw: object) -> dict[str, ReaderConfig]:
    readers = {}
    for name, key, content in tables.named(raw, "readers"):
        table = tables.table(content, key)
        place = tables.fill(Place, {k: table[k] for k in PLACE & table.keys()}, key)
        wiring = _wiring(tables, table, key)
        indicator = tables.fill(IndicatorWiring, table.get("indicator"), f"{key}.indicator")
        if place and wiring and indicator:
            readers[name] = reader = ReaderConfig(
                name=name,
                kind=place.kind,
                door=place.door,
                side=place.side,
                pin=place.pin,
                wiring=wiring,
                indicator=indicator,
            )
            tables.troubles += checks.pin(reader.pin, f"{key}.pin", keypad=reader.has_keypad)
            tables.troubles += checks.place(place, table, key)
    return readers


def _wiring(tables: TableReader, table: Mapping[str, object], key: str) -> ReaderWiring | None:
    """Read the keys that belong to the reader's kind; without a kind they mean nothing."""
    kind = table.get("kind")
    if not isinstance(kind, str):
        return None  # Place has said so
    if kind not in READERS:
        tables.refuse(f"{key}.kind", f"{shown(kind)} is not a kind; {nearest(kind, READERS)}")
        return None
    own = {k: v for k, v in table.items() if k not in PLACE and k != "indicator"}
    wiring = tables.fill(WIRINGS[READERS[kind][0]], own, key)
    if wiring:
        tables.troubles += checks.reader(wiring, key)
    return wiring


def _between(
    doors: Mapping[str, DoorConfig], readers: Mapping[str, ReaderConfig], named: Collection[str]
) -> Iterator[Trouble]:
    """Check what several tables must agree on: readers' doors, and one use for each line."""
    for reader in readers.values():
        if reader.door and reader.door not in named:
            yield Trouble(
                f"readers.{reader.name}.door",
                f"{shown(reader.door)} is not a door; {nearest(reader.door, named)}",
            )
    uses = [use for door in doors.values() for use in door.lines()]
    uses += [use for reader in readers.values() for use in reader.lines()]
    yield from checks.lines(uses, checks.buses_of(each.wiring for each in readers.values()))
