"""One office with one door: the real daemon in this process, on mock pins and a clock of its own.

The register and the journal are files, written and read as ever. What is faked is the wire: a tap
is what a reader delivers, the strike and the contact are gpiozero's mock pins. Time stands still
but for `wait`, which lets every deadline of the loop come at its own tick.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from gpiozero import Device
from sqlalchemy import select

from daemon.config import read
from daemon.loop import Stop
from daemon.main import Daemon
from daemon.obey import OPENS
from hardware.readers import Assurance, CardNumber, CardRead, CardRefused, KeyPressed, Refusal
from hardware.simulated.wires import ReportingFactory
from ledger.access import CardState
from ledger.chain import verify
from ledger.credential import fingerprint
from ledger.orders import OrderKind
from register.models import Card
from register.orders import cancel
from register.store import Store
from tests.daemon.office import (
    CONTACT,
    NS,
    REX,
    STRIKE,
    StandingClock,
    card,
    furnished,
    placed,
    planted,
)
from tests.ledger.journals import Told
from tests.register.offices import KEY

READERS: Final = """
[readers.in]
kind = "wiegand"
door = "server"
side = "in"
data0 = 22
data1 = 23
keypad = 4
[readers.in.indicator]
green = 20
[readers.table]
kind = "rdm6300"
desk = true
port = "/dev/null"
[readers.out]
kind = "rdm6300"
door = "server"
side = "out"
port = "/dev/null"
"""


class Site(Told):
    """The office.

    Attributes:
        moves: each level that the strike took, and how many grants the journal held by then.
        synced: whether a time source steers the clock.
    """

    def __init__(self, folder: Path, rules: str = "") -> None:
        """Build the door; its register is the one that lies in the folder, or the seed's."""
        self.folder, self.synced = folder, True
        self.clock = StandingClock()
        config = furnished(folder, READERS, rules=rules)
        if not (folder / "register.db").exists():
            planted(folder / "register.db")
        self.register = Store(folder / "register.db")
        self.moves: list[tuple[bool, int]] = []
        self._pins = Device.pin_factory = ReportingFactory(self._moved)
        self._drive(CONTACT, level=False)
        self._drive(REX, level=True)
        self.daemon = Daemon(read(config), self.clock, lambda: self.synced)
        self.daemon.tell_start()
        super().__init__(folder / "journal.db")
        self.wait(seconds=0.1)
        self.moves.clear()
        self.said()

    def close(self) -> None:
        """Close everything; the journal must stand."""
        self.reader.close()
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
        today = self.clock.today
        return placed(self.register, kind, today, until=until, door=door, reader=reader, upto=upto)

    def cancel(self, order: int) -> None:
        with self.register.session() as session:
            cancel(session, order, self.clock.today)

    # trouble

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
