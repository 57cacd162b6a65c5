"""The mutasi day: one personnel decree, and what it changes for each person."""

from typing import Final

from register.forms.choices import Choice
from register.forms.fields import B, Field, Form, K, O, Section, W
from register.forms.rule import Facts, Rule, broken_when
from register.forms.staff import ROLES
from register.forms.values import Values, rows, text
from register.workflow import Role

STAYS: Final = "tetap"
FREEZES: Final = frozenset({"mutasi", "pensiun"})
CARDS: Final = (
    Choice(STAYS, "Tetap berlaku", "Stay in force"),
    Choice("mutasi", "Bekukan dan ajukan penghapusan: mutasi", "Freeze and remove: transfer"),
    Choice("pensiun", "Bekukan dan ajukan penghapusan: pensiun", "Freeze and remove: retirement"),
)
GIVEN: Final = tuple(
    choice
    for choice in ROLES
    if choice.value not in (Role.ADMINISTRATOR, Role.AUDITOR, Role.REGISTRY)
)
"""Posts that a decree gives on this page; the others are the administrator's to give."""
OF_PLT: Final = ("plt_mulai", "plt_sampai", "plt_nomor", "plt_tanggal")
MOST: Final = 30  # people of one decree

ROWS: Final = Field(
    "baris", "Yang berubah", "What changes", K.ROWS, W, most=MOST, columns=(
        Field("orang", "Pejabat atau pegawai", "Official or member of staff", K.CHOICE, W),
        Field("jabatan", "Jabatan baru", "New position", K.TEXT, O, most=150,
              help_id="Dikosongkan: jabatannya pada data pegawai tidak berubah.",
              help_en="Left empty: the position on record stays."),
        Field("unit", "Unit kerja baru", "New unit", K.TEXT, O, most=100),
        Field("peran", "Jabatan SOP yang diberikan", "Post of the SOP that is given", K.CHOICE, O,
              choices=GIVEN),
        Field("akhiri", "Akhiri jabatan SOP yang dipegang sekarang",
              "End the posts of the SOP that he holds now", K.YES_NO, W),
        Field("plt", "Plt. yang menggantikan", "Who stands in (Plt.)", K.CHOICE, O,
              help_id="Untuk jabatan SOP yang ditinggalkan.",
              help_en="For the posts of the SOP that are left."),
        Field("plt_mulai", "Plt. mulai tanggal", "Stands in from", K.DATE, O,
              help_id="Dikosongkan: sejak keputusan berlaku.",
              help_en="Left empty: from when the decree takes effect."),
        Field("plt_sampai", "Plt. sampai dengan", "Stands in until", K.DATE, B),
        Field("plt_nomor", "Nomor surat perintah Plt.", "Number of his surat perintah", K.TEXT, B,
              most=100, help_id="Dikosongkan: keputusan ini juga surat perintahnya.",
              help_en="Left empty: this decree is his surat perintah too."),
        Field("plt_tanggal", "Tanggal surat perintah Plt.", "Date of his surat perintah",
              K.DATE, B),
        Field("kartu", "Kartu yang dipegang", "Cards that he holds", K.CHOICE, W, choices=CARDS),
    ),
)  # fmt: skip


def _twice(values: Values) -> bool:
    people = [text(row, "orang") for row in rows(values, "baris")]
    return len(set(people)) < len(people)


def _stands_in_alone(values: Values) -> bool:
    return any(
        bool(row.get("plt")) and (row.get("akhiri") is not True or row.get("plt") == row["orang"])
        for row in rows(values, "baris")
        if row.get("orang")
    )


def _ordered_for_nobody(values: Values) -> bool:
    return any(
        not row.get("plt") and any(row.get(key) for key in OF_PLT) for row in rows(values, "baris")
    )


def _begins_too_early(values: Values) -> bool:
    tmt = text(values, "tmt")
    return any(bool(tmt) and "" < text(row, "plt_mulai") < tmt for row in rows(values, "baris"))


def _given_nothing(values: Values) -> bool:
    return any(bool(row.get("peran")) and not row.get("jabatan") for row in rows(values, "baris"))


def _breach(broken: bool) -> Facts | None:  # noqa: FBT001 - what a rule finds
    return broken_when(broken)


MUTATION: Final = Form(
    key="mutasi", title_id="Mutasi", title_en="Mutasi day",
    sections=(
        Section("A", "Keputusan kepegawaian", "The personnel decree", (
            Field("nomor", "Nomor keputusan", "Number of the decree", K.TEXT, W, most=100),
            Field("tanggal", "Tanggal keputusan", "Date of the decree", K.DATE, W),
            Field("tmt", "Terhitung mulai tanggal", "Effective from", K.DATE, W,
                  help_id="Jabatan berakhir dan mulai pada pukul 00.00 hari itu, paling cepat"
                          " sekarang: tidak ada yang berlaku surut.",
                  help_en="Posts end and begin at midnight of that day, but not before now:"
                          " nothing reaches back."),
        )),
        Section("B", "Perubahan", "Changes", (ROWS,)),
    ),
    conditions={
        "baris.plt_sampai": lambda values: bool(values.get("plt")),
        "baris.plt_nomor": lambda values: bool(values.get("plt_tanggal")),
        "baris.plt_tanggal": lambda values: bool(values.get("plt_nomor")),
    },
    rules=(
        Rule("baris", ("baris",), lambda values, _: _breach(_twice(values)),
             "Seorang pegawai ditulis lebih dari sekali; satukan barisnya.",
             "Somebody is written more than once; put his rows together."),
        Rule("baris", ("baris",), lambda values, _: _breach(_stands_in_alone(values)),
             "Plt. menggantikan orang lain yang jabatannya diakhiri; periksa barisnya.",
             "A Plt. stands in for another whose post ends; look at the rows."),
        Rule("baris", ("baris",), lambda values, _: _breach(_ordered_for_nobody(values)),
             "Masa dan surat perintah Plt. terisi tanpa Plt.; pilih orangnya atau kosongkan.",
             "A term or a surat perintah stands there without a Plt.; choose him or clear it."),
        Rule("baris", ("baris", "tmt"), lambda values, _: _breach(_begins_too_early(values)),
             "Plt. mulai paling cepat pada hari keputusan berlaku; periksa barisnya.",
             "A Plt. begins on the day the decree takes effect, or later; look at the rows."),
        Rule("baris", ("baris",), lambda values, _: _breach(_given_nothing(values)),
             "Jabatan SOP yang diberikan memerlukan nama jabatan baru.",
             "A post of the SOP that is given needs the name of the new position."),
    ),
)  # fmt: skip
