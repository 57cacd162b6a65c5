"""An office with a door's journal in it, written as the daemon writes it."""

from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select

from ledger.body import body
from ledger.chain import GENESIS, link
from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.schema import connect, make
from register.models import AuditLine, Cardholder
from tests.admin.office import Office

BOOT: Final = "0123456789abcdef" * 2


class Watched:
    """An office, its door, and what the audit says."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        self.bureau = self.office.bureau

    def public_id(self, name: str) -> str:
        with self.bureau.store.reading() as session:
            return session.get_one(Cardholder, self.bureau.people[name]).public_id

    def tap(
        self, name: str | None, reason: Reason = Reason.GRANTED, at: datetime | None = None,
        card: int | None = None,
    ) -> Event:  # fmt: skip
        """Return what a tap leaves in the journal."""
        wall = int((at or self.bureau.now).timestamp() * 1000)
        granted = reason is Reason.GRANTED
        return Event(
            kind=Kind.GRANTED if granted else Kind.DENIED,
            at=Instant(wall, 0, ClockState.SYNCED), door="server", reader="server-in",
            reason=reason, subject=None if name is None else self.public_id(name), card=card,
        )  # fmt: skip

    def record(self, said: Iterable[Event]) -> int:
        """Write events behind the last; return the newest one's sequence."""
        with closing(connect(self.office.site.journal, synchronous="OFF")) as connection:
            make(connection)
            row = connection.execute("SELECT seq, chain FROM event ORDER BY seq DESC").fetchone()
            seq, chain = row or (0, GENESIS)
            connection.execute("BEGIN")
            for event in said:
                seq += 1
                text = body(seq, BOOT, event)
                chain = link(chain, text.encode())
                connection.execute("INSERT INTO event VALUES (?, ?, ?)", (seq, text, chain))
            connection.execute("COMMIT")
        return int(seq)

    def audited(self, act: str) -> list[str]:
        """Return what the audit says of one act, oldest first."""
        with self.bureau.store.reading() as session:
            bodies = session.scalars(select(AuditLine.body).order_by(AuditLine.seq))
            return [each for each in bodies if f'"act":"{act}"' in each]

    def close(self) -> None:
        self.bureau.store.close()
