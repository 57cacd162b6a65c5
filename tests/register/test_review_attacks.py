"""What the database itself refuses of a review, whoever writes: the app's own user with raw SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from register.errors import Refusal
from register.forms.review import REVIEW_DECISIONS
from register.models import milliseconds
from tests.register.bureau import Bureau
from tests.register.offices import raw
from tests.register.reviews import (
    countersigned,
    decided,
    opened,
    row_of,
    signed,
    three_holders,
    used,
)

HEIR = (
    "INSERT INTO access_grant (cardholder_id, kind, valid_from, valid_until, request_number,"
    " sop_version, granted_at, dossier_id) SELECT cardholder_id, {kind}, valid_from, {until}, 'x',"
    " 'x', granted_at, {review} FROM access_grant WHERE cardholder_id = {person}"
    " ORDER BY id LIMIT 1"
)
DECIDE = (
    "UPDATE review_item SET decision = '{word}', decided_by = {by}, decided_at = {at}{more}"
    " WHERE person_id = {who}"
)
ADD = (
    "INSERT INTO review_item (dossier_id, grant_id, person_id, card_id, evidence, flagged)"
    " SELECT {review}, grant_id, person_id, card_id, evidence, 0 FROM review_item LIMIT 1"
)
UNDO = "UPDATE review_item SET {column} = NULL WHERE removal_id IS NOT NULL"
SIGN = (
    "INSERT INTO step (dossier_id, number, act, before, after, role, person_id, method, at,"
    " digest, chain) VALUES ({review}, 'R3', 'sign', 'berjalan', 'di-kabid', 'kasi', {kasi},"
    " 'sesi', {at}, '{zeros}', '{zeros}')"
)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made, regular = three_holders(tmp_path / "register.db")
    opened(made, used(made, regular))
    yield made
    made.store.close()


@pytest.fixture
def review(bureau: Bureau) -> int:
    return row_of(bureau, _review(bureau), "siti").dossier_id


def _review(bureau: Bureau) -> int:
    with closing(raw(bureau.store.path)) as connection:
        return int(connection.execute("SELECT dossier_id FROM review").fetchone()[0])


def refused(bureau: Bureau, statement: str, words: str = ".") -> None:
    with (
        closing(raw(bureau.store.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match=words),
    ):
        connection.execute(statement)


def decision(bureau: Bureau, who: str, by: str, word: str, more: str = "") -> str:
    return DECIDE.format(
        word=word, by=bureau.people[by], at=milliseconds(bureau.now), more=more,
        who=bureau.people[who],
    )  # fmt: skip


@pytest.mark.parametrize("word", [each.value for each in REVIEW_DECISIONS])
def test_nobody_decides_his_own_row(bureau: Bureau, word: str) -> None:
    for who in ("siti", "dina", "eko"):
        refused(bureau, decision(bureau, who, who, word, ", reason = 'x', until = 1"))


@pytest.mark.parametrize("who", ["kabid", "kadis", "operator", "auditor", "admin", "atasan"])
def test_nobody_but_the_kasi_decides(bureau: Bureau, who: str) -> None:
    refused(bureau, decision(bureau, "siti", who, "cabut"), "the Kasi decides")


def test_a_flagged_row_is_not_kept_without_a_reason(bureau: Bureau) -> None:
    refused(bureau, decision(bureau, "dina", "kasi", "tetap"))
    refused(bureau, decision(bureau, "dina", "kasi", "tetap", ", reason = '  '"))


def test_what_was_seen_never_changes_and_nothing_is_deleted(bureau: Bureau) -> None:
    refused(bureau, "UPDATE review_item SET evidence = '{}'", "never changes")
    refused(bureau, "UPDATE review_item SET flagged = 0", "never changes")
    refused(bureau, "UPDATE review_item SET grant_id = 1", "never changes")
    refused(bureau, "DELETE FROM review_item", "never deleted")
    refused(bureau, "DELETE FROM review", "never deleted")
    refused(bureau, "UPDATE review SET log_count = 0", "never changes")


def test_no_row_is_added_to_a_review_that_has_begun(bureau: Bureau, review: int) -> None:
    refused(bureau, ADD.format(review=review), "drawn with its snapshot")


def test_the_deadline_moves_once_by_the_kabid_and_by_14_days(bureau: Bureau) -> None:
    at, kabid, kasi = milliseconds(bureau.now), bureau.people["kabid"], bureau.people["kasi"]
    more = "UPDATE review SET due_at = due_at + {}, extended_at = {}, extended_by = {}"
    fortnight = 14 * 24 * 3600 * 1000
    refused(bureau, "UPDATE review SET due_at = due_at + 1")
    refused(bureau, more.format(fortnight + 1, at, kabid))
    refused(bureau, more.format(fortnight, at, kasi), "Kabid alone")
    with closing(raw(bureau.store.path)) as connection:
        connection.execute(more.format(fortnight, at, kabid))
    refused(bureau, "UPDATE review SET due_at = due_at + 1")
    refused(bureau, more.format(fortnight, at + 1, kabid))


def test_after_the_signature_no_decision_changes(bureau: Bureau, review: int) -> None:
    for name in ("siti", "dina", "eko"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    refused(bureau, decision(bureau, "dina", "kasi", "cabut"), "fixed once the Kasi has signed")
    refused(bureau, "UPDATE review_item SET reason = 'x' WHERE flagged", "fixed once")
    refused(bureau, "UPDATE review_item SET needed = 1", "fixed once")


def test_it_is_not_signed_with_a_row_undecided(bureau: Bureau, review: int) -> None:
    at, zeros = milliseconds(bureau.now), "0" * 64
    statement = SIGN.format(review=review, kasi=bureau.people["kasi"], at=at, zeros=zeros)
    refused(bureau, statement, "each of its rows")


def test_a_review_grants_nothing_that_was_not_decided_and_countersigned(
    bureau: Bureau, review: int
) -> None:
    siti, dina = bureau.people["siti"], bureau.people["dina"]
    decided(bureau, review, "siti", "perpanjang", perpanjang_sampai="2027-11-24")
    for name in ("dina", "eko"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    until = milliseconds(row_of(bureau, review, "siti").until or bureau.now)
    early = HEIR.format(kind="kind", until=until, review=review, person=siti)
    refused(bureau, early)
    countersigned(bureau, review)
    for kind, end, person in (
        ("kind", until, siti),  # its right has become the new one: not a second time
        ("kind", until + 1, siti),
        ("kind", until, dina),
        ("'pengunjung'", until, siti),
    ):
        refused(bureau, HEIR.format(kind=kind, until=end, review=review, person=person))


def test_a_change_lasts_no_longer_than_the_right_that_it_changes(bureau: Bureau) -> None:
    later = ", until = (SELECT valid_until + 1 FROM access_grant WHERE id = grant_id)"
    refused(bureau, decision(bureau, "eko", "kasi", "ubah", later), "no longer than")


def test_what_came_of_a_row_is_kept_as_it_came(bureau: Bureau, review: int) -> None:
    decided(bureau, review, "dina", "cabut")
    for name in ("siti", "eko"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    for column in ("frozen_at", "removal_id", "revision"):
        refused(bureau, UNDO.format(column=column))


@pytest.mark.parametrize("word", [each.value for each in REVIEW_DECISIONS])
@pytest.mark.parametrize("by", ["siti", "dina", "eko", "kabid", "operator"])
def test_the_services_refuse_whom_the_database_refuses(
    bureau: Bureau, review: int, by: str, word: str
) -> None:
    with pytest.raises(Refusal):
        decided(
            bureau, review, "siti", word, by=by, perpanjang_sampai="2027-11-24", jam="08.00-09.00"
        )
