"""The reading half of orders: which rows the door is told of, and when."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.allowlist import Allowlist
from ledger.orders import JUST_NOW, ORDERS_STATEMENT, Order, OrderKind, recent
from tests.register.offices import NOW, plant, raw

GIVE = (
    "INSERT INTO door_order (kind, door, reader, ordered_by, second_by, why, issued, until,"
    " cancelled, upto) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@pytest.fixture(scope="module")
def admin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = raw(plant(tmp_path_factory.mktemp("orders")))
    yield connection
    connection.close()


def test_an_order_is_read_column_by_column(tmp_path: Path) -> None:
    path = plant(tmp_path)
    admin = raw(path)
    row = ("prune", "server", "in", "P-A", "P-B", "retensi", NOW, NOW + 9, None, 41)
    admin.execute(GIVE, row)
    admin.close()
    allowlist = Allowlist(path)
    expected = Order(
        1, OrderKind.PRUNE, "server", "in", "P-A", "P-B", "retensi", NOW, NOW + 9, None, 41
    )
    assert allowlist.orders(NOW) == (expected,)
    allowlist.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    until=st.integers(-2 * JUST_NOW, 2 * JUST_NOW),
    cancelled=st.none() | st.integers(-2 * JUST_NOW, 2 * JUST_NOW),
)
def test_the_door_is_told_of_what_stands_and_of_what_ended_within_a_minute(
    admin: sqlite3.Connection, until: int, cancelled: int | None
) -> None:
    admin.execute("BEGIN")
    row = (
        "lockdown", None, None, "P-A", None, "x", 0, NOW + until,
        None if cancelled is None else NOW + cancelled, None,
    )  # fmt: skip
    admin.execute(GIVE, row)
    told = bool(admin.execute(ORDERS_STATEMENT, recent(NOW)).fetchall())
    admin.execute("ROLLBACK")
    ended = until if cancelled is None else min(until, cancelled)
    assert told == (ended > -JUST_NOW)


def test_orders_are_found_by_their_end_and_not_by_reading_them_all(
    admin: sqlite3.Connection,
) -> None:
    plan = admin.execute(f"EXPLAIN QUERY PLAN {ORDERS_STATEMENT}", (0, 0)).fetchall()
    assert "SEARCH door_order USING INDEX door_order_until (until>?)" in plan[0][-1]
