"""A Pi that is well, as facts."""

from dataclasses import replace
from pathlib import Path

from gapura.doctor.facts import Disk, Facts, File

ROOMS = Path(__file__).parents[2]
EXAMPLE = ROOMS / "gapura" / "example.toml"
PI = "Raspberry Pi 4 Model B Rev 1.5"
CONFIG_TXT = "dtparam=spi=on\nenable_uart=1\ngpio=17=op,dl\ndtparam=strict_gpiod\n"
JOURNAL = Path("/var/lib/gapura/journal")
REGISTER = Path("/var/lib/gapura/register")
KEY = Path("/etc/gapura/fingerprint.key")
SEAL_KEY = REGISTER / "register.key"


def well() -> Facts:
    beside = [
        folder / f"{folder.name}.db{tail}"
        for folder in (JOURNAL, REGISTER)
        for tail in ("-wal", "-shm")
    ]
    return Facts(
        model=PI,
        machine="aarch64",
        release="trixie",
        config_txt=CONFIG_TXT,
        cmdline="console=tty1 root=/dev/mmcblk0p2",
        debug_gpio=" gpio-529 (GPIO17              )\n",
        groups=frozenset({"gpio", "spi", "dialout", "gapura"}),
        devices=frozenset({"/dev/spidev0.0"}),
        files={
            Path("/dev/gpiochip0"): File(0o660, "root", "gpio", 0),
            Path("/dev/spidev0.0"): File(0o660, "root", "spi", 0),
            JOURNAL: File(0o2750, "gapura-daemon", "gapura", 4096),
            REGISTER: File(0o2750, "gapura-admin", "gapura", 4096),
            KEY: File(0o400, "root", "root", 32),
            REGISTER / "register.db": File(0o640, "gapura-admin", "gapura", 4096),
            SEAL_KEY: File(0o600, "gapura-admin", "gapura", 32),
            **dict.fromkeys(beside, File(0o640, "gapura-daemon", "gapura", 0)),
        },
        restarts=0,
        watchdog=14.0,
        throttled=0,
        journald_kept=True,
        synced=True,
        rtc=True,
        disk=Disk(free=0.5, read_only=False),
        wear=(1, 2),
        ext4_errors=0,
        chips={"entrance": "MFRC522 2.0"},
        register="",
        journal=1000,
        strike_env='# levels\nGAPURA_SECURED="17=0"',
    )


def with_file(facts: Facts, path: Path, file: File) -> Facts:
    return replace(facts, files={**facts.files, path: file})


def without_file(facts: Facts, path: Path) -> Facts:
    return replace(facts, files={k: v for k, v in facts.files.items() if k != path})
