"""The house rules and the notice: worded in versions, and each tick is of the one that was read."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from register import house_texts
from register.errors import Incomplete, NotFound
from register.models import AuditLine
from tests.register.bureau import AT, Bureau

RULES = {"said_id": "1. Kartu tidak dipinjamkan.\n2. Tamu didampingi.", "said_en": ""}


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def word(bureau: Bureau, kind: str, answers: Mapping[str, str]) -> int:
    with bureau.session() as session:
        return house_texts.change(session, kind, answers, bureau.by("admin"), AT).version


def test_an_office_begins_with_words_in_both_languages(bureau: Bureau) -> None:
    with bureau.store.reading() as session:
        found = house_texts.current(session)
        assert {kind: each.version for kind, each in found.items()} == dict.fromkeys(found, 1)
        assert len(found) == len(house_texts.NAMES)
        for each in found.values():
            assert len(each.said_id.splitlines()) == len(each.said_en.splitlines()) > 5


def test_a_change_is_the_next_version_and_the_old_one_stays_as_it_was(bureau: Bureau) -> None:
    with bureau.store.reading() as session:
        first = house_texts.current(session)[house_texts.TICKS["tatib"]].said_id
    assert word(bureau, "tata-tertib", RULES) == 2
    assert word(bureau, "tata-tertib", RULES) == 2  # the same words
    with bureau.store.reading() as session:
        kept = house_texts.versions(session, "tata-tertib")
        assert [(each.version, each.said_id) for each in kept] == [
            (2, RULES["said_id"]), (1, first),
        ]  # fmt: skip
        assert house_texts.versions(session, "pelindungan-data")[0].version == 1
        body = json.loads(session.scalars(select(AuditLine.body).order_by(AuditLine.seq)).all()[-1])
    assert (body["act"], body["what"]) == ("house_text.change", {"tata-tertib": [1, 2]})


def test_nothing_to_read_is_no_text(bureau: Bureau) -> None:
    with pytest.raises(Incomplete):
        word(bureau, "tata-tertib", {"said_id": " "})
    with pytest.raises(NotFound):
        word(bureau, "tata-krama", RULES)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE house_text SET said_id = 'lain' WHERE id = 1",
        "DELETE FROM house_text WHERE id = 1",
        """INSERT INTO house_text (kind, version, said_id, said_en, person_id, at)
            VALUES ('tata-tertib', 3, 'x', '', 1, 1)""",
        """INSERT INTO house_text (kind, version, said_id, said_en)
            VALUES ('tata-tertib', 2, 'x', '')""",
    ],
)
def test_no_version_is_changed_taken_out_or_passed_over(
    bureau: Bureau, tmp_path: Path, statement: str
) -> None:
    assert bureau.people
    raw = sqlite3.connect(tmp_path / "register.db")
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)
    raw.close()


def test_a_tick_of_an_old_version_is_asked_for_again(bureau: Bureau) -> None:
    read = {"tatib": True, "tatib_versi": 1, "pdp": True, "pdp_versi": "1", "nda": True}
    with bureau.session() as session:
        assert house_texts.unread(session, read) == ()
        assert house_texts.as_read(session, read) == read
        assert [each.field for each in house_texts.unread(session, {"tatib": True})] == ["tatib"]
    word(bureau, "tata-tertib", RULES)
    with bureau.store.reading() as session:
        assert [each.field for each in house_texts.unread(session, read)] == ["tatib"]
        assert dict(house_texts.as_read(session, read)) == {
            key: value for key, value in read.items() if key != "tatib"
        }
