"""Orders as the daemon reads them, each given at noon for a minute."""

from typing import Any, Final

from ledger.orders import Order, OrderKind

NOON: Final = 1_700_000_000_000


def order(kind: OrderKind = OrderKind.HOLD, number: int = 1, **changed: Any) -> Order:  # noqa: ANN401 - its fields
    facts: dict[str, Any] = {
        "door": "server", "reader": None, "by": "P-KASI", "second": None, "why": "tes",
        "issued": NOON, "until": NOON + 60_000, "cancelled": None, "upto": None,
    }  # fmt: skip
    return Order(id=number, kind=kind, **facts | changed)
