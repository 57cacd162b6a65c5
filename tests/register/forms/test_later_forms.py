"""Verification, review, removal and the papers: what each asks and refuses."""

from dataclasses import replace
from typing import Any

import pytest

from register.forms.check import check_draft
from register.forms.context import Limits
from register.forms.fields import Form
from register.forms.papers import DISPOSITION, GUEST_BOOK, RECEIPT
from register.forms.removal import CLOSING, DECREED, REASONS, REMOVAL
from register.forms.review import REVIEW, REVIEW_DECISION
from register.forms.steps import DECISION, VERIFICATION
from tests.register.forms import answers as good
from tests.register.forms.answers import CONTEXT, FILE, complaints, draft, said, told

LETTER = {**FILE, "jenis": "lainnya", "jenis_lain": "SK mutasi"}
ANOMALY = {
    "uraian": "Pintu ditahan 20 menit.",
    "penanggung_jawab": "Joko Susilo",
    "tenggat": "2026-12-01",
    "status": "terbuka",
}


@pytest.mark.parametrize("decision", ["tolak", "kembalikan"])
def test_declining_needs_a_reason(decision: str) -> None:
    for form, key, answers in (
        (DECISION, "keputusan", {}),
        (VERIFICATION, "hasil", good.VERIFICATION),
    ):
        found = complaints(form, {**answers, key: decision})
        assert found == {"catatan": "Catatan wajib diisi."}
        assert complaints(form, {**answers, key: decision, "catatan": "Belum lengkap."}) == {}
        assert draft(form, {**answers, key: decision}) == {}


def test_approving_needs_none() -> None:
    assert complaints(DECISION, {"keputusan": "setuju"}) == {}
    assert complaints(DECISION, {}) == {"keputusan": "Keputusan wajib dipilih."}


@pytest.mark.parametrize(
    "key",
    ["identitas_cocok", "penugasan_sah", "jenis_sesuai", "pernah_ditolak", "hasil", "pintu",
     "jenis_akses", "mulai", "sampai", "hari", "jam", "pendamping"],
)  # fmt: skip
def test_a_verification_that_approves_says_what(key: str) -> None:
    assert set(complaints(VERIFICATION, good.VERIFICATION, **{key: None})) == {key}


def test_one_that_rejects_approves_nothing() -> None:
    checks = ("identitas_cocok", "penugasan_sah", "jenis_sesuai", "pernah_ditolak")
    answers = dict.fromkeys(checks, "tidak")
    assert complaints(VERIFICATION, {**answers, "hasil": "tolak", "catatan": "Tidak sah."},
                      told(kategori="asn-diskominfo")) == {}  # fmt: skip


def test_a_verification_holds_to_the_same_limits() -> None:
    assert set(complaints(VERIFICATION, good.VERIFICATION, jenis_akses="sementara")) == {"sampai"}
    assert set(complaints(VERIFICATION, good.VERIFICATION, sampai="2026-11-24")) == {"sampai"}
    late = {"mulai": "2026-11-01", "sampai": "2026-11-30"}  # the step took its time
    assert complaints(VERIFICATION, good.VERIFICATION, **late) == {}


def test_a_verification_never_frees_whom_it_knows_not() -> None:
    answers = {**good.VERIFICATION, "didampingi": "tidak", "pendamping": ""}
    assert set(complaints(VERIFICATION, answers)) == {"pendamping"}
    assert complaints(VERIFICATION, answers, told(kategori="asn-diskominfo")) == {}


def test_a_flagged_holder_is_kept_for_a_reason() -> None:
    keep = {"keputusan": "tetap"}
    assert complaints(REVIEW_DECISION, keep) == {}
    flagged = told(risiko=("tidak-aktif",))
    assert complaints(REVIEW_DECISION, keep, flagged) == {
        "alasan": "Pemegang ini memiliki tanda risiko; tulis alasan mengapa aksesnya tetap."
    }
    assert complaints(REVIEW_DECISION, keep, flagged, alasan="Petugas siaga.") == {}
    assert complaints(REVIEW_DECISION, {"keputusan": "cabut"}, flagged) == {}
    assert said(check_draft(REVIEW_DECISION, keep, flagged)) == {}


@pytest.mark.parametrize(
    ("kind", "end", "fits"),
    [
        ("tetap", "2027-11-24", True),
        ("tetap", "2027-11-25", False),
        ("sementara", "2026-12-24", True),
        ("sementara", "2026-12-25", False),
        ("", "2026-12-25", False),  # a kind that nobody told is held to the shorter limit
        ("tetap", "2026-11-25", True),
        ("tetap", "2026-11-24", False),
        ("tetap", "", False),
    ],
)
def test_an_extension_has_an_end_within_the_limits(kind: str, end: str, *, fits: bool) -> None:
    answers = {"keputusan": "perpanjang", "perpanjang_sampai": end}
    found = complaints(REVIEW_DECISION, answers, told(jenis_akses=kind))
    assert found == {} if fits else set(found) == {"perpanjang_sampai"}


def test_a_change_says_what_changes() -> None:
    change = {"keputusan": "ubah"}
    assert set(complaints(REVIEW_DECISION, change)) == {"keputusan"}
    assert draft(REVIEW_DECISION, change) == {}
    for part in ({"hari": ["1"]}, {"jam": "08.00-12.00"}, {"pintu": ["server"]}):
        assert complaints(REVIEW_DECISION, {**change, **part}) == {}


@pytest.mark.parametrize("length", [500, 501])
def test_a_reason_of_the_review_has_five_hundred_characters(length: int) -> None:
    found = complaints(REVIEW_DECISION, {"keputusan": "cabut", "alasan": "a" * length})
    assert (found == {}) is (length == 500)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"periode_sampai": "2026-08-01"}, set()),
        ({"periode_sampai": "2026-07-31"}, {"periode_sampai"}),
        ({"tenggat": "2026-11-25"}, set()),
        ({"tenggat": "2026-11-24"}, {"tenggat"}),
        ({"jenis": "tahunan"}, {"jenis"}),
        ({"kesimpulan": ""}, {"kesimpulan"}),
        ({"anomali": [ANOMALY]}, set()),
        ({"anomali": [ANOMALY, {**ANOMALY, "tenggat": ""}]}, {"anomali.2.tenggat"}),
    ],
)
def test_a_review(changes: dict[str, Any], fields: set[str]) -> None:
    assert set(complaints(REVIEW, good.REVIEW, **changes)) == fields


@pytest.mark.parametrize("reason", [each.value for each in REASONS])
def test_a_removal_by_decree_names_it(reason: str) -> None:
    words = {"alasan": reason, "alasan_lain": "Cuti panjang"}
    found = complaints(REMOVAL, good.REMOVAL, **words)
    decreed = {"dasar_nomor", "dasar_tgl", "lampiran"} if reason in DECREED else set()
    assert set(found) == decreed
    decree = {"dasar_nomor": "800/1", "dasar_tgl": "2026-11-01", "lampiran": [LETTER]}
    assert complaints(REMOVAL, good.REMOVAL, **words, **decree) == {}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"pemegang": []}, {"pemegang"}),
        ({"pemegang": ["8"]}, {"pemegang"}),  # no live row
        ({"alasan": "lainnya"}, {"alasan_lain"}),
        ({"uraian": ""}, {"uraian"}),
        ({"berlaku": "tanggal"}, {"berlaku_tgl"}),
        ({"berlaku": "tanggal", "berlaku_tgl": "2026-11-25"}, set()),
        ({"berlaku": "tanggal", "berlaku_tgl": "2026-11-24"}, {"berlaku_tgl"}),
        ({"cakupan": "pintu"}, {"cakupan_pintu"}),
        ({"cakupan": "pintu", "cakupan_pintu": ["server"]}, set()),
        ({"bekukan": ""}, {"bekukan"}),
        ({"bekukan": "tidak"}, set()),
        ({"hubungan": "tetangga"}, {"hubungan"}),
    ],
)
def test_a_removal(changes: dict[str, Any], fields: set[str]) -> None:
    assert set(complaints(REMOVAL, good.REMOVAL, **changes)) == fields


def test_a_removal_takes_effect_at_once_and_freezes_unless_said_otherwise() -> None:
    assert REMOVAL.initial(Limits()) == {
        "berlaku": "segera", "cakupan": "seluruh", "bekukan": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"kartu": ""}, {"kartu"}),
        ({"penerima": "", "kondisi": "", "dimusnahkan": ""},
         {"penerima", "kondisi", "dimusnahkan"}),
        ({"kartu": "hilang", "penerima": "", "kondisi": "", "dimusnahkan": ""}, set()),
        ({"tanggal": "2026-11-26"}, {"tanggal"}),
        ({"tanggal": "2026-11-24"}, set()),
        ({"lainnya": [{"nama": "Kunci rak", "nomor": "7"}]}, set()),
        ({"lainnya": [{"nomor": "7"}]}, {"lainnya.1.nama"}),
    ],
)  # fmt: skip
def test_a_removal_is_closed_when_the_card_is_accounted_for(
    changes: dict[str, Any], fields: set[str]
) -> None:
    assert set(complaints(CLOSING, good.CLOSING, **changes)) == fields


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"kepada": ""}, {"kepada"}),
        ({"kepada": "bupati"}, {"kepada"}),
        ({"tenggat": "2026-11-25"}, set()),
        ({"tenggat": "2026-11-24"}, {"tenggat"}),
        ({"harap": ["tanggapan", "lainnya"]}, {"harap_lain"}),
        ({"harap": ["lainnya"], "harap_lain": "Hadir"}, set()),
        ({"kecepatan": "kilat"}, {"kecepatan"}),
    ],
)
def test_a_disposition_needs_whom_it_goes_to(changes: dict[str, Any], fields: set[str]) -> None:
    usual = {**DISPOSITION.initial(Limits()), "kepada": "kabid"}
    assert set(complaints(DISPOSITION, usual, **changes)) == fields


def test_a_disposition_is_one_tap() -> None:
    initial = DISPOSITION.initial(Limits())
    assert initial["catatan"] == "Untuk ditindaklanjuti sesuai ketentuan"
    assert set(complaints(DISPOSITION, initial)) == {"kepada"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"keluar": "2026-11-25T08:00"}, set()),
        ({"keluar": "2026-11-26T07:00"}, set()),
        ({"keluar": "2026-11-25T07:59"}, {"keluar"}),
        ({"keluar": "2026-11-25"}, {"keluar"}),
        ({"keluar": "2026-11-25T25:00"}, {"keluar"}),
        ({"keluar": "2026-11-25T09:00:00"}, set()),
        ({"keluar": "2026-11-25T09:00+07:00"}, {"keluar"}),
        ({"masuk": ""}, {"masuk"}),
        ({"pendamping": ""}, {"pendamping"}),
        ({"no_id": "1"}, {"no_id"}),
        ({"suhu": "23"}, set()),
        ({"suhu": "81"}, {"suhu"}),
    ],
)
def test_the_guest_book(changes: dict[str, Any], fields: set[str]) -> None:
    assert set(complaints(GUEST_BOOK, good.GUEST, **changes)) == fields


def test_who_left_before_he_came_is_told() -> None:
    found = complaints(GUEST_BOOK, good.GUEST, keluar="2026-11-25T07:59")
    assert found == {"keluar": "Jam keluar mendahului jam masuk; perbaiki salah satunya."}


@pytest.mark.parametrize("occasion", ["serah-terima", "pengembalian", "pemusnahan"])
def test_one_sheet_serves_hand_over_return_and_destruction(occasion: str) -> None:
    assert complaints(RECEIPT, {**RECEIPT.initial(Limits()), "judul": occasion}) == {}


@pytest.mark.parametrize("form", [VERIFICATION, REVIEW, REMOVAL, CLOSING, DISPOSITION, GUEST_BOOK])
def test_a_draft_of_any_form_is_spared_what_is_missing(form: Form) -> None:
    assert draft(form, {}) == {}


def test_limits_reach_the_review() -> None:
    answers = {"keputusan": "perpanjang", "perpanjang_sampai": "2027-05-25"}
    context = replace(CONTEXT, limits=Limits(standing_months=6), given={"jenis_akses": "tetap"})
    assert complaints(REVIEW_DECISION, answers, context) == {
        "perpanjang_sampai": "Perpanjang s.d. 25 Mei 2027 melebihi 6 bulan sejak hari ini; pilih"
        " 24 Mei 2027 atau sebelumnya."
    }
