"""What the SOP's steps add to a request: sections G to K, printed and never filled in by hand."""

from typing import Final

from register.forms.fields import Auto, K, Section
from register.forms.papers import DISPOSITION
from register.forms.right import RIGHT
from register.forms.steps import DECISION, VERIFICATION

VERIFIABLE: Final = Auto(
    "qr", "Kode verifikasi dan QR", "Verification code and QR", K.RECORD, columns=(
        Auto("kode", "Kode", "Code", K.TEXT),
        Auto("sha256", "SHA-256", "SHA-256", K.TEXT),
        Auto("dicetak", "Dicetak pada", "Printed at", K.MOMENT),
        Auto("halaman", "Halaman", "Page", K.TEXT),
    ),
)  # fmt: skip
CARD: Final = (
    Auto("nomor_kartu", "Nomor kartu", "Card number", K.TEXT),
    Auto("uid", "UID (4 angka terakhir)", "UID (last 4 digits)", K.TEXT),
    Auto("tgl_terbit", "Tanggal terbit", "Issued on", K.DATE),
    Auto("sampai", "Berlaku s.d.", "Valid until", K.DATE),
    Auto("operator", "Operator", "Operator", K.NAME),
    Auto("uji_tap", "Uji tap berhasil", "Test tap succeeded", K.YES_NO),
    Auto("tanda_terima", "Tanda terima/BAST pemegang", "Receipt of the holder", K.TEXT),
)
OUTCOME: Final = (
    Section("G", "Persetujuan", "Approval", (
        Auto("langkah", "Persetujuan", "Approvals", K.ROWS, columns=DECISION.fields),
        Auto("disposisi", "Lembar disposisi", "Disposition sheet", K.ROWS,
             columns=DISPOSITION.fields),
    )),
    Section("H", "Verifikasi Kasi", "The Kasi's verification", (
        Auto("verifikasi", "Verifikasi", "Verification", K.RECORD, columns=VERIFICATION.fields),
    )),
    Section("I", "Persetujuan Kabid", "The Kabid's approval", (
        Auto("final", "Hak akses final", "Final right of access", K.RECORD, columns=RIGHT),
    )),
    Section("J", "Penerbitan", "Issue", (
        Auto("kartu", "Kartu", "Card", K.RECORD, columns=CARD),
    )),
    Section("K", "Verifikasi dokumen", "Verification of the document", (VERIFIABLE,)),
)  # fmt: skip
