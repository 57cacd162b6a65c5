"""Form 4 does what it asks: on its day, and only the doors that it names."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from ledger.access import CardState, Entry
from ledger.allowlist import Allowlist
from register import cards, dossiers, lapsing, removals, requests
from register.errors import CardRefused
from register.messaging import messages
from register.messaging.message_texts import render
from register.models import Card, Door, Dossier, Grant, RemovalItem
from register.offers import Offered
from register.ways import Way
from register.workflow import Course, Role, State
from tests.register.bureau import RIGHT, Bureau
from tests.register.test_requests import CHAIN

PRINT = bytes(range(32))
OFFERED = Offered(fingerprint=PRINT, technology="iso14443a", last_four="7180")
ASKED = {
    "hubungan": "kasi", "alasan": "selesai", "uraian": "Penugasan selesai", "berlaku": "segera",
    "cakupan": "seluruh", "bekukan": "ya",
}  # fmt: skip
ONE_DOOR = {"cakupan": "pintu", "cakupan_pintu": ["gudang"]}
ON_A_DAY = {"berlaku": "tanggal", "berlaku_tgl": "2026-11-30"}


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """An office with two doors, both of which Siti's card opens."""
    made = Bureau(tmp_path / "register.db")
    with made.session() as session:
        session.add(Door(name="gudang", label="Gudang"))
    with made.session() as session:
        by = made.by("siti")
        dossier = requests.begin(session, made.people["siti"], "baru", by, made.now)
        requests.save(session, dossier, {"keperluan": "x"}, made.people["atasan"], made.now)
        right = {**RIGHT, "pintu": ("server", "gudang")}
        requests.submit(session, dossier, right, made.signs("siti"), by, made.now)
        number = dossier.id
    for who, what in CHAIN:
        act(made, number, who, what)
    made.wait(minutes=1)
    with made.session() as session:
        found = session.get_one(Dossier, number)
        signs, by = made.signs("operator"), made.by("operator")
        cards.issue(session, found, OFFERED, "0001", signs, by, made.now)
    made.wait(minutes=1)
    with made.session() as session:
        found = session.get_one(Dossier, number)
        cards.hand_over(session, found, made.signs("siti"), made.by("siti"), made.now)
    yield made
    made.store.close()


def act(bureau: Bureau, dossier: int, who: str, what: str, note: str | None = None) -> None:
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        dossiers.sign(session, found, what, bureau.signs(who, note), bureau.by(who), bureau.now)


def asked(bureau: Bureau, **more: object) -> int:
    bureau.wait(minutes=1)
    with bureau.session() as session:
        answers = {**ASKED, **more, "pemegang": ["1"]}
        by, signs = bureau.by("kasi"), bureau.signs("kasi")
        return removals.ask(session, answers, signs, by, bureau.now).id


def revoke(bureau: Bureau, dossier: int) -> None:
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found, by = session.get_one(Dossier, dossier), bureau.by("operator")
        removals.revoke(session, found, bureau.signs("operator"), by, bureau.now)


def entry(bureau: Bureau) -> Entry:
    """Return what the door's own process reads of the card."""
    read = Allowlist(bureau.store.path)
    try:
        found = read.find(PRINT)
    finally:
        read.close()
    assert found is not None
    return found


def opens(bureau: Bureau) -> set[str]:
    found = entry(bureau)
    return set(found.doors) if found.state is CardState.ACTIVE else set()


def lapse(bureau: Bureau) -> tuple[int, int]:
    with bureau.session() as session:
        return lapsing.lapse(session, bureau.now)


def test_one_door_is_taken_at_once_and_the_other_goes_on_opening(bureau: Bureau) -> None:
    assert opens(bureau) == {"server", "gudang"}
    dossier = asked(bureau, **ONE_DOOR)
    assert opens(bureau) == {"server"}
    act(bureau, dossier, "kasi", "confirm")
    revoke(bureau, dossier)
    assert opens(bureau) == {"server"}
    act(bureau, dossier, "operator", "close")  # the card stays: there is nothing to account for
    with bureau.store.reading() as session:
        found = session.get_one(Dossier, dossier)
        item = session.scalars(select(RemovalItem)).one()
        assert (found.state, item.fate) == (State.CLOSED, "tetap")
        wide, narrow = session.scalars(select(Grant).order_by(Grant.id))
        assert wide.revoked_at is not None
        assert narrow.revoked_at is None
        assert (narrow.request_number, narrow.valid_until) == (
            wide.request_number,
            wide.valid_until,
        )


def test_who_declines_the_freeze_takes_the_door_when_the_operator_revokes(bureau: Bureau) -> None:
    dossier = asked(bureau, **ONE_DOOR, bekukan="tidak")
    assert opens(bureau) == {"server", "gudang"}
    act(bureau, dossier, "kasi", "confirm")
    revoke(bureau, dossier)
    assert opens(bureau) == {"server"}


def test_a_refused_removal_gives_the_door_back(bureau: Bureau) -> None:
    dossier = asked(bureau, **ONE_DOOR)
    act(bureau, dossier, "kasi", "object", "Masih bertugas")
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found, signs = session.get_one(Dossier, dossier), bureau.signs("kabid", "Masih bertugas")
        removals.refuse(session, found, signs, bureau.by("kabid"), bureau.now)
    assert opens(bureau) == {"server", "gudang"}


def test_every_door_is_the_whole_access(bureau: Bureau) -> None:
    dossier = asked(bureau, cakupan="pintu", cakupan_pintu=["gudang", "server"])
    assert entry(bureau).state is CardState.FROZEN
    act(bureau, dossier, "kasi", "confirm")
    revoke(bureau, dossier)
    assert entry(bureau).state is CardState.REVOKED


def test_a_door_that_the_card_never_opened_is_no_removal(bureau: Bureau) -> None:
    with bureau.session() as session:
        session.add(Door(name="panel", label="Panel"))
    with pytest.raises(CardRefused):
        asked(bureau, cakupan="pintu", cakupan_pintu=["panel"])


def test_before_its_day_the_card_opens_and_on_its_day_it_does_not(bureau: Bureau) -> None:
    dossier = asked(bureau, **ON_A_DAY)
    act(bureau, dossier, "kasi", "confirm")
    bureau.now = datetime(2026, 11, 29, 16, 59, tzinfo=UTC)  # 23.59 in Jakarta
    assert lapse(bureau) == (0, 0)
    assert opens(bureau) == {"server", "gudang"}
    with pytest.raises(CardRefused, match="30 November 2026"):
        revoke_now(bureau, dossier)
    bureau.now = datetime(2026, 11, 29, 17, 0, tzinfo=UTC)
    assert lapse(bureau) == (1, 0)
    assert entry(bureau).state is CardState.FROZEN
    assert lapse(bureau) == (0, 0)
    revoke(bureau, dossier)
    assert entry(bureau).state is CardState.REVOKED


def revoke_now(bureau: Bureau, dossier: int) -> None:
    with bureau.session() as session:
        found, by = session.get_one(Dossier, dossier), bureau.by("operator")
        removals.revoke(session, found, bureau.signs("operator"), by, bureau.now)


def test_on_its_day_a_removal_that_nobody_verified_yet_takes_the_door(bureau: Bureau) -> None:
    asked(bureau, **ON_A_DAY, **ONE_DOOR)
    bureau.now = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    assert lapse(bureau) == (1, 0)
    assert opens(bureau) == {"server"}


def test_an_ended_right_is_asked_to_be_removed_once_by_the_timer(bureau: Bureau) -> None:
    assert lapse(bureau) == (0, 0)
    bureau.now = datetime(2027, 11, 24, 1, 0, tzinfo=UTC)
    assert lapse(bureau) == (0, 1)
    assert lapse(bureau) == (0, 0)
    assert entry(bureau).state is CardState.FROZEN
    with bureau.store.reading() as session:
        dossier = session.scalars(select(Dossier).order_by(Dossier.id.desc())).first()
        assert dossier is not None
        (step,) = dossier.steps
        assert (step.number, step.role, step.method) == ("P1", Role.SYSTEM, "sistem")
        assert dossier.answers["alasan"] == "habis"
        news = {
            name: [each.template for each in messages.of_person(session, bureau.people[name])]
            for name in ("siti", "kasi")
        }
    assert news["siti"][0] == "lapsed"
    assert news["kasi"][0] == "waits"
    act(bureau, dossier.id, "kasi", "confirm")
    revoke(bureau, dossier.id)
    assert entry(bureau).state is CardState.REVOKED
    assert lapse(bureau) == (0, 0)


def test_two_weeks_before_its_end_the_holder_is_told_once(bureau: Bureau) -> None:
    bureau.now = datetime(2027, 11, 9, 16, 0, tzinfo=UTC)
    lapse(bureau)
    assert "expiring" not in told(bureau)
    for day in (10, 11, 20):
        bureau.now = datetime(2027, 11, day, 1, 0, tzinfo=UTC)
        lapse(bureau)
    assert told(bureau).count("expiring") == 1
    with bureau.store.reading() as session:
        notice = messages.of_person(session, bureau.people["siti"])[0]
        assert render(notice.template, notice.fields, "id").subject.endswith("23 November 2027")


def told(bureau: Bureau) -> list[str]:
    with bureau.store.reading() as session:
        return [each.template for each in messages.of_person(session, bureau.people["siti"])]


def test_a_right_whose_renewal_is_on_its_way_is_left_alone(bureau: Bureau) -> None:
    with bureau.session() as session:
        by = bureau.by("siti")
        dossier = requests.begin(session, bureau.people["siti"], "perpanjangan", by, bureau.now)
        requests.save(session, dossier, {"keperluan": "x"}, bureau.people["atasan"], bureau.now)
        requests.submit(session, dossier, RIGHT, bureau.signs("siti"), by, bureau.now)
    bureau.now = datetime(2027, 11, 24, 1, 0, tzinfo=UTC)
    assert lapse(bureau) == (0, 0)
    act(bureau, dossier.id, "atasan", "reject", "Tidak lagi bertugas")
    assert lapse(bureau) == (0, 1)


def test_the_timers_step_is_nobodys_to_make_by_hand(bureau: Bureau) -> None:
    with bureau.session() as session:
        card = session.scalars(select(Card)).one()
        assert card.cardholder_id == bureau.people["siti"]
    for name in bureau.people:
        dossier = asked_draft(bureau, name)
        with bureau.session() as session:
            found = session.get_one(Dossier, dossier)
            acts = dossiers.may(session, found, bureau.people[name], bureau.now)
            assert "lapse" not in {each.act for each in acts}


def asked_draft(bureau: Bureau, name: str) -> int:
    with bureau.session() as session:
        way = Way(course=Course.REMOVAL)
        person = bureau.people[name]
        return dossiers.begin(session, way, removals.KIND, person, "SOP", bureau.now).id
