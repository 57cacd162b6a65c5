"""One good set of answers for each form, and what is complained of once they are changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from register.forms.check import Checked, check, check_draft
from register.forms.choices import Choice
from register.forms.context import Context
from register.forms.fields import Form

TODAY: Final = date(2026, 11, 25)  # a Wednesday
CONTEXT: Final = Context(
    today=TODAY,
    choices={
        "pintu": (Choice("server", "Ruang Server", "Server room"), Choice("ups", "UPS", "UPS")),
        "pendamping": (Choice("P-1", "Ani Wulandari", "Ani Wulandari"),),
        "kartu_lama": (Choice("K-001", "K-001", "K-001"),),
        "kepada": (Choice("kabid", "Kabid", "Kabid"),),
        "pemegang": (Choice("7", "Budi Santoso", "Budi Santoso"),),
        "cakupan_pintu": (Choice("server", "Ruang Server", "Server room"),),
    },
    accounts=frozenset({"197503152000032001"}),
)
SUPERIOR: Final = {
    "nama": "Sri Wahyuni, S.T.",
    "nip": "19750315 200003 2 001",
    "jabatan": "Kepala Seksi",
}
FILE: Final = {"berkas": "a1b2", "nama": "surat.pdf", "tipe": "pdf", "ukuran": 1200}
NDA: Final = {"jenis": "nda", **FILE}
REQUEST: Final[Mapping[str, Any]] = {
    "kerahasiaan": "terbatas",
    "jenis_permintaan": "baru",
    "nama": "Budi Santoso, S.Kom.",
    "kategori": "asn-diskominfo",
    "jenis_id": "nip",
    "no_id": "19900913 202524 2 014",
    "golongan": "IX",
    "jabatan": "Pranata Komputer",
    "unit_kerja": "Bidang Infrastruktur dan Aptika",
    "instansi": "Dinas Komunikasi dan Informatika",
    "hp": "0812 3456 7890",
    "email": "budi@trenggalekkab.go.id",
    "atasan": SUPERIOR,
    "pintu": ["server"],
    "jenis_akses": "tetap",
    "keperluan_kat": "perawatan",
    "keperluan": "Merawat server dan jaringan.",
    "mulai": "2026-11-25",
    "sampai": "2027-11-24",
    "hari": ["1", "2", "3", "4", "5"],
    "jam": "07.30-16.00",
    "didampingi": "tidak",
    "tatib": "on",
    "nda": "on",
    "pdp": "on",
}
PERSON: Final = {
    "nama": "Dewi Lestari",
    "jenis_id": "nik",
    "no_id": "3503010906710002",
    "perusahaan": "PT Jaringan Nusantara",
}
VENDOR: Final[Mapping[str, Any]] = {
    **REQUEST,
    "kategori": "vendor",
    "jenis_id": "nik",
    "no_id": "3503 0113 0990 0001",
    "golongan": "",
    "alamat": "Jalan Merdeka 1, Surabaya",
    "personel": [PERSON],
    "kegiatan": "Pemeliharaan UPS",
    "dasar": "spk",
    "dasar_nomor": "027/12/SPK/2026",
    "dasar_tgl": "01-11-2026",
    "jenis_akses": "sementara",
    "sampai": "2026-12-24",
    "didampingi": "",
    "pendamping": "P-1",
    "lampiran": [NDA],
}
VISIT: Final[Mapping[str, Any]] = {
    **VENDOR,
    "jenis_permintaan": "kunjungan",
    "jenis_akses": "kunjungan",
    "sampai": "2026-11-25",
}
REMOVAL: Final[Mapping[str, Any]] = {
    "hubungan": "atasan",
    "pemegang": ["7"],
    "alasan": "tidak-dibutuhkan",
    "uraian": "Tugas telah selesai.",
    "berlaku": "segera",
    "cakupan": "seluruh",
    "bekukan": "ya",
}
REVIEW: Final[Mapping[str, Any]] = {
    "periode_dari": "2026-08-01",
    "periode_sampai": "2026-10-31",
    "jenis": "berkala",
    "mulai": "2026-11-25",
    "tenggat": "2026-12-09",
    "cakupan_pintu": ["server"],
    "kesimpulan": "Tidak ada penyimpangan.",
}
VERIFICATION: Final[Mapping[str, Any]] = {
    "identitas_cocok": "ya",
    "penugasan_sah": "ya",
    "jenis_sesuai": "ya",
    "pernah_ditolak": "tidak",
    "hasil": "setuju",
    **{key: REQUEST[key] for key in ("pintu", "jenis_akses", "mulai", "sampai", "hari", "jam")},
    "didampingi": True,
    "pendamping": "P-1",
}
CLOSING: Final[Mapping[str, Any]] = {
    "kartu": "dikembalikan",
    "tanggal": "2026-11-25",
    "penerima": "Joko Susilo",
    "kondisi": "Baik",
    "dimusnahkan": "tidak",
}
GUEST: Final[Mapping[str, Any]] = {
    "nama": "Dewi Lestari",
    "instansi": "PT Jaringan Nusantara",
    "jenis_id": "nik",
    "no_id": "3503010906710002",
    "keperluan": "Memeriksa AC.",
    "masuk": "2026-11-25T08:00",
    "pemberi_izin": "Sri Wahyuni",
    "pendamping": "Ani Wulandari",
}


def complaints(
    form: Form, answers: Mapping[str, object], context: Context = CONTEXT, /, **changes: object
) -> dict[str, str]:
    """Return field to Indonesian sentence; each must have an English one."""
    return said(check(form, {**answers, **changes}, context))


def draft(form: Form, answers: Mapping[str, object], **changes: object) -> dict[str, str]:
    return said(check_draft(form, {**answers, **changes}, CONTEXT))


def said(checked: Checked) -> dict[str, str]:
    for complaint in checked.complaints:
        assert complaint.id[-1] == complaint.en[-1] == "."
        assert complaint.id != complaint.en
        assert "{" not in complaint.id + complaint.en
    assert len({each.field for each in checked.complaints}) == len(checked.complaints)
    return {each.field: each.id for each in checked.complaints}


def told(**given: object) -> Context:
    return replace(CONTEXT, given=given)
