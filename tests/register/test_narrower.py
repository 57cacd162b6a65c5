"""Narrower is narrower whoever writes it: the database compares doors, days and minutes itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from register import cards, dossiers, fewer_doors
from register.models import Card, Door, Dossier, Grant
from register.reviewing.terms import minutes
from register.store import create
from tests.register.bureau import Bureau
from tests.register.offices import raw
from tests.register.reviews import (
    countersigned,
    decided,
    later,
    opened,
    row_of,
    signed,
    three_holders,
    used,
)
from tests.register.test_fewer_doors import bureau as two_doors
from tests.register.test_requests import approved

__all__ = ["two_doors"]
ANOTHER = (
    "INSERT INTO access_grant (cardholder_id, kind, valid_from, valid_until, escort_id,"
    " request_number, sop_version, granted_at, dossier_id) SELECT cardholder_id, {kind}, {first},"
    " {last}, escort_id, 'x', 'x', granted_at, dossier_id FROM access_grant WHERE id = 1"
)
SAME = {"kind": "kind", "first": "valid_from", "last": "valid_until"}
SCHEDULE = "INSERT INTO schedule (id, name, weekly, on_holidays) VALUES (90, 'x', '{}', {})"
NOT_APPROVED = "what was approved"
BACK = "UPDATE card SET grant_id = {} WHERE grant_id = {}"
HEIR = (
    "INSERT INTO access_grant (id, cardholder_id, kind, valid_from, valid_until, request_number,"
    " sop_version, granted_at, dossier_id) SELECT 77, cardholder_id, kind, valid_from, valid_until,"
    " 'x', 'x', granted_at, {} FROM access_grant WHERE id = {}"
)
DOOR = "INSERT INTO grant_door (grant_id, door_id, schedule_id) VALUES ({}, {}, {})"


def run(bureau: Bureau, *statements: str) -> None:
    with bureau.session() as session:
        for statement in statements:
            session.execute(text(statement))


@pytest.mark.parametrize(
    "wider",
    [{"last": "valid_until + 1"}, {"first": "valid_from - 1"}, {"kind": "'sementara'"}],
    ids=str,
)
def test_a_second_grant_of_a_request_is_no_wider_than_the_one_in_use(
    two_doors: Bureau, wider: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError, match="beside the one in use is narrower"):
        run(two_doors, ANOTHER.format(**{**SAME, **wider}))
    run(two_doors, ANOTHER.format(**SAME))


def test_it_opens_no_other_door_and_at_no_other_hour(two_doors: Bureau) -> None:
    run(two_doors, ANOTHER.format(**SAME), SCHEDULE.format("1 0800-0900", 0))
    with two_doors.session() as session:
        session.add(Door(name="ups", label="UPS"))
    for door, schedule in ((3, 1), (1, 90)):
        with pytest.raises(IntegrityError, match="narrower"):
            run(two_doors, DOOR.format(2, door, schedule))
    run(two_doors, DOOR.format(2, 1, 1))


def test_a_card_goes_back_to_no_wider_right(two_doors: Bureau) -> None:
    with two_doors.session() as session:
        card = session.get_one(Card, 1)
        wide = fewer_doors.narrow(session, card, ["gudang"], two_doors.by("kasi"), two_doors.now)
        assert card.grant_id > wide.id
        narrow = card.grant_id
    with pytest.raises(IntegrityError, match="newer right of its holder"):
        run(two_doors, BACK.format(wide.id, narrow))
    run(two_doors, ANOTHER.format(**SAME))  # as wide as the one in use, which has one door
    with pytest.raises(IntegrityError, match="narrower"):
        run(two_doors, DOOR.format(narrow + 1, 2, 1))


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["{grant} + 4 * 86400000"], NOT_APPROVED),
        (
            ["{grant}", SCHEDULE.format("1 0000-2400", 0), DOOR.format(1, 1, 90)],
            "what was approved",
        ),
        (["{grant}", DOOR.format(1, 2, 1)], NOT_APPROVED),
        (["{grant}", SCHEDULE.format("{weekly}", 1), DOOR.format(1, 1, 90)], NOT_APPROVED),
        (["{grant}", SCHEDULE.format("{weekly}", 0), DOOR.format(1, 1, 90)], ""),
    ],
    ids=["later", "longer hours", "another door", "on holidays", "as approved"],
)
def test_the_first_grant_of_a_request_is_what_was_approved(
    tmp_path: Path, statements: list[str], said: str
) -> None:
    bureau = Bureau(tmp_path / "register.db")
    dossier = approved(bureau)
    bureau.wait(minutes=1)
    weekly = ",".join(f"{day} 0730-1600" for day in range(1, 6))
    end = int(bureau.now.timestamp() * 1000) + 364 * 86_400_000
    grant = (
        "INSERT INTO access_grant (cardholder_id, kind, valid_from, valid_until, request_number,"
        f" sop_version, granted_at, dossier_id) SELECT {bureau.people['siti']}, 'tetap', 1, {end}"
    )
    rest = f", 'x', 'x', 1, {dossier}"
    with bureau.session() as session:
        session.add(Door(name="gudang", label="Gudang"))
        found = session.get_one(Dossier, dossier)
        dossiers.sign(session, found, "issue", bureau.signs("operator"), bureau.by("operator"),
                      bureau.now)  # fmt: skip

    def forge() -> None:
        filled = [each.replace("{weekly}", weekly) for each in statements]
        run(bureau, *(each.replace("{grant}", grant) + rest if "{grant}" in each else each
                      for each in filled))  # fmt: skip

    if said:
        with pytest.raises(IntegrityError, match=said):
            forge()
    else:
        forge()
    bureau.store.close()


@pytest.fixture
def reviewed(tmp_path: Path) -> Iterator[tuple[Bureau, int]]:
    made, regular = three_holders(tmp_path / "register.db")
    yield made, opened(made, used(made, regular))
    made.store.close()


@pytest.mark.parametrize(
    ("weekly", "holidays", "fits"),
    [
        ("1-2 0800-1200", 0, True),
        ("1 0800-1000,2 1000-1200", 0, True),
        ("1-2 0800-1201", 0, False),
        ("1-3 0800-1200", 0, False),
        ("1 0759-0900", 0, False),
        ("always", 0, False),
        ("1 0800-1200", 1, False),
    ],
)
def test_the_hours_of_a_change_by_review_lie_within_those_before(
    reviewed: tuple[Bureau, int], weekly: str, holidays: int, *, fits: bool
) -> None:
    bureau, review = reviewed
    decided(bureau, review, "eko", "ubah", hari=["1"])
    for name in ("siti", "dina"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    row = row_of(bureau, review, "eko")
    heir = HEIR.format(review, row.grant_id)
    with bureau.session() as session:
        dossiers.sign(session, session.get_one(Dossier, review), "countersign",
                      bureau.signs("kabid"), bureau.by("kabid"), bureau.now)  # fmt: skip
    forged = (heir, SCHEDULE.format(weekly, holidays), DOOR.format(77, 1, 90))
    if fits:
        run(bureau, *forged)
    else:
        with pytest.raises(IntegrityError, match="at no hour"):
            run(bureau, *forged)


def test_a_right_that_came_of_a_review_loses_a_door_by_form_4_and_none_comes_back(
    two_doors: Bureau,
) -> None:
    review = opened(two_doors)
    decided(two_doors, review, "siti", "perpanjang", perpanjang_sampai=later(days=1))
    signed(two_doors, review)
    countersigned(two_doors, review)
    with two_doors.session() as session:
        card = cards.live(session, two_doors.people["siti"])
        assert card is not None
        born = card.grant_id
        assert session.get_one(Grant, born).dossier_id == review
        fewer_doors.narrow(session, card, ["gudang"], two_doors.by("kasi"), two_doors.now)
        narrow = card.grant_id
        assert [each.door.name for each in card.grant.doors] == ["server"]
    with pytest.raises(IntegrityError, match="newer right"):
        run(two_doors, BACK.format(born, narrow))


CLOCK = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}{quarter % 4 * 15:02}")
END = CLOCK | st.just("2400")
DAYS = st.integers(1, 7).flatmap(
    lambda first: st.integers(first, 7).map(
        lambda last: f"{first}" if first == last else f"{first}-{last}"
    )
)
WINDOWS = st.tuples(DAYS, CLOCK, END).map(lambda each: f"{each[0]} {each[1]}-{each[2]}")
HOURS = st.just("always") | st.lists(WINDOWS, min_size=1, max_size=4).map(",".join)


@pytest.fixture(scope="module")
def schedules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("hours") / "register.db"
    create(path).close()
    with closing(raw(path)) as connection:
        for number in (1, 2):
            connection.execute(
                "INSERT INTO schedule (id, name, weekly) VALUES (?, ?, 'always')", (number, number)
            )
        yield connection


@given(narrow=HOURS, wide=HOURS)
def test_the_database_reads_hours_as_the_door_does(
    schedules: sqlite3.Connection, narrow: str, wide: str
) -> None:
    schedules.execute("UPDATE schedule SET weekly = ? WHERE id = 1", (narrow,))
    schedules.execute("UPDATE schedule SET weekly = ? WHERE id = 2", (wide,))
    beyond = schedules.execute(
        "SELECT 1 FROM schedule_beyond WHERE schedule_id = 1 AND than_id = 2"
    ).fetchone()
    assert (beyond is None) is (minutes(narrow) <= minutes(wide))
