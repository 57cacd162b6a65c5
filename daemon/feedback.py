"""Which light and sound stands for which answer."""

from collections.abc import Mapping
from typing import Final

from hardware.portal import Pattern
from ledger.events import Kind, Reason

ANSWERS: Final[Mapping[Reason, Pattern]] = {
    Reason.WAITING_FOR_ESCORT: Pattern.WAITING,
    Reason.WAITING_FOR_SECOND_CARD: Pattern.WAITING,
    Reason.WAITING_FOR_PIN: Pattern.WAITING,
    Reason.UNREADABLE_CARD: Pattern.TRY_AGAIN,
    Reason.MORE_THAN_ONE_CARD: Pattern.TRY_AGAIN,
    Reason.TOO_LATE: Pattern.TRY_AGAIN,
    Reason.PIN_MISSING: Pattern.TRY_AGAIN,
    Reason.BACK_OFF: Pattern.TRY_AGAIN,
    Reason.REGISTER_UNREADABLE: Pattern.FAULT,
    Reason.JOURNAL_UNWRITABLE: Pattern.FAULT,
    Reason.FAULT: Pattern.FAULT,
}

RESTING: Final[Mapping[Kind, Pattern]] = {  # from this event on, until another of the table
    Kind.HELD_OPEN_SOON: Pattern.HELD_OPEN,
    Kind.HELD_OPEN: Pattern.HELD_OPEN,
    Kind.HELD_OPEN_ENDED: Pattern.IDLE,
    Kind.DOOR_CLOSED: Pattern.IDLE,
}


def answer(reason: Reason, *, granted: bool) -> Pattern:
    """Return what the reader shows for an answer."""
    return Pattern.GRANTED if granted else ANSWERS.get(reason, Pattern.DENIED)
