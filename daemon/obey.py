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
AT_NO_DOOR: Final = frozenset({OrderKind.RESET_CLOCK_MARK, OrderKind.PRUNE})


class Obeys(Protocol):
    """One kind of addressee: an access point, or the daemon for what is nobody's door."""

    name: str

    def obey(self, order: Order, at: Instant) -> str | None:
        """Do it and return None, or return the sentence that says why not."""

    def end(self, order: Order, at: Instant) -> None:
        """Undo what lasted."""


class Orders:
    """What has been ordered, obeyed and ended since this daemon started."""

    def __init__(
        self,
        doors: Mapping[str, Obeys],
        daemon: Obeys,
        record: Callable[[Event], object],
    ) -> None:
        self._doors, self._daemon, self._record = doors, daemon, record
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
        refusal = self._stale(order, at, before_start=before_start)
        if refusal is None:
            refusals = [why for who in self._addressees(order) if (why := who.obey(order, at))]
            refusal = "; ".join(refusals) or None
        if refusal is None:
            self._standing[order.id] = order
        self._say(Kind.ORDER_REFUSED if refusal else Kind.ORDER_OBEYED, order, at, refusal)

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
        self._say(Kind.ORDER_ENDED, order, at, None)

    def _say(self, kind: Kind, order: Order, at: Instant, why: str | None) -> None:
        detail: dict[str, str] = {"what": str(order.kind), "by": order.by}
        if why is not None:
            detail["why"] = why
        self._record(
            Event(
                kind=kind,
                at=at,
                door=order.door,
                reader=order.reader,
                order=order.id,
                detail=detail,
            )
        )


class _Nobody:
    """The addressee of an order for a door that this daemon does not have."""

    def __init__(self, name: str) -> None:
        self.name = name

    def obey(self, order: Order, at: Instant) -> str | None:  # noqa: ARG002 - the protocol's
        """Refuse."""
        return f"there is no door {order.door!r} here"

    def end(self, order: Order, at: Instant) -> None:
        """Nothing lasted."""
