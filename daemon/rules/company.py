"""Who waits, and who goes in together: escort and two cards (pure).

The visitor taps first, then the escort named in the grant; that tap releases for both. Where two
persons are demanded, a visitor counts as neither of them, for he may not be there on his own: his
escort is the first, and any other entitled person the second. One person with two cards is one.
"""

from typing import Final

from daemon.rules.entitled import NS_PER_S, UNTRUSTED, demanded, inside, still_entitled
from daemon.rules.terms import (
    Attempt,
    Decision,
    DoorRules,
    PassbackRule,
    Pin,
    Situation,
    Waiting,
)
from ledger.access import Entry
from ledger.events import Reason

DURESS: Final = Pin.DURESS
NOT_ASKED: Final = Pin.NOT_ASKED
SOFT: Final = PassbackRule.SOFT
FOR_PIN: Final = Reason.WAITING_FOR_PIN
GRANTED: Final = Reason.GRANTED
GRANTED_PASSBACK: Final = Reason.GRANTED_PASSBACK
GRANTED_UNTRUSTED: Final = Reason.GRANTED_CLOCK_UNTRUSTED
FOR_SECOND: Final = Reason.WAITING_FOR_SECOND_CARD


def denied(reason: Reason, entry: Entry, attempt: Attempt, now: Situation) -> Decision:
    """Deny; another's wait stays, one's own ends (who waited behind one's PIN waits on)."""
    kept = now.waiting
    if kept is not None and kept.entry.card == entry.card:
        kept = kept.behind if kept.reason is FOR_PIN else None
    duress = attempt.pin is DURESS
    return Decision(reason, subject=entry.cardholder, waiting=kept, duress=duress)


def ask_pin(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> Decision:
    """Wait for the PIN, and keep who waits for company meanwhile."""
    return _wait(FOR_PIN, entry, attempt, rules.pin_within, _first(entry, attempt, now))


def admit(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> Decision:
    """Let in a person against whom nothing speaks, or say for whom he waits."""
    if entry.escort is not None:
        return _wait(Reason.WAITING_FOR_ESCORT, entry, attempt, rules.second_card_within)
    first = None if now.waiting is None else _first(entry, attempt, now)
    if first is not None and not _good(first, entry, attempt, rules, now):
        first = None
    if first is not None and first.reason is FOR_SECOND:
        if entry.cardholder not in {link.entry.cardholder for link in chain(first)}:
            return _granted(Reason.GRANTED_TWO_CARDS, entry, attempt, rules, now, first)
        return _wait(FOR_SECOND, entry, attempt, rules.second_card_within, first.behind)
    visitor = first if first is not None and first.entry.escort == entry.cardholder else None
    if demanded(rules.two_cards, attempt, rules):
        return _wait(FOR_SECOND, entry, attempt, rules.second_card_within, visitor)
    reason = GRANTED if visitor is None else Reason.GRANTED_WITH_ESCORT
    return _granted(reason, entry, attempt, rules, now, visitor)


def chain(waiting: Waiting | None) -> tuple[Waiting, ...]:
    """Return who waits, the last to come first."""
    return () if waiting is None else (waiting, *chain(waiting.behind))


def _wait(
    reason: Reason,
    entry: Entry,
    attempt: Attempt,
    seconds: float,
    behind: Waiting | None = None,
) -> Decision:
    waiting = Waiting(entry, reason, attempt.at.ticks + round(seconds * NS_PER_S), behind)
    duress = attempt.pin is DURESS
    return Decision(reason, subject=entry.cardholder, waiting=waiting, duress=duress)


def _first(entry: Entry, attempt: Attempt, now: Situation) -> Waiting | None:
    """Return who waits for another person; who waited when one's PIN was asked still does."""
    waiting, ticks = now.waiting, attempt.at.ticks
    if waiting is not None and waiting.reason is FOR_PIN:
        typed = attempt.pin is not NOT_ASKED and waiting.entry.card == entry.card
        if typed and ticks < waiting.until:
            return waiting.behind
        waiting = waiting.behind
    return waiting if waiting is not None and ticks < waiting.until else None


def _good(first: Waiting, entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> bool:
    """Whether all who wait may still go in.

    The register may say otherwise of them by now. It does not where the revision they were read
    with is the one that this very tap was read with; else they have to tap again.
    """
    return all(
        link.entry.revision == entry.revision and still_entitled(link.entry, attempt, rules, now)
        for link in chain(first)
    )


def _granted(
    reason: Reason,
    entry: Entry,
    attempt: Attempt,
    rules: DoorRules,
    now: Situation,
    first: Waiting | None,
) -> Decision:
    """Open; where several reasons hold, the one that a reviewer must see comes first."""
    person, duress = entry.cardholder, attempt.pin is DURESS
    party = (person,) if first is None else (person, *(c.entry.cardholder for c in chain(first)))
    reasons = [reason]
    if rules.passback is SOFT and any(inside(who, attempt, rules, now) for who in party):
        reasons.insert(0, GRANTED_PASSBACK)
    if attempt.at.clock is UNTRUSTED:
        reasons.insert(0, GRANTED_UNTRUSTED)
    also = tuple(more for more in reasons[1:] if more is not GRANTED) if reasons[1:] else ()
    return Decision(reasons[0], True, person, None, duress, party, also)  # noqa: FBT003 - positional is a third faster, in the tap's path
