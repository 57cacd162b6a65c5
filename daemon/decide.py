"""Grant or deny (pure).

The order of the checks is the order in which a person is told. First what is wrong with the card
for good, then with the card at this door, then with the time, then with the moment; a stranger
learns nothing of the door's own state.

| # | check | told first because |
|---|---|---|
| 1 | unknown card | there is nobody to judge: offered in an enrolment, else denied |
| 2 | the card's state | a revoked, lost or frozen card opens nothing anywhere |
| 3 | technology, assurance | this card can never open this door: the holder needs another card |
| 4 | door | the grant does not name this door: the holder needs another grant |
| 5 | expired, not yet valid | the grant is over or to come: ask for more, or wait for its date |
| 6 | clock | whether the day and hour can be judged at all |
| 7 | holiday, hours | the grant is good, but not now: come back at its hours |
| 8 | lockdown | only those who would get in are told that the door is closed to all |
| 9 | anti-passback | only those who would get in are told that they seem to be inside |
| 10 | PIN | asked last of one's own, so that a PIN is typed only where it can open |
| 11 | escort, second card | each has proved himself before another is awaited |

A denied tap, a stranger's or a colleague's, leaves another person's wait as it is (its deadline
bounds it): a passer-by must not be able to cut in. A granted tap ends it, for the door is then
open. One person at a time can wait; the next good tap that must wait too takes the place, and the
earlier person is told that nobody came.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from hardware.readers import Assurance
from ledger.access import (
    MINUTE_MS,
    AccessKind,
    CardState,
    Entry,
    Hours,
    Opening,
    local_minute,
    within,
)
from ledger.events import Reason
from ledger.instant import ClockState, Instant

NS_PER_S: Final = 1_000_000_000


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
    passback_for: float = 12 * 3600.0
    two_cards: str = ""  # weekly hours in which two entitled persons are needed; "" is never
    pin: str = ""  # weekly hours in which a PIN is needed; "" is never
    second_card_within: float = 15.0  # seconds, for escort and two cards
    pin_within: float = 15.0
    standing_opens_untrusted: bool = True
    anyone_opens_untrusted: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
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
    inside: Mapping[str, int] = field(default_factory=dict)
    holidays: frozenset[str] = frozenset()  # ISO dates
    mark: int = 0
    backing_off: bool = False
    throttled: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One tap, or the PIN that was typed after it."""

    at: Instant
    side: Side = Side.IN
    technology: str = ""
    assurance: Assurance = Assurance.UID_ONLY
    pin: Pin = Pin.NOT_ASKED


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a tap.

    Attributes:
        subject: cardholder who tapped, where known.
        companion: the other cardholder of an escorted or two-card entry.
        waiting: what the door now waits for; None clears it.
        duress: the PIN was the duress PIN: alarm in silence, whatever the answer.
        party: everyone whom a grant lets in, who tapped last first.
        also: further reasons that hold of a grant, such as a soft anti-passback.
    """

    reason: Reason
    granted: bool = False
    subject: str | None = None
    companion: str | None = None
    waiting: Waiting | None = None
    duress: bool = False
    party: tuple[str, ...] = ()
    also: tuple[Reason, ...] = ()


Check = Callable[[Entry, Attempt, DoorRules, Situation], Reason | None]

STATES: Final[Mapping[CardState, Reason]] = {
    state: Reason(state.value) for state in CardState if state is not CardState.ACTIVE
}
OPENINGS: Final[Mapping[Opening, Reason | None]] = {
    Opening.OPEN: None,
    Opening.SHUT: Reason.OUTSIDE_SCHEDULE,
    Opening.HOLIDAY: Reason.HOLIDAY,
}


def decide(entry: Entry | None, attempt: Attempt, rules: DoorRules, now: Situation) -> Decision:
    """Answer one tap; whatever is not clearly granted is denied.

    Raises ValueError where hours or zone cannot be read: the caller denies with FAULT.
    """
    if attempt.side is Side.OUT:
        return decide_exit(entry, now)
    if entry is None:
        return Decision(_stranger(now), waiting=now.waiting)
    for check in CHECKS:
        if (reason := check(entry, attempt, rules, now)) is not None:
            return _denied(reason, entry, attempt, now)
    if _needed(rules.pin, attempt, rules) and attempt.pin is Pin.NOT_ASKED:
        return _wait(Reason.WAITING_FOR_PIN, entry, attempt, rules, _first(entry, attempt, now))
    return _admit(entry, attempt, rules, now)


def decide_exit(entry: Entry | None, now: Situation) -> Decision:
    """Describe a tap at an out-reader: recorded as Kind.EXIT, neither granted nor denied.

    The way out is mechanical, so nothing is released; the reason tells what card it was.
    """
    if entry is None:
        return Decision(Reason.UNKNOWN_CARD, waiting=now.waiting)
    reason = STATES.get(entry.state, Reason.EXIT_RECORDED)
    return Decision(reason, subject=entry.cardholder, waiting=now.waiting)


def _stranger(now: Situation) -> Reason:
    """An unknown card: wanted in an enrolment; back-off changes what it is told, nothing else."""
    if now.enrolling:
        return Reason.READER_IN_ENROLMENT
    return Reason.BACK_OFF if now.backing_off else Reason.UNKNOWN_CARD


# Each check says what is against the entry, or None.


def _state(entry: Entry, _attempt: Attempt, _rules: DoorRules, _now: Situation) -> Reason | None:
    return None if entry.state is CardState.ACTIVE else STATES[entry.state]


def _technology(
    _entry: Entry, attempt: Attempt, rules: DoorRules, _now: Situation
) -> Reason | None:
    fits = not rules.technologies or attempt.technology in rules.technologies
    return None if fits else Reason.TECHNOLOGY_REFUSED


def _assurance(_entry: Entry, attempt: Attempt, rules: DoorRules, _now: Situation) -> Reason | None:
    return None if attempt.assurance >= rules.minimum_assurance else Reason.ASSURANCE_TOO_LOW


def _door(entry: Entry, _attempt: Attempt, rules: DoorRules, _now: Situation) -> Reason | None:
    return None if rules.name in entry.doors else Reason.WRONG_DOOR


def _validity(entry: Entry, attempt: Attempt, _rules: DoorRules, now: Situation) -> Reason | None:
    """Expired by the mark stays expired; only a believed clock says more."""
    believed = attempt.at.clock is not ClockState.UNTRUSTED
    if now.mark >= entry.valid_until or (believed and attempt.at.wall >= entry.valid_until):
        return Reason.EXPIRED
    return Reason.NOT_YET_VALID if believed and attempt.at.wall < entry.valid_from else None


def _clock(entry: Entry, attempt: Attempt, rules: DoorRules, _now: Situation) -> Reason | None:
    standing = entry.kind is AccessKind.STANDING
    opens = rules.standing_opens_untrusted if standing else rules.anyone_opens_untrusted
    believed = attempt.at.clock is not ClockState.UNTRUSTED
    return None if believed or opens else Reason.CLOCK_UNTRUSTED


def _hours(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> Reason | None:
    if attempt.at.clock is ClockState.UNTRUSTED:
        return None  # who has come past _clock opens at any hour
    at = local_minute(attempt.at.wall // MINUTE_MS, rules.zone)
    return OPENINGS[within(entry.doors[rules.name], at, now.holidays)]


def _lockdown(_entry: Entry, _attempt: Attempt, _rules: DoorRules, now: Situation) -> Reason | None:
    return Reason.LOCKDOWN if now.locked_down else None


def _passback(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> Reason | None:
    if rules.passback is not PassbackRule.HARD:
        return None
    return Reason.PASSBACK if _inside(entry.cardholder, attempt, rules, now) else None


def _pin(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> Reason | None:
    if not _needed(rules.pin, attempt, rules):
        return None
    if entry.pin_hash is None:
        return Reason.PIN_NOT_SET
    if attempt.at.ticks < now.throttled.get(entry.card, attempt.at.ticks):
        return Reason.PIN_THROTTLED
    return Reason.PIN_WRONG if attempt.pin is Pin.WRONG else None


ENTITLED: Final[tuple[Check, ...]] = (
    _state,
    _door,
    _validity,
    _clock,
    _hours,
    _lockdown,
    _passback,
)
CHECKS: Final[tuple[Check, ...]] = (_state, _technology, _assurance, *ENTITLED[1:], _pin)


def _needed(hours: str, attempt: Attempt, rules: DoorRules) -> bool:
    """Whether a demand with weekly hours stands now; it always does while the hour is unknown."""
    if not hours or attempt.at.clock is ClockState.UNTRUSTED:
        return bool(hours)
    at = local_minute(attempt.at.wall // MINUTE_MS, rules.zone)
    return within(Hours(hours, on_holidays=True), at) is Opening.OPEN


def _inside(cardholder: str, attempt: Attempt, rules: DoorRules, now: Situation) -> bool:
    entered = now.inside.get(cardholder)
    return entered is not None and attempt.at.ticks - entered < rules.passback_for * NS_PER_S


def _denied(reason: Reason, entry: Entry, attempt: Attempt, now: Situation) -> Decision:
    """Deny; another's wait stays, one's own ends (who waited behind one's PIN waits on)."""
    kept = now.waiting
    if kept is not None and kept.entry.card == entry.card:
        kept = kept.behind if kept.reason is Reason.WAITING_FOR_PIN else None
    duress = attempt.pin is Pin.DURESS
    return Decision(reason, subject=entry.cardholder, waiting=kept, duress=duress)


def _wait(
    reason: Reason, entry: Entry, attempt: Attempt, rules: DoorRules, behind: Waiting | None
) -> Decision:
    pin = reason is Reason.WAITING_FOR_PIN
    seconds = rules.pin_within if pin else rules.second_card_within
    until = attempt.at.ticks + round(seconds * NS_PER_S)
    waiting = Waiting(entry, reason, until, behind)
    duress = attempt.pin is Pin.DURESS
    return Decision(reason, subject=entry.cardholder, waiting=waiting, duress=duress)


def _first(entry: Entry, attempt: Attempt, now: Situation) -> Waiting | None:
    """Return who waits for another person; who waited when one's PIN was asked still does."""
    waiting, ticks = now.waiting, attempt.at.ticks
    if waiting is not None and waiting.reason is Reason.WAITING_FOR_PIN:
        typed = attempt.pin is not Pin.NOT_ASKED and waiting.entry.card == entry.card
        if typed and ticks < waiting.until:
            return waiting.behind
        waiting = waiting.behind
    return waiting if waiting is not None and ticks < waiting.until else None


def _chain(waiting: Waiting | None) -> tuple[Waiting, ...]:
    return () if waiting is None else (waiting, *_chain(waiting.behind))


def _good(
    waiting: Waiting, entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation
) -> bool:
    """Whether all who wait are still entitled.

    What the register said of them may have changed since: it has not where its revision is the
    one that this very tap was read with, else they tap again.
    """
    return all(
        link.entry.revision == entry.revision
        and not any(check(link.entry, attempt, rules, now) for check in ENTITLED)
        for link in _chain(waiting)
    )


def _admit(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> Decision:
    """Let in a person against whom nothing speaks, or say for whom he waits."""
    if entry.escort is not None:
        return _wait(Reason.WAITING_FOR_ESCORT, entry, attempt, rules, None)
    first = _first(entry, attempt, now)
    if first is not None and not _good(first, entry, attempt, rules, now):
        first = None
    if first is not None and first.reason is Reason.WAITING_FOR_SECOND_CARD:
        if entry.cardholder not in {link.entry.cardholder for link in _chain(first)}:
            return _granted(Reason.GRANTED_TWO_CARDS, entry, attempt, rules, now, first)
        return _wait(first.reason, entry, attempt, rules, first.behind)
    visitor = first if first is not None and first.entry.escort == entry.cardholder else None
    if _needed(rules.two_cards, attempt, rules):
        return _wait(Reason.WAITING_FOR_SECOND_CARD, entry, attempt, rules, visitor)
    reason = Reason.GRANTED if visitor is None else Reason.GRANTED_WITH_ESCORT
    return _granted(reason, entry, attempt, rules, now, visitor)


def _granted(
    reason: Reason,
    entry: Entry,
    attempt: Attempt,
    rules: DoorRules,
    now: Situation,
    first: Waiting | None,
) -> Decision:
    """Open; where several reasons hold, the one that a reviewer must see comes first."""
    party = (entry.cardholder, *(link.entry.cardholder for link in _chain(first)))
    soft = rules.passback is PassbackRule.SOFT
    repeated = soft and any(_inside(person, attempt, rules, now) for person in party)
    reasons = [reason]
    if repeated:
        reasons.insert(0, Reason.GRANTED_PASSBACK)
    if attempt.at.clock is ClockState.UNTRUSTED:
        reasons.insert(0, Reason.GRANTED_CLOCK_UNTRUSTED)
    return Decision(
        reasons[0],
        granted=True,
        subject=entry.cardholder,
        companion=party[1] if len(party) > 1 else None,
        duress=attempt.pin is Pin.DURESS,
        party=party,
        also=tuple(also for also in reasons[1:] if also is not Reason.GRANTED),
    )
