"""The request of somebody who never logs in: written by tata usaha, signed on paper."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ledger.access import CardState
from register import cards, dossiers, filing
from register.day_one import first_list
from register.models import Cardholder, Dossier, Method
from register.ways import Way
from register.workflow import Course, State
from tests.admin.applying import answered, named, submitted
from tests.admin.office import Office
from tests.register.reviews import holder

SCAN = b"%PDF-1.7 a scan"
WHO = {"nama": "Made Wirawan", "nip": "198503122010011004", "jenis": "baru"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    named(made.bureau)
    made.account("atasan")
    yield made
    made.bureau.store.close()


@pytest.fixture
def tu(office: Office) -> FlaskClient:
    return office.visitor("tu")


def form(office: Office) -> dict[str, object]:
    written = answered(office.bureau, "siti", "atasan")
    return {**written, "nama": WHO["nama"], "no_id": WHO["nip"], "email": "made@contoh.example"}


def at(office: Office) -> Dossier:
    with office.bureau.store.reading() as session:
        return session.get_one(Dossier, 1)


def test_it_is_a_draft_until_the_paper_that_he_signed_is_filed(
    office: Office, tu: FlaskClient
) -> None:
    assert tu.post("/arsip/atas-nama", data=WHO).headers["Location"] == "/permintaan/1"
    assert "Made Wirawan" in tu.get("/permintaan/1").text
    assert tu.get("/kertas/berkas/1").status_code == 404  # nothing to print yet
    unfinished = tu.post("/permintaan/1", data={**form(office), "keperluan": "x"})
    assert unfinished.status_code == 422
    assert 'value="Made Wirawan"' in unfinished.text
    assert tu.post("/permintaan/1", data=form(office)).headers["Location"] == "/arsip/1"
    assert (at(office).state, at(office).number) == (State.DRAFT, None)
    assert "Made Wirawan" in tu.get("/kertas/berkas/1").text

    office.bureau.wait(minutes=1)
    filled = {"langkah": f"submit:{at(office).applicant_id}", "tanggal": "2026-11-24",
              "pindaian": (BytesIO(SCAN), "a.pdf")}  # fmt: skip
    assert tu.post("/arsip/1", data=filled).status_code == 303
    signed = at(office).steps[-1]
    assert (at(office).state, at(office).number) == (State.AT_SUPERIOR, "041/001/406.020/2026")
    assert (signed.act, signed.method) == ("submit", Method.PAPER)
    assert (signed.person_id, signed.filed_by) == (
        at(office).applicant_id, office.bureau.people["tu"],
    )  # fmt: skip
    assert "Ditandatangani di atas kertas" in tu.get("/kertas/berkas/1").text
    assert tu.get("/permintaan/1").status_code == 404  # what was signed is changed by nobody


@pytest.mark.parametrize(
    ("said", "words"),
    [({"nama": "Siti Wijaya"}, "mengajukan sendiri"), ({"nama": " "}, "Isi nama pemohonnya")],
)
def test_who_can_ask_himself_does(
    office: Office, tu: FlaskClient, said: dict[str, str], words: str
) -> None:
    office.account("siti")
    with office.bureau.store.reading() as session:
        nip = session.get_one(Cardholder, office.bureau.people["siti"]).nip
    refused = tu.post("/arsip/atas-nama", data={**WHO, "nip": nip or "", **said})
    assert refused.status_code == 422
    assert words in refused.text


def test_nobody_else_writes_it_and_tata_usaha_writes_no_draft_of_an_account(
    office: Office, tu: FlaskClient
) -> None:
    tu.post("/arsip/atas-nama", data=WHO)
    for who in ("operator", "kasi", "siti"):
        assert office.visitor(who).get("/permintaan/1").status_code == 404
        assert office.visitor(who).post("/arsip/atas-nama", data=WHO).status_code == 403
    own = office.visitor("siti").post("/permintaan/baru", data={"jenis": "baru"})
    assert tu.get(own.headers["Location"]).status_code == 404


def test_a_draft_of_his_own_account_cannot_be_filed_as_signed(
    office: Office, tu: FlaskClient
) -> None:
    office.visitor("siti").post("/permintaan/baru", data={"jenis": "baru"})
    filled = {"langkah": f"submit:{office.bureau.people['siti']}", "tanggal": "2026-11-24",
              "pindaian": (BytesIO(SCAN), "a.pdf")}  # fmt: skip
    assert tu.post("/arsip/1", data=filled).status_code == 422
    assert at(office).state is State.DRAFT


def test_what_was_sent_back_to_an_account_is_signed_there_again(
    office: Office, tu: FlaskClient
) -> None:
    submitted(office, "siti")
    office.bureau.wait(minutes=1)
    atasan = office.visitor("atasan")
    assert atasan.post("/berkas/1/return", data={"note": "Sebutkan raknya."}).status_code == 303
    assert (at(office).state, at(office).superior_id) == (
        State.DRAFT, office.bureau.people["atasan"],
    )  # fmt: skip
    filled = {"langkah": f"submit:{office.bureau.people['siti']}", "tanggal": "2026-11-24",
              "pindaian": (BytesIO(SCAN), "a.pdf")}  # fmt: skip
    assert tu.post("/arsip/1", data=filled).status_code == 422


def test_a_list_of_the_first_day_is_not_submitted_so(office: Office) -> None:
    bureau = office.bureau
    with bureau.session() as session:
        way = Way(course=Course.FIRST_LIST)
        listed = dossiers.begin(
            session, way, first_list.KIND, bureau.people["operator"], "2019", bureau.now
        )
        listed.superior_id = bureau.people["atasan"]
        assert [each.step.act for each in filing.choices(session, listed, bureau.now)] == [
            "withdraw"
        ]


def test_a_card_is_asked_back_for_who_never_logs_in(office: Office) -> None:
    holder(office.bureau, "dina")
    office.bureau.wait(minutes=1)
    with office.bureau.session() as session:
        by, now = office.bureau.by("operator"), office.bureau.now
        cards.suspend(session, 1, CardState.LOST, "hilang", by, now)
    tu = office.visitor("tu")
    asked = {"kartu": "1", "alasan": "Kartu ditemukan"}
    assert "Dina" in tu.get("/arsip/").text.split('name="kartu"')[1]
    refused = tu.post("/arsip/atas-nama/pembukaan", data={**asked, "kartu": "9"})
    assert (refused.status_code, "Kartu ditemukan" in refused.text) == (422, True)
    where = tu.post("/arsip/atas-nama/pembukaan", data=asked).headers["Location"]
    number = where.rsplit("/", 1)[1]
    assert "Cetak untuk ditandatangani" in tu.get(where).text
    printed = tu.get(f"/kertas/berkas/{number}").text
    assert "Dina" in printed
    assert "Kartu ditemukan" in printed
    assert tu.get(f"/permintaan/{number}").headers["Location"] == where  # no form 1 to fill in
