"""The doctor: pure checks over facts, and words for each finding."""

import re
import string
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from daemon.config import Config, read
from gapura.doctor import checks_board as board
from gapura.doctor import checks_machine as machine
from gapura.doctor.examine import judge, lines
from gapura.doctor.facts import Disk, Facts, File, Finding, Verdict
from gapura.doctor.words import WORDS, told
from tests.gapura.pis import (
    CONFIG_TXT,
    EXAMPLE,
    JOURNAL,
    KEY,
    ROOMS,
    SEAL_KEY,
    well,
    with_file,
    without_file,
)


@pytest.fixture(scope="module")
def config() -> Config:
    return read(EXAMPLE)


def said(findings: Iterable[Finding], verdict: Verdict) -> set[str]:
    return {finding.says for finding in findings if finding.verdict is verdict}


def test_a_well_pi_has_nothing_to_fix_and_only_the_wires_to_look_at(config: Config) -> None:
    findings = list(judge(well(), config))
    assert said(findings, Verdict.FIX) == set()
    assert said(findings, Verdict.ASK) == set(machine.ASKED)
    assert len(said(findings, Verdict.OK)) >= 18


ILL: dict[str, Callable[[Facts], Facts]] = {
    "not-64-bit": lambda f: replace(f, machine="armv7l"),
    "spi-off": lambda f: replace(f, devices=frozenset(), config_txt=CONFIG_TXT + "dtparam=spi=off"),
    "spi-missing": lambda f: replace(f, devices=frozenset()),
    "groups-missing": lambda f: replace(f, groups=frozenset({"gpio"})),
    "device-open": lambda f: with_file(f, Path("/dev/gpiochip0"), File(0o666, "root", "gpio", 0)),
    "chip-silent": lambda f: replace(f, chips={"entrance": "!no answer"}),
    "pin-taken": lambda f: replace(f, debug_gpio=" gpio-529 (GPIO17     |onewire ) in  hi"),
    "strike-boot-unset": lambda f: replace(f, config_txt="dtparam=spi=on,strict_gpiod"),
    "strike-boot-unlocks": lambda f: replace(f, config_txt=CONFIG_TXT + "gpio=16-18=op,dh"),
    "strict-off": lambda f: replace(f, config_txt=CONFIG_TXT + "dtparam=strict_gpiod=off"),
    "strike-env-differs": lambda f: replace(f, strike_env='GAPURA_SECURED="17=1"'),
    "unsynced": lambda f: replace(f, synced=False, rtc=False),
    "rtc-missing": lambda f: replace(f, rtc=False),
    "disk-missing": lambda f: replace(f, disk=None),
    "disk-read-only": lambda f: replace(f, disk=Disk(0.5, read_only=True)),
    "disk-full": lambda f: replace(f, disk=Disk(0.09, read_only=False)),
    "disk-errors": lambda f: replace(f, ext4_errors=3),
    "disk-worn": lambda f: replace(f, wear=(0x01, 0x0B)),
    "folder-missing": lambda f: without_file(f, JOURNAL),
    "folder-mode": lambda f: with_file(f, JOURNAL, File(0o755, "root", "root", 0)),
    "beside-missing": lambda f: without_file(f, JOURNAL / "journal.db-shm"),
    "key-missing": lambda f: without_file(f, KEY),
    "key-length": lambda f: with_file(f, KEY, File(0o400, "root", "root", 33)),
    "key-open": lambda f: with_file(f, KEY, File(0o440, "root", "root", 32)),
    "seal-key-missing": lambda f: without_file(f, SEAL_KEY),
    "seal-key-open": lambda f: with_file(f, SEAL_KEY, File(0o640, "gapura-admin", "gapura", 32)),
    "journal-broken": lambda f: replace(f, journal="journal broken at event 7"),
    "register-unreadable": lambda f: replace(f, register="it is of version 9"),
    "watchdog-off": lambda f: replace(f, watchdog=0.0),
    "watchdog-long": lambda f: replace(f, watchdog=60.0),
    "undervoltage": lambda f: replace(f, throttled=0x50005),
}
DOUBTFUL: dict[str, Callable[[Facts], Facts]] = {
    "no-pi": lambda f: replace(f, model=None),
    "other-release": lambda f: replace(f, release="bullseye"),
    "chip-held": lambda f: replace(f, daemon_active=True),
    "chip-unasked": lambda f: replace(f, chips={}),
    "pins-unseen": lambda f: replace(f, debug_gpio=None),
    "unsynced": lambda f: replace(f, synced=False),
    "journal-none": lambda f: replace(f, journal=None),
    "register-none": lambda f: replace(f, register=None),
    "watchdog-unseen": lambda f: replace(f, watchdog=None),
    "restarts": lambda f: replace(f, restarts=4),
    "undervoltage-seen": lambda f: replace(f, throttled=0x50000),
    "log-lost": lambda f: replace(f, journald_kept=False),
}


@pytest.mark.parametrize("says", ILL)
def test_each_ill_is_found_alone_and_comes_with_what_mends_it(says: str, config: Config) -> None:
    found = [each for each in judge(ILL[says](well()), config) if each.verdict is Verdict.FIX]
    assert says in {each.says for each in found}
    assert len({each.says for each in found}) <= 2
    assert all(each.command or each.says == "not-64-bit" for each in found)


@pytest.mark.parametrize("says", DOUBTFUL)
def test_each_doubt_is_told_and_stops_nothing(says: str, config: Config) -> None:
    findings = list(judge(DOUBTFUL[says](well()), config))
    assert says in said(findings, Verdict.ASK)
    assert said(findings, Verdict.FIX) == set()


def test_the_daemons_own_pins_are_no_strangers(config: Config) -> None:
    held = " gpio-529 (GPIO17              |lg                  ) out lo\n"
    running = replace(well(), debug_gpio=held, daemon_active=True)
    assert said(board.pins(running, config), Verdict.OK) == {"pins-free"}
    stopped = replace(running, daemon_active=False)
    assert said(board.pins(stopped, config), Verdict.FIX) == {"pin-taken"}


def test_a_clock_that_the_file_denies_is_to_be_said(config: Config) -> None:
    denied = replace(config, rtc=False)
    assert said(machine.clock(well(), denied), Verdict.FIX) == {"rtc-unsaid"}
    assert said(machine.clock(replace(well(), rtc=False), denied), Verdict.ASK) == {"rtc-none"}


SERIAL = """
register.path = "r"
journal.path = "j"
secrets.fingerprint_key = "k"
[doors.d]
strike.line = 17
timing.tells_exit = false
[readers.fob]
kind = "rdm6300"
door = "d"
port = "%s"
"""
PORTS = {
    ("/dev/serial0", "enable_uart=1", "console=tty1"): set(),
    ("/dev/serial0", "", "console=tty1"): {"uart-off"},
    ("/dev/serial0", "enable_uart=1", "console=serial0,115200"): {"console"},
    ("/dev/ttyUSB0", "", "console=serial0,115200"): {"port-passing"},
    ("/dev/serial/by-id/usb-x", "", "console=serial0,115200"): set(),
}


@pytest.mark.parametrize("case", PORTS)
def test_a_serial_port_is_on_quiet_and_named_to_last(
    case: tuple[str, str, str], tmp_path: Path
) -> None:
    port, config_txt, cmdline = case
    path = tmp_path / "gapura.toml"
    path.write_text(SERIAL % port)
    facts = replace(well(), config_txt=config_txt, cmdline=cmdline, devices=frozenset({port}))
    assert said(board.serial(facts, read(path)), Verdict.FIX) == PORTS[case]
    unplugged = replace(facts, devices=frozenset())
    assert "port-missing" in said(board.serial(unplugged, read(path)), Verdict.FIX)


def test_every_finding_has_a_sentence_that_names_the_same_in_both_languages(
    config: Config,
) -> None:
    for key, (indonesian, english) in WORDS.items():
        names = [
            {name for _, name, *_ in string.Formatter().parse(t)} for t in (indonesian, english)
        ]
        assert names[0] <= names[1] | {None, "level"}, key
    for change in (*ILL.values(), *DOUBTFUL.values(), replace):
        for finding in judge(change(well()), config):
            assert all(told(finding, language)[1] for language in ("id", "en"))


def test_no_sentence_is_left_that_no_check_says() -> None:
    code = "".join(
        (ROOMS / "gapura" / "doctor" / f"checks_{name}.py").read_text()
        for name in ("board", "machine")
    )
    assert set(WORDS) <= set(re.findall(r'"([a-z0-9-]+)"', code))


def test_a_line_says_what_to_type() -> None:
    finding = Finding(Verdict.FIX, "strict-off", command="do so")
    assert list(lines([finding], "en")) == [
        "fix       A pin stays driven when the daemon dies: strict_gpiod is missing.\n",
        "          $ do so\n",
    ]
