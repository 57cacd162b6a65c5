"""Each form has every field of the SOP's forms, in their order, said in both languages."""

from collections.abc import Iterator

import pytest

from ledger.access import CardState
from register.forms.choices import OTHER
from register.forms.fields import Field, FieldKind, Form, Need
from register.forms.papers import DISPOSITION, GUEST_BOOK, RECEIPT
from register.forms.register_list import REGISTER_LIST
from register.forms.removal import CLOSING, REMOVAL
from register.forms.request import REQUEST
from register.forms.review import REVIEW, REVIEW_DECISION
from register.forms.steps import DECISION, VERIFICATION

FORMS = (REQUEST, DECISION, VERIFICATION, REGISTER_LIST, REVIEW, REVIEW_DECISION, REMOVAL, CLOSING,
         DISPOSITION, RECEIPT, GUEST_BOOK)  # fmt: skip

KEYS = {  # a path ends where a row or a record begins; its parts stand after the colon
    REQUEST.key: """
        kop nomor tgl_ajuan kerahasiaan jenis_permintaan
        nama kategori jenis_id no_id no_id_alasan golongan jabatan unit_kerja instansi alamat hp
        email foto personel atasan
        pintu jenis_akses keperluan_kat keperluan kegiatan dasar dasar_nomor dasar_tgl mulai sampai
        hari jam alasan_jam didampingi pendamping objek perangkat kartu_lama
        tatib tatib_versi nda pdp pdp_versi ttd lampiran langkah disposisi verifikasi final kartu qr
    """,
    REGISTER_LIST.key: """
        no nomor nama no_id golongan jabatan unit_kerja instansi kategori pintu jenis_akses hari_jam
        nomor_kartu uid keperluan tgl_persetujuan disetujui diterbitkan tgl_terbit mulai sampai
        didampingi status serah_terima terakhir review review_berikut pencabutan penghapusan kembali
        pembaca keterangan paraf
    """,
    REVIEW.key: """
        nomor periode_dari periode_sampai jenis mulai tenggat dasar pereview cakupan_pintu
        cakupan_unit snapshot ringkasan pemegang log anomali kesimpulan ttd mengetahui qr
    """,
    REMOVAL.key: """
        nomor tanggal tgl_ajuan klasifikasi pemohon hubungan pemegang alasan uraian dasar_nomor
        dasar_tgl lampiran berlaku berlaku_tgl cakupan cakupan_pintu bekukan kartu lainnya
        persetujuan mengetahui pelaksanaan pemberitahuan qr
    """,
    DISPOSITION.key: """
        surat_dari nomor_surat tgl_surat diterima agenda hal kecepatan kerahasiaan kepada harap
        catatan tenggat paraf tanggal
    """,
    RECEIPT.key: """
        judul nomor hari_tanggal dasar pihak_kesatu pihak_kedua nomor_kartu kondisi kewajiban
        ttd_kesatu ttd_kedua mengetahui
    """,
    GUEST_BOOK.key: """
        no tanggal nama instansi jenis_id no_id paraf keperluan masuk keluar pemberi_izin pendamping
        perangkat suhu catatan manual
    """,
    VERIFICATION.key: """
        identitas_cocok penugasan_sah jenis_sesuai pernah_ditolak pintu jenis_akses mulai sampai
        hari jam didampingi pendamping hasil catatan
    """,
    DECISION.key: "keputusan catatan nama nip jabatan pejabat rangkap waktu cara hash",
    REVIEW_DECISION.key: """
        dibutuhkan keputusan perpanjang_sampai hari jam pintu alasan oleh waktu
    """,
    CLOSING.key: "kartu tanggal penerima kondisi dimusnahkan lainnya",
}
PARTS = {
    (REQUEST.key, "personel"): "nama jenis_id no_id perusahaan hp email",
    (REQUEST.key, "atasan"): "nama nip jabatan email",
    (REQUEST.key, "perangkat"): "nama jenis merek serial jumlah arah foto",
    (REQUEST.key, "lampiran"): "jenis berkas nama tipe ukuran",
    (REQUEST.key, "foto"): "berkas nama tipe ukuran",
    (REQUEST.key, "langkah"): KEYS[DECISION.key],
    (REQUEST.key, "disposisi"): KEYS[DISPOSITION.key],
    (REQUEST.key, "verifikasi"): KEYS[VERIFICATION.key],
    (REQUEST.key, "final"): "pintu jenis_akses mulai sampai hari jam didampingi pendamping",
    (REQUEST.key, "kartu"): "nomor_kartu uid tgl_terbit sampai operator uji_tap tanda_terima",
    (REQUEST.key, "qr"): "kode sha256 dicetak halaman",
    (DECISION.key, "pejabat"): "jenis nomor tanggal mulai sampai",
    (REGISTER_LIST.key, "review"): "tanggal hasil",
    (REGISTER_LIST.key, "pencabutan"): "tanggal alasan",
    (REVIEW.key, "pereview"): "nama nip jabatan",
    (REVIEW.key, "snapshot"): "waktu hash",
    (REVIEW.key, "ringkasan"): (
        "pemegang aktif kedaluwarsa tidak_aktif belum luar_jam ditolak belum_kembali"
    ),
    (REVIEW.key, "pemegang"): (
        "no nama nip jabatan unit_kerja kategori nomor_kartu jenis_akses pintu_kini sampai masuk"
        f" terakhir luar_jam ditolak grafik risiko {KEYS[REVIEW_DECISION.key]}"
    ),
    (REVIEW.key, "log"): "filter jumlah utuh",
    (REVIEW.key, "anomali"): "uraian penanggung_jawab tenggat status",
    (REMOVAL.key, "pemohon"): "nama nip jabatan unit_kerja",
    (REMOVAL.key, "pemegang"): "nama nip unit_kerja nomor_kartu jenis_akses pintu",
    (REMOVAL.key, "lampiran"): "jenis berkas nama tipe ukuran",
    (
        REMOVAL.key,
        "kartu",
    ): "milik kartu tanggal penerima kondisi dimusnahkan",  # whose it is, by itself
    (REMOVAL.key, "lainnya"): "nama nomor",
    (REMOVAL.key, "persetujuan"): f"{KEYS[DECISION.key]} tempat",
    (REMOVAL.key, "pelaksanaan"): "operator dicabut dikonfirmasi uji_tap",
    (CLOSING.key, "lainnya"): "nama nomor",
    (RECEIPT.key, "pihak_kesatu"): "nama nip jabatan",
    (RECEIPT.key, "pihak_kedua"): "nama nip jabatan",
}
REGISTER_LABELS = (
    "No urut · Nomor permintaan · Nama · NIP/No. identitas · Pangkat/Gol. · Jabatan · Unit kerja"
    " · Instansi · Kategori · Pintu · Jenis akses · Hari/jam · Nomor kartu · UID · Keperluan"
    " · Tanggal persetujuan · Disetujui oleh · Diterbitkan oleh · Tanggal terbit · Berlaku mulai"
    " · Berlaku sampai · Pendamping wajib · Status · Tanggal serah terima · Terakhir dipakai"
    " · Review terakhir · Review berikut · Tanggal & alasan pencabutan"
    " · Nomor permintaan penghapusan · Kartu dikembalikan · Status di pembaca · Keterangan"
    " · Paraf Kasi"
)
LABELS = {  # as the SOP's forms print them
    REQUEST.key: {
        "nomor": "Nomor permintaan",
        "tgl_ajuan": "Tanggal permohonan",
        "kerahasiaan": "Sifat kerahasiaan",
        "jenis_permintaan": "Jenis permintaan",
        "nama": "Nama lengkap (dengan gelar)",
        "golongan": "Pangkat/Golongan ruang",
        "unit_kerja": "Unit kerja / bidang",
        "instansi": "Perangkat daerah / instansi asal / nama perusahaan",
        "hp": "Nomor HP (WhatsApp)",
        "email": "Pos-el",
        "pintu": "Ruang/pintu",
        "keperluan_kat": "Keperluan – kategori",  # noqa: RUF001
        "keperluan": "Keperluan – uraian",  # noqa: RUF001
        "didampingi": "Wajib didampingi",
        "objek": "Sistem/rak yang dikerjakan",
        "perangkat": "Perangkat dibawa masuk/keluar",
        "kartu_lama": "Nomor kartu lama",
        "tatib": "Tata tertib dibaca",
        "nda": "Menjaga kerahasiaan",
        "pdp": "Pemberitahuan pelindungan data pribadi dibaca",
        "ttd": "Tanda tangan pemohon",
    },
    REGISTER_LIST.key: dict(
        zip(
            KEYS[REGISTER_LIST.key].split(),
            REGISTER_LABELS.split(" · "),
            strict=True,
        )
    ),
}
CHOICES = {
    (REQUEST.key, "kerahasiaan"): "biasa terbatas rahasia sangat-rahasia",
    (REQUEST.key, "jenis_permintaan"): (
        "baru perpanjangan perubahan kartu-hilang kartu-rusak kunjungan"
    ),
    (REQUEST.key, "kategori"): (
        "asn-diskominfo asn-daerah asn-pusat tni-polri non-asn vendor auditor magang lainnya"
    ),
    (REQUEST.key, "jenis_id"): "nip nrp nik sim paspor lainnya",
    (REQUEST.key, "jenis_akses"): "tetap terjadwal sementara kunjungan",
    (REQUEST.key, "keperluan_kat"): (
        "perawatan perbaikan instalasi backup pemantauan audit perangkat-lunak masalah kunjungan"
        " lainnya"
    ),
    (REQUEST.key, "dasar"): "surat-tugas spk kontrak lainnya",
    (REQUEST.key, "hari"): "1 2 3 4 5 6 7",
    (DISPOSITION.key, "kecepatan"): "biasa segera sangat-segera",
    (DISPOSITION.key, "harap"): "tanggapan proses koordinasi lainnya",
    (DECISION.key, "keputusan"): "setuju tolak kembalikan",
    (REVIEW.key, "jenis"): "berkala insidental mutasi",
    (REVIEW_DECISION.key, "keputusan"): "tetap perpanjang ubah bekukan cabut",
    (REMOVAL.key, "hubungan"): (
        "pemegang atasan kasi kabid kadis operator review kepegawaian sistem"
    ),
    (REMOVAL.key, "alasan"): (
        "mutasi pensiun berhenti meninggal selesai tidak-dibutuhkan review kartu-hilang"
        " kartu-rusak pelanggaran perubahan-proses habis lainnya"
    ),
    (REMOVAL.key, "berlaku"): "segera tanggal",
    (REMOVAL.key, "cakupan"): "seluruh pintu",
    (CLOSING.key, "kartu"): "dikembalikan hilang tidak-kembali",
    (RECEIPT.key, "judul"): "serah-terima pengembalian pemusnahan",
}
ANSWERED_BY_RULES = {"no_id_alasan", "alasan_jam", "lampiran", "alasan"}


def field(form: Form, key: str) -> Field:
    return next(each for each in form.fields if each.key == key)


def form(key: str) -> Form:
    return next(each for each in FORMS if each.key == key)


def all_fields(fields: tuple[Field, ...], path: str = "") -> Iterator[tuple[str, Field]]:
    for each in fields:
        yield f"{path}{each.key}", each
        yield from all_fields(each.columns, f"{path}{each.key}.")


EVERY = [(each, path, found) for each in FORMS for path, found in all_fields(each.fields)]


@pytest.mark.parametrize("each", FORMS, ids=lambda each: each.key)
def test_a_form_has_every_field_in_order(each: Form) -> None:
    assert [found.key for found in each.fields] == KEYS[each.key].split()


def test_a_row_or_a_record_has_every_part_in_order() -> None:
    found = {
        (each.key, top.key): [part.key for part in top.columns]
        for each in FORMS
        for top in each.fields
        if top.columns
    }
    assert found == {place: parts.split() for place, parts in PARTS.items()}


@pytest.mark.parametrize("key", LABELS)
def test_a_label_is_what_the_sop_prints(key: str) -> None:
    labels = {each.key: each.label_id for each in form(key).fields}
    assert labels == labels | LABELS[key]


@pytest.mark.parametrize(("place", "values"), CHOICES.items())
def test_a_choice_offers_what_the_sop_prints(place: tuple[str, str], values: str) -> None:
    assert [each.value for each in field(form(place[0]), place[1]).choices] == values.split()


def test_every_text_is_there_in_both_languages() -> None:
    for each in FORMS:
        titles = [(part.title_id, part.title_en) for part in each.sections]
        assert all(
            text.strip() for pair in [(each.title_id, each.title_en), *titles] for text in pair
        )
    for _, path, found in EVERY:
        assert found.label_id.strip() == found.label_id != "", path
        assert found.label_en.strip() == found.label_en != "", path
        assert bool(found.help_id) == bool(found.help_en), path
        assert all(choice.label_id and choice.label_en for choice in found.choices), path


def test_keys_beside_each_other_differ_and_name_no_path() -> None:
    for columns in [each.fields for each in FORMS] + [found.columns for *_, found in EVERY]:
        keys = [each.key for each in columns] + [each.other.key for each in columns if each.other]
        assert len(set(keys)) == len(keys)
        assert not [key for key in keys if not key.replace("_", "").isalnum()]


def test_lainnya_ends_every_list_that_has_it_and_asks_for_words() -> None:
    for _, path, found in EVERY:
        values = [choice.value for choice in found.choices]
        assert len(set(values)) == len(values), path
        assert OTHER not in values[:-1], path
        assert (found.other is not None) == (OTHER in values), path
        if found.other:
            assert (found.other.key, found.other.required) == (f"{found.key}_lain", Need.ALWAYS)


def test_every_conditional_field_has_its_condition_and_every_condition_its_field() -> None:
    for each in FORMS:
        asked = {
            path
            for form_, path, found in EVERY
            if form_ is each
            and found.required is Need.CONDITIONAL
            and path.split(".")[0] in {top.key for top in each.fields if not top.automatic}
        }
        by_rule = {rule.field for rule in each.rules} & ANSWERED_BY_RULES
        assert asked == set(each.conditions) | by_rule, each.key


def test_every_rule_reads_and_complains_of_fields_that_are_answered() -> None:
    for each in FORMS:
        answered = {found.key for found in each.fields if not found.automatic}
        for rule in each.rules:
            assert rule.field in answered
            assert set(rule.reads) <= answered
        assert set(each.forced) <= answered


def test_only_rows_and_records_have_parts_and_only_choices_choices() -> None:
    parted = {FieldKind.PERSON, FieldKind.RECORD, FieldKind.ROWS, FieldKind.FILES}
    for _, path, found in EVERY:
        assert found.kind in parted if found.columns and path != "pemegang" else True, path
        assert found.columns or found.kind not in parted, path
        assert not found.choices or found.kind in {FieldKind.CHOICE, FieldKind.MANY}, path


def test_identities_and_contacts_are_personal_wherever_they_stand() -> None:
    kinds = {FieldKind.NIP, FieldKind.IDENTITY, FieldKind.PHONE, FieldKind.EMAIL}
    assert [path for _, path, found in EVERY if found.kind in kinds and not found.personal] == []


def test_the_register_knows_every_state_of_a_card() -> None:
    values = {choice.value for choice in field(REGISTER_LIST, "status").choices}
    assert values == {*CardState, "expired"}
