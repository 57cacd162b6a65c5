"""The guest book on its page: a quick entry, a queue before the desk, and the way out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from register.models import Card, Cardholder
from tests.admin.office import Office
from tests.register.guests import TAPPED, approved
from tests.register.test_requests import issued

GUEST: Final = {
    "nama": "Budi Santoso", "instansi": "PT Sinar", "jenis_id": "nik",
    "no_id": "3503012345678901", "keperluan": "Perbaikan pendingin", "pemberi_izin": "Kasi",
    "perangkat.1.nama": "Laptop", "perangkat.1.serial": "SN-77",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    issued(made.bureau)
    yield made
    made.bureau.store.close()


def guest(office: Office) -> dict[str, str]:
    with office.bureau.store.reading() as session:
        escort = session.get_one(Cardholder, office.bureau.people["siti"]).public_id
    return {**GUEST, "pendamping": escort}


def test_a_visitor_comes_and_goes(office: Office) -> None:
    operator = office.visitor("operator")
    assert operator.post("/tamu/masuk", data=guest(office)).status_code == 303
    page = operator.get("/tamu/").text
    assert "Masih di dalam" in page
    assert "3503012345678901" not in page
    office.bureau.wait(minutes=5)
    refused = operator.post("/tamu/1/keluar")
    assert (refused.status_code, "SN-77" in refused.text) == (422, True)
    assert operator.post("/tamu/1/keluar", data={"ikut": "1"}).status_code == 303
    assert "Masih di dalam" not in operator.get("/tamu/").text
    assert "dibawa keluar" in operator.get("/tamu/1").text


def test_a_bad_entry_loses_nothing(office: Office) -> None:
    said = office.visitor("operator").post("/tamu/masuk", data=guest(office) | {"keperluan": ""})
    assert said.status_code == 422
    for kept in ("Budi Santoso", "PT Sinar", "SN-77"):
        assert kept in said.text


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [("operator", 200, 303), ("kasi", 200, 303), ("auditor", 200, 403), ("siti", 403, 403)],
)
def test_who_keeps_the_book_and_who_reads_it(
    office: Office, who: str, reads: int, writes: int
) -> None:
    person = office.visitor(who)
    assert person.get("/tamu/").status_code == reads
    assert person.post("/tamu/masuk", data=guest(office)).status_code == writes


def test_a_day_card_is_added_by_two_taps_and_taken_out_of_use(office: Office) -> None:
    operator = office.visitor("operator")
    tapped = {"technology": "em4100", "notation": "hex", "number": "0A0059C4E8"}
    form = {**tapped, "again": "0A0059C4E8", "printed": "T-01"}
    assert operator.post("/tamu/kartu", data={**form, "again": "0A0059C4E9"}).status_code == 422
    assert operator.post("/tamu/kartu", data=form).status_code == 303
    assert "Tersedia" in operator.get("/tamu/kartu").text
    assert operator.post("/tamu/kartu/1/henti").status_code == 303
    assert "Belum ada kartu tamu" in operator.get("/tamu/kartu").text


def test_a_day_card_is_issued_from_its_list_without_a_tap(office: Office) -> None:
    number, operator = approved(office.bureau), office.visitor("operator")
    page = f"/kartu/terbitkan/{number}"
    assert '<option value="1">T-01</option>' in operator.get(page).text
    assert operator.post(page, data={"day_card": "1"}).status_code == 303
    with office.bureau.store.reading() as session:
        card = session.get_one(Card, 2)
        assert (card.fingerprint, card.printed) == (TAPPED.fingerprint, "T-01")
