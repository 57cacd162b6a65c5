"""Form 1: what it asks of whom, and what it keeps."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from register.forms.check import check
from register.forms.choices import CATEGORIES
from register.forms.context import Context, Limits
from register.forms.request import REQUEST as FORM
from tests.register.forms.answers import (
    CONTEXT,
    FILE,
    PERSON,
    REQUEST,
    VENDOR,
    VISIT,
    complaints,
    draft,
)


@pytest.mark.parametrize("answers", [REQUEST, VENDOR, VISIT])
def test_a_good_request_is_taken(answers: dict[str, Any]) -> None:
    assert complaints(FORM, answers) == {}


def test_what_is_kept_is_clean() -> None:
    values = check(FORM, {**VENDOR, "kategori": " vendor "}, CONTEXT).values
    assert values["hp"] == "+6281234567890"
    assert values["no_id"] == "3503011309900001"
    assert values["dasar_tgl"] == "2026-11-01"
    assert values["jam"] == "07.30-16.00"
    assert values["hari"] == ("1", "2", "3", "4", "5")
    assert values["tatib"] is True
    assert values["personel"] == (PERSON,)


ALWAYS = {
    "kerahasiaan": "Sifat kerahasiaan wajib dipilih.",
    "jenis_permintaan": "Jenis permintaan wajib dipilih.",
    "nama": "Nama lengkap (dengan gelar) wajib diisi.",
    "kategori": "Kategori wajib dipilih.",
    "jenis_id": "Jenis identitas wajib dipilih.",
    "no_id": "Nomor identitas wajib diisi.",
    "jabatan": "Jabatan wajib diisi.",
    "unit_kerja": "Unit kerja / bidang wajib diisi.",
    "instansi": "Perangkat daerah / instansi asal / nama perusahaan wajib diisi.",
    "hp": "Nomor HP (WhatsApp) wajib diisi.",
    "email": "Pos-el wajib diisi.",
    "atasan": "Atasan langsung wajib diisi.",
    "pintu": "Ruang/pintu wajib dipilih, paling sedikit satu.",
    "jenis_akses": "Jenis akses wajib dipilih.",
    "keperluan_kat": "Keperluan – kategori wajib dipilih.",  # noqa: RUF001
    "keperluan": "Keperluan – uraian wajib diisi.",  # noqa: RUF001
    "mulai": "Berlaku mulai wajib diisi.",
    "sampai": "Berlaku sampai wajib diisi.",
    "hari": "Hari akses wajib dipilih, paling sedikit satu.",
    "jam": "Jam akses wajib diisi.",
    "pendamping": "Nama pendamping wajib dipilih.",
    "tatib": "Tata tertib dibaca wajib dicentang.",
    "nda": "Menjaga kerahasiaan wajib dicentang.",
    "pdp": "Pemberitahuan pelindungan data pribadi dibaca wajib dicentang.",
}


def test_an_empty_request_lacks_whatever_everybody_must_answer() -> None:
    assert complaints(FORM, {}) == ALWAYS


def test_a_draft_is_spared_whatever_is_missing() -> None:
    assert draft(FORM, {}) == {}
    for answers in (REQUEST, VENDOR, VISIT):
        for key in answers:
            assert draft(FORM, answers, **{key: None}) == {}, key


@pytest.mark.parametrize("key", ["golongan", "didampingi"])
def test_a_civil_servant_of_diskominfo_also_answers(key: str) -> None:
    assert set(complaints(FORM, REQUEST, **{key: None})) == {key}


@pytest.mark.parametrize(
    "key",
    ["alamat", "personel", "kegiatan", "dasar", "dasar_nomor", "dasar_tgl", "pendamping",
     "lampiran"],
)  # fmt: skip
def test_a_vendor_also_answers(key: str) -> None:
    assert set(complaints(FORM, VENDOR, **{key: None})) == {key}


@pytest.mark.parametrize("key", ["kegiatan", "dasar", "dasar_nomor", "dasar_tgl"])
def test_temporary_access_needs_an_assignment(key: str) -> None:
    employee = {
        **REQUEST,
        **{
            each: VENDOR[each]
            for each in ("jenis_akses", "sampai", "kegiatan", "dasar", "dasar_nomor", "dasar_tgl")
        },
    }
    assert complaints(FORM, employee) == {}
    assert set(complaints(FORM, employee, **{key: ""})) == {key}


def test_who_visits_lists_everybody() -> None:
    intern = {**VISIT, "kategori": "magang"}
    assert set(complaints(FORM, intern, personel=[])) == {"personel"}


@pytest.mark.parametrize("kind", ["perpanjangan", "perubahan", "kartu-hilang", "kartu-rusak"])
def test_a_request_about_a_card_names_it(kind: str) -> None:
    assert complaints(FORM, REQUEST, jenis_permintaan=kind) == {
        "kartu_lama": "Nomor kartu lama wajib dipilih."
    }
    assert complaints(FORM, REQUEST, jenis_permintaan=kind, kartu_lama="K-001") == {}
    assert (
        "tidak ditawarkan; pilihannya K-001."
        in (complaints(FORM, REQUEST, jenis_permintaan=kind, kartu_lama="K-002")["kartu_lama"])
    )


@pytest.mark.parametrize("category", [each.value for each in CATEGORIES])
@pytest.mark.parametrize("kind", ["tetap", "terjadwal", "sementara", "kunjungan"])
def test_all_are_escorted_but_diskominfos_own_and_they_too_on_a_visit(
    category: str, kind: str
) -> None:
    alone = category == "asn-diskominfo" and kind != "kunjungan"
    for answer in ("tidak", None, "ya"):
        answers = {**REQUEST, "kategori": category, "jenis_akses": kind, "didampingi": answer}
        escorted = check(FORM, answers, CONTEXT).values.get("didampingi")
        wanted = {"tidak": False, None: None, "ya": True}[answer] if alone else True
        assert escorted is wanted


def test_an_unknown_category_is_escorted() -> None:
    checked = check(FORM, {**REQUEST, "kategori": "kenalan", "didampingi": "tidak"}, CONTEXT)
    assert checked.values["didampingi"] is True


@pytest.mark.parametrize("category", ["asn-diskominfo", "asn-daerah", "asn-pusat"])
def test_a_civil_servant_has_a_nip_and_a_rank(category: str) -> None:
    found = complaints(FORM, REQUEST, kategori=category, pendamping="P-1", jenis_id="nik",
                       no_id="3503010906710002", golongan="-")  # fmt: skip
    assert found == {
        "jenis_id": "Jenis identitas ASN adalah NIP; pilih NIP.",
        "golongan": "Pangkat/Golongan ruang ASN wajib dipilih; tanda strip hanya untuk selain ASN.",
    }


@pytest.mark.parametrize("rank", ["I/a", "IV/e", "I", "XVII"])
def test_any_rank_is_taken(rank: str) -> None:
    assert complaints(FORM, REQUEST, golongan=rank) == {}


@pytest.mark.parametrize(
    ("purpose", "fits"),
    [("Perawatan", False), ("Merawat AC", True), ("a" * 1000, True), ("a" * 1001, False)],
)
def test_a_purpose_has_ten_to_a_thousand_characters(purpose: str, *, fits: bool) -> None:
    assert (complaints(FORM, REQUEST, keperluan=purpose) == {}) is fits


@pytest.mark.parametrize(
    ("key", "most"),
    [("jabatan", 100), ("instansi", 150), ("alamat", 300), ("objek", 200), ("unit_kerja", 100)],
)
def test_a_text_is_as_long_as_the_form_allows(key: str, most: int) -> None:
    assert complaints(FORM, VENDOR, **{key: "a" * most}) == {}
    sentence = complaints(FORM, VENDOR, **{key: "a" * (most + 1)})[key]
    assert sentence.endswith(f"{most + 1} karakter; yang diminta 1 sampai {most}.")


@pytest.mark.parametrize("key", ["kategori", "jenis_id", "keperluan_kat", "dasar"])
def test_lainnya_asks_for_words(key: str) -> None:
    answers = {**VENDOR, key: "lainnya"}
    assert set(complaints(FORM, answers)) >= {f"{key}_lain"}
    assert f"{key}_lain" not in complaints(FORM, answers, **{f"{key}_lain": "Surat perintah"})
    kept = check(FORM, {**VENDOR, f"{key}_lain": "Surat perintah"}, CONTEXT).values
    assert f"{key}_lain" not in kept  # words that no choice asked for


@pytest.mark.parametrize("key", ["tatib", "nda", "pdp"])
@pytest.mark.parametrize("answer", ["", None, False, "tidak"])
def test_a_declaration_must_be_ticked(key: str, answer: object) -> None:
    assert set(complaints(FORM, REQUEST, **{key: answer})) == {key}
    assert draft(FORM, REQUEST, **{key: answer}) == {}


@pytest.mark.parametrize("key", ["kop", "nomor", "tgl_ajuan", "ttd", "langkah", "final", "kartu"])
def test_nobody_answers_for_the_system(key: str) -> None:
    assert key not in check(FORM, {**REQUEST, key: "SOP/001"}, CONTEXT).values


def test_a_portrait_is_not_taken_unless_the_office_asks_for_it() -> None:
    answers = {**REQUEST, "foto": [FILE]}
    assert "foto" not in check(FORM, answers, CONTEXT).values
    asking = replace(CONTEXT, limits=Limits(off=frozenset()))
    assert check(FORM, answers, asking).values["foto"] == (FILE,)


@pytest.mark.parametrize(
    ("name", "most"), [("standing_months", 12), ("temporary_days", 366), ("visit_hours", 24)]
)
def test_a_limit_beyond_reason_is_refused(name: str, most: int) -> None:
    def limits(number: int) -> Limits:
        setting: dict[str, Any] = {name: number}
        return Limits(**setting)

    for fits in (1, most):
        assert getattr(limits(fits), name) == fits
    for bad in (0, most + 1):
        with pytest.raises(ValueError, match=f"{name} is {bad}; 1 to {most} is wanted"):
            limits(bad)


def test_an_empty_form_shows_the_usual() -> None:
    initial = FORM.initial(Limits(office_hours="08.00-15.00"))
    assert initial["kerahasiaan"] == "terbatas"
    assert (initial["hari"], initial["jam"]) == (("1", "2", "3", "4", "5"), "08.00-15.00")
    assert draft(FORM, initial) == {}


def test_an_office_that_switches_off_what_is_needed_still_hears_of_it() -> None:
    off = replace(CONTEXT, limits=Limits(off=frozenset({"lampiran"})))
    assert set(complaints(FORM, VENDOR, off)) == {"lampiran"}


def test_a_description_keeps_its_lines_and_a_position_does_not() -> None:
    answers = {**REQUEST, "keperluan": "Satu.\r\n\r\nDua, tiga.", "jabatan": "Analis\nSistem"}
    values = check(FORM, answers, CONTEXT).values
    assert (values["keperluan"], values["jabatan"]) == ("Satu.\n\nDua, tiga.", "Analis Sistem")


def test_complaints_come_in_the_forms_order() -> None:
    found = complaints(FORM, {}, Context(today=date(2026, 11, 25)))
    keys = [field.key for field in FORM.fields]
    assert [key for key in keys if key in found] == list(found)
