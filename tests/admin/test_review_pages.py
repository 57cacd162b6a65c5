"""The access review on its pages, by each of those who come to them."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from ledger.access import CardState
from register import card_life, cards
from register.errors import LinkRefused
from register.login import links
from register.models import Dossier, Purpose
from register.reviewing import deciding
from register.workflow import State
from tests.admin.office import Office
from tests.register.reviews import CONCLUSION, decided, opened, row_of, three_holders, used

JSON = {"Accept": "application/json"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    bureau, regular = three_holders(tmp_path / "register.db")
    opened(bureau, used(bureau, regular))
    bureau.store.close()
    content = (tmp_path / "register.db").read_bytes()
    made = Office(tmp_path)
    made.bureau.store.close()
    (tmp_path / "register.db").write_bytes(content)
    made.bureau.people, made.bureau.now = bureau.people, bureau.now
    yield made
    made.bureau.store.close()


@pytest.fixture
def review(office: Office) -> str:
    return f"/review/{number(office)}"


def number(office: Office) -> int:
    with office.bureau.store.reading() as session:
        found = session.query(Dossier).filter(Dossier.procedure == "review").one()
        return found.id


def row(office: Office, name: str) -> int:
    return row_of(office.bureau, number(office), name).id


def test_who_reviews_reads_it_and_nobody_else(office: Office, review: str) -> None:
    for page in ("/review/", review):
        allowed = {
            name
            for name in office.bureau.people
            if office.visitor(name).get(page).status_code == 200
        }
        assert allowed == {"kasi", "kabid", "kadis", "sekretaris", "auditor"}
    assert office.visitor("kasi").get("/review/1").status_code == 404


def test_a_flagged_row_has_no_bulk_and_the_buttons_are_whose_act_it_is(
    office: Office, review: str
) -> None:
    seen = office.visitor("kasi").get(f"{review}?tampil=semua").text
    assert "Tetapkan semua baris tanpa tanda risiko" in seen
    assert seen.count("data-decide=") == 3
    assert "0 dari 3 baris diputuskan" in seen
    for name in ("kabid", "kadis", "auditor"):
        other = office.visitor(name).get(f"{review}?tampil=semua").text
        assert "data-decide=" not in other
        assert '/tanda-tangan"' not in other
    office.visitor("kasi").post(f"{review}/tetap")
    assert "1 dari 3 baris diputuskan" in office.visitor("kasi").get(review).text


def test_a_decision_is_saved_as_it_is_made_and_says_how_far_the_whole_is(
    office: Office, review: str
) -> None:
    kasi, dina = office.visitor("kasi"), row(office, "dina")
    answer = kasi.post(f"{review}/baris/{dina}", data={"keputusan": "tetap"}, headers=JSON)
    assert (answer.status_code, answer.get_json()["saved"]) == (422, False)
    assert "tanda risiko" in answer.get_json()["words"]
    data = {"keputusan": "tetap", "alasan": "Cuti"}
    answer = kasi.post(f"{review}/baris/{dina}", data=data, headers=JSON)
    assert answer.get_json() == {"saved": True, "words": "Tetap", "done": 1, "all": 3}


def test_without_javascript_a_bad_decision_comes_back_as_it_was_written(
    office: Office, review: str
) -> None:
    kasi, eko = office.visitor("kasi"), row(office, "eko")
    data = {"keputusan": "ubah", "jam": "06.00-23.00", "alasan": "Dipersempit <b>"}
    answer = kasi.post(f"{review}/baris/{eko}", data=data)
    assert answer.status_code == 422
    assert "06.00-23.00" in answer.text
    assert "Dipersempit &lt;b&gt;" in answer.text
    assert "hanya dapat mempersempit" in answer.text
    data["jam"] = "09.00-10.00"
    answer = kasi.post(f"{review}/baris/{eko}", data=data)
    assert (answer.status_code, answer.location.rpartition("#")[2]) == (303, f"baris-{eko}")


def test_nobody_but_the_kasi_decides_on_a_page(office: Office, review: str) -> None:
    siti = row(office, "siti")
    data = {"keputusan": "cabut", "alasan": "x"}
    for name, status in (("kabid", 422), ("operator", 403), ("auditor", 403), ("siti", 403)):
        answer = office.visitor(name).post(f"{review}/baris/{siti}", data=data)
        assert answer.status_code == status, name
    assert row_of(office.bureau, number(office), "siti").decision is None


def test_a_card_that_is_in_force_no_more_is_said_to_be_so(office: Office, review: str) -> None:
    kasi, bureau = office.visitor("kasi"), office.bureau
    assert "Kini:" not in kasi.get(review).text
    with bureau.session() as session:
        card = cards.live(session, bureau.people["dina"])
        assert card is not None
        card_life.do(
            session, card, "bekukan", {"alasan": "cuti panjang"}, bureau.by("kasi"), bureau.now
        )
    assert kasi.get(review).text.count("Kini: dibekukan") == 1


def test_it_is_signed_countersigned_and_shown_whole(office: Office, review: str) -> None:
    bureau, kasi, kabid = office.bureau, office.visitor("kasi"), office.visitor("kabid")
    assert kasi.post(f"{review}/tanda-tangan", data=CONCLUSION).status_code == 422
    decided(bureau, number(office), "siti", "perpanjang", perpanjang_sampai="2027-11-24")
    decided(bureau, number(office), "dina", "cabut")
    decided(bureau, number(office), "eko", "tetap")
    assert kabid.post(f"{review}/sahkan").status_code == 422
    bad = {
        "log_ditinjau": "ya", "kesimpulan": "",
        "anomali.1.uraian": "Pintu tertahan", "anomali.1.penanggung_jawab": "Fajar",
        "anomali.1.tenggat": "2026-12-24", "anomali.1.status": "terbuka",
    }  # fmt: skip
    answer = kasi.post(f"{review}/tanda-tangan", data=bad)
    assert answer.status_code == 422
    assert "Pintu tertahan" in answer.text
    good = {**bad, "kesimpulan": "Selesai"}
    assert kasi.post(f"{review}/tanda-tangan", data=good).status_code == 303
    with bureau.store.reading() as session:
        card = cards.live(session, bureau.people["dina"])
        assert card is not None
        assert card.state is CardState.FROZEN
    seen = kabid.get(review).text
    assert "diperpanjang sampai" in seen
    assert "Pintu tertahan" in seen
    assert kabid.post(f"{review}/sahkan").status_code == 303
    seen = office.visitor("auditor").get(review).text
    assert "Hasil utuh sejak ditandatangani." in seen
    assert "Potret utuh." in seen
    assert "menunggu pintu" in seen
    with bureau.store.reading() as session:
        assert deciding.find(session, number(office)).dossier.state is State.CLOSED
    assert kasi.get(f"{review}/pembaca").json == {"confirmed": False}


def test_the_kabid_sends_it_back_with_a_reason(office: Office, review: str) -> None:
    kasi, kabid = office.visitor("kasi"), office.visitor("kabid")
    for name in ("siti", "dina", "eko"):
        decided(office.bureau, number(office), name, "tetap")
    kasi.post(f"{review}/tanda-tangan", data=CONCLUSION)
    assert kabid.post(f"{review}/kembalikan", data={"note": ""}).status_code == 422
    assert kabid.post(f"{review}/kembalikan", data={"note": "Lengkapi"}).status_code == 303
    assert "data-decide=" in kasi.get(f"{review}?tampil=semua").text


def test_the_kabid_extends_once(office: Office, review: str) -> None:
    kabid = office.visitor("kabid")
    assert "Perpanjang tenggat" in kabid.get(review).text
    assert kabid.post(f"{review}/tenggat").status_code == 303
    assert "Perpanjang tenggat" not in kabid.get(review).text
    assert kabid.post(f"{review}/tenggat").status_code == 422
    assert office.visitor("kasi").post(f"{review}/tenggat").status_code == 403


def test_the_kasi_begins_one_and_not_two(office: Office) -> None:
    kasi = office.visitor("kasi")
    assert kasi.post("/review/baru", data={"jenis": "insidental"}).status_code == 422
    assert kasi.post("/review/baru", data={"jenis": "entah"}).status_code == 404
    assert "Ambil potret" not in kasi.get("/review/").text


def test_a_superior_is_asked_of_his_own_people_and_answers(office: Office, review: str) -> None:
    assert office.visitor("kasi").post(f"{review}/minta").status_code == 303
    boss = office.visitor("atasan")
    answer = boss.get(f"/berkas/{number(office)}")
    assert answer.location == f"{review}/kebutuhan"
    assert "Dina" in boss.get(f"{review}/kebutuhan").text
    dina = row(office, "dina")
    answer = boss.post(f"{review}/kebutuhan/{dina}", data={"dibutuhkan": "tidak"})
    assert "tidak dibutuhkan lagi" in answer.text
    assert "tidak dibutuhkan lagi" in office.visitor("kasi").get(review).text
    other = office.visitor("siti")
    assert "Dina" not in other.get(f"{review}/kebutuhan").text
    assert other.post(f"{review}/kebutuhan/{dina}").status_code == 422


def test_a_superior_without_an_account_comes_by_a_link_to_that_page_alone(
    office: Office, review: str
) -> None:
    with office.bureau.session() as session:
        by, at = office.bureau.by("kasi"), office.bureau.now
        token = links.make(
            session, Purpose.SIGNATURE, office.bureau.people["atasan"], by, at,
            dossier=number(office),
        )  # fmt: skip
        with pytest.raises(LinkRefused):
            links.make(
                session, Purpose.SIGNATURE, office.bureau.people["siti"], by, at,
                dossier=number(office),
            )  # fmt: skip
    client = office.app.test_client()
    client.post(f"/tautan/{token}")
    assert "Dina" in client.get(f"{review}/kebutuhan").text
    assert client.get(review).status_code == 403
    assert client.get("/review/").status_code == 403


def test_who_signs_is_led_to_the_very_log_that_he_says_he_reviewed(
    office: Office, review: str
) -> None:
    kasi = office.visitor("kasi")
    page = kasi.get(review).text
    found = re.search(r'href="(/log-pintu\?dari=[\d-]+&amp;sampai=[\d-]+)"', page)
    assert found
    assert "3 peristiwa" in page
    assert kasi.get(unescape(found[1])).status_code == 200
    assert "/log-pintu?dari" not in office.visitor("kabid").get(review).text
