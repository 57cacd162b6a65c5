"""The checks that one person passes, in the order in which he is told (pure).

Each check says what is against an entry, or None.
"""

from collections.abc import Callable, Mapping
from typing import Final

from daemon.rules.terms import Attempt, DoorRules, PassbackRule, Pin, Situation
from ledger.access import (
    MINUTE_MS,
    OPEN,
    AccessKind,
    CardState,
    Entry,
    Hours,
    Opening,
    local_minute,
    within,
)
from ledger.events import Reason
from ledger.instant import ClockState

NS_PER_S: Final = 1_000_000_000

# Members by a plain name: looking one up in its class costs a tenth of a microsecond in Python
# 3.11, and these stand in the measured path of every tap.
ACTIVE: Final = CardState.ACTIVE
STANDING: Final = AccessKind.STANDING
UNTRUSTED: Final = ClockState.UNTRUSTED
HARD: Final = PassbackRule.HARD
PIN_WRONG: Final = Pin.WRONG

Check = Callable[[Entry, Attempt, DoorRules, Situation], Reason | None]

STATES: Final[Mapping[CardState, Reason]] = {
    state: Reason(state.value) for state in CardState if state is not CardState.ACTIVE
}
OPENINGS: Final[Mapping[Opening, Reason | None]] = {
    Opening.OPEN: None,
    Opening.SHUT: Reason.OUTSIDE_SCHEDULE,
    Opening.HOLIDAY: Reason.HOLIDAY,
}


def demanded(hours: str, attempt: Attempt, rules: DoorRules) -> bool:
    """Whether a demand with weekly hours stands now; it always does while the hour is unknown."""
    if not hours:
        return False
    if attempt.at.clock is UNTRUSTED:
        return True
    at = local_minute(attempt.at.wall // MINUTE_MS, rules.zone)
    return within(Hours(hours, on_holidays=True), at) is OPEN


def inside(cardholder: str, attempt: Attempt, rules: DoorRules, now: Situation) -> bool:
    """Whether a person went in, was not seen to leave, and that is not too long ago."""
    entered = now.inside.get(cardholder)
    return entered is not None and attempt.at.ticks - entered < rules.passback_for * NS_PER_S


def _state(entry: Entry, _attempt: Attempt, _rules: DoorRules, _now: Situation) -> Reason | None:
    return None if entry.state is ACTIVE else STATES[entry.state]


def _medium(_entry: Entry, attempt: Attempt, rules: DoorRules, _now: Situation) -> Reason | None:
    if rules.technologies and attempt.technology not in rules.technologies:
        return Reason.TECHNOLOGY_REFUSED
    return None if attempt.assurance >= rules.minimum_assurance else Reason.ASSURANCE_TOO_LOW


def _door(entry: Entry, _attempt: Attempt, rules: DoorRules, _now: Situation) -> Reason | None:
    return None if rules.name in entry.doors else Reason.WRONG_DOOR


def _time(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> Reason | None:
    """Validity, clock, hours: expired by the mark stays expired; a believed clock says more."""
    if now.mark >= entry.valid_until:
        return Reason.EXPIRED
    if attempt.at.clock is UNTRUSTED:
        standing = entry.kind is STANDING
        opens = rules.standing_opens_untrusted if standing else rules.anyone_opens_untrusted
        return None if opens else Reason.CLOCK_UNTRUSTED
    wall = attempt.at.wall
    if wall >= entry.valid_until:
        return Reason.EXPIRED
    if wall < entry.valid_from:
        return Reason.NOT_YET_VALID
    at = local_minute(wall // MINUTE_MS, rules.zone)
    return OPENINGS[within(entry.doors[rules.name], at, now.holidays)]


def _moment(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> Reason | None:
    """Lockdown, then hard anti-passback."""
    if now.locked_down:
        return Reason.LOCKDOWN
    hard = rules.passback is HARD and inside(entry.cardholder, attempt, rules, now)
    return Reason.PASSBACK if hard else None


def _pin(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> Reason | None:
    if not demanded(rules.pin, attempt, rules):
        return None
    if entry.pin_hash is None:
        return Reason.PIN_NOT_SET
    if attempt.at.ticks < now.throttled.get(entry.card, attempt.at.ticks):
        return Reason.PIN_THROTTLED
    return Reason.PIN_WRONG if attempt.pin is PIN_WRONG else None


TAPPING: Final[tuple[Check, ...]] = (_state, _medium, _door, _time, _moment, _pin)
WAITING: Final[tuple[Check, ...]] = (_state, _door, _time, _moment)


def against(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> Reason | None:
    """Return the first thing that is against the person who taps, or None."""
    for check in TAPPING:
        if (reason := check(entry, attempt, rules, now)) is not None:
            return reason
    return None


def still_entitled(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> bool:
    """Whether one who waits may still go in; card and PIN were shown when he tapped."""
    return not any(check(entry, attempt, rules, now) for check in WAITING)
