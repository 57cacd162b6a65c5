"""The papers beside the four forms: disposition sheet, card receipt (BAST), guest book."""

from typing import Final

from register.forms.choices import CONFIDENTIALITY, ELSE, IDENTITIES, Choice
from register.forms.context import Limits
from register.forms.fields import Auto, Field, Form, K, O, Section, W
from register.forms.person import NAME, OFFICIAL
from register.forms.rule import from_today, in_order
from register.forms.values import Values

URGENCY: Final = (
    Choice("biasa", "Biasa", "Ordinary"),
    Choice("segera", "Segera", "Urgent"),
    Choice("sangat-segera", "Sangat segera", "Very urgent"),
)
EXPECTED: Final = (
    Choice("tanggapan", "Tanggapan dan saran", "Opinion and advice"),
    Choice("proses", "Proses lebih lanjut", "Further processing"),
    Choice("koordinasi", "Koordinasi dan konfirmasi", "Coordination and confirmation"),
    ELSE,
)
AS_USUAL: Final = "Untuk ditindaklanjuti sesuai ketentuan"


def _disposition(_: Limits) -> Values:
    return {
        "kecepatan": "biasa",
        "kerahasiaan": "terbatas",
        "harap": ("proses",),
        "catatan": AS_USUAL,
    }


DISPOSITION: Final = Form(
    key="disposisi",
    title_id="Lembar Disposisi",
    title_en="Disposition Sheet",
    sections=(
        Section("A", "Surat", "Letter", (
            Auto("surat_dari", "Surat dari", "Letter from", K.TEXT),
            Field("nomor_surat", "Nomor surat", "Number of the letter", K.TEXT, O, most=100),
            Field("tgl_surat", "Tanggal surat", "Date of the letter", K.DATE, O),
            Auto("diterima", "Diterima tanggal", "Received on", K.DATE),
            Field("agenda", "Nomor agenda", "Agenda number", K.TEXT, O, most=50,
                  help_id="Diisi tata usaha setelah nomor agenda terbit.",
                  help_en="Filled in by the registry once the number is given."),
            Auto("hal", "Hal", "Subject", K.TEXT),
            Field("kecepatan", "Kecepatan", "Urgency", K.CHOICE, O, choices=URGENCY),
            Field("kerahasiaan", "Kerahasiaan", "Confidentiality", K.CHOICE, O,
                  choices=CONFIDENTIALITY),
        )),
        Section("B", "Disposisi", "Disposition", (
            Field("kepada", "Diteruskan kepada", "Forwarded to", K.CHOICE, W),
            Field("harap", "Dengan hormat harap", "You are kindly asked for", K.MANY, O,
                  choices=EXPECTED),
            Field("catatan", "Catatan", "Note", K.LONG_TEXT, O),
            Field("tenggat", "Tenggat", "Due date", K.DATE, O),
            Auto("paraf", "Paraf", "Initials", K.BLOCK),
            Auto("tanggal", "Tanggal", "Date", K.MOMENT),
        )),
    ),
    rules=(
        from_today("tenggat", "Tenggat", "The due date"),
    ),
    initial=_disposition,
)  # fmt: skip

OCCASIONS: Final = (
    Choice("serah-terima", "Serah terima kartu", "Hand-over of a card"),
    Choice("pengembalian", "Pengembalian kartu", "Return of a card"),
    Choice("pemusnahan", "Pemusnahan kartu", "Destruction of a card"),
)
CONDITIONS: Final = (
    Choice("baik", "Baik", "Good"),
    Choice("rusak", "Rusak", "Damaged"),
    ELSE,
)
RECEIPT: Final = Form(
    key="tanda-terima",
    title_id="Tanda Terima/Berita Acara Serah Terima Kartu",
    title_en="Receipt and Record of Hand-over of a Card",
    sections=(
        Section("A", "Berita acara", "Record", (
            Field("judul", "Judul", "Title", K.CHOICE, W, choices=OCCASIONS),
            Auto("nomor", "Nomor", "Number", K.TEXT),
            Auto("hari_tanggal", "Hari dan tanggal", "Day and date", K.DATE),
            Auto("dasar", "Dasar (nomor permintaan)", "Basis (number of the request)", K.TEXT),
        )),
        Section("B", "Para pihak", "Parties", (
            Auto("pihak_kesatu", "PIHAK KESATU", "FIRST PARTY", K.PERSON, columns=OFFICIAL),
            Auto("pihak_kedua", "PIHAK KEDUA", "SECOND PARTY", K.PERSON, columns=OFFICIAL),
        )),
        Section("C", "Kartu", "Card", (
            Auto("nomor_kartu", "Nomor kartu", "Card number", K.TEXT),
            Field("kondisi", "Kondisi", "Condition", K.CHOICE, W, choices=CONDITIONS),
            Auto("kewajiban", "Kewajiban", "Obligations", K.LONG_TEXT),
        )),
        Section("D", "Tanda tangan", "Signatures", (
            Auto("ttd_kesatu", "Tanda tangan PIHAK KESATU", "Signature, FIRST PARTY", K.BLOCK),
            Auto("ttd_kedua", "Tanda tangan PIHAK KEDUA", "Signature, SECOND PARTY", K.BLOCK),
            Auto("mengetahui", "Mengetahui Kasi", "Seen by the Kasi", K.BLOCK),
        )),
    ),
    initial=lambda _: {"judul": "serah-terima", "kondisi": "baik"},
)  # fmt: skip


GUEST_BOOK: Final = Form(
    key="buku-tamu",
    title_id="Buku Tamu Ruang Server",
    title_en="Guest Book of the Server Room",
    sections=(
        Section("A", "Kunjungan", "Visit", (
            Auto("no", "No", "No", K.NUMBER),
            Auto("tanggal", "Tanggal", "Date", K.DATE),
            NAME,
            Field("instansi", "Instansi", "Organisation", K.TEXT, W, most=150),
            Field("jenis_id", "Jenis identitas", "Kind of identity", K.CHOICE, W,
                  choices=IDENTITIES),
            Field("no_id", "Nomor identitas", "Identity number", K.IDENTITY, W, personal=True),
            Auto("paraf", "Paraf", "Initials", K.BLOCK),
            Field("keperluan", "Keperluan", "Purpose", K.LONG_TEXT, W),
            Field("masuk", "Jam masuk", "Time in", K.MOMENT, W),
            Field("keluar", "Jam keluar", "Time out", K.MOMENT, O,
                  help_id="Dikosongkan selama tamu masih di dalam.",
                  help_en="Left empty while the guest is inside."),
            Field("pemberi_izin", "Pemberi izin", "Allowed by", K.NAME, W),
            Field("pendamping", "Pendamping", "Escort", K.NAME, W),
            Field("perangkat", "Perangkat dibawa", "Equipment carried", K.LONG_TEXT, O),
            Field("suhu", "Suhu ruang (°C)", "Room temperature (°C)", K.NUMBER, O,
                  least=-20, most=80),
            Field("catatan", "Catatan", "Note", K.LONG_TEXT, O),
            Auto("manual", "Dicatat manual", "Entered by hand", K.YES_NO),
        )),
    ),
    rules=(
        in_order(
            "masuk", "keluar",
            "Jam keluar mendahului jam masuk; perbaiki salah satunya.",
            "The time out comes before the time in; mend one of them.",
        ),
    ),
)  # fmt: skip
