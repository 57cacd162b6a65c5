"""`gapura watch`: look through the door's log for what deserves attention, then end.

A start of a process, so it makes a clock of its own (as daemon/main.py does).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from daemon.config import read
from gapura.operator import opened
from register.door_log import watching
from register.door_log.watching import Caught


def run(config: Path, progress: Callable[[int, int], None]) -> Caught:
    """Look through what came since the last look, and keep what was found.

    Args:
        config: the daemon's own file: where the register and the journal are.
        progress: told (lines looked at, lines in all) after each 5,000.
    """
    built = read(config)
    with opened(built.register) as store:
        return watching.catch_up(store, built.journal.path, datetime.now(UTC), progress=progress)
