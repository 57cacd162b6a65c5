"""Form 4: the request for removal of access (P1 to P6)."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from register.forms.attachment import ATTACHMENT, MOST_FILES
from register.forms.choices import ACCESS_KINDS, CONFIDENTIALITY, ELSE, Choice
from register.forms.fields import Auto, B, Field, Form, K, O, Section, W
from register.forms.person import NAME, NIP, OFFICIAL, UNIT
from register.forms.rule import from_today, until_today
from register.forms.steps import DECISION
from register.forms.values import Values, text

RELATIONS: Final = (
    Choice("pemegang", "Pemegang", "Holder"),
    Choice("atasan", "Atasan", "Superior"),
    Choice("kasi", "Kasi", "Kasi"),
    Choice("kabid", "Kabid", "Kabid"),
    Choice("kadis", "Kadis", "Kadis"),
    Choice("operator", "Operator", "Operator"),
    Choice("review", "Hasil review", "Result of a review"),
    Choice("kepegawaian", "Kepegawaian", "Personnel office"),
    Choice("sistem", "Sistem", "System"),
)
DECREED: Final = frozenset({"mutasi", "pensiun"})
REASONS: Final = (
    Choice("mutasi", "Mutasi", "Transfer"),
    Choice("pensiun", "Pensiun", "Retirement"),
    Choice("berhenti", "Berhenti", "Resignation"),
    Choice("meninggal", "Meninggal", "Death"),
    Choice("selesai", "Selesai penugasan-kontrak", "End of assignment or contract"),
    Choice("tidak-dibutuhkan", "Tidak dibutuhkan", "No longer needed"),
    Choice("review", "Hasil review", "Result of a review"),
    Choice("kartu-hilang", "Kartu hilang", "Card lost"),
    Choice("kartu-rusak", "Kartu rusak", "Card damaged"),
    Choice("pelanggaran", "Pelanggaran", "Breach of the rules"),
    Choice("perubahan-proses", "Perubahan proses", "Change of process"),
    Choice("habis", "Masa berlaku habis", "Validity ended"),
    ELSE,
)
DATED: Final = "tanggal"
EFFECTS: Final = (
    Choice("segera", "Segera", "At once"),
    Choice(DATED, "Pada tanggal", "On a date"),
)
DOORS_ONLY: Final = "pintu"
SCOPES: Final = (
    Choice("seluruh", "Seluruh akses", "All access"),
    Choice(DOORS_ONLY, "Pintu tertentu", "Certain doors"),
)
BACK: Final = "dikembalikan"
FATES: Final = (
    Choice(BACK, "Dikembalikan", "Returned"),
    Choice("hilang", "Hilang", "Lost"),
    Choice("tidak-kembali", "Tidak kembali", "Not returned"),
)
GRANTED: Final = (
    NAME,
    NIP,
    UNIT,
    Field("nomor_kartu", "Nomor kartu", "Card number", K.TEXT, W),
    Field("jenis_akses", "Jenis akses", "Kind of access", K.CHOICE, W, choices=ACCESS_KINDS),
    Field("pintu", "Pintu", "Door", K.MANY, W),
)


def _returned(values: Values) -> bool:
    return text(values, "kartu") == BACK


CLOSING: Final = Form(
    key="penutupan",
    title_id="Penutupan Penghapusan Akses",
    title_en="Closing of a Removal",
    sections=(
        Section("A", "Kartu", "Card", (
            Field("kartu", "Kartu", "Card", K.CHOICE, W, choices=FATES),
            Field("tanggal", "Tanggal", "Date", K.DATE, W),
            Field("penerima", "Penerima", "Received by", K.NAME, B),
            Field("kondisi", "Kondisi", "Condition", K.TEXT, B, most=100),
            Field("dimusnahkan", "Dimusnahkan/dihapus isinya", "Destroyed or wiped", K.YES_NO, B),
        )),
        Section("B", "Perangkat/kunci lain", "Other equipment or keys", (
            Field("lainnya", "Perangkat/kunci lain dikembalikan",
                  "Other equipment or keys returned", K.ROWS, O, most=20, columns=(
                      Field("nama", "Nama", "Name", K.TEXT, W, most=100),
                      Field("nomor", "Nomor", "Number", K.TEXT, O, most=60),
                  )),
        )),
    ),
    conditions={"penerima": _returned, "kondisi": _returned, "dimusnahkan": _returned},
    rules=(
        until_today("tanggal", "Tanggal", "The date"),
    ),
)  # fmt: skip
"""What becomes of the card: an open item until this is filled in."""


WHEN: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    **dict.fromkeys(("dasar_nomor", "dasar_tgl", "lampiran"), ("alasan", DECREED)),
    "berlaku_tgl": ("berlaku", frozenset({DATED})),
    "cakupan_pintu": ("cakupan", frozenset({DOORS_ONLY})),
}
"""Which answer to which field asks for another: its page asks so without the server."""


def _said(field: str, answers: frozenset[str], values: Values) -> bool:
    return text(values, field) in answers


REMOVAL: Final = Form(
    key="penghapusan",
    title_id="Formulir Permintaan Penghapusan Akses Ruang Server",
    title_en="Request for Removal of Access to the Server Room",
    sections=(
        Section("A", "Kepala", "Heading", (
            Auto("nomor", "Nomor", "Number", K.TEXT),
            Auto("tanggal", "Tanggal", "Date", K.DATE),
            Auto("tgl_ajuan", "Tanggal permohonan", "Date of the request", K.MOMENT),
            Auto("klasifikasi", "Klasifikasi", "Classification", K.CHOICE,
                 choices=CONFIDENTIALITY),
        )),
        Section("B", "Pemohon", "Asked by", (
            Auto("pemohon", "Pemohon", "Asked by", K.PERSON, columns=(*OFFICIAL, UNIT)),
            Field("hubungan", "Hubungan", "Relation", K.CHOICE, W, choices=RELATIONS),
        )),
        Section("C", "Penghapusan", "Removal", (
            Field("pemegang", "Pemegang yang dihapus", "Holders to remove", K.MANY, W,
                  columns=GRANTED),
            Field("alasan", "Alasan", "Reason", K.CHOICE, W, choices=REASONS),
            Field("uraian", "Uraian", "Description", K.LONG_TEXT, W),
            Field("dasar_nomor", "Nomor SK/surat dasar", "Number of the decree or letter", K.TEXT,
                  B, most=100),
            Field("dasar_tgl", "Tanggal SK/surat dasar", "Date of the decree or letter", K.DATE, B),
            Field("lampiran", "Lampiran", "Attachments", K.FILES, B, most=MOST_FILES,
                  columns=ATTACHMENT),
            Field("berlaku", "Berlaku", "Takes effect", K.CHOICE, W, choices=EFFECTS),
            Field("berlaku_tgl", "Pada tanggal", "On", K.DATE, B),
            Field("cakupan", "Cakupan", "Scope", K.CHOICE, W, choices=SCOPES),
            Field("cakupan_pintu", "Pintu tertentu", "Certain doors", K.MANY, B),
            Field("bekukan", "Bekukan sekarang", "Freeze now", K.YES_NO, W,
                  help_id="Berlaku seketika, sebelum persetujuan apa pun; bila berlaku pada"
                  " tanggal, pada hari itu.",
                  help_en="Takes effect at once, before any approval; where it takes effect on a"
                  " date, on that day."),
        )),
        Section("D", "Kartu", "Card", (
            Auto("kartu", "Kartu", "Card", K.RECORD, columns=(
                Auto("milik", "Pemegang", "Holder", K.TEXT), *CLOSING.sections[0].fields,
            )),
            Auto("lainnya", "Perangkat/kunci lain dikembalikan",
                 "Other equipment or keys returned", K.ROWS,
                 columns=CLOSING.sections[1].fields[0].columns),
        )),
        Section("E", "Persetujuan dan pelaksanaan", "Approval and execution", (
            Auto("persetujuan", "Persetujuan", "Approvals", K.ROWS, columns=(
                *DECISION.fields,
                Auto("tempat", "Tempat", "Place", K.TEXT),
            )),
            Auto("mengetahui", "Mengetahui Kabid", "Seen by the Kabid", K.BLOCK),
            Auto("pelaksanaan", "Pelaksanaan", "Execution", K.RECORD, columns=(
                Auto("operator", "Operator", "Operator", K.NAME),
                Auto("dicabut", "Waktu cabut", "Revoked at", K.MOMENT),
                Auto("dikonfirmasi", "Waktu pembaca mengonfirmasi", "Confirmed by the reader at",
                     K.MOMENT),
                Auto("uji_tap", "Uji tap ditolak", "Test tap denied", K.YES_NO),
            )),
            Auto("pemberitahuan", "Pemberitahuan kepada pemegang/unit", "Holder and unit informed",
                 K.MOMENT),
            Auto("qr", "QR", "QR", K.BLOCK),
        )),
    ),
    conditions={key: partial(_said, *when) for key, when in WHEN.items()},
    rules=(
        from_today("berlaku_tgl", "Tanggal berlaku", "The date of effect"),
    ),
    initial=lambda _: {"berlaku": "segera", "cakupan": "seluruh", "bekukan": True},
)  # fmt: skip
