"""What is asked at a door, and what is answered (pure).

What each tap makes anew is a NamedTuple: a frozen dataclass takes three times the instructions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, NamedTuple

from hardware.bounds import Within
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
    """What one door demands; fixed by the configuration.

    Attributes:
        zone: IANA name of the time zone in which hours and holidays are meant.
        passback_for: seconds after which a person counts as gone, though no exit was seen;
            without it, who left by the handle would be kept out for ever.
        standing_opens_untrusted: whether standing staff's unexpired cards open, at any hour,
            while the clock is untrusted.
        anyone_opens_untrusted: whether every other unexpired card does so too.
    """

    name: str
    zone: str = "Asia/Jakarta"
    minimum_assurance: Assurance = Assurance.UID_ONLY
    technologies: frozenset[str] = frozenset()  # empty: any
    passback: PassbackRule = PassbackRule.OFF
    passback_for: Annotated[float, Within(60, 7 * 86_400)] = 12 * 3600.0
    two_cards: str = ""  # weekly hours in which two entitled persons are needed; "" is never
    pin: str = ""  # weekly hours in which a PIN is needed; "" is never
    second_card_within: Annotated[float, Within(1, 120)] = 15.0  # seconds, for escort and two cards
    pin_within: Annotated[float, Within(1, 120)] = 15.0
    standing_opens_untrusted: bool = True
    anyone_opens_untrusted: bool = False


class Waiting(NamedTuple):
    """A person whose tap was good and who needs another to go in.

    Attributes:
        reason: WAITING_FOR_ESCORT, WAITING_FOR_SECOND_CARD or WAITING_FOR_PIN.
        until: ticks, exclusive.
        behind: who waited already when this person came: the first of two while the second types
            a PIN, the visitor whose escort now needs a second person. Three deep at most.
    """

    entry: Entry
    reason: Reason
    until: int
    behind: "Waiting | None" = None


class Situation(NamedTuple):
    """How things stand at a door when a card is tapped.

    Attributes:
        inside: cardholder to the ticks at which the door opened for him.
        mark: UTC ms that the clock has certainly passed: the high-water mark plus the monotonic
            time since it was set, as of this tap (daemon/clock_rules.py).
        backing_off: this reader saw many unknown cards; unknown ones are told so, and no other.
        throttled: card to the ticks until which no PIN of it is taken.
    """

    locked_down: bool = False
    enrolling: bool = False  # this reader offers unknown cards to the page
    waiting: Waiting | None = None
    inside: Mapping[str, int] = MappingProxyType({})
    holidays: frozenset[str] = frozenset()  # ISO dates
    mark: int = 0
    backing_off: bool = False
    throttled: Mapping[int, int] = MappingProxyType({})


class Attempt(NamedTuple):
    """One tap, or the PIN that was typed after it."""

    at: Instant
    side: Side = Side.IN
    technology: str = ""
    assurance: Assurance = Assurance.UID_ONLY
    pin: Pin = Pin.NOT_ASKED


class Decision(NamedTuple):
    """The answer to a tap.

    Attributes:
        subject: cardholder who tapped, where known.
        waiting: what the door now waits for; None clears it.
        duress: the PIN was the duress PIN: alarm in silence, whatever the answer.
        party: everyone whom a grant lets in, who tapped last first.
        also: further reasons that hold of a grant, such as a soft anti-passback.
    """

    reason: Reason
    granted: bool = False
    subject: str | None = None
    waiting: Waiting | None = None
    duress: bool = False
    party: tuple[str, ...] = ()
    also: tuple[Reason, ...] = ()

    @property
    def companion(self) -> str | None:
        """The other cardholder of an escorted or two-card entry, or None."""
        return self.party[1] if len(self.party) > 1 else None
