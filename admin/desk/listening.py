"""Listening to a reader for one card: a desk's speaks by itself, a door's is asked by an order."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from flask import Response, jsonify

from admin import door
from admin.access import site, visitor
from admin.door import DoorReader
from ledger.orders import OrderKind
from register import orders
from register.orders import NewOrder

LISTENS_FOR: Final = timedelta(seconds=60)


def listen(name: str, among: Iterable[DoorReader], kind: OrderKind, why: str) -> Response:
    """Begin to listen to a reader; return behind which event its card will come.

    Args:
        name: of the reader.
        among: those that may be asked here.
        kind: what one at a door is ordered to; one at a desk decides nothing, and needs no order.
        why: of the order.
    """
    at, after = site().now(), door.last()
    reader = next((each for each in among if each.name == name), None)
    if reader is None or reader.door:
        new = NewOrder(
            kind=kind,
            by=visitor().public_id,
            why=why,
            reader=name,
            door=None if reader is None else reader.door,
            until=at + LISTENS_FOR,
        )
        with site().store.session() as session:
            orders.place(session, new, at)
    return jsonify(after=after, reader=name, seconds=LISTENS_FOR.seconds)
