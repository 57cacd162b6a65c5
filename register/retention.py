"""What is kept no longer: the journal by an order to the door, messages at once."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from ledger.orders import OrderKind
from register import audit, orders, settings, visits
from register.audit import By
from register.models import DoorOrder, Notice, Outgoing, milliseconds
from register.orders import NewOrder

SYSTEM = "sistem"
WHY = "masa simpan jurnal berakhir"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What a run let go of.

    Attributes:
        upto: the journal's event up to which the door is told to drop; None where there is none.
        messages: notices, and messages that were sent or given up.
        visits: of the guest book, of which who it was is forgotten.
    """

    upto: int | None
    messages: int
    visits: int = 0


def retain(session: Session, last_before: Callable[[int], int], by: By, at: datetime) -> Dropped:
    """Let go of what is older than the office keeps; a retention of 0 months keeps everything.

    Safe to run again: an order that was placed for the same events is not placed anew.

    Args:
        session: the writing transaction.
        last_before: the journal's newest event of before a moment (UTC ms), 0 for none.
        by: the timer.
        at: now.
    """
    months = settings.read(session).retention_months
    if months == 0:
        return Dropped(upto=None, messages=0)
    cutoff = before(at, months)
    upto = last_before(milliseconds(cutoff))
    messages = _messages(session, cutoff)
    ordered = _order(session, upto, by, at)
    if messages:
        audit.write(session, "message.retention", by, at, {"dropped": messages})
    forgotten = visits.forget(session, cutoff, by, at)
    return Dropped(upto=upto if ordered else None, messages=messages, visits=forgotten)


def before(at: datetime, months: int) -> datetime:
    """Return the same day some months earlier, or that month's last."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))


def _order(session: Session, upto: int, by: By, at: datetime) -> bool:
    """Tell the door to drop, unless it was told, and still has the time to do it."""
    told = session.scalar(
        select(DoorOrder.id).where(
            DoorOrder.kind == OrderKind.PRUNE,
            DoorOrder.upto >= upto,
            or_(DoorOrder.until > at, DoorOrder.upto > upto),
        )
    )
    if upto == 0 or told is not None:
        return False
    order = orders.place(session, NewOrder(kind=OrderKind.PRUNE, by=SYSTEM, why=WHY, upto=upto), at)
    audit.write(session, "journal.prune", by, at, {"order": order.id, "upto": upto})
    return True


def _messages(session: Session, cutoff: datetime) -> int:
    notices = session.scalars(delete(Notice).where(Notice.at < cutoff).returning(Notice.id)).all()
    done = or_(Outgoing.sent_at.is_not(None), Outgoing.given_up_at.is_not(None))
    sent = session.scalars(
        delete(Outgoing).where(Outgoing.created_at < cutoff, done).returning(Outgoing.id)
    ).all()
    return len(notices) + len(sent)
