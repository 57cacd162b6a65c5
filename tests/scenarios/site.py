"""One office with one door: the real daemon in this process, on mock pins and a clock of its own.

The register and the journal are files, written and read as ever. What is faked is the wire: a tap
is what a reader delivers, the strike and the contact are gpiozero's mock pins. Time stands still
but for `wait`, which lets every deadline of the loop come at its own tick.
"""

import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from gpiozero import Device
from sqlalchemy import select

from daemon.clock import SystemClock
from daemon.config import read
from daemon.loop import Stop
from daemon.main import Daemon
from daemon.obey import OPENS
from hardware.readers import Assurance, CardNumber, CardRead, CardRefused, KeyPressed, Refusal
from hardware.simulated.wires import ReportingFactory
from ledger.access import CardState
from ledger.chain import verify
from ledger.credential import fingerprint
from ledger.events import Kind
from ledger.instant import Instant
from ledger.orders import OrderKind
from ledger.reading import Reader, Recorded
from register.models import Card
from register.orders import NewOrder, cancel, place
from register.seed import plant
from register.store import Store

NS: Final = 1_000_000_000
OPENED_AT: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10:00 of a Tuesday in Jakarta
KEY: Final = bytes(range(32))
SEED: Final = Path(__file__).parents[2] / "gapura" / "demo_seed.toml"
PEOPLE: Final = tomllib.loads(SEED.read_text())["people"]
STRIKE, CONTACT, REX = 17, 5, 6
STRANGER: Final = "iso14443a:04DEADBEEF0001"

CONFIG: Final = """
[office]
[register]
path = "register.db"
[journal]
path = "journal.db"
flush_wait = 10
reserve = 1048576
[secrets]
fingerprint_key = "key"
[clock]
[demo]
simulated = true
[doors.server.strike]
line = 17
[doors.server.timing]
tells_exit = true
[doors.server.rules]
{rules}
[doors.server.inputs.contact]
line = 5
[doors.server.inputs.rex]
line = 6
active_high = false
[readers.in]
kind = "wiegand"
door = "server"
side = "in"
data0 = 22
data1 = 23
keypad = 4
[readers.in.indicator]
green = 20
[readers.out]
kind = "rdm6300"
door = "server"
side = "out"
port = "/dev/null"
"""


@cache
def planted() -> bytes:
    """Return the office's register as it was on its first morning; to plant it takes a while."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        plant(path, SEED, KEY, OPENED_AT)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.read_bytes()


def card(name: str) -> str:
    """Return the number of a person's card, as the seed plants it."""
    number: str = PEOPLE[name]["grants"][0]["cards"][0]["number"]
    return number


def person(name: str) -> str:
    """Return the pseudonymous id of a person."""
    public: str = PEOPLE[name]["id"]
    return public


class StandingClock(SystemClock):
    """A clock that only `wait` moves."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 1_000 * NS
        self.wrong = timedelta()
        self.ticks = lambda: self.passed

    @property
    def today(self) -> datetime:
        passed = timedelta(microseconds=(self.passed - 1_000 * NS) // 1000)
        return OPENED_AT + passed + self.wrong

    def jump(self, *, hours: float) -> None:
        """Show another time from now on, though none has passed."""
        self.wrong += timedelta(hours=hours)

    def now(self) -> Instant:
        return Instant(round(self.today.timestamp() * 1000), self.passed, self.state)


class Site:
    """The office.

    Attributes:
        moves: each level that the strike took, and how many grants the journal held by then.
        synced: whether a time source steers the clock.
    """

    def __init__(self, folder: Path, rules: str = "") -> None:
        self.folder, self.synced = folder, True
        self.clock = StandingClock()
        (folder / "key").write_bytes(KEY)
        (folder / "gapura.toml").write_text(CONFIG.format(rules=rules))
        (folder / "register.db").write_bytes(planted())
        self.register = Store(folder / "register.db")
        self.moves: list[tuple[bool, int]] = []
        self._pins = Device.pin_factory = ReportingFactory(self._moved)
        self._drive(CONTACT, level=False)
        self._drive(REX, level=True)
        self.daemon = Daemon(read(folder / "gapura.toml"), self.clock, lambda: self.synced)
        self.journal = Reader(folder / "journal.db")
        self.wait(seconds=0.1)
        self.moves.clear()
        self._told = len(self.events())

    def close(self) -> None:
        """Close everything; the journal must stand."""
        self.journal.close()
        self.daemon.close()
        self.register.close()
        self._pins.close()
        Device.pin_factory = None
        assert verify(self.folder / "journal.db").count > 0

    # at the door

    def tap(self, number: str, reader: str = "in", *, ago: float = 0) -> None:
        """Hold a card before a reader; `ago`: so many seconds before its turn comes."""
        ticks = self.clock.passed - round(ago * NS)
        self.deliver(CardRead(reader, CardNumber(number), Assurance.UID_ONLY, ticks))

    def present_two(self) -> None:
        self.deliver(CardRefused("in", Refusal.MORE_THAN_ONE, self.clock.passed))

    def type(self, digits: str) -> None:
        for key in digits:
            self.deliver(KeyPressed("in", key, self.clock.passed))

    def open(self) -> None:
        self._drive(CONTACT, level=True)
        self.wait(seconds=0.1)

    def shut(self) -> None:
        self._drive(CONTACT, level=False)
        self.wait(seconds=0.1)

    def press_rex(self) -> None:
        self._drive(REX, level=False)
        self.wait(seconds=0.1)
        self._drive(REX, level=True)
        self.wait(seconds=0.1)

    def unlocked(self) -> bool:
        """Whether the strike is released now."""
        return bool(self._pins.pin(f"GPIO{STRIKE}").state)

    def wait(self, *, seconds: float) -> None:
        """Let time pass; whatever falls due meanwhile happens at its own tick."""
        end = self.clock.passed + round(seconds * NS)
        self._turn()
        while (due := self._due()) <= end:
            self.clock.passed = max(due, self.clock.passed)
            self._turn()
        self.clock.passed = end

    def deliver(self, event: CardRead | CardRefused | KeyPressed) -> None:
        """Hand over what a reader delivers, and let the loop serve it."""
        self.daemon.loop.put(event)
        self._turn()

    # in the office

    def issue(self, name: str) -> str:
        """Return the card that a person was given."""
        return card(name)

    def revoke(self, number: str) -> None:
        """Revoke a card; the commit is the allowlist write."""
        with self.register.session() as session:
            found = session.scalars(
                select(Card).where(Card.fingerprint == fingerprint(number, KEY))
            ).one()
            found.state = CardState.REVOKED
            found.changed_at = found.ended_at = self.clock.today

    def order(
        self,
        kind: OrderKind,
        *,
        reader: str | None = None,
        seconds: float | None = None,
        upto: int | None = None,
    ) -> int:
        """Place an order to the door; obeyed when the loop next looks."""
        door = "server" if kind in OPENS else None
        until = None if seconds is None else self.clock.today + timedelta(seconds=seconds)
        new = NewOrder(
            kind=kind,
            by=person("siti"),
            why="uji",
            until=until,
            door=door,
            reader=reader,
            upto=upto,
        )
        with self.register.session() as session:
            return place(session, new, self.clock.today).id

    def cancel(self, order: int) -> None:
        with self.register.session() as session:
            cancel(session, order, self.clock.today)

    # the journal

    def events(self) -> list[Recorded]:
        return self.journal.after(0, 10_000)

    def said(self) -> list[Recorded]:
        """Return what was recorded since the last time this was asked."""
        new = self.events()[self._told :]
        self._told += len(new)
        return new

    def reasons(self) -> list[str]:
        """Return the reasons of the taps since the last time."""
        return [str(event.reason) for event in self.said() if event.reason is not None]

    def kinds(self) -> list[str]:
        """Return what happened since the last time, the register's confirmations left out."""
        return [str(each.kind) for each in self.said() if each.kind is not Kind.REGISTER_REVISION]

    @contextmanager
    def unwritable_journal(self) -> Iterator[None]:
        """Another process holds the journal's lock, as a damaged file system would."""
        with closing(sqlite3.connect(self.folder / "journal.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def missing_register(self) -> Iterator[None]:
        path, away = self.folder / "register.db", self.folder / "away.db"
        path.rename(away)
        self.wait(seconds=0.1)
        yield
        away.rename(path)
        self.wait(seconds=0.1)

    # the wire

    def _moved(self, line: int, level: bool) -> None:  # noqa: FBT001 - a pin's own pair
        if line == STRIKE:
            self.moves.append((level, self._granted()))

    def _granted(self) -> int:
        """Count the grants that are committed now, as another process sees them."""
        with closing(sqlite3.connect(self.folder / "journal.db")) as other:
            try:
                count = 'SELECT count(*) FROM event WHERE body LIKE \'%"kind":"granted"%\''
                return int(other.execute(count).fetchone()[0])
            except sqlite3.OperationalError:
                return 0  # the strike's first level: the journal has no table yet

    def _drive(self, line: int, *, level: bool) -> None:
        self._pins.pin(f"GPIO{line}").drive(level=level)

    def _due(self) -> int:
        return min(due for part in self.daemon.loop.parts if (due := part.due()) is not None)

    def _turn(self) -> None:
        """Let the loop hear all that waits, then what is due."""
        self.daemon.loop.put(Stop())
        self.daemon.loop.run()
        self.daemon.loop.serve(None)
