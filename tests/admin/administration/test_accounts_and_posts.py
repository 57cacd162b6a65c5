"""Accounts and posts on their pages: by role, by hand, and what a refusal keeps."""

import re
from io import BytesIO
from pathlib import Path

import pytest

from register.models import Link, Tenure
from tests.admin.office import Office
from tests.register.reviews import holder

PDF = b"%PDF-1.4\nsertifikat"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


PAGES = ("/kantor/akun/", "/kantor/akun/1", "/kantor/jabatan/", "/kantor/jabatan/1")
ACTS = (
    "/kantor/akun/10/undang", "/kantor/akun/10/setel-ulang", "/kantor/akun/10/nonaktifkan",
    "/kantor/akun/10/pemegang-kunci", "/kantor/akun/baru",
    "/kantor/jabatan/baru", "/kantor/jabatan/1/akhiri",
)  # fmt: skip


@pytest.mark.parametrize("who", ["kadis", "kabid", "kasi", "operator", "siti"])
def test_accounts_and_posts_are_not_theirs_to_look_at(office: Office, who: str) -> None:
    visitor = office.visitor(who)
    assert {visitor.get(page).status_code for page in PAGES} == {403}
    assert {visitor.post(act).status_code for act in ACTS} == {403}


def test_an_auditor_reads_and_changes_nothing(office: Office) -> None:
    visitor = office.visitor("auditor")
    assert {visitor.get(page).status_code for page in PAGES} == {200}
    assert {visitor.post(act).status_code for act in ACTS} == {403}


def test_an_invitation_shows_its_link_once_and_puts_it_in_no_address(office: Office) -> None:
    admin = office.visitor("admin")
    answer = admin.post(f"/kantor/akun/{office.bureau.people['siti']}/undang")
    token = re.search(r"/tautan/([\w-]{20,})", answer.text)
    assert token is not None
    assert answer.status_code == 200
    assert office.app.test_client().get(f"/tautan/{token[1]}/akun").status_code == 200
    assert token[1] not in admin.get(f"/kantor/akun/{office.bureau.people['siti']}").text


def test_a_reset_needs_its_reason_and_ends_what_is_open(office: Office) -> None:
    admin, kasi = office.visitor("admin"), office.visitor("kasi")
    where = f"/kantor/akun/{office.bureau.people['kasi']}/setel-ulang"
    assert admin.post(where).status_code == 400
    assert kasi.get("/").status_code == 200
    assert "/tautan/" in admin.post(where, data={"alasan": "ponsel hilang"}).text
    assert kasi.get("/").status_code == 303


def test_a_role_change_wants_a_proof_of_the_last_five_minutes(office: Office) -> None:
    admin = office.visitor("admin")
    office.bureau.wait(minutes=6)
    answer = admin.post("/kantor/jabatan/1/akhiri", data={"sampai": "2026-12-31"})
    assert "Buktikan" in answer.text
    with office.bureau.session() as session:
        assert session.get_one(Tenure, 1).valid_until is None


def test_a_post_is_given_ended_and_proved(office: Office) -> None:
    admin = office.visitor("admin")
    answers = {
        "peran": "kasi", "orang": str(office.bureau.people["siti"]), "kapasitas": "plt",
        "sebutan": "Plt. Kepala Seksi", "mulai": "2026-11-24", "sampai": "2027-01-31",
    }  # fmt: skip
    missing = admin.post("/kantor/jabatan/baru", data=answers)
    assert missing.status_code == 422
    assert "Plt. Kepala Seksi" in missing.text  # nothing that was written is lost
    given = admin.post(
        "/kantor/jabatan/baru", data=answers | {"sp_nomor": "800/1", "sp_tanggal": "2026-11-20"}
    )
    where = given.headers["Location"]
    proof = {"bukti": "Sertifikat", "bukti_tanggal": "2025-01-02"}
    sent = {**proof, "berkas": (BytesIO(b"MZ"), "sert.pdf")}
    assert admin.post(f"{where}/bukti", data=sent).status_code == 422  # no PDF inside
    admin.post(f"{where}/bukti", data={**proof, "berkas": (BytesIO(PDF), "sert.pdf")})
    paper = office.visitor("kasi").get(f"{where}/bukti")
    assert (paper.data, paper.headers["Content-Disposition"]) == (
        PDF, "attachment; filename=sert.pdf",
    )  # fmt: skip
    admin.post(f"{where}/akhiri", data={"sampai": "2026-12-15"})
    assert "15 Des 2026" in admin.get(where).text


def test_what_is_sought_is_found_and_stands_in_no_address(office: Office) -> None:
    admin = office.visitor("admin")
    found = admin.post("/kantor/akun/cari", data={"cari": "sit"})
    assert "Siti" in found.text
    assert "Tidak ada yang cocok" in admin.post("/kantor/akun/cari", data={"cari": "zz"}).text
    assert admin.get("/kantor/akun/cari").status_code == 405


def test_a_new_person_is_checked_and_invited(office: Office) -> None:
    admin = office.visitor("admin")
    bad = admin.post("/kantor/akun/baru", data={"nama": "Rina Kartika", "nip": "123"})
    assert bad.status_code == 422
    assert "Rina Kartika" in bad.text
    made = admin.post(
        "/kantor/akun/baru",
        data={"nama": "Rina Kartika", "kategori": "asn-diskominfo", "jabatan": "Arsiparis"},
    )
    page = admin.get(made.headers["Location"])
    assert "tanpa akun" in page.text
    with office.bureau.session() as session:
        assert session.query(Link).count() == 0


def test_a_keyholder_is_named_with_a_tick_and_is_told_of_where_it_matters(tmp_path: Path) -> None:
    office = Office(tmp_path)
    holder(office.bureau, "siti")
    admin = office.visitor("admin")
    where = f"/kantor/akun/{office.bureau.people['siti']}"
    assert "Pemegang kunci kurang dari dua" in admin.get("/").text
    assert "Belum ditunjuk" in admin.get("/sop/").text
    named = admin.post(f"{where}/pemegang-kunci", data={"pemegang_kunci": "ya"})
    assert named.headers["Location"].endswith(where)
    for page in (where, "/sop/", "/kantor/pengaturan/"):
        assert "Siti" in admin.get(page).text.split("Pemegang kunci", 1)[1], page
    assert admin.post(f"{where}/pemegang-kunci").status_code == 303
    assert "tidak gugur pada tenggat review" not in admin.get(where).text
    himself = f"/kantor/akun/{office.bureau.people['admin']}/pemegang-kunci"
    assert admin.post(himself, data={"pemegang_kunci": "ya"}).status_code == 422
