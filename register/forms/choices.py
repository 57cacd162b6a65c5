"""The answers that more than one form offers.

A list about the open world ends in `lainnya`, which asks for words of one's own; a list that rules
stand on is closed.
"""

from dataclasses import dataclass
from typing import Final

from register.dates import DAYS


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers offered."""

    value: str
    label_id: str
    label_en: str


OTHER: Final = "lainnya"
ELSE: Final = Choice(OTHER, "Lainnya", "Other")

CONFIDENTIALITY: Final = (
    Choice("biasa", "Biasa", "Ordinary"),
    Choice("terbatas", "Terbatas", "Restricted"),
    Choice("rahasia", "Rahasia", "Secret"),
    Choice("sangat-rahasia", "Sangat rahasia", "Top secret"),
)
CATEGORIES: Final = (
    Choice("asn-diskominfo", "ASN Diskominfo", "Civil servant of Diskominfo"),
    Choice("asn-daerah", "ASN perangkat daerah lain", "Civil servant of another local office"),
    Choice(
        "asn-pusat",
        "ASN pusat atau instansi vertikal",
        "Civil servant of the central government or its local branch",
    ),
    Choice("tni-polri", "TNI-Polri", "Armed forces or police"),
    Choice("non-asn", "Non-ASN", "Staff who are not civil servants"),
    Choice("vendor", "Vendor/pihak ketiga", "Vendor or third party"),
    Choice("auditor", "Auditor", "Auditor"),
    Choice("magang", "Magang", "Intern"),
    ELSE,
)
IDENTITIES: Final = (
    Choice("nip", "NIP", "NIP (civil servant)"),
    Choice("nrp", "NRP", "NRP (armed forces, police)"),
    Choice("nik", "NIK-KTP", "NIK (identity card)"),
    Choice("sim", "SIM", "Driving licence"),
    Choice("paspor", "Paspor", "Passport"),
    ELSE,
)
ACCESS_KINDS: Final = (  # from the widest to the narrowest
    Choice("tetap", "Tetap", "Standing"),
    Choice("terjadwal", "Terjadwal", "Scheduled"),
    Choice("sementara", "Sementara", "Temporary"),
    Choice("kunjungan", "Kunjungan sekali masuk", "Single visit"),
)
WEEKDAYS: Final = tuple(
    Choice(str(number), indonesian, english)
    for number, (indonesian, english) in enumerate(zip(DAYS["id"], DAYS["en"], strict=True), 1)
)
DECISIONS: Final = (
    Choice("setuju", "Setuju", "Approve"),
    Choice("tolak", "Tolak", "Reject"),
    Choice("kembalikan", "Kembalikan", "Send back"),
)
PORTRAIT: Final = "foto"
FACE: Final = Choice(PORTRAIT, "Foto wajah", "Portrait")
ATTACHMENTS: Final = (
    Choice("surat-pengantar", "Surat pengantar", "Covering letter"),
    Choice("surat-tugas", "Surat tugas/SPK", "Letter of assignment or work order"),
    Choice("identitas", "Identitas", "Identity document"),
    Choice("nda", "Perjanjian menjaga kerahasiaan", "Non-disclosure agreement"),
    Choice("persetujuan-atasan", "Formulir bertanda tangan atasan", "Form signed by the superior"),
    ELSE,
)
