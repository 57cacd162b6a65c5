"""What a daemon finds where it starts: a configuration, a key, a planted register, a clock."""

import sqlite3
import tomllib
from contextlib import closing
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from daemon.clock import SystemClock
from ledger.instant import Instant
from ledger.orders import OrderKind
from register.orders import NewOrder, place
from register.seeding.planting import plant
from register.store import Store
from tests.register.laid import Laid
from tests.register.offices import AT, KEY

NS: Final = 1_000_000_000
SEED: Final = Path(__file__).parents[2] / "gapura" / "demo" / "seed.toml"
PEOPLE: Final = tomllib.loads(SEED.read_text())["people"]
SUSPENDS: Final = """UPDATE card SET state = ? WHERE cardholder_id =
    (SELECT id FROM cardholder WHERE public_id = ?)"""
STRIKE, CONTACT, REX = 17, 5, 6  # lines
STRANGER: Final = "iso14443a:04DEADBEEF0001"

CONFIG: Final = """
[office]
[register]
path = "{register}"
[journal]
path = "{journal}"
flush_wait = {flush_wait}
reserve = {reserve}
[secrets]
fingerprint_key = "key"
[clock]
[demo]
simulated = {simulated}
[doors.server.strike]
line = 17
[doors.server.timing]
unlock_time = {unlock_time}
tells_exit = true
[doors.server.rules]
{rules}
[doors.server.inputs.contact]
line = 5
[doors.server.inputs.rex]
line = 6
active_high = false
"""
USUAL: Final = {
    "register": "register.db", "journal": "journal.db", "flush_wait": "10", "reserve": 1 << 20,
    "simulated": "true", "unlock_time": 5.0, "rules": "",
}  # fmt: skip


def furnished(folder: Path, readers: str, **changed: object) -> Path:
    """Put a key and a configuration into a folder; return the configuration's path.

    Args:
        folder: the office's.
        readers: its `[readers...]` tables.
        changed: what is not as in USUAL.
    """
    (folder / "key").write_bytes(KEY)
    config = folder / "gapura.toml"
    config.write_text(CONFIG.format_map(USUAL | changed) + readers)
    return config


def planted(path: Path, at: datetime = AT) -> None:
    """Lay a register of the demonstration's people at a path, and its key beside it.

    Dewi has lost her card, and that of Agus is frozen.
    """
    _planted(at).lay(path)


@cache
def _planted(at: datetime) -> Laid:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        plant(path, SEED, KEY, at)
        with closing(sqlite3.connect(path)) as connection:
            with connection:
                for name, state in (("dewi", "lost"), ("agus", "frozen")):
                    connection.execute(SUSPENDS, (state, person(name)))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Laid.taken(path)


def card(name: str) -> str:
    """Return the number of a person's card, as the seed plants it."""
    number: str = PEOPLE[name]["grants"][0]["cards"][0]["number"]
    return number


def person(name: str) -> str:
    """Return the pseudonymous id of a person."""
    public: str = PEOPLE[name]["id"]
    return public


def placed(register: Store, kind: OrderKind, at: datetime, **more: Any) -> int:  # noqa: ANN401 - NewOrder's own
    """Have Siti place an order; return its id."""
    with register.session() as session:
        return place(session, NewOrder(kind=kind, by=person("siti"), why="uji", **more), at).id


class StandingClock(SystemClock):
    """A clock that only a test moves.

    Attributes:
        passed: its ticks.
    """

    def __init__(self) -> None:
        super().__init__()
        self.passed = 1_000 * NS
        self.wrong = timedelta()
        self.ticks = lambda: self.passed

    @property
    def today(self) -> datetime:
        passed = timedelta(microseconds=(self.passed - 1_000 * NS) // 1000)
        return AT + passed + self.wrong

    def jump(self, *, hours: float) -> None:
        """Show another time from now on, though none has passed."""
        self.wrong += timedelta(hours=hours)

    def now(self) -> Instant:
        return Instant(round(self.today.timestamp() * 1000), self.passed, self.state)
