"""One door's memory: who waits, who is inside, what strangers tried, what is being typed.

Kept in memory only: a restart forgets it, which at worst asks somebody to tap again.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from daemon.clock_rules import Mark
from daemon.decide import Decision, DoorRules, PassbackRule, Pin, Situation, Waiting
from daemon.rules.company import chain
from daemon.rules.entitled import NS_PER_S
from daemon.throttle import PinThrottle
from hardware.readers import CardRead
from ledger.events import Reason
from ledger.instant import Instant

STRANGERS: Final = 5  # unknown cards at one reader
STRANGERS_WITHIN: Final = 60 * NS_PER_S
BACK_OFF: Final = 30 * NS_PER_S  # after the last of them; it changes what unknown cards are told
OPENS_WITHIN: Final = (
    60 * NS_PER_S
)  # no strike is released longer: an opening after it is another's
LONGEST_PIN: Final = 12

MISSING: Final = {
    Reason.WAITING_FOR_ESCORT: Reason.ESCORT_MISSING,
    Reason.WAITING_FOR_SECOND_CARD: Reason.SECOND_CARD_MISSING,
    Reason.WAITING_FOR_PIN: Reason.PIN_MISSING,
}
UNKNOWN: Final = frozenset({Reason.UNKNOWN_CARD, Reason.BACK_OFF})
SAYS_NOTHING: Final = frozenset(
    {
        Reason.RANDOM_NUMBER, Reason.UNREADABLE_CARD, Reason.MORE_THAN_ONE_CARD, Reason.TOO_LATE,
        Reason.REGISTER_UNREADABLE, Reason.JOURNAL_UNWRITABLE, Reason.FAULT,
    }
)  # fmt: skip
"""Answers that decide() did not give: nobody's wait begins or ends by them."""


class Lapse(NamedTuple):
    """A person who waited in vain: a denial that is due now, at the reader of the tap."""

    reader: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Typed:
    """A PIN that is complete, with the tap and the wait that it belongs to."""

    read: CardRead
    waiting: Waiting
    digits: str = field(repr=False)


class Memory:
    """What one door remembers between taps. Only the loop's thread calls it.

    Attributes:
        locked_down: set while a lockdown order stands.
        enrolments: readers that offer unknown cards to the page.
        test_taps: readers whose next decision is shown and releases nothing.
        holidays: ISO dates, from the register's calendar.
        mark: the high-water mark of the clock.
    """

    def __init__(self, rules: DoorRules) -> None:
        self.rules = rules
        self.locked_down = False
        self.enrolments: set[str] = set()
        self.test_taps: set[str] = set()
        self.holidays: frozenset[str] = frozenset()
        self.mark = Mark(0, 0)
        self._waiting: Waiting | None = None
        self._reads: dict[int, CardRead] = {}  # card that waits: its tap
        self._typing = ""
        self._throttle = PinThrottle()
        self._strangers: dict[str, deque[int]] = {}  # reader: ticks of its last unknown cards
        self._counts = rules.passback is not PassbackRule.OFF  # else nobody asks who is inside
        self._granted: dict[str, int] = {}  # cardholder let in, the door has not opened yet
        self._inside: dict[str, int] = {}  # replaced, never changed: snapshots share it

    def snapshot(self, reader: str, at: Instant) -> Situation:
        """Return how things stand for a tap at `reader`."""
        return Situation(
            locked_down=self.locked_down,
            enrolling=reader in self.enrolments,
            waiting=self._waiting,
            inside=self._inside,
            holidays=self.holidays,
            mark=self.mark.floor(at.ticks),
            backing_off=self._backing_off(reader, at.ticks),
            throttled=self._throttle.until,
        )

    def testing(self, reader: str) -> bool:
        """Whether the next decision at a reader is a test that releases nothing."""
        return reader in self.test_taps

    def remember(self, decision: Decision, read: CardRead, at: Instant) -> tuple[Lapse, ...]:
        """Take an answer as it was given at last; return the denials of those it leaves behind.

        For entries only: an exit is `left`, a test tap is no entry.
        """
        if decision.reason in SAYS_NOTHING:
            return ()
        if decision.reason in UNKNOWN:
            self._strangers.setdefault(read.reader, deque(maxlen=STRANGERS)).append(at.ticks)
        if decision.granted and self._counts:
            self._granted |= dict.fromkeys(decision.party, at.ticks)
        return () if decision.waiting is self._waiting else self._replace(decision, read)

    def expire(self, ticks: int) -> tuple[Lapse, ...]:
        """Return the denials of those whose time to wait is over."""
        lapses: list[Lapse] = []
        while (waiting := self._waiting) is not None and waiting.until <= ticks:
            pin = waiting.reason is Reason.WAITING_FOR_PIN
            gone = (waiting,) if pin else chain(waiting)
            lapses += (self._lapse(link, waiting.reason) for link in gone)
            self._wait(waiting.behind if pin else None)
        return tuple(lapses)

    def due(self) -> int | None:
        """Return the ticks at which `expire` has something to say, or None."""
        return None if self._waiting is None else self._waiting.until

    # passing the door

    def opened(self, ticks: int) -> None:
        """The door opened after a grant: now those let in are inside."""
        if not self._counts:
            return
        kept = self.rules.passback_for * NS_PER_S
        inside = {who: since for who, since in self._inside.items() if ticks - since < kept}
        entered = (who for who, since in self._granted.items() if ticks - since < OPENS_WITHIN)
        self._inside = inside | dict.fromkeys(entered, ticks)
        self._granted = {}

    def not_opened(self) -> None:
        """The release ended and nobody went in."""
        self._granted = {}

    def left(self, cardholder: str) -> None:
        """A card was shown on the way out."""
        self._inside = {who: since for who, since in self._inside.items() if who != cardholder}

    # the PIN

    def key(self, reader: str, key: str, ticks: int) -> Typed | None:
        """Take one of `0123456789*#`; return what was typed at `#`, for a card that waits for it.

        `*` begins anew. Keys at another reader, or when nobody was asked, are nobody's.
        """
        waiting = self._waiting
        if waiting is None or waiting.reason is not Reason.WAITING_FOR_PIN:
            return None
        card = waiting.entry.card
        if self._reads[card].reader != reader or ticks >= waiting.until:
            return None
        if ticks < self._throttle.until.get(card, ticks):
            return None  # not even a right one ends the pause
        if key == "#":
            digits, self._typing = self._typing, ""
            return Typed(self._reads[card], waiting, digits) if digits else None
        # one digit beyond the longest stays, so that too much is wrong rather than cut to fit
        self._typing = "" if key == "*" else (self._typing + key)[: LONGEST_PIN + 1]
        return None

    def tried(self, card: int, pin: Pin, ticks: int) -> None:
        """Count a wrong PIN, or forget the wrong ones before a right one."""
        self._throttle.tried(card, ticks, wrong=pin is Pin.WRONG)

    # who waits

    def _replace(self, decision: Decision, read: CardRead) -> tuple[Lapse, ...]:
        """Put the new wait into the place of the old; who is in neither and not let in, lapses."""
        before, after = chain(self._waiting), chain(decision.waiting)
        kept = {link.entry.card for link in after}
        answered = {decision.subject, *decision.party}
        lapses = tuple(
            self._lapse(link, link.reason)
            for link in before
            if link.entry.card not in kept and link.entry.cardholder not in answered
        )
        if decision.waiting is not None and decision.reason in MISSING:
            self._reads[decision.waiting.entry.card] = read
        self._wait(decision.waiting)
        return lapses

    def _wait(self, waiting: Waiting | None) -> None:
        if waiting is not self._waiting:
            self._typing = ""
        self._waiting = waiting
        self._reads = {link.entry.card: self._reads[link.entry.card] for link in chain(waiting)}

    def _lapse(self, link: Waiting, reason: Reason) -> Lapse:
        return Lapse(
            self._reads[link.entry.card].reader,
            Decision(MISSING[reason], subject=link.entry.cardholder),
        )

    def _backing_off(self, reader: str, ticks: int) -> bool:
        seen = self._strangers.get(reader)
        if seen is None or len(seen) < STRANGERS or seen[-1] - seen[0] > STRANGERS_WITHIN:
            return False
        return ticks - seen[-1] < BACK_OFF
