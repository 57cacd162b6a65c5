"""The two named keyholders: who may be one, who names him, and what the administrator is told."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from register import keyholders, settings, shortfalls
from register.errors import KeyholderRefused, NotFound
from register.messaging.awaited import Matter
from register.models import AuditLine, Grant
from tests.register.bureau import Bureau
from tests.register.reviews import three_holders


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return three_holders(tmp_path / "register.db")[0]  # siti, dina, eko


def name(bureau: Bureau, who: str, by: str = "admin") -> None:
    with bureau.session() as session:
        keyholders.name(session, bureau.people[who], bureau.by(by), bureau.now)


def release(bureau: Bureau, who: str, by: str = "admin") -> None:
    with bureau.session() as session:
        keyholders.release(session, bureau.people[who], bureau.by(by), bureau.now)


def named(bureau: Bureau) -> set[str]:
    with bureau.store.reading() as session:
        names = {person: name for name, person in bureau.people.items()}
        return {names[each.id] for each in keyholders.named(session).people}


def short(bureau: Bureau) -> int | None:
    """Return of how many keyholders the administrator is told that they are too few."""
    with bureau.store.reading() as session:
        found = shortfalls.found(session, bureau.now)
    return next((each.count for each in found if each.matter is Matter.KEYHOLDERS), None)


def test_two_are_named_no_third_and_each_act_stands_in_the_audit(bureau: Bureau) -> None:
    for who in ("siti", "siti", "dina"):
        name(bureau, who)
    with pytest.raises(KeyholderRefused, match="two keyholders are named already"):
        name(bureau, "eko")
    assert named(bureau) == {"siti", "dina"}
    release(bureau, "dina")
    name(bureau, "eko")
    assert named(bureau) == {"siti", "eko"}
    with bureau.store.reading() as session:
        found = session.scalars(select(AuditLine.body).order_by(AuditLine.seq)).all()
    acts = [line.split('"act":"')[1].split('"')[0] for line in found]
    mine = [act for act in acts if act.startswith("keyholder.")]
    assert mine == ["keyholder.name", "keyholder.name", "keyholder.release", "keyholder.name"]


def test_nobody_is_named_or_released_by_himself(bureau: Bureau) -> None:
    with pytest.raises(KeyholderRefused, match="himself"):
        name(bureau, "siti", by="siti")
    name(bureau, "siti")
    with pytest.raises(KeyholderRefused, match="himself"):
        release(bureau, "siti", by="siti")
    assert named(bureau) == {"siti"}


def test_a_keyholder_can_open_a_door_alone(bureau: Bureau) -> None:
    with pytest.raises(KeyholderRefused, match="opens a door"):
        name(bureau, "atasan")  # without a card
    with bureau.session() as session:
        his = select(Grant).where(Grant.cardholder_id == bureau.people["eko"])
        session.scalars(his).one().escort_id = bureau.people["siti"]
        hers = select(Grant).where(Grant.cardholder_id == bureau.people["dina"])
        session.scalars(hers).one().frozen_at = bureau.now
    for who in ("eko", "dina"):
        with pytest.raises(KeyholderRefused, match="opens a door"):
            name(bureau, who)
    with pytest.raises(NotFound), bureau.session() as session:
        keyholders.name(session, 10_000, bureau.by("admin"), bureau.now)


def test_below_two_the_administrator_is_told_where_anything_can_lapse(bureau: Bureau) -> None:
    told = [short(bureau)]
    for who in ("siti", "dina"):
        name(bureau, who)
        told.append(short(bureau))
    assert told == [0, 1, None]
    with bureau.session() as session:
        hers = select(Grant).where(Grant.cardholder_id == bureau.people["dina"])
        session.scalars(hers).one().frozen_at = bureau.now
    assert short(bureau) == 1  # she is named, and opens nothing
    with bureau.session() as session:
        settings.change(session, {"lapse": False}, bureau.by("admin"), bureau.now)
    assert short(bureau) is None


def test_an_office_where_nobody_can_open_a_door_has_nobody_to_name(bureau: Bureau) -> None:
    bureau.now += timedelta(days=4000)
    assert short(bureau) is None
