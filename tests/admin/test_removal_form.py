"""Form 4 on its page: who asks, what he is, whom he may name, and what it asks when."""

import re
from pathlib import Path

import pytest

from register import cards
from tests.admin.office import Office
from tests.register.reviews import holder

FORM = {
    "alasan": "selesai", "uraian": "Penugasan selesai", "berlaku": "segera",
    "cakupan": "seluruh", "bekukan": "ya",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    for name in ("siti", "deputi"):
        holder(made.bureau, name)
    made.bureau.wait(minutes=1)
    return made


def page(office: Office, who: str) -> str:
    return office.visitor(who).get("/penghapusan/baru").text


def relations(text: str) -> list[str]:
    """Return what the page offers as the relation."""
    asked = re.search(r'<select id="f-hubungan".*?</select>', text, re.DOTALL)
    return [] if asked is None else re.findall(r'value="(\w+)"', asked[0])


def test_who_asks_is_written_and_not_asked_for(office: Office) -> None:
    text = page(office, "kasi")
    assert "<dd>Kasi</dd>" in text
    assert 'name="pemohon' not in text
    assert relations(text) == []  # he is but one thing: it is said
    assert relations(page(office, "deputi")) == ["pemegang", "operator"]


@pytest.mark.parametrize("who", ["auditor", "admin", "sekretaris"])
def test_who_has_no_card_within_reach_is_told_whom_to_turn_to(office: Office, who: str) -> None:
    text = page(office, who)
    assert "Tidak ada kartu yang dapat Anda mintakan penghapusannya." in text
    assert "Kasi saat ini: Kasi" in text
    assert "<form id" not in text
    card = _card(office, "siti")
    given = {**FORM, "pemegang": str(card), "hubungan": "sistem"}
    assert office.visitor(who).post("/penghapusan/baru", data=given).status_code == 422


def test_a_card_of_another_open_removal_is_told_and_not_offered(office: Office) -> None:
    card = _card(office, "siti")
    sent = office.visitor("kasi").post("/penghapusan/baru", data={**FORM, "pemegang": str(card)})
    assert sent.status_code == 303
    text = page(office, "kasi")
    assert f'value="{card}"' not in text
    assert re.search(r"<li>Siti · kartu \S+ · \S+/2026</li>", text)
    assert "Tidak ada kartu yang dapat" not in text
    assert "<form id" not in page(office, "siti")


def test_each_holder_is_a_line_with_what_the_register_knows_of_him(office: Office) -> None:
    (lines,) = re.findall(r'<div class="lines".*?</div>', page(office, "kasi"), re.DOTALL)
    assert lines.count('type="checkbox"') == 2
    assert "Siti · kartu" in lines
    assert "Tetap · Ruang Server" in lines


def test_the_page_knows_which_answer_asks_for_more(office: Office) -> None:
    (when,) = re.findall(r'data-when="(.*?)"', page(office, "kasi"))
    assert set(when.split()) == {
        "dasar_nomor:alasan=mutasi,pensiun", "dasar_tgl:alasan=mutasi,pensiun",
        "lampiran:alasan=mutasi,pensiun", "berlaku_tgl:berlaku=tanggal",
        "cakupan_pintu:cakupan=pintu",
    }  # fmt: skip


def test_a_relation_that_is_not_true_is_asked_again_and_nothing_is_lost(office: Office) -> None:
    given = {**FORM, "pemegang": str(_card(office, "siti")), "hubungan": "sistem"}
    refused = office.visitor("kasi").post("/penghapusan/baru", data=given)
    assert refused.status_code == 422
    assert "Hubungan: Sistem bukan hubungan Anda dengan pemegang." in refused.text
    assert relations(refused.text) == ["kasi"]
    assert "Penugasan selesai" in refused.text
    del given["hubungan"]
    assert office.visitor("kasi").post("/penghapusan/baru", data=given).status_code == 303


def test_a_day_of_return_that_cannot_be_is_complained_of_beside_it(office: Office) -> None:
    asked = {**FORM, "pemegang": str(_card(office, "siti"))}
    answer = office.visitor("kasi").post("/penghapusan/baru", data=asked)
    dossier = answer.location
    office.bureau.wait(minutes=1)
    kasi, operator = office.visitor("kasi"), office.visitor("operator")
    assert kasi.post(f"/berkas/{dossier.rpartition('/')[2]}/confirm").status_code == 303
    office.bureau.wait(minutes=1)
    assert operator.post(f"{dossier}/cabut").status_code == 303
    for untrue in ("1900-01-01", "2999-01-01"):
        back = {"kartu": "hilang", "tanggal": untrue}
        said = operator.post(f"{dossier}/kartu/1", data=back)
        assert said.status_code == 422
        assert re.search(r'<a href="#f-tanggal">', said.text)
        assert re.search(r'<option value="hilang" selected', said.text)
        assert f'value="{untrue}"' in said.text


def _card(office: Office, name: str) -> int:
    with office.bureau.store.reading() as session:
        found = cards.live(session, office.bureau.people[name])
        assert found is not None
        return found.id
