"""The small tables of the configuration file."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from daemon.decide import Side


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
    """The keys that a reader of any kind has."""

    kind: str
    door: str
    side: Side = Side.IN


@dataclass(frozen=True, slots=True)
class Folders:
    """Where relative paths count from, and where systemd puts its copies of secrets."""

    own: Path
    credentials: Path

    def secret(self, path: Path) -> Path:
        """Return systemd's copy of a secret file where there is one, else the file."""
        copy = self.credentials / path.name
        return copy if copy.is_file() else self.own / path
