"""One door put together: what its readers, inputs and orders say, and what follows."""

from collections.abc import Callable, Mapping
from typing import Final

from daemon.door import Door, Effect, Move, Signal
from daemon.feedback import HELD, resting
from daemon.obey import OPENS
from daemon.recorder import Recorder
from daemon.senses import Senses
from daemon.stuck import ContactWatch
from daemon.taps import Taps
from hardware.portal import PinEdge, Strike
from hardware.readers import CardRead, CardRefused, KeyPressed, ReaderBack, ReaderEvent, ReaderLost
from ledger.events import Kind
from ledger.instant import Instant
from ledger.orders import Order, OrderKind, Refusal

ORDERED: Final[Mapping[tuple[OrderKind, bool], Signal]] = {  # when it begins, when it ends
    (OrderKind.LOCKDOWN, True): Signal.LOCKDOWN,
    (OrderKind.LOCKDOWN, False): Signal.LOCKDOWN_ENDED,
    (OrderKind.HOLD, True): Signal.HOLD,
    (OrderKind.HOLD, False): Signal.HOLD_ENDED,
    (OrderKind.UNLOCK, True): Signal.GRANT,
}


class AccessPoint:
    """One door with its readers. Only the loop's thread calls it."""

    def __init__(
        self, door: Door, strike: Strike, taps: Taps, senses: Senses, recorder: Recorder
    ) -> None:
        self.name, self.memory, self.readers = taps.rules.name, taps.memory, taps.readers
        self._door, self._strike, self._taps, self._senses = door, strike, taps, senses
        self._recorder, self._clock = recorder, recorder.clock
        self._contact = ContactWatch()
        self._held_open = False
        self._lost: set[str] = set()
        self._locating: set[str] = set()
        self._troubles: set[Kind] = set()
        self._heard: dict[type, Callable[..., None]] = {
            CardRead: taps.card,
            CardRefused: taps.refused,
            KeyPressed: taps.key,
            ReaderLost: self._reader_lost,
            ReaderBack: self._reader_back,
        }
        taps.release = self._release
        taps.passed = lambda at: self.feed(Signal.EXIT, at)

    # the loop's share

    def hear(self, incoming: ReaderEvent | PinEdge) -> bool:
        """Take what one of this door's readers or inputs delivers; False for another door's."""
        if isinstance(incoming, PinEdge):
            if incoming.door != self.name:
                return False
            for meaning in self._senses.feed(incoming):
                self._mean(meaning, incoming.ticks)
            return True
        if incoming.reader not in self.readers:
            return False
        self._heard[type(incoming)](incoming)
        return True

    def due(self) -> int | None:
        """Return the ticks at which something here wants to happen."""
        times = (self._door.deadline, self._senses.due(), self._taps.due())
        return min((at for at in times if at is not None), default=None)

    def tick(self, at: int) -> None:
        """Let time pass: debounce, door timeouts, people who were waited for."""
        for meaning in self._senses.settle(at):
            self._mean(meaning, at)
        if (deadline := self._door.deadline) is not None and deadline <= at:
            self.feed(Signal.TIMEOUT, at)
        self._taps.expire(at)

    def _mean(self, meaning: Signal | Kind, at: int) -> None:
        if isinstance(meaning, Signal):
            self.feed(meaning, at)
        else:
            self._follow(meaning, at)

    # the door

    def _release(self, at: int) -> bool:
        """Release for a grant; return whether the door stands open already."""
        self.feed(Signal.GRANT, at)
        return self._door.stands_open

    def feed(self, signal: Signal, at: int) -> None:
        """Give the door a signal and do what follows, the strike before anything else."""
        effects: tuple[Effect, ...] = self._door.feed(signal, at)
        for effect in effects:
            if isinstance(effect, Move):
                self._move(effect)
        for effect in effects:
            if isinstance(effect, Kind):
                self._follow(effect, at)

    def _move(self, move: Move) -> None:
        if move is Move.RELEASE and self._door.release_until is not None:
            self._strike.release(self._door.release_until)
        elif move is Move.HOLD:
            self._strike.hold()
        else:
            self._strike.secure()

    def _follow(self, kind: Kind, at: int) -> None:
        """Record what the door did, and show what it means to who stands there."""
        self._say(kind)
        if kind is Kind.DOOR_OPENED:
            self.memory.opened(at)
        elif kind is Kind.NOT_OPENED:
            self.memory.not_opened()
        if kind in HELD:
            self._held_open = HELD[kind]
            self.rest()
        if (stuck := self._contact.feed(kind)) is not None:
            self._say(stuck)

    def _say(self, kind: Kind) -> None:
        self._recorder.say(kind, door=self.name)

    def rest(self) -> None:
        """Show at each reader how things stand."""
        for name, place in self.readers.items():
            place.indicator.rest(
                resting(
                    fault=bool(self._troubles) or name in self._lost,
                    locked_down=self.memory.locked_down,
                    enrolling=name in self.memory.enrolments,
                    locating=name in self._locating,
                    held_open=self._held_open,
                )
            )

    def trouble(self, what: Kind, *, on: bool) -> None:
        """Show, or show no more, that the storage or the register fails."""
        (self._troubles.add if on else self._troubles.discard)(what)
        self.rest()

    # readers

    def _reader_lost(self, lost: ReaderLost) -> None:
        self._recorder.say(
            Kind.READER_LOST, door=self.name, reader=lost.reader, detail={"why": lost.why}
        )
        self._lost.add(lost.reader)
        self.rest()

    def _reader_back(self, back: ReaderBack) -> None:
        self._recorder.say(Kind.READER_BACK, door=self.name, reader=back.reader)
        self._lost.discard(back.reader)
        self.rest()

    # orders

    def refuses(self, order: Order) -> Refusal | None:
        """Return why an order cannot be obeyed here, or None."""
        if order.kind is OrderKind.HOLD and self._door.timing.one_shot:
            return Refusal.ONE_SHOT
        if order.kind in OPENS and self.memory.locked_down:
            return Refusal.LOCKED_DOWN
        return None

    def obey(self, order: Order, at: Instant) -> None:
        """Do as ordered."""
        self._ordered(order, at, begins=True)

    def end(self, order: Order, at: Instant) -> None:
        """Undo what lasted of an order."""
        self._ordered(order, at, begins=False)

    def _ordered(self, order: Order, at: Instant, *, begins: bool) -> None:
        if order.kind is OrderKind.LOCKDOWN:
            self.memory.locked_down = begins
        at_readers = {
            OrderKind.ENROL: self.memory.enrolments,
            OrderKind.TEST_TAP: self.memory.test_taps,
            OrderKind.LOCATE: self._locating,
        }
        if (standing := at_readers.get(order.kind)) is not None:
            readers = self.readers if order.reader is None else (order.reader,)
            (standing.update if begins else standing.difference_update)(readers)
        signal = ORDERED.get((order.kind, begins))
        if signal is not None:
            self.feed(signal, at.ticks)
        self.rest()

    def close(self) -> None:
        """Lock, and say so where that ends a release."""
        self._strike.close()
        if self._door.released:
            self._say(Kind.RELOCKED)
