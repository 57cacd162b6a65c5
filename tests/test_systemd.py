"""The units: systemd accepts them, and they expose next to nothing."""

import re
import subprocess
from pathlib import Path

import pytest

from gapura.__main__ import main

UNITS = Path(__file__).parents[1] / "systemd"
UNIT = "gapura-daemon.service"
UNITS_OF = {  # and how much each may expose
    UNIT: 0.5,
    "gapura-admin.service": 1.0,
    "gapura-migrate.service": 1.0,
    "gapura-run@.service": 1.0,
    "gapura-send.service": 1.5,  # the only one with a network
}
STUBS = ("opt/gapura/venv/bin/python", "opt/gapura/venv/bin/gapura", "usr/bin/touch")
TIMERS = sorted(path.name for path in UNITS.glob("*.timer"))
TARGETS = ("basic", "local-fs", "multi-user", "shutdown", "sysinit", "time-sync", "timers")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("root")
    for stub in STUBS:
        path = root / stub
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    system = root / "usr/lib/systemd/system"
    system.mkdir(parents=True)
    for target in TARGETS:
        (system / f"{target}.target").write_text(f"[Unit]\nDescription={target}\n")
    for unit in (*UNITS_OF, *TIMERS):
        (system / unit).write_text((UNITS / unit).read_text())
    return root


def analyze(
    verb: str, root: Path, *options: str, unit: str = UNIT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", verb, f"--root={root}", *options, unit],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("unit", [*UNITS_OF, *TIMERS])
def test_systemd_finds_nothing_to_say_about_the_unit(root: Path, unit: str) -> None:
    verified = analyze("verify", root, unit=unit)
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


@pytest.mark.parametrize("timer", TIMERS)
def test_each_timer_calls_a_command_that_there_is(timer: str) -> None:
    command = timer.removeprefix("gapura-").removesuffix(".timer")
    text = (UNITS / timer).read_text()
    assert f"Unit=gapura-run@{command}.service" in text or timer == "gapura-send.timer"
    assert command in main.commands


def test_a_unit_without_its_program_is_found_out(root: Path) -> None:
    stub = root / STUBS[0]
    stub.rename(stub.with_suffix(".away"))
    try:
        assert analyze("verify", root).returncode != 0
    finally:
        stub.with_suffix(".away").rename(stub)


@pytest.mark.parametrize(("unit", "most"), UNITS_OF.items())
def test_a_unit_exposes_next_to_nothing(root: Path, unit: str, most: float) -> None:
    shown = analyze("security", root, "--offline=true", "--no-pager", unit=unit).stdout
    exposure = re.search(r"Overall exposure level for \S+: ([0-9.]+)", shown)
    assert exposure
    assert float(exposure[1]) <= most


def settings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (UNITS / UNIT).read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def test_the_strike_is_secured_however_the_daemon_ended() -> None:
    secure, touch = settings()["ExecStopPost"]
    assert secure.startswith("-")  # so that the journal's files are seen to even when it fails
    assert secure.endswith("-m hardware.portal.secure_now $GAPURA_SECURED")
    assert touch.split()[1:] == [
        f"/var/lib/gapura/journal/journal.db{tail}" for tail in ("-wal", "-shm")
    ]


def test_the_strikes_level_of_the_example_is_what_the_unit_restores() -> None:
    assert 'GAPURA_SECURED="17=0"' in (UNITS / "strike.env").read_text().splitlines()


def test_the_watchdog_restarts_a_hung_daemon_for_ever() -> None:
    found = settings()
    assert [found[name] for name in ("Type", "WatchdogSec", "Restart")] == [
        ["notify"],
        ["2"],
        ["always"],
    ]
    assert found["StartLimitIntervalSec"] == ["0"]


def test_the_daemon_waits_for_no_network_and_no_time() -> None:
    lines = (UNITS / UNIT).read_text().splitlines()
    waits = [line for line in lines if line.startswith(("After=", "Wants=", "Requires="))]
    assert waits
    assert not [line for line in waits if "network" in line or "time-sync" in line]


def test_each_file_has_a_directory_that_its_owner_alone_writes() -> None:
    lines = (UNITS / "tmpfiles.conf").read_text().splitlines()
    assert "d /var/lib/gapura/journal 2750 gapura-daemon gapura -" in lines
    assert "d /var/lib/gapura/register 2750 gapura-admin gapura -" in lines
    made = [line.split() for line in lines if line.startswith("f ")]
    assert {path.rpartition("/")[2] for _, path, *_ in made} == {
        f"{file}.db{tail}" for file in ("journal", "register") for tail in ("-wal", "-shm")
    }


def test_systemd_can_read_the_users_and_directories(tmp_path: Path) -> None:
    for tool, file in (
        ("systemd-sysusers", "sysusers.conf"),
        ("systemd-tmpfiles", "tmpfiles.conf"),
    ):
        shown = subprocess.run(
            [tool, "--cat-config", f"--root={tmp_path}", str(UNITS / file)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert shown.returncode == 0, shown.stderr


def test_the_users_are_made_in_an_empty_tree(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    subprocess.run(
        ["systemd-sysusers", f"--root={tmp_path}", str(UNITS / "sysusers.conf")],
        check=True,
        timeout=60,
        capture_output=True,
    )
    groups = (tmp_path / "etc/group").read_text()
    assert re.search(r"^gapura:.*gapura-(admin|daemon),gapura-(admin|daemon)", groups, re.MULTILINE)
