"""From what a reader delivers to an answer that is recorded, and to the door (DESIGN section 2).

Recorded, flushed, released: in that order, or nothing moves.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from daemon.decide import Attempt, Decision, DoorRules, Pin, Side, decide
from daemon.feedback import answer
from daemon.pins import check
from daemon.recorder import TOO_LATE_NS, Recorder
from daemon.situation import Lapse, Memory
from hardware.portal import Indicator, Pattern
from hardware.readers import CardRead, CardRefused, KeyPressed
from ledger.access import Entry
from ledger.allowlist import Allowlist
from ledger.credential import fingerprint, last_four
from ledger.errors import JournalUnwritable, RegisterUnreadable
from ledger.events import Event, Kind, Reason, Value
from ledger.instant import Instant

log = logging.getLogger(__name__)

REFUSED: Final[Mapping[str, Reason]] = {
    "more-than-one-card": Reason.MORE_THAN_ONE_CARD,
    "random-number": Reason.RANDOM_NUMBER,
    "unreadable-card": Reason.UNREADABLE_CARD,
}
NO_ENTRY: Final[Mapping[Reason, Kind]] = {  # answers that are no denial, and open nothing
    Reason.READER_IN_ENROLMENT: Kind.CARD_OFFERED,
    Reason.WAITING_FOR_ESCORT: Kind.WAITING,
    Reason.WAITING_FOR_SECOND_CARD: Kind.WAITING,
    Reason.WAITING_FOR_PIN: Kind.WAITING,
}


class ReaderAt(NamedTuple):
    """A reader as its door knows it; `rules` are the door's where it has none of its own."""

    name: str
    side: Side
    indicator: Indicator
    rules: DoorRules | None = None


def _nothing_moves(_at: int) -> bool:
    """Until a door takes these taps for its own."""
    return False


@dataclass(slots=True, kw_only=True, eq=False)
class Taps:
    """The taps of one door.

    Attributes:
        secret: the key of the fingerprints.
        release: gives the door its GRANT, moves the strike, and tells whether the door stood open.
        passed: tells the door of an exit, so that the opening after it is nobody's break-in.
    """

    rules: DoorRules
    readers: Mapping[str, ReaderAt]
    allowlist: Allowlist
    recorder: Recorder
    memory: Memory
    secret: bytes
    release: Callable[[int], bool] = _nothing_moves
    passed: Callable[[int], object] = _nothing_moves

    def card(self, read: CardRead) -> None:
        """Answer one tap; a fault of ours on the way is a denial with its reason."""
        at = self.recorder.clock.now()
        try:
            self._answer(read, at, *self._decided(read, at, None))
        except Exception:  # whatever it was: nobody goes in on it, and the next tap is served
            log.exception("a tap at %s could not be answered", read.reader)
            self._no_answer(read, at, Reason.FAULT)

    def refused(self, seen: CardRefused) -> None:
        """Answer something that yields no number."""
        at = self.recorder.clock.now()
        self._no_answer(seen, at, REFUSED[seen.why])

    def _no_answer(self, seen: CardRead | CardRefused, at: Instant, reason: Reason) -> None:
        """Deny without a decision; on the way out that is an exit like any other."""
        leaves = self.readers[seen.reader].side is Side.OUT
        (self._exit if leaves else self._deny)(seen, at, Decision(reason), None)

    def key(self, pressed: KeyPressed) -> None:
        """Take a key of a PIN; a complete one is judged with the card's entry read anew."""
        typed = self.memory.key(pressed.reader, pressed.key, pressed.ticks)
        if typed is None:
            return
        at = self.recorder.clock.now()
        read = typed.read._replace(ticks=pressed.ticks)
        try:
            self._answer(read, at, *self._decided(read, at, typed.digits))
        except Exception:  # as in `card`
            log.exception("a PIN at %s could not be answered", pressed.reader)
            self._no_answer(read, at, Reason.FAULT)

    def due(self) -> int | None:
        """Return the ticks at which somebody's time to wait is over."""
        return self.memory.due()

    def expire(self, ticks: int) -> None:
        """Deny those who waited in vain."""
        self._lapse(self.memory.expire(ticks))

    def _lapse(self, lapses: Iterable[Lapse]) -> None:
        for lapse in lapses:
            reason = lapse.decision.reason
            self.readers[lapse.reader].indicator.show(answer(reason, granted=False))
            self.recorder.note(
                Event(
                    kind=Kind.DENIED,
                    at=self.recorder.clock.now(),
                    door=self.rules.name,
                    reader=lapse.reader,
                    reason=reason,
                    subject=lapse.decision.subject,
                )
            )

    def _decided(
        self, read: CardRead, at: Instant, typed: str | None
    ) -> tuple[Decision, Entry | None]:
        """Decide on what the register says now; `typed` is a PIN, or None where none was asked."""
        if _too_late(read, at.ticks):
            return Decision(Reason.TOO_LATE), None
        try:
            entry = self.allowlist.find(fingerprint(read.number.text, self.secret))
        except RegisterUnreadable:
            log.warning("the register could not be read at a tap", exc_info=True)
            return Decision(Reason.REGISTER_UNREADABLE), None
        place, pin = self.readers[read.reader], Pin.NOT_ASKED
        if typed is not None and entry is not None:
            pin = check(typed, entry.pin_hash or "", entry.duress_hash)
        attempt = Attempt(
            at=at,
            side=place.side,
            technology=read.number.technology,
            assurance=read.assurance,
            pin=pin,
        )
        rules = place.rules or self.rules
        decision = decide(entry, attempt, rules, self.memory.snapshot(read.reader, at))
        if entry is not None and pin is not Pin.NOT_ASKED:
            self.memory.tried(entry.card, pin, at.ticks)
        return decision, entry

    def _answer(self, read: CardRead, at: Instant, decision: Decision, entry: Entry | None) -> None:
        place = self.readers[read.reader]
        if place.side is Side.OUT:
            self._exit(read, at, decision, entry)
        elif self.memory.testing(read.reader):
            self._say(Kind.TEST_TAP, read, at, decision, entry)
            place.indicator.show(answer(decision.reason, granted=decision.granted))
            self.memory.test_taps.discard(read.reader)  # one tap each: the next is a real one
        elif decision.granted:
            self._grant(read, at, decision, entry)
        else:
            self._deny(read, at, decision, entry)

    def _grant(self, read: CardRead, at: Instant, decision: Decision, entry: Entry | None) -> None:
        """Record, wait for the disk, release; whatever comes between is a denial."""
        journal = self.recorder.journal
        try:
            seq = journal.record(self._event(Kind.GRANTED, read, at, decision, entry))
        except JournalUnwritable:
            log.warning("a grant could not be recorded, and is denied", exc_info=True)
            self._deny(read, at, decision._replace(reason=Reason.JOURNAL_UNWRITABLE), entry)
            return
        durable = self.recorder.on_disk(seq)
        now = self.recorder.clock.ticks()
        if (late := _too_late(read, now)) or not self.recorder.may_move(durable):
            reason = Reason.TOO_LATE if late else Reason.JOURNAL_UNWRITABLE
            self._deny(read, at, decision._replace(reason=reason), entry, instead_of=seq)
            return
        stands_open = self.release(now)
        try:
            self._released(read, at, decision, seq, durable=durable)
            if stands_open:  # nothing will tell of an opening: they walk in as it stands
                self.memory.opened(now)
        except Exception:  # the strike has moved: to record a denial now would be untrue
            log.exception("what follows a release at %s could not all be done", read.reader)

    def _released(
        self, read: CardRead, at: Instant, decision: Decision, seq: int, *, durable: bool
    ) -> None:
        """Do what can wait until the strike has moved."""
        if decision.duress:
            self._duress(read, at, decision)
        self.readers[read.reader].indicator.show(Pattern.GRANTED)
        self._lapse(self.memory.remember(decision, read, at))
        if self.recorder.flush_wait == 0:
            self.recorder.journal.flush(seq)
        elif not durable:
            self.recorder.say(Kind.STORAGE_SLOW, door=self.rules.name, detail={"seq": seq})

    def _deny(
        self,
        read: CardRead | CardRefused,
        at: Instant,
        decision: Decision,
        entry: Entry | None,
        *,
        instead_of: int | None = None,
    ) -> None:
        """Say no, with the reason; `instead_of` names a grant that came to nothing."""
        self.readers[read.reader].indicator.show(answer(decision.reason, granted=False))
        kind = NO_ENTRY.get(decision.reason, Kind.DENIED)
        self._say(kind, read, at, decision, entry, instead_of=instead_of)
        if isinstance(read, CardRead):
            self._lapse(self.memory.remember(decision, read, at))
        if decision.duress:
            self._duress(read, at, decision)

    def _duress(self, read: CardRead | CardRefused, at: Instant, decision: Decision) -> None:
        """Raise the alarm that nothing at the door shows."""
        self.recorder.note(
            Event(
                kind=Kind.DURESS,
                at=at,
                door=self.rules.name,
                reader=read.reader,
                subject=decision.subject,
            )
        )

    def _exit(
        self, read: CardRead | CardRefused, at: Instant, decision: Decision, entry: Entry | None
    ) -> None:
        """Record who went out; nothing is denied, and the opening that follows is an exit."""
        if not _too_late(read, at.ticks):
            self.passed(at.ticks)
        self.readers[read.reader].indicator.show(Pattern.GRANTED)
        self._say(Kind.EXIT, read, at, decision, entry)
        if decision.subject is not None:
            self.memory.left(decision.subject)

    def _say(
        self,
        kind: Kind,
        read: CardRead | CardRefused,
        at: Instant,
        decision: Decision,
        entry: Entry | None,
        *,
        instead_of: int | None = None,
    ) -> None:
        event = self._event(kind, read, at, decision, entry)
        if instead_of is not None:
            event = event._replace(detail={**(event.detail or {}), "instead_of": instead_of})
        self.recorder.note(event)

    def _event(
        self,
        kind: Kind,
        read: CardRead | CardRefused,
        at: Instant,
        decision: Decision,
        entry: Entry | None,
    ) -> Event:
        """Put an answer into the journal's words; a stranger's card goes by its fingerprint."""
        subject = decision.subject
        detail: dict[str, Value] = {}
        if entry is not None:
            if decision.companion is not None:
                detail["companion"] = decision.companion
            if decision.also:
                detail["also"] = " ".join(decision.also)
        elif isinstance(read, CardRead):
            subject = fingerprint(read.number.text, self.secret).hex()
            detail["technology"] = read.number.technology
            if kind is Kind.CARD_OFFERED:
                detail |= {
                    "last_four": last_four(read.number.text),
                    "assurance": read.assurance.name,
                }
        return Event(
            kind=kind,
            at=at,
            door=self.rules.name,
            reader=read.reader,
            reason=decision.reason,
            subject=subject,
            card=None if entry is None else entry.card,
            revision=None if entry is None else entry.revision,
            detail=detail or None,
        )


def _too_late(read: CardRead | CardRefused, now: int) -> bool:
    return now - read.ticks > TOO_LATE_NS
