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

from daemon.rules.company import NOT_ASKED, admit, ask_pin, denied
from daemon.rules.entitled import STATES, against, demanded
from daemon.rules.terms import (
    Attempt,
    Decision,
    DoorRules,
    PassbackRule,
    Pin,
    Side,
    Situation,
    Waiting,
)
from ledger.access import Entry
from ledger.events import Reason

__all__ = [  # the terms belong to the question: who asks imports them with it
    "Attempt",
    "Decision",
    "DoorRules",
    "PassbackRule",
    "Pin",
    "Side",
    "Situation",
    "Waiting",
    "decide",
    "decide_exit",
]


def decide(entry: Entry | None, attempt: Attempt, rules: DoorRules, now: Situation) -> Decision:
    """Answer one tap; whatever is not clearly granted is denied.

    Raises ValueError where hours or zone cannot be read: the caller denies with FAULT.
    """
    if attempt.side is not Side.IN:
        return decide_exit(entry, now)
    if entry is None:
        return Decision(_stranger(now), waiting=now.waiting)
    if (reason := against(entry, attempt, rules, now)) is not None:
        return denied(reason, entry, attempt, now)
    if attempt.pin is NOT_ASKED and demanded(rules.pin, attempt, rules):
        return ask_pin(entry, attempt, rules, now)
    return admit(entry, attempt, rules, now)


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
