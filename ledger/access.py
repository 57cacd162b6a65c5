"""What the register says about one card, and the weekly hours that go with it (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class CardState(StrEnum):
    """Where a card is in its life; ACTIVE alone opens."""

    NOT_HANDED_OVER = "not-handed-over"
    ACTIVE = "active"
    FROZEN = "frozen"
    LOST = "lost"
    DAMAGED = "damaged"
    RETURNED = "returned"
    REVOKED = "revoked"
    DESTROYED = "destroyed"


class AccessKind(StrEnum):
    """The SOP's *jenis akses*."""

    STANDING = "tetap"
    TEMPORARY = "sementara"
    VISITOR = "pengunjung"


@dataclass(frozen=True, slots=True)
class Hours:
    """When a grant opens one door.

    Attributes:
        weekly: windows in the office's local time, as `1 0730-1600,5 0730-1630,6 2200-0600`:
            ISO weekday (1 is Monday), start and end; an end at or before the start is on the next day.
            `always` is every minute.
        on_holidays: whether the windows count on holidays too.
    """

    weekly: str
    on_holidays: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the allowlist: all that is known about one card at this instant.

    Attributes:
        card: the card's id in the register.
        cardholder: pseudonymous id of the person, `P-` and ten characters.
        state: of the card; a frozen or revoked grant shows here as FROZEN or REVOKED.
        kind: *jenis akses*.
        valid_from: UTC ms, inclusive.
        valid_until: UTC ms, exclusive.
        doors: door name to the hours at which it opens.
        escort: pseudonymous id of the person who must tap after this one, or None.
        pin_hash: argon2id of the PIN, or None.
        duress_hash: argon2id of the PIN that opens and raises a silent alarm, or None.
        revision: the register's revision as of this very read.
    """

    card: int
    cardholder: str
    state: CardState
    kind: AccessKind
    valid_from: int
    valid_until: int
    doors: Mapping[str, Hours]
    escort: str | None
    pin_hash: str | None
    duress_hash: str | None
    revision: int
