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

HELD: Final[Mapping[Kind, bool]] = {  # whether the door is held open, or nearly, from then on
    Kind.HELD_OPEN_SOON: True,
    Kind.HELD_OPEN: True,
    Kind.HELD_OPEN_ENDED: False,
    Kind.DOOR_CLOSED: False,
}


def answer(reason: Reason, *, granted: bool) -> Pattern:
    """Return what the reader shows for an answer."""
    return Pattern.GRANTED if granted else ANSWERS.get(reason, Pattern.DENIED)


def resting(
    *, fault: bool, locked_down: bool, enrolling: bool, locating: bool, held_open: bool
) -> Pattern:
    """Return what a reader shows while nobody taps; what keeps people out comes first."""
    patterns = {
        Pattern.LOCATE: locating,  # a technician looks for this one now
        Pattern.FAULT: fault,
        Pattern.LOCKED_DOWN: locked_down,
        Pattern.HELD_OPEN: held_open,
        Pattern.ENROLMENT: enrolling,
    }
    return next((pattern for pattern, stands in patterns.items() if stands), Pattern.IDLE)
