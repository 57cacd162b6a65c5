"""Form 1: the request for access to the server room (SOP steps 1 to 9)."""

from typing import Final

from register.forms.attachment import ATTACHMENT, FILE, MOST_FILES
from register.forms.choices import CATEGORIES, CONFIDENTIALITY, ELSE, IDENTITIES, Choice
from register.forms.context import Limits
from register.forms.equipment import DEVICE
from register.forms.fields import Auto, B, Field, Form, K, O, Section, W
from register.forms.person import NAME, POST
from register.forms.ranks import RANKS
from register.forms.request_outcome import OUTCOME
from register.forms.request_rules import CONDITIONS, RULES
from register.forms.right import DOORS, END, ESCORT, ESCORTED, HOURS, KIND, START, WEEK, escorted
from register.forms.values import Values

REQUEST_KINDS: Final = (
    Choice("baru", "Akses baru", "New access"),
    Choice("perpanjangan", "Perpanjangan", "Extension"),
    Choice("perubahan", "Perubahan", "Change"),
    Choice("kartu-hilang", "Penggantian kartu hilang", "Replacement of a lost card"),
    Choice("kartu-rusak", "Penggantian kartu rusak", "Replacement of a damaged card"),
    Choice("kunjungan", "Kunjungan", "Visit"),
)
PURPOSES: Final = (
    Choice("perawatan", "Perawatan rutin", "Routine upkeep"),
    Choice("perbaikan", "Perbaikan gangguan", "Repair of a fault"),
    Choice("instalasi", "Instalasi-penggantian perangkat", "Installation or replacement"),
    Choice("backup", "Backup-restore", "Backup or restore"),
    Choice("pemantauan", "Pemantauan", "Monitoring"),
    Choice("audit", "Audit-survei", "Audit or survey"),
    Choice("perangkat-lunak", "Pemeliharaan perangkat lunak", "Software maintenance"),
    Choice("masalah", "Penyelesaian masalah", "Solving of a problem"),
    Choice("kunjungan", "Kunjungan", "Visit"),
    ELSE,
)
ASSIGNMENTS: Final = (
    Choice("surat-tugas", "Surat tugas", "Letter of assignment"),
    Choice("spk", "SPK", "Work order (SPK)"),
    Choice("kontrak", "Kontrak", "Contract"),
    ELSE,
)

MOST_VERSIONS: Final = 9999
IDENTITY_KIND: Final = Field("jenis_id", "Jenis identitas", "Kind of identity", K.CHOICE, W,
                             choices=IDENTITIES)  # fmt: skip
IDENTITY: Final = Field(
    "no_id", "Nomor identitas", "Identity number", K.IDENTITY, W, personal=True,
    help_id="NIP terdiri atas 18 angka, PNS maupun PPPK; spasi dan titik boleh ditulis.",
    help_en="A NIP has 18 digits, of a PNS or a PPPK; spaces and dots may be written.",
)  # fmt: skip
EMAIL: Final = Field("email", "Pos-el", "E-mail", K.EMAIL, O, personal=True)
VISITOR: Final = (
    NAME,
    IDENTITY_KIND,
    IDENTITY,
    Field("perusahaan", "Perusahaan", "Company", K.TEXT, W, most=150),
    Field("hp", "HP", "Mobile number", K.PHONE, O, personal=True),
    EMAIL,
)

SECTIONS: Final = (
    Section("A", "Kepala", "Heading", (
        Auto("kop", "Kop naskah", "Letterhead", K.BLOCK),
        Auto("nomor", "Nomor permintaan", "Request number", K.TEXT),
        Auto("tgl_ajuan", "Tanggal permohonan", "Date of the request", K.MOMENT),
        Field("kerahasiaan", "Sifat kerahasiaan", "Confidentiality", K.CHOICE, W,
              choices=CONFIDENTIALITY),
        Field("jenis_permintaan", "Jenis permintaan", "Kind of request", K.CHOICE, W,
              choices=REQUEST_KINDS),
    )),
    Section("B", "Pemohon", "Applicant", (
        Field("nama", "Nama lengkap (dengan gelar)", "Full name (with titles)", K.NAME, W),
        Field("kategori", "Kategori", "Category", K.CHOICE, W, choices=CATEGORIES),
        IDENTITY_KIND,
        IDENTITY,
        Field("no_id_alasan", "Alasan bila NIP tidak lazim", "Reason for an unusual NIP", K.TEXT, B,
              most=300),
        Field("golongan", "Pangkat/Golongan ruang", "Rank and grade", K.CHOICE, B, choices=RANKS),
        POST,
        Field("unit_kerja", "Unit kerja / bidang", "Organisational unit", K.TEXT, W, most=100),
        Field("instansi", "Perangkat daerah / instansi asal / nama perusahaan",
              "Local office, organisation or company", K.TEXT, W, most=150),
        Field("alamat", "Alamat instansi", "Address of the organisation", K.TEXT, B, most=300),
        Field("hp", "Nomor HP (WhatsApp)", "Mobile number (WhatsApp)", K.PHONE, W, personal=True),
        Field("email", "Pos-el", "E-mail", K.EMAIL, W, personal=True,
              help_id="Utamakan alamat go.id.", help_en="Preferably a go.id address."),
        Field("foto", "Foto wajah", "Portrait", K.FILES, O, most=1, columns=FILE, personal=True),
        Field("personel", "Daftar personel", "List of people", K.ROWS, B, most=20, columns=VISITOR),
    )),
    Section("C", "Atasan langsung", "Direct superior", (
        Field("atasan", "Atasan langsung", "Direct superior", K.PERSON, W, columns=(
            NAME,
            Field("nip", "NIP", "NIP", K.NIP, B, personal=True),
            POST,
            EMAIL,
        ),
              help_id="Tanpa akun, atasan menerima tautan sekali pakai lewat pos-elnya atau"
                      " menandatangani di kertas.",
              help_en="Without an account, the superior receives a one-time link by e-mail or"
                      " signs on paper."),
    )),
    Section("D", "Akses", "Access", (
        DOORS,
        KIND,
        Field("keperluan_kat", "Keperluan – kategori", "Purpose: category", K.CHOICE, W,  # noqa: RUF001
              choices=PURPOSES),
        Field("keperluan", "Keperluan – uraian", "Purpose: description", K.LONG_TEXT, W,  # noqa: RUF001
              least=10),
        Field("kegiatan", "Nama kegiatan/proyek", "Activity or project", K.TEXT, B, most=150),
        Field("dasar", "Dasar penugasan", "Basis of the assignment", K.CHOICE, B,
              choices=ASSIGNMENTS),
        Field("dasar_nomor", "Nomor dasar penugasan", "Number of the basis", K.TEXT, B, most=100),
        Field("dasar_tgl", "Tanggal dasar penugasan", "Date of the basis", K.DATE, B),
        START,
        END,
        WEEK,
        HOURS,
        Field("alasan_jam", "Alasan di luar jam kerja", "Reason for hours outside the office's",
              K.TEXT, B, most=300),
        ESCORTED,
        ESCORT,
        Field("objek", "Sistem/rak yang dikerjakan", "System or rack worked on", K.TEXT, O,
              most=200),
        # The SOP's form has B: who carries nothing lists nothing.
        Field("perangkat", "Perangkat dibawa masuk/keluar", "Equipment carried in or out", K.ROWS,
              O, most=20, columns=DEVICE),
        Field("kartu_lama", "Nomor kartu lama", "Number of the old card", K.CHOICE, B,
              help_id="Kartu yang dilaporkan hilang dibekukan saat permintaan diajukan.",
              help_en="A card reported lost is frozen the moment the request is submitted."),
    )),
    Section("E", "Pernyataan", "Declarations", (
        Field("tatib", "Tata tertib dibaca", "House rules read", K.TICK, W),
        Field("tatib_versi", "Versi tata tertib", "Version of the house rules", K.NUMBER, O,
              least=1, most=MOST_VERSIONS, printed=False),  # said beside its tick
        Field("nda", "Menjaga kerahasiaan", "Confidentiality kept", K.TICK, W),
        Field("pdp", "Pemberitahuan pelindungan data pribadi dibaca",
              "Notice on personal data protection read", K.TICK, W,
              help_id="Ini pemberitahuan, bukan persetujuan: data diproses untuk tugas kedinasan"
                      " (UU 27/2022 pasal 20).",
              help_en="This is a notice, not a consent: the data are processed for official duty"
                      " (Law 27/2022 article 20)."),
        Field("pdp_versi", "Versi pemberitahuan", "Version of the notice", K.NUMBER, O,
              least=1, most=MOST_VERSIONS, printed=False),
        Auto("ttd", "Tanda tangan pemohon", "Signature of the applicant", K.BLOCK),
    )),
    Section("F", "Lampiran", "Attachments", (
        Field("lampiran", "Lampiran", "Attachments", K.FILES, B, most=MOST_FILES,
              columns=ATTACHMENT,
              help_id="PDF, JPG, atau PNG; paling banyak 5 berkas, masing-masing paling besar"
                      " 5 MB.",
              help_en="PDF, JPG or PNG, 5 MB each at most, 5 files at most."),
    )),
    *OUTCOME,
)  # fmt: skip


def _initial(limits: Limits) -> Values:
    return {
        "kerahasiaan": "terbatas",
        "jenis_permintaan": "baru",
        "hari": limits.office_days,
        "jam": limits.office_hours,
    }


REQUEST: Final = Form(
    key="permintaan",
    title_id="Formulir Permintaan Akses Ruang Server",
    title_en="Request for Access to the Server Room",
    sections=SECTIONS,
    conditions=CONDITIONS,
    forced={"didampingi": escorted},
    rules=RULES,
    initial=_initial,
)
