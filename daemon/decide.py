"""Grant or deny (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hardware.readers import Assurance
from ledger.access import Entry
from ledger.events import Reason
from ledger.instant import Instant


class Side(StrEnum):
    """Where a reader hangs."""

    IN = "in"
    OUT = "out"


class Pin(StrEnum):
    """What is known of the PIN when the question is asked."""

    NOT_ASKED = "not-asked"
    RIGHT = "right"
    DURESS = "duress"
    WRONG = "wrong"


class PassbackRule(StrEnum):
    """What happens to a person who is inside already."""

    OFF = "off"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRules:
    """What one door demands; fixed by the configuration."""

    name: str
    zone: str = "Asia/Jakarta"
    minimum_assurance: Assurance = Assurance.UID_ONLY
    technologies: frozenset[str] = frozenset()  # empty: any
    passback: PassbackRule = PassbackRule.OFF
    two_cards: str = ""  # weekly hours in which two entitled persons are needed; "" is never
    pin: str = ""  # weekly hours in which a PIN is needed; "" is never
    second_card_within: float = 15.0  # seconds, for escort and two cards
    pin_within: float = 15.0
    standing_opens_untrusted: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person whose tap was good and who needs another to go in."""

    entry: Entry
    reason: Reason  # WAITING_FOR_ESCORT, WAITING_FOR_SECOND_CARD or WAITING_FOR_PIN
    until: int  # ticks


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """How things stand at a door when a card is tapped."""

    locked_down: bool = False
    enrolling: bool = False  # this reader offers unknown cards to the page
    waiting: Waiting | None = None
    inside: Mapping[str, int] = field(default_factory=dict)  # cardholder: ticks of entry
    holidays: frozenset[str] = frozenset()  # ISO dates
    mark: int = 0  # UTC ms that the clock has certainly passed (high-water)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One tap."""

    at: Instant
    side: Side = Side.IN
    technology: str = ""
    assurance: Assurance = Assurance.UID_ONLY
    pin: Pin = Pin.NOT_ASKED


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a tap.

    Attributes:
        subject: cardholder, where known.
        companion: the other cardholder of an escorted or two-card entry.
        waiting: what the door now waits for; None clears it.
        duress: the PIN was the duress PIN: open, and alarm in silence.
    """

    reason: Reason
    granted: bool = False
    subject: str | None = None
    companion: str | None = None
    waiting: Waiting | None = None
    duress: bool = False


def decide(entry: Entry | None, attempt: Attempt, rules: DoorRules, now: Situation) -> Decision:
    """Answer one tap; whatever is not clearly granted is denied."""
    raise NotImplementedError
