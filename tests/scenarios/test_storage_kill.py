"""Killed at any instant: the chain verifies, nothing acknowledged is lost, the next start says."""

import os
import random
import signal
from pathlib import Path

import pytest

from ledger.chain import verify
from ledger.journal import Journal
from tests.ledger.journals import BOOT, made
from tests.scenarios.recorder import Orders, recorder

KILLS = 200
SOAKED = 5000
MOST = 12  # events that a process may see acknowledged before it dies


def killed(orders: Orders, chance: random.Random) -> tuple[str, int]:
    """Kill a recorder after some lines of it; return its first line and its last pin's event."""
    child, output = recorder(orders)
    with output:
        first = output.readline()
        for _ in range(chance.randint(0, MOST)):
            output.readline()
        os.kill(child, signal.SIGKILL)
        rest = output.read()
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    pins = [line.split()[1] for line in rest.splitlines() if line.startswith(("pin", "ahead"))]
    return first, int(pins[-1]) if pins else 0


@pytest.mark.parametrize(
    "kills", [KILLS, pytest.param(SOAKED, marks=pytest.mark.soak)], ids=["test", "soak"]
)
def test_a_recorder_killed_at_any_instant_loses_nothing_it_acknowledged(
    tmp_path: Path, kills: int
) -> None:
    chance = random.Random(kills)  # noqa: S311 - a replay, not a secret
    orders = Orders(made(tmp_path / "journal.db", 1), 0, every=2, log_bytes=1 << 14)
    acknowledged = 1
    for _ in range(kills):
        first, pinned = killed(orders, chance)
        _, there, ended = first.split()
        assert ended == "crashed"
        assert int(there) >= acknowledged
        acknowledged = max(int(there), pinned)
    assert verify(orders.path).count >= acknowledged
    journal = Journal.open(orders.path, boot=BOOT, reserve=1 << 16)
    assert journal.crashed
    journal.close()
