"""What can be known of a machine, and what a check finds in it (values only)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

DAEMON: Final = "gapura-daemon"
ADMIN: Final = "gapura-admin"
COMMON: Final = "gapura"


class Verdict(StrEnum):
    """What follows from a finding."""

    OK = "ok"
    FIX = "fix"  # wrong: the command mends it
    ASK = "ask"  # no software can see it, or not from here: look, and sign for it


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report.

    Attributes:
        says: key into the words (gapura/doctor/words.py).
        of: what the sentence names.
        command: what mends it, or shows it; "" where nothing does.
    """

    verdict: Verdict
    says: str
    of: Mapping[str, object] = field(default_factory=dict)
    command: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """What `stat` says, with the names of owner and group."""

    mode: int  # permission bits with setuid, setgid and sticky, as 0o2750
    owner: str
    group: str
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Disk:
    """The filesystem of the journal."""

    free: float  # share that an ordinary user may still fill, 0 to 1
    read_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the checks look at; None is "could not be read".

    Attributes:
        model: of the board, from the device tree; None where there is none (no Pi).
        machine: as `uname -m` says.
        release: codename of the distribution.
        config_txt: the firmware's config.txt.
        cmdline: the kernel's command line file.
        debug_gpio: /sys/kernel/debug/gpio, root's to read.
        groups: of the machine, by name.
        devices: paths under /dev that exist, of those that the checks ask for.
        files: what `stat` says of each path that exists, of those that the checks ask for.
        daemon_active: whether the unit runs and so holds pins and SPI.
        restarts: of the unit since boot.
        watchdog: seconds of the hardware watchdog; 0 is off.
        throttled: flags of `vcgencmd get_throttled`.
        journald_kept: whether the system's log survives a reboot.
        wear: tenths of the card's life that are used, 0x0B is beyond; two of them at most.
        ext4_errors: counted on the filesystem since it was made.
        chips: what each MFRC522 answered by reader; a text that starts with "!" is its failure.
        register: what is wrong with it, "" for nothing.
        journal: events that verified, or what is wrong.
        strike_env: the file that names the levels for ExecStopPost.
    """

    model: str | None = None
    machine: str = ""
    release: str = ""
    config_txt: str | None = None
    cmdline: str | None = None
    debug_gpio: str | None = None
    groups: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    files: Mapping[Path, File] = field(default_factory=dict)
    daemon_active: bool = False
    restarts: int | None = None
    watchdog: float | None = None
    throttled: int | None = None
    journald_kept: bool = False
    synced: bool | None = None
    rtc: bool = False
    disk: Disk | None = None
    wear: tuple[int, ...] = ()
    ext4_errors: int | None = None
    chips: Mapping[str, str] = field(default_factory=dict)
    register: str | None = None
    journal: int | str | None = None
    strike_env: str | None = None
