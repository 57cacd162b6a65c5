"""Erasure by decision takes two: one prepares it, another who decides carries it out."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from register import audit, erasure_orders, posts
from register.erasure import ErasureRefused
from register.errors import NotFound
from register.messaging import awaited
from register.messaging.awaited import Matter
from register.models import Cardholder, Erasure
from tests.register.bureau import AT, Bureau
from tests.register.offices import raw
from tests.register.test_erasure import MARKS, bytes_of, rejected
from tests.register.test_erasure import bureau as zulaikhas

__all__ = ["zulaikhas"]
INSERT = (
    "INSERT INTO erasure_order (person_id, decision, decided_on, prepared_by, at, settled_by,"
    " settled_at) VALUES {}"
)
DECISION, DAY = "SK 800/12/2026", AT.date()


def prepared(bureau: Bureau, who: str = "siti", by: str = "admin", decision: str = DECISION) -> int:
    with bureau.session() as session:
        return erasure_orders.prepare(
            session, bureau.people[who], decision, DAY, bureau.by(by), bureau.now
        ).id


def carried_out(bureau: Bureau, number: int, by: str = "kadis") -> None:
    with bureau.session() as session:
        order = erasure_orders.one(session, number)
        erasure_orders.carry_out(session, order, bureau.by(by), bureau.now)


def test_what_is_prepared_goes_when_another_carries_it_out_and_not_before(
    zulaikhas: Bureau,
) -> None:
    rejected(zulaikhas)
    rejected(zulaikhas, "deputi")
    with zulaikhas.store.reading() as session:
        person = session.get_one(Cardholder, zulaikhas.people["siti"])
        found = erasure_orders.preview(session, person, zulaikhas.now)
        assert found.against is None
        assert (found.forms, found.papers, found.elsewhere, found.account) == (1, 1, 1, True)
        assert (found.signatures, found.rights, found.cards) == (1, 0, 0)
    number = prepared(zulaikhas)
    assert all(mark in bytes_of(zulaikhas.store.path) for mark in MARKS)
    carried_out(zulaikhas, number)
    assert zulaikhas.store.shred()
    assert [mark for mark in MARKS if mark in bytes_of(zulaikhas.store.path)] == []
    with zulaikhas.store.reading() as session:
        assert audit.verify(session) > 0
        assert session.scalars(select(Erasure.why)).all() == [f"{DECISION}, 24 November 2026"]
        order = erasure_orders.one(session, number)
        assert (order.carried_out, order.settled_by) == (True, zulaikhas.people["kadis"])


@pytest.mark.parametrize("who", ["admin", "kasi", "operator", "tu", "auditor", "siti"])
def test_who_does_not_decide_does_not_carry_it_out(zulaikhas: Bureau, who: str) -> None:
    number = prepared(zulaikhas)
    with pytest.raises(ErasureRefused):
        carried_out(zulaikhas, number, who)


@pytest.mark.parametrize("who", ["kadis", "kabid", "kasi", "operator", "tu", "auditor", "siti"])
def test_who_is_no_administrator_prepares_nothing(zulaikhas: Bureau, who: str) -> None:
    with pytest.raises(ErasureRefused):
        prepared(zulaikhas, by=who)


def test_what_would_fail_is_refused_when_it_is_prepared(zulaikhas: Bureau) -> None:
    with pytest.raises(ErasureRefused, match="post"):
        prepared(zulaikhas, "kasi")
    with pytest.raises(ErasureRefused, match="name"):
        prepared(zulaikhas, decision="SK Zulaikha Prawiranegara")
    with zulaikhas.session() as session, pytest.raises(ErasureRefused, match="after today"):
        erasure_orders.prepare(session, zulaikhas.people["siti"], DECISION,
                               DAY + timedelta(days=1), zulaikhas.by("admin"), AT)  # fmt: skip
    prepared(zulaikhas)
    with pytest.raises(ErasureRefused, match="already"):
        prepared(zulaikhas)


def test_a_decision_is_settled_once(zulaikhas: Bureau) -> None:
    number = prepared(zulaikhas)
    with zulaikhas.session() as session:
        order = erasure_orders.one(session, number)
        erasure_orders.decline(session, order, zulaikhas.by("kabid"), zulaikhas.now)
    with pytest.raises(ErasureRefused, match="settled"):
        carried_out(zulaikhas, number)
    carried_out(zulaikhas, prepared(zulaikhas))
    with pytest.raises(NotFound):
        prepared(zulaikhas)


def test_it_waits_on_the_home_of_who_decides(zulaikhas: Bureau) -> None:
    def waits(name: str) -> bool:
        with zulaikhas.store.reading() as session:
            person = zulaikhas.people[name]
            roles = posts.roles(session, person, zulaikhas.now)
            found = awaited.matters(session, person, roles, zulaikhas.now)
        return any(each.matter is Matter.ERASURE for each in found)

    number = prepared(zulaikhas)
    assert [name for name in ("kadis", "kabid", "kasi", "admin") if waits(name)] == [
        "kadis", "kabid",
    ]  # fmt: skip
    carried_out(zulaikhas, number)
    assert not waits("kadis")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE erasure_order SET decision = 'x'",
        "UPDATE erasure_order SET settled_at = 5, settled_by = 1, carried_out = 1",
        "UPDATE erasure_order SET carried_out = 1",
        "DELETE FROM erasure_order",
        INSERT.format("(1, 'x', '2026-11-24', 1, 1, NULL, NULL)"),  # his own
        INSERT.format("(1, 'x', 'kemarin', 2, 1, NULL, NULL)"),
        INSERT.format("(1, 'x', '2026-11-24', 2, 1, 3, 4)"),
    ],
)
def test_the_database_lets_nobody_settle_alone_or_change_what_was_prepared(
    zulaikhas: Bureau, statement: str, tmp_path: Path
) -> None:
    prepared(zulaikhas)
    path = tmp_path / "register.db"
    with closing(raw(path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
