"""What the administrator fills in: a person, a post, its end, the evidence of a qualification."""

from typing import Final

from register.capacity import Capacity
from register.forms.choices import CATEGORIES, Choice
from register.forms.fields import B, Field, Form, K, O, Section, W
from register.forms.person import NAME, POST
from register.forms.rule import in_order
from register.forms.values import Values, text
from register.workflow import Role

ROLES: Final = (
    Choice(Role.KADIS, "Kadis", "Kadis (head of the office)"),
    Choice(Role.SECRETARY, "Sekretaris Dinas", "Secretary of the office"),
    Choice(Role.KABID, "Kabid", "Kabid (head of division)"),
    Choice(Role.KASI, "Kasi", "Kasi (head of section)"),
    Choice(Role.OPERATOR, "Operator", "Operator"),
    Choice(Role.REGISTRY, "Tata usaha", "Registry"),
    Choice(Role.AUDITOR, "Auditor", "Auditor"),
    Choice(Role.ADMINISTRATOR, "Administrator", "Administrator"),
)
CAPACITIES: Final = (
    Choice(Capacity.OWN, "Definitif", "In his own right"),
    Choice(Capacity.ACTING, "Plt. (pelaksana tugas)", "Plt. (acting, post vacant)"),
    Choice(Capacity.DAILY, "Plh. (pelaksana harian)", "Plh. (acting, holder absent)"),
)
PERSON: Final = Form(
    key="orang", title_id="Orang baru", title_en="A new person",
    sections=(
        Section("", "", "", (
            NAME,
            Field("nip", "NIP", "NIP", K.NIP, O, personal=True,
                  help_id="Orang yang NIP-nya sudah dikenal tidak dibuat dua kali.",
                  help_en="Somebody whose NIP is known already is not made twice."),
            Field("kategori", "Kategori", "Category", K.CHOICE, W, choices=CATEGORIES),
            POST,
            Field("unit_kerja", "Unit kerja", "Organisational unit", K.TEXT, O, most=100),
            Field("instansi", "Instansi", "Institution", K.TEXT, O, most=150),
            Field("email", "Pos-el", "E-mail", K.EMAIL, O, personal=True),
            Field("hp", "Nomor HP", "Mobile number", K.PHONE, O, personal=True),
        )),
    ),
)  # fmt: skip


def acting(values: Values) -> bool:
    """Whether somebody stands in by a surat perintah."""
    return text(values, "kapasitas") in (Capacity.ACTING, Capacity.DAILY)


START: Final = Field(
    "mulai", "Mulai", "From", K.DATE, W,
    help_id="Berlaku sejak pukul 00.00 hari itu.", help_en="Holds from midnight of that day.",
)  # fmt: skip
APPOINTMENT: Final = Form(
    key="jabatan", title_id="Tetapkan jabatan", title_en="Give a post",
    sections=(
        Section("", "", "", (
            Field("peran", "Peran dalam SOP", "Role in the SOP", K.CHOICE, W, choices=ROLES),
            Field("orang", "Pejabat", "Holder", K.CHOICE, W),
            Field("sebutan", "Nama jabatan, seperti dicetak", "Title, as printed", K.TEXT, W,
                  most=150,
                  help_id="Contoh: Kepala Seksi Layanan Infrastruktur TIK",
                  help_en="For example: Kepala Seksi Layanan Infrastruktur TIK"),
            Field("kapasitas", "Kapasitas", "Capacity", K.CHOICE, W, choices=CAPACITIES),
            START,
            Field("sampai", "Sampai dengan", "Until, inclusive", K.DATE, B,
                  help_id="Wajib untuk Plt. dan Plh.; jabatan definitif boleh tanpa akhir.",
                  help_en="Wanted for Plt. and Plh.; a post of one's own may be without end."),
            Field("sp_nomor", "Nomor surat perintah", "Number of the surat perintah", K.TEXT, B,
                  most=100),
            Field("sp_tanggal", "Tanggal surat perintah", "Date of the surat perintah",
                  K.DATE, B),
            Field("bukti", "Bukti kualifikasi", "Evidence of qualification", K.TEXT, O, most=200,
                  help_id="Sertifikat atau pelatihan yang diminta SOP; berkasnya dilampirkan"
                          " sesudah jabatan tersimpan.",
                  help_en="Certificate or training that the SOP asks; its file is attached once"
                          " the post is kept."),
            Field("bukti_tanggal", "Tanggal bukti", "Date of the evidence", K.DATE, O),
        )),
    ),
    conditions={"sampai": acting, "sp_nomor": acting, "sp_tanggal": acting},
    rules=(
        in_order("mulai", "sampai", "Akhir {last} mendahului awal {first}; pilih hari sesudahnya.",
                 "The end {last} comes before the start {first}; choose a later day."),
        in_order("sp_tanggal", "mulai",
                 "Surat perintah {first} lebih baru daripada awal {last}; periksa tanggalnya.",
                 "The surat perintah of {first} is newer than the start {last}; check the days."),
    ),
    initial=lambda _: {"kapasitas": Capacity.OWN},
)  # fmt: skip
ENDING: Final = Form(
    key="akhiri", title_id="Akhiri jabatan", title_en="End a post",
    sections=(
        Section("", "", "", (
            Field("sampai", "Hari terakhir", "Last day", K.DATE, W,
                  help_id="Sesudah pukul 24.00 hari itu orang ini tidak memegang jabatan ini lagi.",
                  help_en="After midnight of that day this person holds the post no longer."),
        )),
    ),
)  # fmt: skip
EVIDENCE: Final = Form(
    key="bukti", title_id="Bukti kualifikasi", title_en="Evidence of qualification",
    sections=(
        Section("", "", "", (
            Field("bukti", "Nama bukti", "What it is", K.TEXT, W, most=200),
            Field("bukti_tanggal", "Tanggal bukti", "Its date", K.DATE, W),
        )),
    ),
)  # fmt: skip
