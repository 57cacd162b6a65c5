"""The monthly report of the door's log: what was counted, what was found, who stands behind it."""

from typing import Final

from register.forms.choices import Choice
from register.forms.fields import Auto, Form, K, Section

STANDINGS: Final = (
    Choice("terbuka", "Terbuka", "Open"),
    Choice("ditangani", "Ditangani", "In hand"),
    Choice("selesai", "Selesai", "Done"),
)
FINDING: Final = (
    Auto("waktu", "Waktu", "Time", K.MOMENT),
    Auto("temuan", "Temuan", "Finding", K.CHOICE),
    Auto("tingkat", "Tingkat", "Severity", K.CHOICE),
    Auto("orang", "Orang (nama samaran)", "Person (pseudonym)", K.TEXT),
    Auto("keadaan", "Keadaan", "State", K.CHOICE, choices=STANDINGS),
    Auto("tindak_lanjut", "Tindak lanjut", "What was done", K.TEXT),
)
LOG_REPORT: Final = Form(
    key="laporan-log",
    title_id="Laporan Bulanan Log Pintu Ruang Server",
    title_en="Monthly Report of the Server Room's Door Log",
    sections=(
        Section("A", "Kepala", "Heading", (
            Auto("bulan", "Bulan", "Month", K.TEXT),
            Auto("baris", "Baris log", "Lines of the log", K.NUMBER),
            Auto("dari_baris", "Baris pertama", "First line", K.NUMBER),
            Auto("sampai_baris", "Baris terakhir", "Last line", K.NUMBER),
            Auto("rantai", "Rantai hash pada baris terakhir", "Hash chain at the last line",
                 K.TEXT),
        )),
        Section("B", "Ringkasan", "Summary", (
            Auto("masuk", "Masuk", "Entries", K.NUMBER),
            Auto("ditolak", "Ditolak", "Denied", K.NUMBER),
            Auto("keluar", "Keluar", "Exits", K.NUMBER),
            Auto("luar_jam", "Masuk di luar jam kerja", "Entries outside office hours", K.NUMBER),
            Auto("alasan", "Alasan penolakan", "Reasons of denial", K.ROWS, columns=(
                Auto("sebab", "Alasan", "Reason", K.CHOICE),
                Auto("jumlah", "Jumlah", "Count", K.NUMBER),
            )),
        )),
        Section("C", "Temuan", "Findings", (
            Auto("temuan", "Temuan dan tindak lanjut", "Findings and what was done", K.ROWS,
                 columns=FINDING),
            Auto("catatan", "Catatan Kasi", "Note of the Kasi", K.LONG_TEXT),
        )),
        Section("D", "Pengesahan", "Signatures", (
            Auto("ttd", "Tanda tangan Kasi", "Signature of the Kasi", K.BLOCK),
            Auto("mengetahui", "Mengetahui Kabid", "Seen by the Kabid", K.BLOCK),
        )),
    ),
)  # fmt: skip
"""Read from what the Kasi signed; nobody fills it in."""
