"""The small tables of the configuration file."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from daemon.decide import Side
from hardware.bounds import Within


class Language(StrEnum):
    """What the daemon speaks."""

    INDONESIAN = "id"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeConfig:
    """`[office]`.

    Attributes:
        language: of what the daemon says to people.
        zone: the office's time zone, by its IANA name; weekly hours are local time.
    """

    language: Language = Language.INDONESIAN
    zone: str = "Asia/Jakarta"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterConfig:
    """`[register]`: where register.db is."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretsConfig:
    """`[secrets]`: files, never values."""

    fingerprint_key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockConfig:
    """`[clock]`: whether a battery-backed clock is fitted."""

    rtc: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoConfig:
    """`[demo]`, which only `gapura demo` writes."""

    simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The keys that a reader of any kind has.

    Attributes:
        door: that it lets people through; "" at a desk.
        desk: it has no door, and only shows cards to the operator's page.
        pin: weekly hours in which a PIN is needed at this reader, beside those of its door.
    """

    kind: str
    door: str = ""
    desk: bool = False
    side: Side = Side.IN
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where relative paths count from, and where systemd puts its copies of secrets."""

    own: Path
    credentials: Path

    def secret(self, path: Path) -> Path:
        """Return systemd's copy of a secret file where there is one, else the file."""
        copy = self.credentials / path.name
        return copy if copy.is_file() else self.own / path


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalConfig:
    """`[journal]`.

    Attributes:
        path: of journal.db.
        flush_wait: seconds that a release waits for its record to reach the disk, 2 at most; 0
            does not wait, "forever" (None here) releases on no record that is not there.
        reserve: bytes kept back for a full disk.
    """

    path: Path
    flush_wait: Annotated[float, Within(0, 10)] | None = 0.25
    reserve: Annotated[int, Within(1 << 20, 1 << 30)] = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The file's own shape."""

    office: OfficeConfig
    register: RegisterConfig
    journal: JournalConfig
    secrets: SecretsConfig
    clock: ClockConfig
    demo: DemoConfig
    doors: Mapping[str, object]
    readers: Mapping[str, object]
