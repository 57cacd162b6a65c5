"""Clock, disk, files, journal, register and the machine's own health (pure)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from daemon.config import Config
from gapura.doctor.facts import ADMIN, COMMON, DAEMON, Facts, Finding, Verdict
from ledger.credential import KEY_BYTES

OK, FIX, ASK = Verdict.OK, Verdict.FIX, Verdict.ASK
ROOM: Final = 0.10  # share of the disk that must be free
WATCHDOG_MOST: Final = 15.0  # seconds; before kernel 6.8 more means none at all on a Pi
WORN: Final = 0x0A  # of life_time: 90 to 100 percent used (JEDEC eMMC, EXT_CSD 268 and 269)
UNDERVOLTAGE: Final = 1 << 0
UNDERVOLTAGE_SEEN: Final = 1 << 16
KEY_SOURCE: Final = Path("/etc/gapura/fingerprint.key")
COPY: Final = (
    "sudo systemctl stop gapura-daemon && sudo tar -C / -czf gapura-copy.tgz var/lib/gapura"
)
TMPFILES: Final = "sudo systemd-tmpfiles --create gapura.conf"
WATCHDOG: Final = (
    "sudo mkdir -p /etc/systemd/system.conf.d &&"
    " printf '[Manager]\\nRuntimeWatchdogSec=14\\nRebootWatchdogSec=14\\n' |"
    " sudo tee /etc/systemd/system.conf.d/gapura.conf && sudo systemctl daemon-reexec"
)
JOURNALD: Final = (
    "sudo mkdir -p /etc/systemd/journald.conf.d &&"
    " printf '[Journal]\\nStorage=persistent\\n' |"
    " sudo tee /etc/systemd/journald.conf.d/gapura.conf && sudo systemctl restart systemd-journald"
)
ASKED: Final = (  # what only a person at the door can see
    "ask-egress",
    "ask-fire",
    "ask-diode",
    "ask-pull",
    "ask-secure-side",
    "ask-one-shot",
    "ask-power",
)


def clock(facts: Facts, config: Config) -> Iterator[Finding]:
    """Something trustworthy tells the time, and a battery keeps it."""
    if facts.synced:
        yield Finding(OK, "synced")
    else:
        verdict = ASK if facts.rtc else FIX
        yield Finding(verdict, "unsynced", command="timedatectl timesync-status")
    if facts.rtc and config.rtc:
        yield Finding(OK, "rtc")
    elif facts.rtc:
        yield Finding(FIX, "rtc-unsaid", command="sudoedit /etc/gapura/gapura.toml")
    elif config.rtc:
        command = "printf '[all]\\ndtoverlay=i2c-rtc,ds3231\\n' | sudo tee -a"
        yield Finding(FIX, "rtc-missing", command=f"{command} /boot/firmware/config.txt")
    else:
        yield Finding(ASK, "rtc-none")


def disk(facts: Facts, config: Config) -> Iterator[Finding]:
    """The journal's disk takes writes, has room and is not worn out."""
    folder = config.journal.path.parent
    if facts.disk is None:
        yield Finding(FIX, "disk-missing", {"folder": folder}, TMPFILES)
        return
    free = {"folder": folder, "free": f"{facts.disk.free:.0%}"}
    if facts.disk.read_only:
        yield Finding(FIX, "disk-read-only", free, "sudo dmesg --level=err | tail")
    if facts.disk.free < ROOM:
        yield Finding(FIX, "disk-full", free, "sudo du -xh / | sort -h | tail -20")
    elif not facts.disk.read_only:
        yield Finding(OK, "disk", free)
    if facts.ext4_errors:
        of = {"count": facts.ext4_errors}
        yield Finding(FIX, "disk-errors", of, "sudo touch /forcefsck && sudo reboot")
    if facts.wear and max(facts.wear) >= WORN:
        yield Finding(FIX, "disk-worn", command=COPY)


def folders(facts: Facts, config: Config) -> Iterator[Finding]:
    """Each file's folder is writable by its owner alone, readable by the common group."""
    wanted = ((config.journal.path.parent, DAEMON), (config.register.parent, ADMIN))
    for folder, owner in wanted:
        found = facts.files.get(folder)
        of = {"path": folder, "owner": owner, "group": COMMON}
        if found is None:
            yield Finding(FIX, "folder-missing", of, TMPFILES)
        elif (found.mode, found.owner, found.group) == (0o2750, owner, COMMON):
            yield Finding(OK, "folder", of)
        else:
            command = f"sudo chown {owner}:{COMMON} {folder} && sudo chmod 2750 {folder}"
            yield Finding(FIX, "folder-mode", {**of, "mode": f"{found.mode:04o}"}, command)


def beside(facts: Facts, config: Config) -> Iterator[Finding]:
    """A reader with mode=ro needs -wal and -shm to exist."""
    for path in (config.journal.path, config.register):
        missing = [
            beside.name
            for tail in ("-wal", "-shm")
            if (beside := path.with_name(path.name + tail)) not in facts.files
        ]
        if missing:
            yield Finding(FIX, "beside-missing", {"names": ", ".join(missing)}, TMPFILES)


def key(facts: Facts, config: Config) -> Iterator[Finding]:
    """The fingerprint key is whole and root's alone."""
    path = config.fingerprint_key
    file, of = facts.files.get(path), {"path": path, "bytes": KEY_BYTES}
    if file is None:
        make = f"sudo sh -c 'umask 377; head -c {KEY_BYTES} /dev/urandom > {path}'"
        yield Finding(FIX, "key-missing", of, make)
    elif file.size != KEY_BYTES:
        yield Finding(FIX, "key-length", {**of, "size": file.size}, f"sudo ls -l {path}")
    elif file.mode & 0o377 or file.owner != "root":
        mend = f"sudo chown root:root {path} && sudo chmod 0400 {path}"
        yield Finding(FIX, "key-open", {**of, "mode": f"{file.mode:04o}"}, mend)
    else:
        yield Finding(OK, "key", of)


def seal_key(facts: Facts, config: Config) -> Iterator[Finding]:
    """The key of the register's sealed fields is there, and the pages' own user's alone."""
    path = config.register.with_suffix(".key")
    file, of = facts.files.get(path), {"path": path}
    if config.register not in facts.files:
        return  # made with the register
    if file is None:
        yield Finding(FIX, "seal-key-missing", of, f"sudo ls -l {path.parent}")
    elif file.mode & 0o077:
        mend = f"sudo chmod 0600 {path}"
        yield Finding(FIX, "seal-key-open", {**of, "mode": f"{file.mode:04o}"}, mend)
    else:
        yield Finding(OK, "seal-key", of)


def journal(facts: Facts, config: Config) -> Iterator[Finding]:
    """The chain of the journal verifies from its first event to its last."""
    of = {"path": config.journal.path}
    match facts.journal:
        case None:
            yield Finding(ASK, "journal-none", of)
        case int(count):
            yield Finding(OK, "journal", {**of, "count": f"{count:,}"})
        case why:
            command = f"sudo /opt/gapura/venv/bin/gapura verify {config.journal.path}"
            yield Finding(FIX, "journal-broken", {**of, "why": why}, command)


def register(facts: Facts, config: Config) -> Iterator[Finding]:
    """The register can be read, and is of a version that the daemon knows."""
    of = {"path": config.register, "why": facts.register}
    if facts.register is None:
        yield Finding(ASK, "register-none", of)
    elif facts.register:
        yield Finding(FIX, "register-unreadable", of, f"ls -l {config.register.parent}")
    else:
        yield Finding(OK, "register", of)


def watchdog(facts: Facts, _: Config) -> Iterator[Finding]:
    """The board resets itself when the kernel hangs; the daemon is not restarted all the time."""
    if facts.watchdog is None:
        yield Finding(ASK, "watchdog-unseen", command="systemctl show -p RuntimeWatchdogUSec")
    elif 0 < facts.watchdog <= WATCHDOG_MOST:
        yield Finding(OK, "watchdog", {"seconds": f"{facts.watchdog:g}"})
    else:
        says = "watchdog-long" if facts.watchdog else "watchdog-off"
        yield Finding(FIX, says, {"seconds": f"{facts.watchdog:g}"}, WATCHDOG)
    if facts.restarts:
        command = "journalctl -u gapura-daemon -b --no-pager | tail -50"
        yield Finding(ASK, "restarts", {"count": facts.restarts}, command)


def power(facts: Facts, _: Config) -> Iterator[Finding]:
    """The supply holds its voltage."""
    if facts.throttled is None:
        return
    if facts.throttled & UNDERVOLTAGE:
        yield Finding(FIX, "undervoltage", command="vcgencmd get_throttled")
    elif facts.throttled & UNDERVOLTAGE_SEEN:
        yield Finding(ASK, "undervoltage-seen", command="vcgencmd get_throttled")
    else:
        yield Finding(OK, "voltage")


def log(facts: Facts, _: Config) -> Iterator[Finding]:
    """The system's log survives a reboot; the door's journal does anyway."""
    if facts.journald_kept:
        yield Finding(OK, "log-kept")
    else:
        yield Finding(ASK, "log-lost", command=JOURNALD)


def asked(_: Facts, __: Config) -> Iterator[Finding]:
    """What the wires do is signed for at commissioning."""
    yield from (Finding(ASK, each) for each in ASKED)
