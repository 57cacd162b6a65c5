"""The bell on every page, and the list behind it."""

from pathlib import Path

import pytest

from register.messaging import messages
from tests.admin.office import Office
from tests.register.test_requests import submitted


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_the_bell_counts_what_is_unread_on_every_page(office: Office) -> None:
    submitted(office.bureau)
    boss = office.visitor("atasan")
    assert 'data-count="1"' in boss.get("/").text
    assert "1 belum dibaca" in boss.get("/").text
    assert boss.get("/pemberitahuan/jumlah").json == {"unread": 1}
    assert 'data-count="0"' in office.visitor("kadis").get("/").text


def test_who_is_not_signed_in_sees_no_bell(office: Office) -> None:
    assert "data-bell" not in office.app.test_client().get("/lacak/").text


def test_a_notice_opens_its_dossier_and_is_read_then(office: Office) -> None:
    dossier = submitted(office.bureau)
    boss = office.visitor("atasan")
    assert "Yang diminta dari Anda" in boss.get("/pemberitahuan/").text
    opened = boss.post("/pemberitahuan/1")
    assert (opened.status_code, opened.location) == (303, f"/berkas/{dossier}")
    assert boss.get(opened.location).status_code == 200
    assert boss.get("/pemberitahuan/jumlah").json == {"unread": 0}


def test_anothers_notice_is_not_there(office: Office) -> None:
    submitted(office.bureau)
    assert office.visitor("kadis").post("/pemberitahuan/1").status_code == 404
    assert office.visitor("atasan").get("/pemberitahuan/jumlah").json == {"unread": 1}


def test_to_mark_all_as_read_leaves_what_came_since(office: Office) -> None:
    submitted(office.bureau)
    boss, bureau = office.visitor("atasan"), office.bureau
    with bureau.session() as session:
        fields = {"nomor": "1", "permintaan": "2"}
        messages.tell(session, bureau.people["atasan"], "removed", fields, bureau.now)
    assert boss.post("/pemberitahuan/dibaca", data={"sampai": "1"}).status_code == 303
    assert boss.get("/pemberitahuan/jumlah").json == {"unread": 1}
