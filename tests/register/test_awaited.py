"""What waits for somebody besides his dossiers: told to him alone, and only as long as it waits."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ledger.access import CardState
from ledger.events import Kind
from register import cards, posts, shortfalls
from register.card_life import do
from register.door_log import findings, log_months, watching
from register.door_log.findings import Handling
from register.door_log.log_figures import prepare
from register.login import accounts
from register.messaging import awaited
from register.messaging.awaited import Awaited, Matter
from register.models import CardBatch, Dossier, Outgoing, Watch
from register.posts import NewTenure
from register.reviewing import asking
from register.settings import Settings
from register.workflow import Role
from tests.register.bureau import Bureau
from tests.register.reviews import decided, opened, three_holders
from tests.register.test_findings import force
from tests.register.test_log_months import LINES, OCTOBER, write
from tests.register.test_requests import act, issued, submitted

ZONE = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def waits(bureau: Bureau, name: str) -> dict[Matter, Awaited]:
    with bureau.store.reading() as session:
        person = bureau.people[name]
        roles = posts.roles(session, person, bureau.now)
        found = awaited.matters(session, person, roles, bureau.now)
        assert len({each.matter for each in found}) == len(found)
        return {each.matter: each for each in found}


def test_nothing_waits_where_nothing_happened(bureau: Bureau) -> None:
    assert not any(waits(bureau, name) for name in bureau.people)


def test_a_new_finding_waits_for_the_kasi_and_then_for_who_was_given_it(
    bureau: Bureau, tmp_path: Path
) -> None:
    number = force(bureau, tmp_path / "journal.db")
    new = waits(bureau, "kasi")[Matter.NEW_FINDINGS]
    assert (new.count, new.since, new.late) == (1, bureau.now, 0)
    assert not waits(bureau, "operator")
    due = (bureau.now + timedelta(days=1)).date()
    doing = Handling("Periksa engsel", owner=bureau.people["operator"], due=due)
    with bureau.session() as session:
        findings.handle(session, number, doing, bureau.people["kasi"], bureau.by("kasi"),
                        bureau.now)  # fmt: skip
    assert not waits(bureau, "kasi")
    assert waits(bureau, "operator")[Matter.MY_FINDINGS].late == 0
    bureau.wait(days=3)
    assert waits(bureau, "operator")[Matter.MY_FINDINGS].late == 2
    close = Handling("Engsel diganti", close=True)
    with bureau.session() as session:
        findings.handle(session, number, close, bureau.people["kasi"], bureau.by("kasi"),
                        bureau.now)  # fmt: skip
    assert not waits(bureau, "operator")


def test_a_month_of_the_log_waits_for_the_kasi_then_for_the_kabid(
    bureau: Bureau, tmp_path: Path
) -> None:
    journal = tmp_path / "journal.db"
    write(journal, *LINES)

    def oldest() -> Awaited | None:
        with bureau.store.reading() as session:
            states = log_months.months(session, journal, bureau.now)
        return awaited.month(states, ZONE, bureau.now)

    found = oldest()
    assert found is not None
    assert (found.subject, found.count) == ("2026-09", 2)
    assert found.late > 40  # days: it ended with September, and seven more were his
    for month in ("2026-09", OCTOBER):
        with bureau.session() as session:
            figures = prepare(session, journal, month, bureau.now)
            by = bureau.by("kasi")
            log_months.sign(session, figures, None, bureau.people["kasi"], by, bureau.now)
    assert oldest() is None
    kabids = waits(bureau, "kabid")[Matter.COUNTERSIGN]
    assert (kabids.count, kabids.subject) == (2, "2026-09")
    for month in ("2026-09", OCTOBER):
        with bureau.session() as session:
            log_months.countersign(
                session, month, bureau.people["kabid"], bureau.by("kabid"), bureau.now
            )
    assert not waits(bureau, "kabid")


def test_a_superior_who_was_asked_about_his_people_answers_until_all_is_decided(
    tmp_path: Path,
) -> None:
    bureau, _ = three_holders(tmp_path / "register.db")
    review = opened(bureau)
    assert not waits(bureau, "atasan")
    with bureau.session() as session:
        asking.ask(session, session.get_one(Dossier, review), bureau.by("kasi"), bureau.now)
    asked = waits(bureau, "atasan")[Matter.CONFIRM]
    assert (asked.count, asked.subject) == (3, str(review))
    for name in ("siti", "dina", "eko"):
        decided(bureau, review, name, "tetap")
    assert Matter.CONFIRM not in waits(bureau, "atasan")
    bureau.store.close()


def test_a_lost_card_waits_for_the_operators_and_few_blanks_do(bureau: Bureau) -> None:
    issued(bureau)
    with bureau.session() as session:
        card = cards.live(session, bureau.people["siti"])
        assert card is not None
        cards.suspend(session, card.id, CardState.LOST, "x", bureau.by("siti"), bureau.now)
        session.add(CardBatch(technology="em4100", count=5, received_on="2026-11-24",
                              person_id=bureau.people["operator"], at=bureau.now))  # fmt: skip
        session.add(CardBatch(technology="iso14443a", count=6, received_on="2026-11-24",
                              person_id=bureau.people["operator"], at=bureau.now))  # fmt: skip
    found = waits(bureau, "operator")
    assert found.keys() == {Matter.LOST, Matter.BLANKS}
    assert (found[Matter.BLANKS].count, found[Matter.BLANKS].subject) == (5, "em4100")
    with bureau.session() as session:
        card = cards.live(session, bureau.people["siti"])
        assert card is not None
        do(session, card, "rusak", {"uraian": "Patah", "alasan": "Patah"}, bureau.by("operator"),
           bureau.now)  # fmt: skip
    assert waits(bureau, "operator").keys() == {Matter.OUT, Matter.BLANKS}


def test_tata_usaha_files_the_paper_of_who_has_no_account_and_enters_numbers(
    bureau: Bureau,
) -> None:
    dossier = submitted(bureau)
    assert waits(bureau, "tu").keys() == {Matter.TO_FILE, Matter.NUMBERS}
    with bureau.session() as session:
        for name in ("atasan", "kadis"):
            accounts.make(session, bureau.people[name], name, None, bureau.by("admin"), bureau.now)
    assert waits(bureau, "tu").keys() == {Matter.NUMBERS}
    act(bureau, dossier, "atasan", "endorse")
    assert waits(bureau, "tu").keys() == {Matter.NUMBERS}
    act(bureau, dossier, "kadis", "dispose")  # the Kabid has none
    assert waits(bureau, "tu").keys() == {Matter.TO_FILE, Matter.NUMBERS}
    with bureau.session() as session:
        session.get_one(Dossier, dossier).official_number = "041/1"
    assert waits(bureau, "tu").keys() == {Matter.TO_FILE}


def test_the_administrator_learns_that_a_timer_stands_still(bureau: Bureau, tmp_path: Path) -> None:
    write(tmp_path / "journal.db", (bureau.now, Kind.STARTED, None))
    watching.catch_up(bureau.store, tmp_path / "journal.db", bureau.now)
    with bureau.session() as session:
        for given_up in (None, bureau.now):
            session.add(Outgoing(channel="email", template="waits", fields={}, due_at=bureau.now,
                                 created_at=bureau.now, given_up_at=given_up))  # fmt: skip
    assert waits(bureau, "admin").keys() == {Matter.GIVEN_UP}
    bureau.wait(minutes=16)
    assert waits(bureau, "admin").keys() == {Matter.GIVEN_UP, Matter.UNSENT}
    bureau.wait(hours=1)
    assert waits(bureau, "admin").keys() == {Matter.GIVEN_UP, Matter.UNSENT, Matter.UNWATCHED}
    with bureau.session() as session:
        session.get_one(Watch, 1).at = bureau.now
        for row in session.query(Outgoing):
            row.sent_at = bureau.now
    assert not waits(bureau, "admin")


def test_a_post_that_is_vacant_or_soon_will_be_is_the_administrators(bureau: Bureau) -> None:
    def missing() -> dict[Matter, str]:
        with bureau.store.reading() as session:
            found = shortfalls.found(session, bureau.now)
        return {each.matter: each.subject for each in found}

    assert missing() == {Matter.LETTERHEAD: "address,place"}
    bureau.wait(days=1)
    with bureau.session() as session:
        for role, days in ((Role.KABID, 10), (Role.KASI, 30)):
            tenure = posts.holders(session, role, bureau.now)[0]
            end = bureau.now + timedelta(days=days)
            posts.end(session, tenure.id, end, bureau.by("admin"), bureau.now)
        deputy = posts.holders(session, Role.OPERATOR, bureau.now)[1]
        posts.end(session, deputy.id, bureau.now, bureau.by("admin"), bureau.now)
    found = missing()
    assert (found[Matter.ENDING], Matter.ALONE in found) == ("kabid", True)
    bureau.wait(days=11)
    assert missing()[Matter.VACANT] == "kabid"
    with bureau.session() as session:
        new = NewTenure(role=Role.KABID, person=bureau.people["siti"], title="Kabid",
                        valid_from=bureau.now)  # fmt: skip
        posts.appoint(session, new, bureau.by("admin"), bureau.now)
    assert Matter.VACANT not in missing()


def test_a_letterhead_that_is_complete_is_nobodys_errand() -> None:
    whole = Settings(address="Jalan Merdeka 1", place="Trenggalek")
    assert not list(shortfalls.of_settings(whole))
