"""Tata usaha's desk and the disposition on pages."""

from io import BytesIO

import pytest

from register import dossiers
from register.models import Cardholder, Dossier, Method
from register.workflow import State
from tests.admin.office import Office
from tests.admin.paper import desk

SCAN = b"%PDF-1.7 a scan"


@pytest.fixture
def number(office: Office) -> int:
    found = desk.submitted(office)
    sign(office, found, "atasan", "endorse")
    return found


def sign(office: Office, number: int, who: str, act: str) -> None:
    office.bureau.wait(minutes=1)
    with office.bureau.session() as session:
        dossier = session.get_one(Dossier, number)
        signature, by = office.bureau.signs(who), office.bureau.by(who)
        dossiers.sign(session, dossier, act, signature, by, office.bureau.now)


def at(office: Office, number: int) -> Dossier:
    with office.bureau.store.reading() as session:
        return session.get_one(Dossier, number)


def test_the_code_on_the_paper_leads_to_its_file_and_the_scan_signs_its_step(
    office: Office, number: int
) -> None:
    tu = office.visitor("tu")
    code = desk.code(office, number).lower()
    found = tu.get(f"/arsip/?kode={code[:6]}-{code[6:]}")
    assert found.headers["Location"] == f"/arsip/{number}"
    assert "Disposisikan kepada Kabid" in tu.get(f"/arsip/{number}").text
    filled = {"langkah": f"dispose:{office.bureau.people['kadis']}", "tanggal": "2026-11-24",
              "catatan": "Segera"}  # fmt: skip
    missing = tu.post(f"/arsip/{number}", data=filled)
    assert missing.status_code == 422
    assert "Pilih pindaian" in missing.text
    assert "Segera" in missing.text  # what was typed is still there
    office.bureau.wait(minutes=1)
    done = tu.post(f"/arsip/{number}", data={**filled, "pindaian": (BytesIO(SCAN), "a.pdf")})
    assert "Kertas diarsipkan" in tu.get(done.headers["Location"]).text
    dossier = at(office, number)
    assert dossier.state is State.AT_KABID
    assert dossier.steps[-1].method is Method.PAPER
    shown = office.visitor("kabid").get(f"/kertas/berkas/{number}").text
    assert "Ditandatangani di atas kertas" in shown
    with office.bureau.session() as session:
        filer = session.get_one(Cardholder, office.bureau.people["tu"]).name
    assert f"Tanggal pada kertas 24 November 2026; diarsipkan oleh {filer}, " in shown
    assert (
        f"di atas kertas, diarsipkan oleh {filer}, "
        in office.visitor("kabid").get(f"/berkas/{number}").text
    )


def test_the_desk_is_tata_usahas_alone(office: Office, number: int) -> None:
    for who in ("kasi", "operator", "admin", "siti"):
        assert office.visitor(who).get(f"/arsip/{number}").status_code == 403
    assert "Tidak ada berkas dengan kode itu" in office.visitor("tu").get("/arsip/?kode=X").text


def test_the_numbers_that_tata_usaha_gave_stand_on_the_paper(office: Office, number: int) -> None:
    tu = office.visitor("tu")
    tu.post(f"/arsip/{number}/nomor", data={"naskah": "000.1/22/2026", "agenda": "A-7"})
    sign(office, number, "kadis", "dispose")
    shown = tu.get(f"/kertas/berkas/{number}").text
    assert "Nomor: 000.1/22/2026" in shown
    assert "A-7" in shown


def test_one_tap_disposes_as_usual(office: Office, number: int) -> None:
    kadis = office.visitor("kadis")
    office.bureau.wait(minutes=1)
    assert kadis.post(f"/disposisi/{number}/dispose").status_code == 303
    sheet = at(office, number).steps[-1].sheet
    assert sheet is not None
    assert sheet["catatan"] == "Untuk ditindaklanjuti sesuai ketentuan"
    assert (sheet["kepada"], sheet["kerahasiaan"]) == ("kabid", "terbatas")


def test_the_whole_sheet_is_checked_and_nothing_of_it_is_lost(office: Office, number: int) -> None:
    kadis = office.visitor("kadis")
    assert 'value="proses" checked' in kadis.get(f"/disposisi/{number}/dispose").text
    given = {"kepada": "kabid", "kecepatan": "segera", "harap": ["lainnya"],
             "catatan": "Mohon didahulukan", "tenggat": "2026-11-30"}  # fmt: skip
    office.bureau.wait(minutes=1)
    wrong = kadis.post(f"/disposisi/{number}/dispose", data=given)
    assert wrong.status_code == 422
    assert "Mohon didahulukan" in wrong.text
    given["harap_lain"] = "Laporan tertulis"
    assert kadis.post(f"/disposisi/{number}/dispose", data=given).status_code == 303
    sheet = at(office, number).steps[-1].sheet
    assert sheet is not None
    assert (sheet["harap_lain"], sheet["tenggat"]) == ("Laporan tertulis", "2026-11-30")


def test_who_may_not_dispose_gets_no_sheet(office: Office, number: int) -> None:
    assert office.visitor("kasi").get(f"/disposisi/{number}/dispose").status_code == 404
    assert office.visitor("kasi").post(f"/disposisi/{number}/dispose").status_code == 422
    assert office.visitor("kadis").post(f"/disposisi/{number}/approve").status_code == 404
