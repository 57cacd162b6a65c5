"""Blank cards: what came, what went, and that no count is ever below nought."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from register import cards, stock
from register.errors import CardRefused, Incomplete
from register.models import Dossier
from register.stock import Level
from tests.examples import examples
from tests.register.bureau import Bureau
from tests.register.test_requests import OFFERED, approved

BATCH: Final = {
    "jenis": "iso14443a", "jumlah": "2", "dari": "0001", "sampai": "0002", "tanggal": "2026-11-24",
}  # fmt: skip


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def received(bureau: Bureau, who: str = "operator", **other: str) -> None:
    with bureau.session() as session:
        stock.receive(session, {**BATCH, **other}, bureau.by(who), bureau.now)


def lost(bureau: Bureau, answers: Mapping[str, Any]) -> None:
    given_ = {"kiriman": "1", "sebab": "rusak", "jumlah": "1", "alasan": "Tercetak miring"}
    with bureau.session() as session:
        stock.lose(session, {**given_, **answers}, bureau.by("operator"), bureau.now)


def levels(bureau: Bureau) -> tuple[Level, ...]:
    with bureau.store.reading() as session:
        return stock.levels(session)


def issue(bureau: Bureau, printed: str = "0001") -> None:
    dossier = approved(bureau)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        signature, by = bureau.signs("operator"), bureau.by("operator")
        cards.issue(session, found, OFFERED, printed, signature, by, bureau.now)


def test_issuing_takes_one_and_taking_back_returns_it(bureau: Bureau) -> None:
    received(bureau)
    issue(bureau)
    assert [(each.issued, each.left) for each in levels(bureau)] == [(1, 1)]
    with bureau.session() as session:
        stock.put_back(session, cards.find(session, 1), bureau.by("operator"), bureau.now)
        stock.put_back(session, cards.find(session, 1), bureau.by("operator"), bureau.now)
    assert [(each.issued, each.left) for each in levels(bureau)] == [(0, 2)]


def test_the_batch_is_the_one_whose_numbers_hold_the_card(bureau: Bureau) -> None:
    received(bureau, dari="0101", sampai="0102")
    received(bureau)
    issue(bureau, "0001")
    assert [each.issued for each in levels(bureau)] == [1, 0]


def test_a_kind_that_nobody_counts_is_issued_all_the_same(bureau: Bureau) -> None:
    received(bureau, jenis="em4100")
    issue(bureau)
    assert [each.left for each in levels(bureau)] == [2]


def test_nothing_is_issued_from_an_empty_drawer(bureau: Bureau) -> None:
    received(bureau)
    lost(bureau, {"jumlah": "2"})
    with pytest.raises(CardRefused):
        issue(bureau)
    with bureau.store.reading() as session:
        assert cards.live(session, bureau.people["siti"]) is None


def test_no_more_are_spoiled_than_there_are(bureau: Bureau) -> None:
    received(bureau)
    with pytest.raises(CardRefused):
        lost(bureau, {"jumlah": "3"})
    with pytest.raises(Incomplete):
        lost(bureau, {"jumlah": "0"})
    lost(bureau, {"jumlah": "1", "sebab": "musnah"})
    assert [(each.destroyed, each.left) for each in levels(bureau)] == [(1, 1)]


@pytest.mark.parametrize("who", ["kabid", "auditor", "admin", "siti"])
def test_others_keep_no_stock(bureau: Bureau, who: str) -> None:
    with pytest.raises(CardRefused):
        received(bureau, who)


@given(
    moves=st.lists(st.tuples(st.sampled_from(["rusak", "musnah"]), st.integers(1, 4)), max_size=8)
)
@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_raw_sql_tries_the_count_stays_at_nought_or_above(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int]]
) -> None:
    bureau = Bureau(tmp_path_factory.mktemp("stock") / "register.db")
    received(bureau, jumlah="5")
    rest = 5
    with sqlite3.connect(bureau.store.path) as connection:
        for kind, count in moves:
            insert = (
                "INSERT INTO stock_move (batch_id, kind, count, why, person_id, at)"
                " SELECT 1, ?, ?, 'x', person_id, at FROM card_batch"
            )
            if count > rest:
                with pytest.raises(sqlite3.IntegrityError, match="no more cards leave"):
                    connection.execute(insert, (kind, count))
            else:
                connection.execute(insert, (kind, count))
                rest -= count
    connection.close()
    assert levels(bureau)[0].left == rest
    bureau.store.close()


BACK: Final = """INSERT INTO stock_move (batch_id, kind, count, card_id, person_id, at)
    SELECT 1, 'kembali', 1, 1, person_id, at FROM card_batch"""
FOREIGN: Final = """INSERT INTO card_batch (technology, count, received_on, person_id, at)
    SELECT technology, 5, received_on, 10, at FROM card_batch"""
ATTACKS: Final = (
    ("no more cards come back", BACK),
    ("never changes", "UPDATE card_batch SET count = 99"),
    ("is kept", "DELETE FROM card_batch"),
    ("keeps the stock", FOREIGN),
)


@pytest.mark.parametrize(("sentence", "attack"), ATTACKS)
def test_the_database_refuses_it_whoever_writes(bureau: Bureau, sentence: str, attack: str) -> None:
    received(bureau)
    with (
        sqlite3.connect(bureau.store.path) as connection,
        pytest.raises(sqlite3.IntegrityError, match=sentence),
    ):
        connection.execute(attack)
    connection.close()
