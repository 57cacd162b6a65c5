"""An office with a card that opens, a journal, and a folder of backups."""

from pathlib import Path

from gapura.backup.make import backup
from gapura.backup.restore import restore
from gapura.backup.rotation import Kept
from ledger.access import CardState
from register import cards
from register.audit import By
from register.models import Dossier
from register.restoring import Fitted
from tests.ledger.journals import made
from tests.register.bureau import Bureau
from tests.register.test_requests import issued

EVENTS = 300


def quiet(_step: str, _done: int, _total: int) -> None:
    """Show nothing."""


class Vault:
    def __init__(self, folder: Path) -> None:
        self.bureau = Bureau(folder / "register.db")
        self.register, self.journal = folder / "register.db", made(folder / "journal.db", EVENTS)
        self.folder = folder / "backup"
        dossier = issued(self.bureau)
        self.bureau.wait(minutes=1)
        with self.bureau.session() as session:
            found = session.get_one(Dossier, dossier)
            signs, by = self.bureau.signs("siti"), self.bureau.by("siti")
            cards.hand_over(session, found, signs, by, self.bureau.now)

    def backup(self, kept: Kept | None = None) -> Path:
        self.bureau.wait(days=1)
        keep = kept or Kept()
        return backup(self.register, self.journal, self.folder, keep, self.bureau.now, quiet)

    def restore(self, one: Path, *, dry: bool = False) -> Fitted:
        self.bureau.wait(minutes=1)
        by = By(source="test")
        return restore(one, self.register, by, self.bureau.now, quiet, dry=dry)

    def card(self) -> CardState:
        with self.bureau.store.reading() as session:
            return cards.find(session, 1).state
