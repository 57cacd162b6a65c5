"""Orders from the admin app: obeyed once, in time, and each said in the journal.

An order that was there before this daemon started is refused, save a lockdown: nothing that opens
a door or an enrolment resumes by itself after a restart.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Protocol

from ledger.events import Event, Kind
from ledger.instant import Instant
from ledger.orders import Order, OrderKind

OUTLIVES_RESTART: Final = frozenset({OrderKind.LOCKDOWN})
OPENS: Final = frozenset({OrderKind.UNLOCK, OrderKind.HOLD})  # recorded before anything moves
AT_NO_DOOR: Final = frozenset({OrderKind.RESET_CLOCK_MARK, OrderKind.PRUNE})


class Obeys(Protocol):
    """One kind of addressee: an access point, or the daemon for what is nobody's door."""

    name: str

    def refuses(self, order: Order) -> str | None:
        """Return the sentence that says why it cannot be done here, or None."""

    def obey(self, order: Order, at: Instant) -> None:
        """Do it."""

    def end(self, order: Order, at: Instant) -> None:
        """Undo what lasted."""


class Orders:
    """What has been ordered, obeyed and ended since this daemon started."""

    def __init__(
        self,
        doors: Mapping[str, Obeys],
        daemon: Obeys,
        note: Callable[[Event], object],
        record_first: Callable[[Event], bool],
    ) -> None:
        """Take the addressees, and two ways into the journal.

        Args:
            doors: by name.
            daemon: who obeys what is nobody's door.
            note: records what nothing waits for.
            record_first: records, flushes, and says whether a door may move on it.
        """
        self._doors, self._daemon = doors, daemon
        self._note, self._record_first = note, record_first
        self._seen: set[int] = set()
        self._standing: dict[int, Order] = {}

    def look(self, orders: Iterable[Order], at: Instant, *, first: bool = False) -> None:
        """Take the register's orders as they stand now; `first` at the daemon's start."""
        found = {order.id: order for order in orders}
        for order in list(self._standing.values()):
            current = found.get(order.id, order)
            if current.cancelled is not None or current.until <= at.wall or order.id not in found:
                self._end(order, at)
        for order in found.values():
            if order.id not in self._seen:
                self._seen.add(order.id)
                if order.cancelled is None:
                    self._take(order, at, before_start=first)

    def next_end(self) -> int | None:
        """Return the UTC ms at which the next standing order is over, or None."""
        return min((order.until for order in self._standing.values()), default=None)

    def _take(self, order: Order, at: Instant, *, before_start: bool) -> None:
        refusals = (who.refuses(order) for who in self._addressees(order))
        why = self._stale(order, at, before_start=before_start) or next(
            filter(None, refusals), None
        )
        if why is None and order.kind in OPENS:
            if not self._record_first(_event(Kind.ORDER_OBEYED, order, at)):
                why = "it could not be recorded"
        elif why is None:
            self._note(_event(Kind.ORDER_OBEYED, order, at))
        if why is not None:
            self._note(_event(Kind.ORDER_REFUSED, order, at, why))
            return
        self._standing[order.id] = order
        for who in self._addressees(order):
            who.obey(order, at)

    def _stale(self, order: Order, at: Instant, *, before_start: bool) -> str | None:
        if order.until <= at.wall:
            return "its time is over"
        if before_start and order.kind not in OUTLIVES_RESTART:
            return "it was given before this daemon started"
        return None

    def _addressees(self, order: Order) -> Iterable[Obeys]:
        if order.kind in AT_NO_DOOR:
            return (self._daemon,)
        if order.door is None:
            return self._doors.values()
        return (self._doors[order.door],) if order.door in self._doors else (_Nobody(order.door),)

    def _end(self, order: Order, at: Instant) -> None:
        for who in self._addressees(order):
            who.end(order, at)
        del self._standing[order.id]
        self._note(_event(Kind.ORDER_ENDED, order, at))


def _event(kind: Kind, order: Order, at: Instant, why: str | None = None) -> Event:
    detail = {"what": str(order.kind), "by": order.by} | ({} if why is None else {"why": why})
    return Event(
        kind=kind, at=at, door=order.door, reader=order.reader, order=order.id, detail=detail
    )


class _Nobody:
    """The addressee of an order for a door that this daemon does not have."""

    def __init__(self, name: str) -> None:
        self.name = name

    def refuses(self, order: Order) -> str | None:
        """Refuse."""
        return f"there is no door {order.door!r} here"

    def obey(self, order: Order, at: Instant) -> None:
        """Nobody moves."""

    def end(self, order: Order, at: Instant) -> None:
        """Nothing lasted."""
