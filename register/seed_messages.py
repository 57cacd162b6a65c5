"""A demonstration's limits, reminders and messages: a step that is late, a mail that failed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from register import messages, outbox, reminding, settings
from register.models import Cardholder
from register.seed_by import acting
from register.store import Store

LIMITS: Final = {"2": 2, "3": 2, "4": 2, "5": 3, "6": 3, "7": 3}  # of this invented office
GONE: Final = "SMTP 550 5.1.1 mailbox unknown"


def keep_time(store: Store, who: Mapping[str, int], at: datetime) -> None:
    """Set the office's limits, remind of what is late by now, and let one message fail.

    Args:
        store: a demonstration's, with its dossiers.
        who: id of each official, by his key.
        at: now.
    """
    with store.session() as session:
        by = acting(session, who["admin"])
        settings.change(session, {"step_days": LIMITS}, by, at - timedelta(days=30))
        reminding.remind(session, at)
        outbox.senders(session, frozenset({"email"}), by, at)
        yesterday = at - timedelta(days=1)
        person = session.get_one(Cardholder, who["atasan"])
        fields = {"permintaan": "041/000", "nomor": "041/000"}
        messages.tell(session, person.id, "unit-informed", fields, yesterday)
        for number in outbox.due(session, "email", yesterday):
            outbox.failed(session, number, GONE, yesterday, chance=1, final=True)
