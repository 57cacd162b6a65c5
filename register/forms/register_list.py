"""Form 2: the register of access, one row a grant; a projection of events that nobody edits."""

from typing import Final

from ledger.access import CardState
from register.forms.choices import ACCESS_KINDS, CATEGORIES, Choice
from register.forms.fields import Auto, Form, K, Section
from register.forms.ranks import RANKS

EXPIRED: Final = "expired"  # no state of a card: its grant has run out
STATUSES: Final = (
    Choice(CardState.NOT_HANDED_OVER, "Belum diserahkan", "Not handed over"),
    Choice(CardState.ACTIVE, "Aktif", "Active"),
    Choice(CardState.FROZEN, "Dibekukan", "Frozen"),
    Choice(EXPIRED, "Kedaluwarsa", "Expired"),
    Choice(CardState.LOST, "Hilang", "Lost"),
    Choice(CardState.REVOKED, "Dicabut", "Revoked"),
    Choice(CardState.RETURNED, "Dikembalikan", "Returned"),
    Choice(CardState.DAMAGED, "Rusak", "Damaged"),
    Choice(CardState.DESTROYED, "Dimusnahkan", "Destroyed"),
)
SAYS: Final = {each.value: (each.label_id.lower(), each.label_en.lower()) for each in STATUSES}
"""What a status is called within a sentence, in Indonesian and English."""
RESULT: Final = (
    Auto("tanggal", "Tanggal", "Date", K.DATE),
    Auto("hasil", "Hasil", "Result", K.TEXT),
)
REVOCATION: Final = (
    Auto("tanggal", "Tanggal", "Date", K.DATE),
    Auto("alasan", "Alasan", "Reason", K.TEXT),
)

REGISTER_LIST: Final = Form(
    key="daftar-akses",
    title_id="Formulir Daftar Akses Ruang Server",
    title_en="Register of Access to the Server Room",
    sections=(
        Section("A", "Pemegang", "Holder", (
            Auto("no", "No urut", "No", K.NUMBER),
            Auto("nomor", "Nomor permintaan", "Request number", K.TEXT),
            Auto("nama", "Nama", "Name", K.NAME),
            Auto("no_id", "NIP/No. identitas", "NIP or identity number", K.TEXT, personal=True),
            Auto("golongan", "Pangkat/Gol.", "Rank", K.CHOICE, choices=RANKS),
            Auto("jabatan", "Jabatan", "Position", K.TEXT),
            Auto("unit_kerja", "Unit kerja", "Organisational unit", K.TEXT),
            Auto("instansi", "Instansi", "Organisation", K.TEXT),
            Auto("kategori", "Kategori", "Category", K.CHOICE, choices=CATEGORIES),
        )),
        Section("B", "Akses", "Access", (
            Auto("pintu", "Pintu", "Door", K.MANY),
            Auto("jenis_akses", "Jenis akses", "Kind of access", K.CHOICE, choices=ACCESS_KINDS),
            Auto("hari_jam", "Hari/jam", "Days and hours", K.TEXT),
            Auto("nomor_kartu", "Nomor kartu", "Card number", K.TEXT),
            Auto("uid", "UID", "UID", K.TEXT),
            Auto("keperluan", "Keperluan", "Purpose", K.LONG_TEXT),
            Auto("tgl_persetujuan", "Tanggal persetujuan", "Approved on", K.DATE),
            Auto("disetujui", "Disetujui oleh", "Approved by", K.NAME),
            Auto("diterbitkan", "Diterbitkan oleh", "Issued by", K.NAME),
            Auto("tgl_terbit", "Tanggal terbit", "Issued on", K.DATE),
            Auto("mulai", "Berlaku mulai", "Valid from", K.DATE),
            Auto("sampai", "Berlaku sampai", "Valid until", K.DATE),
            Auto("didampingi", "Pendamping wajib", "Escort required", K.YES_NO),
        )),
        Section("C", "Keadaan", "State", (
            Auto("status", "Status", "Status", K.CHOICE, choices=STATUSES),
            Auto("serah_terima", "Tanggal serah terima", "Handed over on", K.DATE),
            Auto("terakhir", "Terakhir dipakai", "Last used", K.MOMENT),
            Auto("review", "Review terakhir", "Last review", K.RECORD, columns=RESULT),
            Auto("review_berikut", "Review berikut", "Next review", K.DATE),
            Auto("pencabutan", "Tanggal & alasan pencabutan", "Date and reason of revocation",
                 K.RECORD, columns=REVOCATION),
            Auto("penghapusan", "Nomor permintaan penghapusan", "Removal request number", K.TEXT),
            Auto("kembali", "Kartu dikembalikan", "Card returned on", K.DATE),
            Auto("pembaca", "Status di pembaca", "State at the reader", K.TEXT),
            Auto("keterangan", "Keterangan", "Remarks", K.LONG_TEXT),
            Auto("paraf", "Paraf Kasi", "Initials of the Kasi", K.BLOCK),
        )),
    ),
)  # fmt: skip
