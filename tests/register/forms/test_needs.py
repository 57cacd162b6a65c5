"""Which answers each form needs (W), needs at times (B) or only takes (O), and how long they are.

`keperluan W 10-1000` is a text of 10 to 1,000 characters, `suhu O -20..80` a number, `x20` rows.
"""

from collections.abc import Iterator

import pytest

from register.forms.fields import Field, FieldKind, Form, Need
from tests.register.forms.test_fields import FORMS

FILE = "berkas W 100, {0}.nama W 150, {0}.tipe W, {0}.ukuran W 1..5242880"
NEEDS = {
    "permintaan": f"""
        kerahasiaan W, jenis_permintaan W,
        nama W, kategori W, jenis_id W, no_id W, no_id_alasan B 300, golongan B, jabatan W 100,
        unit_kerja W 100, instansi W 150, alamat B 300, hp W, email W,
        foto O x1, foto.{FILE.format("foto")},
        personel B x20, personel.nama W, personel.jenis_id W, personel.no_id W,
        personel.perusahaan W 150, personel.hp O, personel.email O,
        atasan W, atasan.nama W, atasan.nip B, atasan.jabatan W 100, atasan.email O,
        pintu W, jenis_akses W, keperluan_kat W, keperluan W 10-1000, kegiatan B 150, dasar B,
        dasar_nomor B 100, dasar_tgl B, mulai W, sampai W, hari W, jam W, alasan_jam B 300,
        didampingi B, pendamping B, objek O 200,
        perangkat O x20, perangkat.nama W 100, perangkat.jenis W, perangkat.merek O 100,
        perangkat.serial B 60, perangkat.jumlah W 1..999, perangkat.arah W,
        perangkat.foto O x1, perangkat.foto.{FILE.format("perangkat.foto")},
        kartu_lama B, tatib W, tatib_versi O 1..9999, nda W, pdp W,
        pdp_versi O 1..9999,
        lampiran B x5, lampiran.jenis W, lampiran.{FILE.format("lampiran")}
    """,
    "keputusan": "keputusan W, catatan B 1000",
    "verifikasi": """
        identitas_cocok W, penugasan_sah W, jenis_sesuai W, pernah_ditolak W,
        pintu B, jenis_akses B, mulai B, sampai B, hari B, jam B, didampingi B, pendamping B,
        hasil W, catatan B 1000
    """,
    "daftar-akses": "",
    "review": """
        periode_dari W, periode_sampai W, jenis W, mulai W, tenggat W, dasar O 300,
        cakupan_pintu W, cakupan_unit O 300,
        anomali O x100, anomali.uraian W 500, anomali.penanggung_jawab W, anomali.tenggat W,
        anomali.status W, kesimpulan W 1000
    """,
    "keputusan-review": """
        dibutuhkan O, keputusan W, perpanjang_sampai B, hari O, jam O, pintu O, alasan B 500
    """,
    "penghapusan": f"""
        hubungan W, pemegang W, alasan W, uraian W 1000, dasar_nomor B 100, dasar_tgl B,
        lampiran B x5, lampiran.jenis W, lampiran.{FILE.format("lampiran")},
        berlaku W, berlaku_tgl B, cakupan W, cakupan_pintu B, bekukan W
    """,
    "penutupan": """
        kartu W, tanggal W, penerima B, kondisi B 100, dimusnahkan B,
        lainnya O x20, lainnya.nama W 100, lainnya.nomor O 60
    """,
    "disposisi": """
        nomor_surat O 100, tgl_surat O, agenda O 50, kecepatan O, kerahasiaan O, kepada W, harap O,
        catatan O 1000, tenggat O
    """,
    "tanda-terima": "judul W, kondisi W",
    "buku-tamu": """
        nama W, instansi W 150, jenis_id W, no_id W, keperluan W 1000, masuk W, keluar O,
        pemberi_izin W, pendamping W, perangkat O 1000, suhu O -20..80, catatan O 1000
    """,
}
LETTERS = {Need.ALWAYS: "W", Need.CONDITIONAL: "B", Need.OPTIONAL: "O"}


def size(field: Field) -> str:
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            return f" {field.least}-{field.most}" if field.least else f" {field.most}"
        case FieldKind.NUMBER:
            return f" {field.least}..{field.most}"
        case FieldKind.ROWS | FieldKind.FILES:
            return f" x{field.most}"
        case _:
            return ""


def needs(fields: tuple[Field, ...], path: str = "") -> Iterator[str]:
    for field in fields:
        if not field.automatic and field.kind is not FieldKind.BLOCK:
            yield f"{path}{field.key} {LETTERS[field.required]}{size(field)}"
            if field.kind is not FieldKind.MANY:  # whose columns are the register's
                yield from needs(field.columns, f"{path}{field.key}.")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_a_form_needs_what_the_sop_needs(form: Form) -> None:
    assert ", ".join(needs(form.fields)) == " ".join(NEEDS[form.key].split())


def test_no_form_is_left_out() -> None:
    assert {form.key for form in FORMS} == set(NEEDS)
