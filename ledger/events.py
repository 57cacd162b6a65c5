"""The closed list of what a journal can say."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from ledger.instant import Instant

Value = str | int | float | bool | None  # JSON's own scalars
Detail = Mapping[str, Value]


class Kind(StrEnum):
    """What happened."""

    # a person at a reader
    GRANTED = "granted"
    DENIED = "denied"
    WAITING = "waiting"  # good so far: a PIN, the escort or a second person is awaited
    EXIT = "exit"  # a card at an out-reader: recorded, never denied
    TEST_TAP = "test-tap"
    CARD_OFFERED = "card-offered"  # an unknown card, in an enrolment session
    CARD_SHOWN = "card-shown"  # at a desk reader, which has no door: judged for nobody
    DURESS = "duress"  # silent: nothing shows it at the door
    # the door
    DOOR_OPENED = "door-opened"
    DOOR_CLOSED = "door-closed"
    RELOCKED = "relocked"
    NOT_OPENED = "granted-not-opened"
    HELD_OPEN_SOON = "held-open-soon"
    HELD_OPEN = "held-open"
    HELD_OPEN_ENDED = "held-open-ended"
    FORCED_OPEN = "forced-open"
    FORCED_OPEN_ENDED = "forced-open-ended"
    EXIT_REQUESTED = "exit-requested"
    REX_STUCK = "rex-stuck"
    REX_FREED = "rex-freed"
    CONTACT_STUCK = "contact-stuck"
    CONTACT_FREED = "contact-freed"
    TAMPER = "tamper"
    TAMPER_ENDED = "tamper-ended"
    FIRE = "fire"
    FIRE_ENDED = "fire-ended"
    CHATTER = "input-chatter"  # an input bounced more often than is worth recording
    # readers
    READER_LOST = "reader-lost"
    READER_BACK = "reader-back"
    # orders from the admin app
    ORDER_OBEYED = "order-obeyed"
    ORDER_REFUSED = "order-refused"
    ORDER_ENDED = "order-ended"
    REGISTER_REVISION = "register-revision"  # the door's confirmation
    # the daemon itself
    STARTED = "started"
    STOPPED = "stopped"
    CRASH_FOUND = "crash-found"
    CONFIG_CHANGED = "config-changed"
    CLOCK_STATE = "clock-state"
    CLOCK_STEPPED = "clock-stepped"
    CLOCK_MARK_RESET = "clock-mark-reset"
    STORAGE_SLOW = "storage-slow"  # a release went ahead of its flush
    STORAGE_FAILED = "storage-failed"
    STORAGE_BACK = "storage-back"
    REGISTER_LOST = "register-lost"
    REGISTER_BACK = "register-back"
    HOUSEKEEPING = "housekeeping"
    PRUNED = "pruned"


class Reason(StrEnum):
    """Why the answer was what it was; GRANTED... alone open."""

    GRANTED = "granted"
    GRANTED_WITH_ESCORT = "granted-with-escort"
    GRANTED_TWO_CARDS = "granted-two-cards"
    GRANTED_CLOCK_UNTRUSTED = "granted-clock-untrusted"
    GRANTED_PASSBACK = "granted-passback"  # soft anti-passback: opened and flagged
    WAITING_FOR_ESCORT = "waiting-for-escort"
    WAITING_FOR_SECOND_CARD = "waiting-for-second-card"
    WAITING_FOR_PIN = "waiting-for-pin"
    UNKNOWN_CARD = "unknown-card"
    RANDOM_NUMBER = "random-number"
    UNREADABLE_CARD = "unreadable-card"
    MORE_THAN_ONE_CARD = "more-than-one-card"
    NOT_HANDED_OVER = "not-handed-over"
    FROZEN = "frozen"
    LOST = "lost"
    DAMAGED = "damaged"
    RETURNED = "returned"
    REVOKED = "revoked"
    DESTROYED = "destroyed"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    WRONG_DOOR = "wrong-door"
    OUTSIDE_SCHEDULE = "outside-schedule"
    HOLIDAY = "holiday"
    ESCORT_MISSING = "escort-missing"
    SECOND_CARD_MISSING = "second-card-missing"
    PIN_MISSING = "pin-missing"
    PIN_WRONG = "pin-wrong"
    PIN_NOT_SET = "pin-not-set"
    PIN_THROTTLED = "pin-throttled"  # too many wrong PINs with this card: it cools down by itself
    ASSURANCE_TOO_LOW = "assurance-too-low"
    TECHNOLOGY_REFUSED = "technology-refused"
    PASSBACK = "passback"
    LOCKDOWN = "lockdown"
    CLOCK_UNTRUSTED = "clock-untrusted"
    READER_IN_ENROLMENT = "reader-in-enrolment"
    BACK_OFF = "back-off"
    EXIT_RECORDED = "exit-recorded"  # a card at an out-reader; no exit is ever denied
    TOO_LATE = "too-late"
    REGISTER_UNREADABLE = "register-unreadable"
    JOURNAL_UNWRITABLE = "journal-unwritable"
    FAULT = "fault"  # an error of ours on the way: denied, and said


class Event(NamedTuple):
    """One thing that happened, as it goes into the journal.

    Attributes:
        subject: pseudonymous id of the person, or the hex fingerprint of an unknown card.
        card: the card's id in the register.
        revision: the register's revision that the answer rests on.
        order: id of the order obeyed or refused.
        detail: more; never a name and never a card number.
    """

    kind: Kind
    at: Instant
    door: str | None = None
    reader: str | None = None
    reason: Reason | None = None
    subject: str | None = None
    card: int | None = None
    revision: int | None = None
    order: int | None = None
    detail: Detail | None = None


ALARMS: Final = frozenset(
    {
        Kind.DURESS, Kind.FORCED_OPEN, Kind.HELD_OPEN, Kind.TAMPER, Kind.FIRE, Kind.REX_STUCK,
        Kind.CONTACT_STUCK, Kind.READER_LOST, Kind.CRASH_FOUND, Kind.STORAGE_SLOW,
        Kind.STORAGE_FAILED, Kind.REGISTER_LOST, Kind.CLOCK_STEPPED,
    }
)  # fmt: skip
