"""Erasure by decision on the pages: prepared, looked at, carried out, and no byte is left."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from register.models import Cardholder
from tests.admin.office import Office
from tests.register.test_erasure import bytes_of

NAME = "Zulaikha Prawiranegara"
ADDRESS = "/kantor/penghapusan-data/"
GIVEN = {"keputusan": "SK 800/12/2026", "tanggal": "2026-11-24"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    with made.bureau.session() as session:
        session.get_one(Cardholder, made.bureau.people["siti"]).name = NAME
    yield made
    made.bureau.store.close()


def test_two_people_erase_a_third_and_the_name_is_gone(office: Office) -> None:
    siti, admin = office.bureau.people["siti"], office.visitor("admin")
    page = admin.get(f"{ADDRESS}orang/{siti}")
    assert NAME in page.text
    assert "Yang tetap, tanpa nama" in page.text
    made = admin.post(f"{ADDRESS}orang/{siti}", data=GIVEN)
    assert made.status_code == 303
    order = made.headers["Location"]
    assert "laksanakan" not in admin.get(order).text
    assert admin.post(f"{order}/laksanakan").status_code == 403
    kadis = office.visitor("kadis")
    assert "Disiapkan menurut keputusan: 1" in kadis.get("/").text
    assert NAME in kadis.get(order).text
    assert kadis.post(f"{order}/laksanakan").status_code == 303
    assert NAME.encode() not in bytes_of(office.bureau.store.path)
    after = kadis.get(order)
    assert "Sudah dihapus" in after.text
    assert NAME not in after.text
    assert kadis.post(f"{order}/laksanakan").status_code == 422


def test_who_cannot_be_erased_yet_is_told_why_and_nothing_is_offered(office: Office) -> None:
    page = office.visitor("admin").get(f"{ADDRESS}orang/{office.bureau.people['kasi']}")
    assert "masih memegang jabatan" in page.text
    assert 'name="keputusan"' not in page.text


def test_a_decision_without_a_date_prepares_nothing(office: Office) -> None:
    siti, admin = office.bureau.people["siti"], office.visitor("admin")
    for wrong in ({**GIVEN, "tanggal": "kemarin"}, {"tanggal": "2026-11-24"}):
        assert admin.post(f"{ADDRESS}orang/{siti}", data=wrong).status_code == 400
    assert "Belum ada penghapusan" in admin.get(ADDRESS).text
