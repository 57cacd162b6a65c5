"""What the loop does between taps: the register's changes, the clock, the journal, the watchdog."""

from collections.abc import Callable, Sequence
from typing import Final

from daemon.access_point import AccessPoint
from daemon.clock import SystemClock
from daemon.clock_rules import Look, Mark, Timekeeping, look, reset
from daemon.health import WATCHDOG_PERIOD_NS, Health
from daemon.obey import Orders, told
from daemon.recorder import Recorder
from daemon.situation import Memory
from ledger.allowlist import Allowlist
from ledger.errors import JournalUnwritable, RegisterUnreadable
from ledger.events import Kind
from ledger.instant import ClockState, Instant
from ledger.orders import Order, OrderKind, Refusal

REGISTER_EVERY_NS: Final = 50_000_000  # DESIGN section 1
SECOND_NS: Final = 1_000_000_000
KEPT_MS: Final = 365 * 24 * 3600 * 1000  # no order drops what happened since


class RegisterWatch:
    """Looks for a new revision every 50 ms; journaling it is the door's confirmation."""

    def __init__(
        self,
        allowlist: Allowlist,
        points: Sequence[AccessPoint],
        orders: Orders,
        recorder: Recorder,
    ) -> None:
        self._allowlist, self._points = allowlist, points
        self._orders, self._recorder = orders, recorder
        self._next = 0
        self._readable = True
        self._first = True

    def due(self) -> int | None:
        """Return when the next look is due."""
        return self._next

    def tick(self, at: int) -> None:
        """End what is over; then look."""
        self._next = at + REGISTER_EVERY_NS
        self._orders.lapse(self._recorder.clock.now())
        try:
            self._look()
        except RegisterUnreadable as error:
            if self._readable:
                self._recorder.say(Kind.REGISTER_LOST, detail={"why": str(error)})
                self._now(readable=False)
            return
        if not self._readable:
            self._recorder.say(Kind.REGISTER_BACK)
            self._now(readable=True)

    def _now(self, *, readable: bool) -> None:
        self._readable = readable
        for point in self._points:
            point.trouble(Kind.REGISTER_LOST, on=not readable)

    def _look(self) -> None:
        now = self._recorder.clock.now()
        if not self._allowlist.changed():
            return
        if self._first:
            self._orders.begin(self._allowlist.newest_order())
            self._first = False
        self._orders.look(self._allowlist.orders(now.wall), now)
        holidays = self._allowlist.holidays()
        for point in self._points:
            point.memory.holidays = holidays
        self._recorder.say(Kind.REGISTER_REVISION, revision=self._allowlist.revision())


class Timekeeper:
    """Looks at the clocks once a second and obeys the orders that are nobody's door."""

    name = "daemon"

    def __init__(
        self,
        clock: SystemClock,
        recorder: Recorder,
        memories: Sequence[Memory],
        synced: Callable[[], bool],
        mark: Mark,
        *,
        rtc: bool,
    ) -> None:
        self._clock, self._recorder, self._memories = clock, recorder, memories
        self._synced, self._rtc = synced, rtc
        self._known = Timekeeping(mark=mark)
        self._next = 0

    def due(self) -> int | None:
        """Return when the next look is due."""
        return self._next

    def tick(self, at: int) -> None:
        """Look, and say what is new."""
        self._next = at + SECOND_NS
        before = self._known.state
        self._known, step = look(self._known, self._seen())
        self._clock.state = self._known.state
        self._share()
        if step is not None:
            self._recorder.say(
                Kind.CLOCK_STEPPED, detail={"before": step.before, "after": step.after}
            )
        if self._known.state is not before:
            self._recorder.say(Kind.CLOCK_STATE, detail={"from": before, "to": self._known.state})

    def refuses(self, order: Order) -> Refusal | None:
        """Return why an order cannot be obeyed, or None."""
        try:
            if order.kind is OrderKind.PRUNE:
                return self._keeps(order.upto or 0)
            reset(self._known, self._seen(), by=order.by, second=order.second)
        except JournalUnwritable:
            return Refusal.UNRECORDED
        except ValueError:
            return Refusal.ONE_PERSON
        return None

    def _keeps(self, upto: int) -> Refusal | None:
        """Return why no event is dropped: who holds the register cannot hide what he did."""
        if not self._recorder.journal.can_prune(upto):
            return Refusal.NO_SUCH_EVENT
        at, then = self._clock.now(), self._recorder.journal.dated(upto)
        if at.clock is ClockState.UNTRUSTED or then is None or at.wall - then < KEPT_MS:
            return Refusal.TOO_YOUNG
        return None

    def obey(self, order: Order, at: Instant) -> None:
        """Reset the mark, or prune the journal."""
        if order.kind is OrderKind.PRUNE:
            try:
                self._recorder.journal.prune(order.upto or 0, at=at, order=order.id)
            except JournalUnwritable:
                self._recorder.note(told(Kind.ORDER_REFUSED, order, at, Refusal.UNRECORDED))
            return
        self._known = reset(self._known, self._seen(), by=order.by, second=order.second)
        self._share()
        self._recorder.say(Kind.CLOCK_MARK_RESET, order=order.id)

    def end(self, order: Order, at: Instant) -> None:
        """Nothing of these lasts."""

    def _seen(self) -> Look:
        now = self._clock.now()
        return Look(synced=self._synced(), rtc=self._rtc, wall=now.wall, ticks=now.ticks)

    def _share(self) -> None:
        for memory in self._memories:
            memory.mark = self._known.mark


class Caretaker:
    """Feeds systemd's watchdog from the loop itself, and writes what could not be written."""

    def __init__(self, health: Health, recorder: Recorder, points: Sequence[AccessPoint]) -> None:
        self._health, self._recorder, self._points = health, recorder, points
        self._next = 0
        self._sound = True

    def due(self) -> int | None:
        """Return when the watchdog wants its next word."""
        return self._next

    def tick(self, at: int) -> None:
        """Speak; then try again what the storage refused."""
        self._next = at + WATCHDOG_PERIOD_NS
        self._health.alive()
        sound = self._recorder.journal.retry(self._recorder.clock.now())
        if sound is not self._sound:
            self._sound = sound
            for point in self._points:
                point.trouble(Kind.STORAGE_FAILED, on=not sound)
