"""What the demonstration's office calls the readers of its configuration."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from register import premises
from register.audit import By

READERS: Final = {
    "server-in": "Pembaca masuk",
    "keypad": "Pembaca dengan papan PIN",
    "fob": "Pembaca gantungan kunci",
    "keluar": "Pembaca keluar",
    "meja": "Pembaca meja operator",
}


def name_readers(session: Session, by: By, at: datetime) -> None:
    """Give each its name."""
    for name, words in READERS.items():
        premises.label_reader(session, name, words, by, at)
