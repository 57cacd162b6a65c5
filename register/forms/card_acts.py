"""What each act at the operator's desk asks for: the words of its record (BAST, berita acara)."""

from collections.abc import Mapping
from typing import Final

from register.forms.choices import Choice
from register.forms.fields import Field, Form, K, O, Section, W
from register.forms.papers import CONDITIONS
from register.forms.rule import Rule, broken_when
from register.forms.values import text

WHY: Final = Field("alasan", "Alasan", "Reason", K.LONG_TEXT, W, most=500)
WAYS: Final = (
    Choice("dipotong", "Dipotong", "Cut up"),
    Choice("dihapus", "Isinya dihapus", "Wiped"),
    Choice("dilubangi", "Dilubangi", "Punched"),
)
WITNESSES: Final = (
    Field("saksi_1", "Saksi pertama", "First witness", K.CHOICE, W),
    Field("saksi_2", "Saksi kedua", "Second witness", K.CHOICE, W),
)


def _form(
    key: str, title_id: str, title_en: str, *fields: Field, rules: tuple[Rule, ...] = ()
) -> Form:
    return Form(
        key=key,
        title_id=title_id,
        title_en=title_en,
        sections=(Section("A", title_id, title_en, fields),),
        rules=rules,
    )


SHEETS: Final[Mapping[str, Form]] = {
    form.key: form
    for form in (
        _form("bekukan", "Bekukan kartu", "Freeze the card", WHY),
        _form("hilang", "Laporkan hilang", "Report it lost",
            Field("alasan", "Kapan dan di mana terakhir terlihat",
                  "When and where it was last seen", K.LONG_TEXT, W, most=500)),
        _form("ditemukan", "Catat ditemukan", "Record that it was found",
            Field("alasan", "Di mana ditemukan, dan oleh siapa", "Where it was found, and by whom",
                  K.LONG_TEXT, W, most=500)),
        _form("rusak", "Catat rusak", "Record that it is damaged", WHY),
        _form("dikembalikan", "Terima pengembalian kartu", "Take the card back",
            Field("kondisi", "Kondisi kartu", "Condition of the card", K.CHOICE, W,
                  choices=CONDITIONS),
            Field("penerima", "Diterima oleh", "Received by", K.CHOICE, W),
            Field("ke_stok", "Masuk kembali ke persediaan", "Goes back into the stock",
                  K.YES_NO, W),
            Field("alasan", "Keterangan", "Remark", K.LONG_TEXT, O, most=500)),
        _form("dimusnahkan", "Musnahkan kartu", "Destroy the card",
            Field("cara", "Cara pemusnahan", "How it is destroyed", K.CHOICE, W, choices=WAYS),
            *WITNESSES, WHY,
            rules=(
                Rule("saksi_2", ("saksi_1", "saksi_2"),
                     lambda values, _: broken_when(
                         text(values, "saksi_1") == text(values, "saksi_2")),
                     "Kedua saksi adalah orang yang sama; pilih dua orang.",
                     "Both witnesses are the same person; choose two."),
            )),
    )
}  # fmt: skip
"""By the act's key (`register.card_life.ACTS`)."""
