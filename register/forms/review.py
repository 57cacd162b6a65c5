"""Form 3: the review of access; the evidence beside each decision (R1 to R7)."""

from dataclasses import replace
from typing import Final

from register.forms.choices import ACCESS_KINDS, CATEGORIES, Choice
from register.forms.context import Context
from register.forms.fields import Auto, B, Field, Form, K, O, Section, W
from register.forms.person import OFFICIAL
from register.forms.right import DOORS, HOURS, WEEK
from register.forms.rule import Facts, Rule, broken_when, from_today, in_order
from register.forms.validity_rules import LONGEST
from register.forms.values import Values, day, text, words

REVIEW_KINDS: Final = (
    Choice("berkala", "Berkala", "Periodic"),
    Choice("insidental", "Insidental", "Incidental"),
    Choice("mutasi", "Mutasi", "Transfer of staff"),
)
RISKS: Final = (
    Choice("tidak-aktif", "Tidak aktif > 90 hari", "Not used for more than 90 days"),
    Choice("belum-dipakai", "Belum dipakai", "Never used"),
    Choice("mutasi", "Mutasi", "Moved post"),
    Choice("luar-jam", "Luar jam", "Outside hours"),
    Choice("pintu-ditahan", "Pintu ditahan", "Door held open"),
    Choice("tanpa-pendamping", "Tanpa pendamping", "Without an escort"),
)
KEEP: Final = "tetap"
EXTEND: Final = "perpanjang"
CHANGE: Final = "ubah"
REVIEW_DECISIONS: Final = (
    Choice(KEEP, "Tetap", "Keep"),
    Choice(EXTEND, "Perpanjang s.d.", "Extend until"),
    Choice(CHANGE, "Ubah hari-jam-pintu", "Change days, hours or doors"),
    Choice("bekukan", "Bekukan", "Freeze"),
    Choice("cabut", "Cabut", "Revoke"),
)
COUNTS: Final = (
    Auto("pemegang", "Jumlah pemegang", "Holders", K.NUMBER),
    Auto("aktif", "Aktif", "Active", K.NUMBER),
    Auto("kedaluwarsa", "Kedaluwarsa", "Expired", K.NUMBER),
    Auto("tidak_aktif", "Tidak aktif > 90 hari", "Not used for more than 90 days", K.NUMBER),
    Auto("belum", "Belum pernah dipakai", "Never used", K.NUMBER),
    Auto("luar_jam", "Di luar jam", "Outside hours", K.NUMBER),
    Auto("ditolak", "Ditolak di pintu", "Denied at the door", K.NUMBER),
    Auto("belum_kembali", "Kartu belum kembali", "Cards not returned", K.NUMBER),
)
EVIDENCE: Final = (
    Auto("no", "No", "No", K.NUMBER),
    *(replace(field, automatic=True) for field in OFFICIAL),
    Auto("unit_kerja", "Unit kerja", "Organisational unit", K.TEXT),
    Auto("kategori", "Kategori", "Category", K.CHOICE, choices=CATEGORIES),
    Auto("nomor_kartu", "Nomor kartu", "Card number", K.TEXT),
    Auto("jenis_akses", "Jenis akses", "Kind of access", K.CHOICE, choices=ACCESS_KINDS),
    Auto("pintu_kini", "Pintu", "Door", K.MANY),
    Auto("sampai", "Berlaku s.d.", "Valid until", K.DATE),
    Auto("masuk", "Jumlah masuk dalam periode", "Entries in the period", K.NUMBER),
    Auto("terakhir", "Terakhir masuk", "Last entry", K.MOMENT),
    Auto("luar_jam", "Di luar jam kerja", "Outside office hours", K.NUMBER),
    Auto("ditolak", "Ditolak", "Denied", K.NUMBER),
    Auto("grafik", "13 minggu", "13 weeks", K.BLOCK),
    Auto("risiko", "Tanda risiko", "Signs of risk", K.MANY, choices=RISKS),
)


def _unexplained(values: Values, _: Context) -> Facts | None:
    keeps = text(values, "keputusan") == KEEP
    return broken_when(keeps and bool(words(values, "risiko")) and "alasan" not in values)


def _too_far(values: Values, context: Context) -> Facts | None:
    longest = LONGEST.get(text(values, "jenis_akses"), LONGEST["sementara"])
    latest, limit = longest(context.today, context.limits)
    end = day(values, "perpanjang_sampai")
    return broken_when(end > latest, end=end, limit=limit, latest=latest)


def _changes_nothing(values: Values, _: Context) -> Facts | None:
    changes = text(values, "keputusan") == CHANGE
    return broken_when(changes and not {"hari", "jam", "pintu"} & set(values))


REVIEW_DECISION: Final = Form(
    key="keputusan-review",
    title_id="Keputusan Review",
    title_en="Decision of the Review",
    sections=(
        Section("A", "Keputusan", "Decision", (
            Field("dibutuhkan", "Masih dibutuhkan?", "Still needed?", K.YES_NO, O),
            Field("keputusan", "Keputusan", "Decision", K.CHOICE, W, choices=REVIEW_DECISIONS),
            Field("perpanjang_sampai", "Perpanjang s.d.", "Extend until", K.DATE, B),
            *(replace(field, required=O) for field in (WEEK, HOURS, DOORS)),
            Field("alasan", "Alasan/catatan", "Reason or note", K.LONG_TEXT, B, most=500),
            Auto("oleh", "Diputuskan oleh", "Decided by", K.NAME),
            Auto("waktu", "Waktu", "Time", K.MOMENT),
        )),
    ),
    conditions={
        "perpanjang_sampai": lambda values: text(values, "keputusan") == EXTEND,
    },
    rules=(
        Rule(
            "alasan", ("keputusan",), _unexplained,
            "Pemegang ini memiliki tanda risiko; tulis alasan mengapa aksesnya tetap.",
            "This holder shows signs of risk; write why access is kept.",
            missing=True,
        ),
        from_today("perpanjang_sampai", "Perpanjang s.d.", "Extend until"),
        Rule(
            "perpanjang_sampai", ("perpanjang_sampai",), _too_far,
            "Perpanjang s.d. {end} melebihi {limit} sejak hari ini; pilih {latest} atau"
            " sebelumnya.",
            "Extend until {end} is more than {limit} from today; choose {latest} or an earlier"
            " day.",
        ),
        Rule(
            "keputusan", ("keputusan",), _changes_nothing,
            "Keputusan ubah belum menyebut hari, jam, atau pintu; isi yang diubah.",
            "The decision to change names no days, hours or doors; fill in what changes.",
            missing=True,
        ),
    ),
)  # fmt: skip
"""Of one row; `Context.given` holds its `risiko` and `jenis_akses`."""

ANOMALY: Final = (
    Field("uraian", "Uraian", "Description", K.TEXT, W, most=500),
    Field("penanggung_jawab", "Penanggung jawab", "Responsible", K.NAME, W),
    Field("tenggat", "Tenggat", "Due date", K.DATE, W),
    Field("status", "Status", "Status", K.CHOICE, W, choices=(
        Choice("terbuka", "Terbuka", "Open"),
        Choice("selesai", "Selesai", "Done"),
    )),
)  # fmt: skip


REVIEW: Final = Form(
    key="review",
    title_id="Formulir Review Akses Ruang Server",
    title_en="Review of Access to the Server Room",
    sections=(
        Section("A", "Kepala", "Heading", (
            Auto("nomor", "Nomor review", "Review number", K.TEXT),
            Field("periode_dari", "Periode dari", "Period from", K.DATE, W),
            Field("periode_sampai", "Periode sampai", "Period until", K.DATE, W),
            Field("jenis", "Jenis", "Kind", K.CHOICE, W, choices=REVIEW_KINDS),
            Field("mulai", "Tanggal mulai", "Begins on", K.DATE, W),
            Field("tenggat", "Tenggat", "Due date", K.DATE, W,
                  help_id="Pemegang yang belum direview pada tenggat kehilangan akses dengan"
                          " sendirinya.",
                  help_en="A holder who is not reviewed by then loses access by himself."),
            Field("dasar", "Dasar", "Basis", K.TEXT, O, most=300),
            Auto("pereview", "Pereview", "Reviewer", K.PERSON, columns=OFFICIAL),
            Field("cakupan_pintu", "Cakupan pintu", "Doors covered", K.MANY, W),
            Field("cakupan_unit", "Cakupan unit", "Units covered", K.TEXT, O, most=300),
            Auto("snapshot", "Snapshot daftar akses pada", "Snapshot of the register at", K.RECORD,
                 columns=(
                     Auto("waktu", "Waktu", "Time", K.MOMENT),
                     Auto("hash", "Hash", "Hash", K.TEXT),
                 )),
            Auto("ringkasan", "Ringkasan", "Summary", K.RECORD, columns=COUNTS),
        )),
        Section("B", "Pemegang", "Holders", (
            Auto("pemegang", "Pemegang", "Holders", K.ROWS,
                 columns=(*EVIDENCE, *REVIEW_DECISION.fields)),
        )),
        Section("C", "Penutup", "Conclusion", (
            Auto("log", "Log pintu ditinjau", "Door log reviewed", K.RECORD, columns=(
                Auto("filter", "Filter", "Filter", K.TEXT),
                Auto("jumlah", "Jumlah", "Count", K.NUMBER),
                Auto("utuh", "Rantai hash utuh", "Hash chain whole", K.YES_NO),
            )),
            Field("anomali", "Anomali dan tindak lanjut", "Anomalies and what follows", K.ROWS, O,
                  most=100, columns=ANOMALY),
            Field("kesimpulan", "Kesimpulan", "Conclusion", K.LONG_TEXT, W),
            Auto("ttd", "Tanda tangan Kasi", "Signature of the Kasi", K.BLOCK),
            Auto("mengetahui", "Mengetahui Kabid", "Seen by the Kabid", K.BLOCK),
            Auto("qr", "QR", "QR", K.BLOCK),
        )),
    ),
    rules=(
        in_order(
            "periode_dari", "periode_sampai",
            "Periode sampai {last} mendahului periode dari {first}; perbaiki salah satunya.",
            "The period until {last} ends before it begins on {first}; mend one of them.",
        ),
        in_order(
            "mulai", "tenggat",
            "Tenggat {last} mendahului tanggal mulai {first}; pilih hari itu atau sesudahnya.",
            "The due date {last} comes before the review begins on {first}; choose that day or a"
            " later one.",
        ),
    ),
    initial=lambda _: {"jenis": "berkala"},
)  # fmt: skip
