"""What an official adds to a request at his step: a decision, the Kasi's verification."""

from collections.abc import Mapping
from typing import Final

from register.forms.choices import DECISIONS, Choice
from register.forms.fields import Auto, B, Condition, Field, Form, K, Section, W
from register.forms.person import OFFICIAL
from register.forms.right import APPROVED, alone, escorted, with_escort
from register.forms.rule import Rule, broken_when
from register.forms.validity_rules import RULES
from register.forms.values import Values, text

ACTING: Final = (
    Choice("plt", "Plt.", "Acting (Plt.)"),
    Choice("plh", "Plh.", "Acting day by day (Plh.)"),
)
NOTE: Final = Field("catatan", "Catatan", "Note", K.LONG_TEXT, B)


def _declines(key: str) -> Condition:
    return lambda values: text(values, key) in ("tolak", "kembalikan")


def _approves(values: Values) -> bool:
    return text(values, "hasil") == "setuju"


DECISION: Final = Form(
    key="keputusan",
    title_id="Persetujuan",
    title_en="Approval",
    sections=(
        Section("G", "Persetujuan", "Approval", (
            Field("keputusan", "Keputusan", "Decision", K.CHOICE, W, choices=DECISIONS),
            NOTE,
            *(Auto(f.key, f.label_id, f.label_en, f.kind, personal=f.personal) for f in OFFICIAL),
            Auto("pejabat", "Plt./Plh.", "Acting official", K.RECORD, columns=(
                Field("jenis", "Plt./Plh.", "Plt. or Plh.", K.CHOICE, W, choices=ACTING),
                Field("nomor", "Nomor surat perintah", "Number of the order", K.TEXT, W),
                Field("tanggal", "Tanggal surat perintah", "Date of the order", K.DATE, W),
                Field("mulai", "Masa surat perintah mulai", "In force from", K.DATE, W),
                Field("sampai", "Masa surat perintah sampai", "In force until", K.DATE, W),
            )),
            Auto("rangkap", "Rangkap", "Holds two posts", K.YES_NO),
            Auto("waktu", "Waktu", "Time", K.MOMENT),
            Auto("cara", "Cara otentikasi", "Way of authentication", K.TEXT),
            Auto("hash", "Hash baris", "Hash of the row", K.TEXT),
        )),
    ),
    conditions={"catatan": _declines("keputusan")},
)  # fmt: skip


def _fails(key: str, id_: str, en: str) -> Rule:
    """Return the rule that a check which failed approves nothing."""
    return Rule(
        key, (key, "hasil"),
        lambda values, _: broken_when(_approves(values) and values[key] is False),
        f"{id_} Kembalikan atau tolak permintaannya.",
        f"{en} Send the request back, or reject it.",
    )  # fmt: skip


CHECKS: Final = (
    _fails("identitas_cocok", "Identitas tidak cocok.", "The identity does not match."),
    _fails("penugasan_sah", "Penugasan tidak sah.", "The assignment is not valid."),
    _fails("jenis_sesuai", "Jenis akses yang disetujui tidak sesuai; persempit lebih dahulu.",
           "The kind of access approved is not fitting; narrow it first."),
)  # fmt: skip
VERIFIED: Final[Mapping[str, Condition]] = {
    "catatan": _declines("hasil"),
    **{field.key: _approves for field in APPROVED},
    "didampingi": lambda values: _approves(values) and alone(values),
    "pendamping": lambda values: _approves(values) and with_escort(values),
}
VERIFICATION: Final = Form(
    key="verifikasi",
    title_id="Verifikasi Kasi",
    title_en="The Kasi's verification",
    sections=(
        Section("H1", "Verifikasi", "Verification", (
            Field("identitas_cocok", "Identitas cocok", "Identity matches", K.YES_NO, W),
            Field("penugasan_sah", "Penugasan sah", "Assignment is valid", K.YES_NO, W),
            Field("jenis_sesuai", "Jenis akses sesuai", "Kind of access is fitting", K.YES_NO, W),
            Field("pernah_ditolak", "Pernah ditolak/dicabut", "Rejected or revoked before",
                  K.YES_NO, W),
        )),
        Section("H2", "Jenis akses dan masa yang disetujui", "Access and validity approved",
                APPROVED),
        Section("H3", "Hasil", "Result", (
            Field("hasil", "Hasil", "Result", K.CHOICE, W, choices=DECISIONS,
                  help_id="Yang disetujui hanya dapat lebih sempit daripada yang diminta.",
                  help_en="What is approved can only be narrower than what was asked for."),
            NOTE,
        )),
    ),
    conditions=VERIFIED,
    forced={"didampingi": escorted},
    rules=(*RULES, *CHECKS),
)  # fmt: skip
