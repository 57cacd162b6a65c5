"""Orders from the admin app: obeyed once, in time, and each said in the journal.

An order that was there before this daemon started is refused, save a lockdown: nothing that opens
a door or an enrolment resumes by itself after a restart.
"""

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from typing import Final, NamedTuple, Protocol

from daemon.recorder import TOO_LATE_NS
from ledger.events import Event, Kind
from ledger.instant import Instant
from ledger.orders import Order, OrderKind, Refusal

OUTLIVES_RESTART: Final = frozenset({OrderKind.LOCKDOWN})
OPENS: Final = frozenset({OrderKind.UNLOCK, OrderKind.HOLD})  # recorded before anything moves
OF_THE_WHOLE_DOOR: Final = frozenset({OrderKind.LOCKDOWN, OrderKind.HOLD})
AT_READERS: Final = frozenset({OrderKind.ENROL, OrderKind.TEST_TAP, OrderKind.LOCATE})
NS_PER_MS: Final = 1_000_000
AT_NO_DOOR: Final = frozenset({OrderKind.RESET_CLOCK_MARK, OrderKind.PRUNE})


class Obeys(Protocol):
    """One kind of addressee: an access point, or the daemon for what is nobody's door."""

    def refuses(self, order: Order) -> Refusal | None:
        """Return why it cannot be done here, or None."""

    def obey(self, order: Order, at: Instant) -> None:
        """Do it."""

    def end(self, order: Order, at: Instant) -> None:
        """Undo what lasted."""


class ObeysAtDoor(Obeys, Protocol):
    """An access point, with the names of its readers."""

    @property
    def readers(self) -> Container[str]:
        """Return what is there to enrol at, to test or to find."""


class Standing(NamedTuple):
    """An order that lasts.

    Attributes:
        ends: ticks at which its time is over, whatever the wall clock says then.
    """

    order: Order
    ends: int

    def over(self, at: Instant) -> bool:
        """Whether its time is over, by the wall clock or by the time that has passed."""
        return self.order.until <= at.wall or self.ends <= at.ticks


Identity = tuple[int, int, OrderKind]  # an id alone can come again after a restore


def _identity(order: Order) -> Identity:
    return order.id, order.issued, order.kind


class Orders:
    """What has been ordered, obeyed and ended since this daemon started."""

    def __init__(
        self,
        doors: Mapping[str, ObeysAtDoor],
        daemon: Obeys,
        note: Callable[[Event], object],
        record_first: Callable[[Event], tuple[bool, bool]],
        now: Callable[[], Instant],
    ) -> None:
        """Take the addressees, two ways into the journal, and the clock.

        Args:
            doors: by name.
            daemon: who obeys what is nobody's door.
            note: records what nothing waits for.
            record_first: records and flushes; says whether a door may move on it, and whether it
                would go ahead of the disk.
            now: the time by which that was done.
        """
        self._doors, self._daemon = doors, daemon
        self._note, self._record_first, self._now = note, record_first, now
        self._seen: set[Identity] = set()
        self._standing: dict[Identity, Standing] = {}
        self._before = 0  # orders up to this id were there before this daemon

    def begin(self, newest: int) -> None:
        """Take the newest order's id as the daemon starts: what is up to it came before.

        By id and not by what stands just now: with a wrong clock an old order can be out of sight
        at the start, and must not look new when the clock is right again.
        """
        self._before = newest

    def look(self, orders: Iterable[Order], at: Instant) -> None:
        """Take the register's orders as they stand now."""
        found = {_identity(order): order for order in orders}
        for identity, standing in list(self._standing.items()):
            if identity not in found or found[identity].cancelled is not None:
                self._end(standing.order, at)
        for identity, order in found.items():
            if identity not in self._seen:
                self._seen.add(identity)
                if order.cancelled is None:
                    self._take(order, at)

    def lapse(self, at: Instant) -> None:
        """End what is over.

        Asks no register: that one cannot be read, or that the clock was set back, keeps no door
        unlocked.
        """
        for standing in list(self._standing.values()):
            if standing.over(at):
                self._end(standing.order, at)

    def _take(self, order: Order, at: Instant) -> None:
        standing = Standing(order, at.ticks + (order.until - at.wall) * NS_PER_MS)
        refusals = (who.refuses(order) for who in self._addressees(order))
        why = (
            self._stale(order, at)
            or next(filter(None, refusals), None)
            or self._say_obeyed(standing, at)
        )
        now = self._now()  # the disk may have taken its time
        if why is not None:
            self._note(told(Kind.ORDER_REFUSED, order, now, why))
            return
        self._standing[_identity(order)] = standing
        for who in self._addressees(order):
            who.obey(order, now)

    def _say_obeyed(self, standing: Standing, at: Instant) -> Refusal | None:
        """Record that an order is obeyed; return why a door must not move on that after all."""
        event = told(Kind.ORDER_OBEYED, standing.order, at)
        if standing.order.kind not in OPENS:
            self._note(event)
            return None
        may_move, ahead = self._record_first(event)
        now = self._now()
        if standing.over(now) or now.ticks - at.ticks > TOO_LATE_NS:
            return Refusal.TOO_LATE
        if may_move and ahead:
            self._note(event._replace(kind=Kind.STORAGE_SLOW, at=now, detail=None))
        return None if may_move else Refusal.UNRECORDED

    def _stale(self, order: Order, at: Instant) -> Refusal | None:
        if order.until <= at.wall:
            return Refusal.OVER
        if order.id <= self._before and order.kind not in OUTLIVES_RESTART:
            return Refusal.BEFORE_START
        return None

    def _addressees(self, order: Order) -> Collection[Obeys]:
        if order.kind in AT_NO_DOOR:
            return (self._daemon,)
        doors = [each for name, each in self._doors.items() if order.door in (None, name)]
        if not doors:
            return (_Nobody(Refusal.NO_SUCH_DOOR),)
        if order.reader is None:
            return doors
        there = [each for each in doors if order.reader in each.readers]
        return there or (_Nobody(Refusal.NO_SUCH_READER),)

    def _end(self, order: Order, at: Instant) -> None:
        """End one order; what another of its kind still asks for stays."""
        del self._standing[_identity(order)]
        alike = [each.order for each in self._standing.values() if each.order.kind is order.kind]
        for who in self._addressees(order):
            still = [other for other in alike if who in self._addressees(other)]
            if still and order.kind in OF_THE_WHOLE_DOOR:
                continue
            who.end(order, at)
            for other in still if order.kind in AT_READERS else ():
                who.obey(other, at)
        self._note(told(Kind.ORDER_ENDED, order, at))


def told(kind: Kind, order: Order, at: Instant, why: Refusal | None = None) -> Event:
    """Return the event that says what became of an order."""
    detail: dict[str, str | int] = {"what": order.kind, "by": order.by}
    if order.second is not None:
        detail["second"] = order.second
    if order.upto is not None:
        detail["upto"] = order.upto
    if why is not None:
        detail["why"] = why
    return Event(
        kind=kind, at=at, door=order.door, reader=order.reader, order=order.id, detail=detail
    )


class _Nobody:
    """The addressee of an order for what this daemon does not have."""

    def __init__(self, why: Refusal) -> None:
        self._why = why

    def refuses(self, order: Order) -> Refusal:  # noqa: ARG002 - the addressees' protocol
        """Refuse."""
        return self._why

    def obey(self, order: Order, at: Instant) -> None:
        """Nobody moves."""

    def end(self, order: Order, at: Instant) -> None:
        """Nothing lasted."""
