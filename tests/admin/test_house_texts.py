"""The house rules on pages: anybody reads them, and a request says which version was read."""

from pathlib import Path

import pytest

from register.models import Dossier
from tests.admin import applying
from tests.admin.office import Office

RULES = {"said_id": "1. Kartu tidak dipinjamkan.\n2. Tamu didampingi.", "said_en": ""}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    applying.named(made.bureau)
    return made


def reworded(office: Office) -> None:
    answer = office.visitor("admin").post("/kantor/pengaturan/teks/tata-tertib", data=RULES)
    assert answer.status_code == 303


def version_of(office: Office, number: int) -> object:
    with office.bureau.store.reading() as session:
        return session.get_one(Dossier, number).answers.get("tatib_versi")


@pytest.mark.parametrize("kind", ["tata-tertib", "pelindungan-data"])
def test_anybody_reads_them_in_his_language_and_finds_them_before_he_signs_in(
    office: Office, kind: str
) -> None:
    client = office.app.test_client()
    assert f"/ketentuan/{kind}" in client.get("/masuk").text
    assert f"/ketentuan/{kind}" in client.get("/lacak/").text
    page = client.get(f"/ketentuan/{kind}?lang=id").text
    assert '<div class="house-text" lang="id"><p>1. ' in page
    assert (
        '<div class="house-text" lang="en"><p>1. ' in client.get(f"/ketentuan/{kind}?lang=en").text
    )
    for nothing in ("/ketentuan/lain", f"/ketentuan/{kind}/2", f"/ketentuan/{kind}/0"):
        assert client.get(nothing).status_code == 404


def test_only_the_administrator_words_them_and_every_version_stays(office: Office) -> None:
    for who in ("kasi", "auditor", "siti"):
        answer = office.visitor(who).post("/kantor/pengaturan/teks/tata-tertib", data=RULES)
        assert answer.status_code == 403, who
    admin = office.visitor("admin")
    wrong = admin.post("/kantor/pengaturan/teks/tata-tertib", data={"said_id": "Tertib."})
    assert (wrong.status_code, ">Tertib.</textarea>" in wrong.text) == (422, True)
    reworded(office)
    assert "versi 2" in admin.get("/kantor/pengaturan/").text.lower()
    client = office.app.test_client()
    assert "2. Tamu didampingi." in client.get("/ketentuan/tata-tertib").text
    old = client.get("/ketentuan/tata-tertib/1").text
    assert "2. Tamu didampingi." not in old
    assert "Ini versi lama." in old


def test_what_was_read_stays_on_the_dossier_and_its_paper_whatever_comes_later(
    office: Office,
) -> None:
    number = applying.submitted(office, "siti")
    assert version_of(office, number) == 1
    kasi = office.visitor("kasi")
    before = kasi.get(f"/kertas/berkas/{number}").text
    reworded(office)
    assert "Ya, versi 1" in before
    after = kasi.get(f"/kertas/berkas/{number}").text
    assert "Ya, versi 1" in after
    assert "versi 2" not in after
    assert "/ketentuan/tata-tertib/1" in kasi.get(f"/berkas/{number}").text


def test_who_ticked_an_old_version_reads_the_new_one_first(office: Office) -> None:
    siti = office.visitor("siti")
    number = applying.begun(siti)
    assert number is not None
    answers = applying.answered(office.bureau, "siti", "atasan")
    shown = siti.get(f"/permintaan/{number}").text
    assert '<input type="hidden" name="tatib_versi" value="1">' in shown
    siti.post(f"/permintaan/{number}/simpan", data=answers)
    reworded(office)
    refused = siti.post(f"/permintaan/{number}", data=answers)
    assert refused.status_code == 422
    assert "Tata tertib kini versi 2: baca, lalu centang lagi." in refused.text
    again = siti.get(f"/permintaan/{number}").text
    for page in (refused.text, again):
        assert '<input type="hidden" name="tatib_versi" value="2">' in page
        assert 'name="pdp" value="ya" checked' in page
        assert 'name="tatib" value="ya" checked' not in page
    taken = siti.post(f"/permintaan/{number}", data={**answers, "tatib_versi": "2"})
    assert taken.status_code == 303
    assert version_of(office, number) == 2


def test_a_change_of_a_text_is_told_by_the_name_of_the_text(office: Office) -> None:
    admin = office.visitor("admin")
    admin.post("/kantor/pengaturan/teks/tata-tertib", data=RULES)
    shown = admin.get("/kantor/pengaturan/").text
    assert "Tata tertib ruang server: <del>" in shown
    assert "<span>tata-tertib:" not in shown
