"""Gather the facts: from the files under a root, from a few commands, from the two files."""

import grp
import os
import pwd
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from daemon.clock import kernel_synced
from daemon.config import Config
from gapura.doctor.facts import Disk, Facts, File
from hardware.wiring import Mfrc522Wiring, SerialWiring
from ledger.allowlist import Allowlist
from ledger.chain import verify
from ledger.errors import JournalBroken, RegisterUnreadable

Progress = Callable[[int, int], None]
COMMAND_SECONDS: Final = 10
UNIT: Final = "gapura-daemon.service"
TIME_UNITS: Final = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0}


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine seen from its root directory; commands are asked of the live one alone."""

    root: Path = Path("/")

    @property
    def live(self) -> bool:
        """Whether this is the machine that we run on, and no tree of another."""
        return self.root == Path("/")

    def at(self, path: str | Path) -> Path:
        """Return where an absolute path is under the root."""
        return self.root / str(path).lstrip("/")

    def text(self, *paths: str) -> str | None:
        """Return the first of the files that can be read, without NULs (the device tree's)."""
        for path in paths:
            try:
                return self.at(path).read_text(errors="replace").replace("\0", "").strip()
            except OSError:
                continue
        return None

    def has(self, path: str | Path) -> bool:
        """Whether a path exists; what may not be looked at does not."""
        try:
            return self.at(path).exists()
        except OSError:
            return False

    def file(self, path: str | Path) -> File | None:
        """Return what `stat` says of a path."""
        try:
            stat = self.at(path).stat()
        except OSError:
            return None
        return File(stat.st_mode & 0o7777, _user(stat.st_uid), _group(stat.st_gid), stat.st_size)

    def ask(self, *command: str) -> str | None:
        """Return what a command prints; None where it cannot be asked or fails."""
        if not self.live:
            return None
        try:
            done = subprocess.run(  # noqa: S603 - the commands stand below, none from outside
                command, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.strip()


def gather(machine: Machine, config: Config, chips: Mapping[str, str], progress: Progress) -> Facts:
    """Look at everything once; `chips` is what was asked over SPI."""
    throttled = machine.ask("vcgencmd", "get_throttled") or ""
    restarts = machine.ask("systemctl", "show", UNIT, "-p", "NRestarts", "--value") or ""
    return Facts(
        model=machine.text("/proc/device-tree/model"),
        machine=os.uname().machine if machine.live else machine.text("/machine") or "",
        release=_release(machine.text("/etc/os-release") or ""),
        config_txt=machine.text("/boot/firmware/config.txt", "/boot/config.txt"),
        cmdline=machine.text("/boot/firmware/cmdline.txt", "/boot/cmdline.txt"),
        debug_gpio=machine.text("/sys/kernel/debug/gpio"),
        groups=_groups(machine.text("/etc/group") or ""),
        devices=frozenset(path for path in _devices(config) if machine.has(path)),
        files=_files(machine, config),
        daemon_active=machine.ask("systemctl", "is-active", UNIT) == "active",
        restarts=int(restarts) if restarts.isdigit() else None,
        watchdog=_watchdog(machine),
        throttled=int(throttled.partition("=")[2], 16) if "=0x" in throttled else None,
        journald_kept=_log_kept(machine),
        synced=kernel_synced() if machine.live else None,
        rtc=machine.has("/dev/rtc0") or machine.has("/sys/class/rtc/rtc0"),
        disk=_disk(machine, config.journal.path.parent),
        wear=_wear(machine),
        ext4_errors=_ext4_errors(machine),
        chips=chips,
        register=_register(machine.at(config.register)),
        journal=_journal(machine.at(config.journal.path), progress),
        strike_env=machine.text("/etc/gapura/strike.env"),
    )


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def _release(text: str) -> str:
    found = re.search(r"^VERSION_CODENAME=\"?([\w.-]+)", text, re.MULTILINE)
    return found[1] if found else ""


def _groups(text: str) -> frozenset[str]:
    return frozenset(line.partition(":")[0] for line in text.splitlines() if ":" in line)


def _devices(config: Config) -> Sequence[str]:
    wirings = [reader.wiring for reader in config.readers.values()]
    return [f"/dev/spidev{w.bus}.{w.device}" for w in wirings if isinstance(w, Mfrc522Wiring)] + [
        w.port for w in wirings if isinstance(w, SerialWiring)
    ]


def _files(machine: Machine, config: Config) -> dict[Path, File]:
    paths = [
        Path("/dev/gpiochip0"), config.fingerprint_key, config.register.with_suffix(".key")
    ]  # fmt: skip
    paths += [Path(path) for path in _devices(config) if path.startswith("/dev/spidev")]
    for path in (config.journal.path, config.register):
        paths += [path.parent, path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]
    found = ((path, machine.file(path)) for path in paths)
    return {path: file for path, file in found if file is not None}


def _watchdog(machine: Machine) -> float | None:
    """Return the seconds that systemd feeds: it prints them as `14s` or `1min 30s`."""
    shown = machine.ask("systemctl", "show", "-p", "RuntimeWatchdogUSec", "--value")
    if shown is None:
        return None
    parts = re.findall(r"([\d.]+)(us|ms|s|min|h)\b", shown)
    return sum(float(number) * TIME_UNITS[unit] for number, unit in parts)


def _log_kept(machine: Machine) -> bool:
    """Whether journald writes below /var: the folder is there and no setting forbids it."""
    folders = ("/usr/lib/systemd/journald.conf.d", "/etc/systemd/journald.conf.d")
    settings: dict[str, str] = {}
    for folder in folders:  # a file in /etc replaces the one of its name in /usr/lib
        settings |= {path.name: path.read_text() for path in machine.at(folder).glob("*.conf")}
    texts = [machine.text("/etc/systemd/journald.conf") or ""]
    texts += [settings[name] for name in sorted(settings)]
    storage = [
        word
        for text in texts
        for word in re.findall(r"^\s*Storage\s*=\s*(\w+)", text, re.MULTILINE)
    ]
    if storage and storage[-1] in {"volatile", "none", "persistent"}:
        return bool(storage[-1] == "persistent")
    return machine.has("/var/log/journal")


def _disk(machine: Machine, folder: Path) -> Disk | None:
    try:
        found = os.statvfs(machine.at(folder))
    except OSError:
        return None
    free = found.f_bavail / found.f_blocks if found.f_blocks else 0.0
    return Disk(free, bool(found.f_flag & os.ST_RDONLY))


def _wear(machine: Machine) -> tuple[int, ...]:
    words = (machine.text("/sys/block/mmcblk0/device/life_time") or "").split()
    return tuple(int(word, 16) for word in words)


def _ext4_errors(machine: Machine) -> int | None:
    counts = [path.read_text() for path in machine.at("/sys/fs/ext4").glob("*/errors_count")]
    return sum(map(int, counts)) if counts else None


def _register(path: Path) -> str | None:
    """Return what is wrong with the register; "" for nothing, None where there is none."""
    if not path.exists():
        return None
    allowlist = Allowlist(path)
    try:
        allowlist.find(bytes(32))
    except RegisterUnreadable as error:
        return str(error)
    finally:
        allowlist.close()
    return ""


def _journal(path: Path, progress: Progress) -> int | str | None:
    """Return how many events verify, or what is wrong; None where there is no journal."""
    if not path.exists():
        return None
    try:
        return verify(path, progress).count
    except JournalBroken as error:
        return str(error)
