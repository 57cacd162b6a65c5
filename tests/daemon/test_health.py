import os
import socket
from pathlib import Path

import pytest

from daemon.health import Health


def test_systemd_hears_what_the_loop_says(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.settimeout(5)
        Health(address).say("READY=1")
        assert systemd.recv(64) == b"READY=1"


def test_a_systemd_that_went_away_never_stops_the_door(tmp_path: Path) -> None:
    health = Health(str(tmp_path / "nobody"))
    health.say("WATCHDOG=1")
    health.say("WATCHDOG=1")


def test_without_systemd_nothing_is_said() -> None:
    Health(None).say("READY=1")


def test_the_address_is_kept_from_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", "@gapura-test")
    Health.from_environment()
    assert "NOTIFY_SOCKET" not in os.environ
