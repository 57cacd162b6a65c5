"""One TOML file into frozen dataclasses, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from annotated_types import Interval

from daemon.decide import DoorRules, Side
from daemon.door import DoorTiming
from hardware.portal import Sense
from hardware.wiring import (
    FramedWiring,
    IndicatorWiring,
    InputWiring,
    Mfrc522Wiring,
    SerialWiring,
    StrikeWiring,
    WiegandWiring,
)

ReaderWiring = Mfrc522Wiring | SerialWiring | FramedWiring | WiegandWiring


class ConfigError(Exception):
    """A key is unknown or impossible.

    Attributes:
        key: dotted path, as `doors.server.unlock_time`.
    """

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(f"{key}: {sentence}")
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderConfig:
    """One `[readers.NAME]` table: kind, door, side, then the kind's own wiring keys."""

    name: str
    kind: str
    door: str
    side: Side
    wiring: ReaderWiring
    indicator: IndicatorWiring


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorConfig:
    """One `[doors.NAME]` table with its sub-tables strike, timing, rules and inputs."""

    name: str
    strike: StrikeWiring
    timing: DoorTiming
    rules: DoorRules
    inputs: Mapping[Sense, InputWiring]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalConfig:
    """`[journal]`.

    Attributes:
        path: of journal.db.
        flush_wait: seconds that a release waits for its record to reach the disk; 0 does not
            wait, "forever" (None here) waits without end.
        reserve: bytes kept back for a full disk.
    """

    path: Path
    flush_wait: Annotated[float, Interval(ge=0, le=10)] | None = 0.25
    reserve: Annotated[int, Interval(ge=1 << 20, le=1 << 30)] = 8 << 20


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


def read(path: Path) -> Config:
    """Read and check the configuration; ConfigError names key, value and what is wanted."""
    raise NotImplementedError
