"""The administrator's page of messages that failed."""

from pathlib import Path

import pytest

from register.messaging import outbox
from register.models import Cardholder
from tests.admin.office import Office
from tests.register.test_requests import submitted


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    bureau = made.bureau
    with bureau.session() as session:
        outbox.senders(session, frozenset({"email"}), bureau.by("admin"), bureau.now)
        session.get_one(Cardholder, bureau.people["atasan"]).email = "atasan@dinas.example"
    submitted(bureau)
    return made


def test_a_failed_message_is_listed_with_its_answer_and_goes_again(office: Office) -> None:
    bureau, admin = office.bureau, office.visitor("admin")
    assert "Tidak ada pesan yang gagal" in admin.get("/pesan-keluar/").text
    with bureau.session() as session:
        outbox.failed(session, 1, "SMTP 550 no such user", bureau.now, chance=1, final=True)
    page = admin.get("/pesan-keluar/").text
    assert "SMTP 550 no such user" in page
    assert "atasan@dinas.example" not in page
    assert admin.post("/pesan-keluar/1/lagi").status_code == 303
    with bureau.session() as session:
        assert list(outbox.due(session, "email", bureau.now)) == [1]


def test_only_the_administrator_comes_here(office: Office) -> None:
    for name in ("kasi", "operator", "atasan"):
        assert office.visitor(name).get("/pesan-keluar/").status_code == 403
        assert office.visitor(name).post("/pesan-keluar/1/lagi").status_code == 403


def test_without_a_sender_the_page_says_what_to_do(office: Office) -> None:
    bureau = office.bureau
    with bureau.session() as session:
        outbox.senders(session, frozenset(), bureau.by("admin"), bureau.now)
    assert "/etc/gapura/messages.toml" in office.visitor("admin").get("/pesan-keluar/").text
