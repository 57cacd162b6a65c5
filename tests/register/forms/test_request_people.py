"""Form 1: who asks, who comes along, who signs, what is carried and attached."""

from dataclasses import replace
from typing import Any

import pytest

from register.forms.check import check
from register.forms.request import REQUEST as FORM
from tests.register.forms.answers import (
    CONTEXT,
    FILE,
    NDA,
    PERSON,
    REQUEST,
    SUPERIOR,
    VENDOR,
    complaints,
    draft,
)

DEVICE = {"nama": "Server rak", "jenis": "server", "serial": "SN-1", "jumlah": "1", "arah": "masuk"}
OUTSIDER = {"nama": "Joko Susilo", "jabatan": "Direktur"}
OWN = {"nama": "Budi", "nip": "199009132025242014", "jabatan": "Kepala"}
SIGNED = {**FILE, "jenis": "persetujuan-atasan"}


def test_an_unusual_nip_needs_a_reason() -> None:
    answers = {**REQUEST, "no_id": "199009131999061001"}
    assert (
        complaints(FORM, answers)
        == draft(FORM, answers)
        == {
            "no_id_alasan": "Usia saat pengangkatan menurut NIP 8 tahun; yang lazim 15 sampai 60."
            " Periksa kembali; bila memang demikian, tulis alasannya."
        }
    )
    assert complaints(FORM, answers, no_id_alasan="Sesuai SK.") == {}


def test_a_nip_of_somebody_else_needs_a_reason() -> None:
    taken = replace(CONTEXT, taken=frozenset({"199009132025242014"}))
    found = complaints(FORM, REQUEST, taken)
    assert found["no_id_alasan"].startswith("NIP ini sudah tercatat atas nama orang lain. ")
    assert complaints(FORM, REQUEST, taken, no_id_alasan="Akun ganda.") == {}


def test_a_wrong_nip_is_no_mere_doubt() -> None:
    found = complaints(FORM, REQUEST, no_id="19640491986031006", no_id_alasan="Sesuai SK.")
    assert found == {"no_id": "NIP terdiri atas 18 angka; yang ditulis 17."}


def test_an_identity_number_waits_for_its_kind() -> None:
    assert set(complaints(FORM, REQUEST, jenis_id="")) == {"jenis_id", "no_id"}
    assert draft(FORM, REQUEST, jenis_id="") == {}


@pytest.mark.parametrize("count", [1, 20])
def test_up_to_twenty_people_are_listed(count: int) -> None:
    people = [{**PERSON, "no_id": f"35030109067100{number:02}"} for number in range(count)]
    assert complaints(FORM, VENDOR, personel=people) == {}


def test_the_twenty_first_is_too_many() -> None:
    people = [{**PERSON, "no_id": f"35030109067100{number:02}"} for number in range(21)]
    assert complaints(FORM, VENDOR, personel=people) == {
        "personel": "Daftar personel paling banyak 20 baris; kurangi barisnya."
    }


def test_nobody_is_listed_twice() -> None:
    other = {**PERSON, "no_id": "3503010906710003"}
    again = {**PERSON, "nama": "Dewi L.", "no_id": "3503 0109 0671 0002"}
    passport = {**PERSON, "jenis_id": "paspor", "no_id": "A1234567"}
    assert complaints(FORM, VENDOR, personel=[PERSON, other, passport]) == {}
    assert complaints(FORM, VENDOR, personel=[PERSON, other, again]) == {
        "personel": "Daftar personel, baris 3: orang ini sudah ada pada baris 1; hapus salah"
        " satunya."
    }


def test_what_is_wrong_in_a_row_names_the_row() -> None:
    people = [PERSON, {**PERSON, "no_id": "35", "nama": "", "email": "dewi"}]
    found = complaints(FORM, VENDOR, personel=people)
    assert set(found) == {"personel.2.no_id", "personel.2.nama", "personel.2.email"}
    assert found["personel.2.no_id"] == (
        "Daftar personel, baris 2: NIK terdiri atas 16 angka; yang ditulis 2."
    )
    assert found["personel.2.nama"] == "Daftar personel, baris 2: Nama wajib diisi."


@pytest.mark.parametrize("empty", [{}, {"nama": " "}, None, {"nama": None, "jenis_id": ""}])
def test_a_row_of_nothing_is_nothing(empty: object) -> None:
    checked = check(FORM, {**VENDOR, "personel": [PERSON, empty]}, CONTEXT)
    assert (checked.complaints, checked.values["personel"]) == ((), (PERSON,))


def test_a_superior_is_somebody_else() -> None:
    sentence = "Atasan langsung tidak boleh pemohon sendiri; pilih atasan Anda."
    accounts = replace(CONTEXT, accounts=frozenset({OWN["nip"]}))
    assert complaints(FORM, REQUEST, accounts, atasan=OWN) == {"atasan": sentence}
    namesake = {**SUPERIOR, "nama": REQUEST["nama"]}
    assert complaints(FORM, REQUEST, atasan=namesake) == {}
    boss = {**OUTSIDER, "nama": VENDOR["nama"].upper(), "email": "a@b.id"}
    assert complaints(FORM, VENDOR, atasan=boss) == {"atasan": sentence}


@pytest.mark.parametrize(
    ("changes", "signs"),
    [
        ({"atasan": OUTSIDER}, False),
        ({"atasan": {**OUTSIDER, "nip": "197503152000032002"}}, False),
        ({"atasan": {**OUTSIDER, "nip": "197503152000032001"}}, True),
        ({"atasan": {**OUTSIDER, "email": "joko@jaringan.id"}}, True),
        ({"atasan": OUTSIDER, "lampiran": [NDA, SIGNED]}, True),
    ],
)
def test_a_superior_signs_by_account_by_link_or_on_paper(
    changes: dict[str, Any], *, signs: bool
) -> None:
    found = complaints(FORM, VENDOR, **changes)
    assert found == {} if signs else set(found) == {"atasan"}
    assert draft(FORM, VENDOR, **changes) == {}


def test_a_civil_servants_superior_has_a_nip() -> None:
    superior = {**OUTSIDER, "email": "a@b.id"}
    assert complaints(FORM, REQUEST, atasan=superior) == {
        "atasan.nip": "Atasan langsung: NIP wajib diisi."
    }
    assert complaints(FORM, VENDOR, atasan=superior) == {}


@pytest.mark.parametrize("count", [0, 1, 20])
def test_up_to_twenty_devices_are_carried(count: int) -> None:
    assert complaints(FORM, REQUEST, perangkat=[DEVICE] * count) == {}


def test_the_twenty_first_device_is_too_many() -> None:
    assert set(complaints(FORM, REQUEST, perangkat=[DEVICE] * 21)) == {"perangkat"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"serial": ""}, {"perangkat.1.serial"}),
        ({"serial": "", "jenis": "aksesori"}, set()),
        ({"jenis": "lainnya"}, {"perangkat.1.jenis_lain"}),
        ({"jenis": "lainnya", "jenis_lain": "Genset"}, set()),
        ({"jumlah": "0"}, {"perangkat.1.jumlah"}),
        ({"jumlah": 999}, set()),
        ({"jumlah": "1000"}, {"perangkat.1.jumlah"}),
        ({"arah": ""}, {"perangkat.1.arah"}),
        ({"foto": [FILE]}, set()),
        ({"foto": [FILE, FILE]}, {"perangkat.1.foto"}),
        ({"foto": [{**FILE, "tipe": "exe"}]}, {"perangkat.1.foto.1.tipe"}),
    ],
)
def test_a_device_has_a_serial_number_unless_it_is_an_accessory(
    changes: dict[str, Any], fields: set[str]
) -> None:
    assert set(complaints(FORM, REQUEST, perangkat=[{**DEVICE, **changes}])) == fields


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"lampiran": [NDA] * 5}, set()),
        ({"lampiran": [NDA] * 6}, {"lampiran"}),
        ({"lampiran": [{**NDA, "ukuran": 5 * 1024 * 1024}]}, set()),
        ({"lampiran": [{**NDA, "ukuran": 5 * 1024 * 1024 + 1}]}, {"lampiran.1.ukuran"}),
        ({"lampiran": [{**NDA, "ukuran": 0}]}, {"lampiran.1.ukuran"}),
        ({"lampiran": [{**NDA, "ukuran": "1"}]}, set()),
        ({"lampiran": [NDA, {**dict.fromkeys(NDA), "nama": "a"}]},
         {"lampiran.2.jenis", "lampiran.2.berkas", "lampiran.2.tipe", "lampiran.2.ukuran"}),
        ({"lampiran": [{**NDA, "nama": ""}]}, {"lampiran.1.nama"}),
        ({"lampiran": [{**NDA, "nama": "a" * 151}]}, {"lampiran.1.nama"}),
        ({"lampiran": [{**NDA, "berkas": "a" * 101}]}, {"lampiran.1.berkas"}),
        ({"lampiran": [{**NDA, "nama": "a" * 150, "berkas": "a" * 100}]}, set()),
        ({"lampiran": [{**NDA, "jenis": "surat-tugas"}]}, {"lampiran"}),
        ({"lampiran": [{**NDA, "tipe": "png"}]}, set()),
        ({"lampiran": [{**NDA, "tipe": "svg"}]}, {"lampiran.1.tipe"}),
    ],
)  # fmt: skip
def test_attachments_are_few_small_and_of_three_types(
    changes: dict[str, Any], fields: set[str]
) -> None:
    assert set(complaints(FORM, VENDOR, **changes)) == fields


@pytest.mark.parametrize(("length", "fits"), [(100, True), (101, False)])
def test_the_words_of_lainnya_are_short(length: int, *, fits: bool) -> None:
    found = complaints(FORM, VENDOR, dasar="lainnya", dasar_lain="a" * length)
    assert found == {} if fits else set(found) == {"dasar_lain"}
