"""Orders from the admin app to the door, as the daemon reads them."""

from enum import StrEnum
from typing import Final, NamedTuple

JUST_NOW: Final = 60_000  # ms: an order over or cancelled so lately is still told of
ORDERS_STATEMENT: Final = (  # +id: found by the index on until, sorted after
    "SELECT id, kind, door, reader, ordered_by, second_by, why, issued, until, cancelled, upto"
    " FROM door_order WHERE until > ? AND (cancelled IS NULL OR cancelled > ?) ORDER BY +id"
)


class OrderKind(StrEnum):
    """What a door can be told to do."""

    LOCKDOWN = "lockdown"  # outlives a restart, until cancelled
    UNLOCK = "unlock"  # once, as a grant would
    HOLD = "hold"  # stay unlocked until `until`
    ENROL = "enrol"  # offer the next unknown card at `reader` to the page
    TEST_TAP = "test-tap"  # show the next decision at `reader`, release nothing
    LOCATE = "locate"  # blink `reader`
    RESET_CLOCK_MARK = "reset-clock-mark"  # needs two people: by, second
    PRUNE = "prune"  # drop journal events up to `upto`, behind a recorded root


class Refusal(StrEnum):
    """Why an order is not obeyed; admin/journal_words.py says it to people."""

    OVER = "over"
    BEFORE_START = "before-start"  # nothing but a lockdown outlives a restart
    TOO_LATE = "too-late"  # its record took too long to reach the disk
    UNRECORDED = "unrecorded"
    NO_SUCH_DOOR = "no-such-door"
    NO_SUCH_READER = "no-such-reader"
    ONE_SHOT = "one-shot"
    LOCKED_DOWN = "locked-down"
    NO_SUCH_EVENT = "no-such-event"
    TOO_YOUNG = "too-young"  # what is to be dropped happened less than a year ago, or nobody knows
    ONE_PERSON = "one-person"


class Order(NamedTuple):
    """One row of the register's order table.

    Attributes:
        door: None for every door (lockdown) or for the journal.
        by: pseudonymous id of who ordered it.
        issued: UTC ms.
        until: UTC ms; after it the order is stale or over.
        cancelled: UTC ms, or None.
        upto: for PRUNE, the last event to drop.
    """

    id: int
    kind: OrderKind
    door: str | None
    reader: str | None
    by: str
    second: str | None
    why: str
    issued: int
    until: int
    cancelled: int | None
    upto: int | None


def recent(now: int) -> tuple[int, int]:
    """Return the values of ORDERS_STATEMENT at `now` (UTC ms)."""
    return now - JUST_NOW, now - JUST_NOW
