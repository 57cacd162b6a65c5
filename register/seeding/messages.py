"""A demonstration's limits, reminders and messages: a step that is late, a mail that failed."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from register import settings
from register.messaging import messages, outbox, reminding
from register.models import Cardholder, Dossier, Outgoing
from register.seeding.by import acting
from register.seeding.times import OfficeTimes
from register.store import Store

LIMITS: Final = {"2": 2, "3": 2, "4": 2, "5": 3, "6": 3, "7": 3}  # of this invented office
GONE: Final = "SMTP 550 5.1.1 mailbox unknown"


def post(session: Session, at: datetime) -> None:
    """Let what is due be sent, as `gapura send` would have: nothing leaves a demonstration."""
    session.execute(
        update(Outgoing)
        .where(Outgoing.sent_at.is_(None), Outgoing.given_up_at.is_(None), Outgoing.due_at <= at)
        .values(sent_at=Outgoing.due_at, attempts=Outgoing.attempts + 1, error=None)
    )


def keep_time(store: Store, who: Mapping[str, int], times: OfficeTimes) -> None:
    """Set the office's limits, remind of what is late by now, and let one message fail.

    Args:
        store: a demonstration's, with its dossiers.
        who: id of each official, by his key.
        times: at which people act.
    """
    yesterday = times.at(1, time(9, 12))
    with store.session() as session:
        by = acting(session, who["admin"])
        settings.change(session, {"step_days": LIMITS}, by, times.at(30, time(9, 5)))
        reminding.remind(session, times.now)
        outbox.senders(session, frozenset({"email"}), by, times.at(30, time(9, 20)))
        person = session.get_one(Cardholder, who["atasan"])
        number = session.scalar(select(Dossier.number).where(Dossier.number.is_not(None)).limit(1))
        fields = {"permintaan": number or "", "nomor": number or ""}
        messages.tell(session, person.id, "unit-informed", fields, yesterday)
        for row in outbox.due(session, "email", yesterday):
            outbox.failed(session, row, GONE, yesterday, chance=1, final=True)
