"""A row of an existing paper list as it enters the register on day one (form 2's own columns)."""

from dataclasses import replace
from typing import Final

from register.forms import ranks
from register.forms.choices import CATEGORIES, IDENTITIES
from register.forms.context import Context
from register.forms.fields import B, Field, FieldKind, Form, K, Need, O, Section, W
from register.forms.register_list import REGISTER_LIST
from register.forms.request_rules import civil_servant
from register.forms.right import (
    DOORS,
    END,
    ESCORT,
    ESCORTED,
    HOURS,
    KIND,
    START,
    WEEK,
    alone,
    escorted,
    with_escort,
)
from register.forms.rule import Facts, Rule, broken_when, from_today, in_order
from register.forms.values import Values, day, text

LABELS: Final = {field.key: field for field in REGISTER_LIST.fields}


def _called(field: Field) -> Field:
    """Return a field that is called as the register itself calls it."""
    called = LABELS[field.key]
    return replace(field, label_id=called.label_id, label_en=called.label_en)


def _column(
    key: str, kind: FieldKind, need: Need = O, *, least: int = 0, most: int = 1000
) -> Field:
    return _called(Field(key, "", "", kind, need, least=least, most=most))


def _no_rank(values: Values, _: Context) -> Facts | None:
    wanting = civil_servant(values) and text(values, "golongan") == ranks.NONE
    return broken_when(wanting)


def _to_come(values: Values, context: Context) -> Facts | None:
    return broken_when(day(values, "mulai") > context.today, day=day(values, "mulai"))


HOLDER: Final = (
    _column("nama", K.NAME, W),
    Field("kategori", "Kategori", "Category", K.CHOICE, W, choices=CATEGORIES[:-1]),
    Field("jenis_id", "Jenis identitas", "Kind of identity", K.CHOICE, W, choices=IDENTITIES),
    replace(_column("no_id", K.IDENTITY, W), personal=True),
    replace(_column("golongan", K.CHOICE, B), choices=ranks.RANKS),
    _column("jabatan", K.TEXT, W, most=100),
    _column("unit_kerja", K.TEXT, W, most=100),
    _column("instansi", K.TEXT, W, most=150),
    Field("hp", "Nomor HP", "Mobile number", K.PHONE, O, personal=True),
    Field("email", "Pos-el", "E-mail", K.EMAIL, O, personal=True),
)
ACCESS: Final = (
    _called(DOORS),
    replace(KIND, choices=KIND.choices[:-1]),  # a visit of before is over
    WEEK,
    HOURS,
    _column("nomor_kartu", K.TEXT, most=50),
    _column("keperluan", K.LONG_TEXT, W, least=3),
    _column("tgl_persetujuan", K.DATE),
    _column("disetujui", K.TEXT, most=100),
    _column("diterbitkan", K.TEXT, most=100),
    _column("tgl_terbit", K.DATE),
    START,
    END,
    _called(ESCORTED),
    ESCORT,
    _column("keterangan", K.LONG_TEXT, most=500),
)
FIRST_ROW: Final = Form(
    key="daftar-awal",
    title_id="Daftar Awal Akses Ruang Server",
    title_en="First List of Access to the Server Room",
    sections=(Section("A", "Pemegang", "Holder", HOLDER), Section("B", "Akses", "Access", ACCESS)),
    conditions={"golongan": civil_servant, "didampingi": alone, "pendamping": with_escort},
    forced={"didampingi": escorted},
    rules=(
        Rule(
            "golongan", ("kategori", "golongan"), _no_rank,
            "Pangkat/Gol. ASN wajib diisi, misalnya III/c; tanda strip hanya untuk selain ASN.",
            "A civil servant's rank is wanted, as III/c; the dash is for others only.",
        ),
        Rule(
            "mulai", ("mulai",), _to_come,
            "Berlaku mulai {day} belum tiba; daftar awal memuat akses yang sudah berjalan.",
            "Valid from {day} is yet to come; a first list has what is in force.",
        ),
        from_today("sampai", "Berlaku sampai", "Valid until"),
        in_order(
            "mulai", "sampai",
            "Berlaku sampai {last} mendahului berlaku mulai {first}.",
            "Valid until {last} comes before valid from {first}.",
        ),
    ),
)  # fmt: skip
