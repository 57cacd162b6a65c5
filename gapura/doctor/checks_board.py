"""The board, its buses and its pins (pure)."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from daemon.config import Config
from gapura.doctor import firmware
from gapura.doctor.facts import Facts, Finding, Verdict
from hardware.wiring import Mfrc522Wiring, SerialWiring

OK, FIX, ASK = Verdict.OK, Verdict.FIX, Verdict.ASK
CONFIG_TXT: Final = "/boot/firmware/config.txt"
REBOOT: Final = "sudo reboot"
RELEASES: Final = frozenset({"bookworm", "trixie"})
ON_BOARD_PORTS: Final = ("/dev/serial0", "/dev/ttyAMA", "/dev/ttyS")
PASSING_PORTS: Final = ("/dev/ttyUSB", "/dev/ttyACM")  # numbered in the order of plugging
DEVICE_MODE: Final = 0o660  # udev.rules
OURS: Final = ("lg", "gapura")  # consumers: lgpio's own word, and what we may say
CONSUMER: Final = re.compile(r"^\s*gpio-\d+\s+\(GPIO(\d+)\s*\|([^)]*)\)", re.MULTILINE)


def append(line: str) -> str:
    """Return the command that adds a line to config.txt, for every model."""
    return f"printf '[all]\\n{line}\\n' | sudo tee -a {CONFIG_TXT} && {REBOOT}"


def board(facts: Facts, _: Config) -> Iterator[Finding]:
    """A 64-bit Pi 3 to 5 with an operating system that we know."""
    if facts.model is None:
        yield Finding(ASK, "no-pi", {"machine": facts.machine})
        return
    yield Finding(OK, "pi", {"model": facts.model})
    if facts.machine == "aarch64":
        yield Finding(OK, "64-bit")
    else:
        yield Finding(FIX, "not-64-bit", {"machine": facts.machine})
    verdict = OK if facts.release in RELEASES else ASK
    yield Finding(verdict, "release" if verdict is OK else "other-release", {"name": facts.release})


def spi(facts: Facts, config: Config) -> Iterator[Finding]:
    """SPI is on, and each MFRC522's chip select has its device."""
    for name, reader in config.readers.items():
        if not isinstance(reader.wiring, Mfrc522Wiring) or facts.model is None:
            continue
        device = f"/dev/spidev{reader.wiring.bus}.{reader.wiring.device}"
        of = {"reader": name, "device": device}
        if device in facts.devices:
            yield Finding(OK, "spi", of)
        elif not firmware.parameter(facts.config_txt or "", facts.model, "spi"):
            yield Finding(FIX, "spi-off", of, append("dtparam=spi=on"))
        else:
            yield Finding(FIX, "spi-missing", of, REBOOT)


def serial(facts: Facts, config: Config) -> Iterator[Finding]:
    """Each serial reader has its port, under a name that lasts, with no console on it."""
    for name, reader in config.readers.items():
        if isinstance(reader.wiring, SerialWiring):
            port = reader.wiring.port
            yield from _port(facts, {"reader": name, "port": port}, port)


def _port(facts: Facts, of: Mapping[str, object], port: str) -> Iterator[Finding]:
    if facts.model is not None and port.startswith(ON_BOARD_PORTS):
        if firmware.value(facts.config_txt or "", facts.model, "enable_uart") != "1":
            yield Finding(FIX, "uart-off", of, append("enable_uart=1"))
        if re.search(r"\bconsole=(serial0|ttyAMA0|ttyS0)\b", facts.cmdline or ""):
            yield Finding(FIX, "console", of, "sudo raspi-config nonint do_serial_cons 1")
    if port.startswith(PASSING_PORTS):
        yield Finding(FIX, "port-passing", of, "ls -l /dev/serial/by-id/")
    if port in facts.devices:
        yield Finding(OK, "port", of)
    else:
        yield Finding(FIX, "port-missing", of, "ls -l /dev/serial/by-id/ /dev/serial0")


def permitted(facts: Facts, _: Config) -> Iterator[Finding]:
    """The groups exist, and what is to be opened belongs to them alone."""
    missing = sorted({"gpio", "spi", "dialout", "gapura"} - facts.groups)
    if missing:
        of = {"groups": ", ".join(missing)}
        yield Finding(FIX, "groups-missing", of, "sudo systemd-sysusers gapura.conf")
    else:
        yield Finding(OK, "groups")
    for path, file in sorted(facts.files.items()):
        wanted = _group_of(path)
        if wanted and (file.group, file.mode) != (wanted, DEVICE_MODE):
            of = {
                "path": str(path),
                "mode": f"{file.mode:04o}",
                "group": file.group,
                "wanted": wanted,
            }
            yield Finding(FIX, "device-open", of, "sudo udevadm trigger --subsystem-match=gpio")


def _group_of(path: Path) -> str | None:
    if path.parent != Path("/dev"):
        return None
    return {"gpiochip": "gpio", "spidev": "spi"}.get(path.name.rstrip("0123456789."))


def chips(facts: Facts, config: Config) -> Iterator[Finding]:
    """Each MFRC522 answers with a version that is known; the daemon holds the bus while it runs."""
    for name, reader in config.readers.items():
        if not isinstance(reader.wiring, Mfrc522Wiring):
            continue
        answer = facts.chips.get(name)
        if facts.daemon_active:
            yield Finding(ASK, "chip-held", {"reader": name}, "sudo systemctl stop gapura-daemon")
        elif answer is None:
            yield Finding(ASK, "chip-unasked", {"reader": name})
        elif answer.startswith("!"):
            of = {"reader": name, "why": answer[1:]}
            yield Finding(FIX, "chip-silent", of, "less /opt/gapura/share/docs/wiring.md")
        else:
            yield Finding(OK, "chip", {"reader": name, "version": answer})


def pins(facts: Facts, config: Config) -> Iterator[Finding]:
    """Nobody else holds a line that the configuration names."""
    if facts.debug_gpio is None:
        yield Finding(ASK, "pins-unseen", command="sudo /opt/gapura/venv/bin/gapura doctor")
        return
    holders = {int(line): who.strip() for line, who in CONSUMER.findall(facts.debug_gpio)}
    if facts.daemon_active:
        holders = {line: who for line, who in holders.items() if not who.startswith(OURS)}
    uses = [use for door in config.doors.values() for use in door.lines()]
    uses += [use for reader in config.readers.values() for use in reader.lines()]
    taken = [use for use in uses if holders.get(use.line)]
    for use in taken:
        of = {"line": use.line, "key": use.key, "holder": holders[use.line]}
        yield Finding(FIX, "pin-taken", of, f"grep -n 'gpio\\|dtoverlay' {CONFIG_TXT}")
    if not taken:
        yield Finding(OK, "pins-free")


def strikes(facts: Facts, config: Config) -> Iterator[Finding]:
    """From power-on the strike's line is locked, and is let go of when the daemon dies."""
    if facts.model is None:
        return
    text = facts.config_txt or ""
    for name, door in config.doors.items():
        line, level = door.strike.line, int(door.strike.secured_level)
        found = firmware.boot_level(text, facts.model, line)
        setting = f"gpio={line}=op,{'dh' if level else 'dl'}"
        of = {"door": name, "line": line, "level": level, "setting": setting}
        if found == level:
            yield Finding(OK, "strike-boot", of)
        else:
            says = "strike-boot-unset" if found is None else "strike-boot-unlocks"
            yield Finding(FIX, says, of, append(setting))
    if firmware.parameter(text, facts.model, "strict_gpiod"):
        yield Finding(OK, "strict")
    else:
        yield Finding(FIX, "strict-off", command=append("dtparam=strict_gpiod"))


def strike_levels(facts: Facts, config: Config) -> Iterator[Finding]:
    """What ExecStopPost drives when the daemon is gone is what the configuration calls locked."""
    levels = (
        f"{door.strike.line}={int(door.strike.secured_level)}" for door in config.doors.values()
    )
    wanted = f'GAPURA_SECURED="{" ".join(sorted(levels))}"'
    found = [line for line in (facts.strike_env or "").splitlines() if not line.startswith("#")]
    if found == [wanted]:
        yield Finding(OK, "strike-env")
    else:
        command = f"echo '{wanted}' | sudo tee /etc/gapura/strike.env"
        yield Finding(FIX, "strike-env-differs", {"wanted": wanted}, command)
