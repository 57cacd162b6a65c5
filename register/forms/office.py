"""What an office sets for itself, as one form: every setting with its label, help and bounds."""

from typing import Final

from ledger.sentences import Sentence
from register.dates import ZONES
from register.forms import numbering
from register.forms.choices import Choice
from register.forms.complaint import AnswerRefused
from register.forms.context import Context
from register.forms.fields import Field, Form, K, O, Section, W
from register.forms.rule import Facts, Rule, broken_when
from register.forms.values import Values, text
from register.workflow import REMOVAL, REQUEST, REVIEW, Role, Step

ZONE_CHOICES: Final = tuple(
    Choice(zone, f"{short} ({zone})", f"{short} ({zone})") for zone, short in ZONES.items()
)
SENDERS: Final = (
    Choice("email", "Pos-el (SMTP)", "E-mail (SMTP)"),
    Choice("http", "Gerbang pesan (HTTP)", "Message gateway (HTTP)"),
)
MOST_DAYS: Final = 366
LOG_LEAST: Final = 12  # months that the door's log is kept (SPBE, ISO 27001: a year's evidence)
ASIDE: Final = frozenset({"submit", "withdraw", "return", "reject", "ask", "open", "object"})


def _steps() -> tuple[Step, ...]:
    """Return the first step of each number at which somebody is awaited, in the SOP's order."""
    found: dict[str, Step] = {}
    for line in (*REQUEST, *REMOVAL, *REVIEW):
        if isinstance(line, Step) and line.act not in ASIDE and line.role is not Role.SYSTEM:
            found.setdefault(line.number, line)
    return tuple(found.values())


LIMITED: Final = _steps()


def _limit(step: Step) -> Field:
    return Field(
        step.number,
        f"{step.number}. {step.label_id}",
        f"{step.number}. {step.label_en}",
        K.NUMBER,
        O,
        least=1,
        most=MOST_DAYS,
    )


def _literal(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")


def _pattern(values: Values, _: Context) -> Facts | None:
    why: Sentence | None = None
    try:
        numbering.pattern(text(values, "number_pattern"))
    except AnswerRefused as refusal:
        why = Sentence(_literal(refusal.sentence.id), _literal(refusal.sentence.en))
    return broken_when(why is not None, why=why)


OFFICE: Final = Form(
    key="pengaturan", title_id="Pengaturan", title_en="Settings",
    sections=(
        Section("kantor", "Kantor dan kop naskah", "The office and its letterhead", (
            Field("office", "Nama dinas", "Name of the office", K.TEXT, W, most=150),
            Field("region", "Pemerintah daerah", "Regional government", K.TEXT, W, most=150,
                  help_id="Baris pertama kop naskah, misalnya Pemerintah Kabupaten Trenggalek.",
                  help_en="The letterhead's first line, as Pemerintah Kabupaten Trenggalek."),
            Field("address", "Alamat", "Address", K.TEXT, O, most=200),
            Field("website", "Laman", "Website", K.TEXT, O, most=100),
            Field("email", "Pos-el kantor", "The office's e-mail", K.EMAIL, O),
            Field("place", "Tempat penandatanganan", "Place of signing", K.TEXT, O, most=60,
                  help_id="Dicetak di atas tanda tangan, di depan tanggal.",
                  help_en="Printed above a signature, in front of the date."),
            Field("zone", "Zona waktu", "Time zone", K.CHOICE, W, choices=ZONE_CHOICES),
        )),
        Section("sop", "Lembar SOP", "The SOP sheet", (
            Field("sop_version", "Nomor SOP", "Number of the SOP", K.TEXT, W, most=60,
                  help_id="Setiap hak akses menyimpan nomor SOP yang berlaku saat diberikan.",
                  help_en="Each right keeps the number in force when it was given."),
            Field("sop_date", "Tanggal pembuatan", "Date", K.TEXT, O, most=60),
            Field("sop_effective", "Tanggal efektif", "Effective date", K.TEXT, O, most=60),
            Field("sop_revision", "Tanggal revisi", "Date of the revision", K.TEXT, O, most=60),
            Field("sop_approved_by", "Disahkan oleh (jabatan)", "Approved by (post)", K.TEXT, O,
                  most=150),
            Field("sop_approved_name", "Nama yang mengesahkan", "Name of who approved", K.NAME, O),
            Field("sop_approved_nip", "NIP yang mengesahkan", "NIP of who approved", K.NIP, O),
            Field("sop_legal_basis", "Dasar hukum, satu per baris", "Legal basis, one a line",
                  K.LONG_TEXT, O, most=2000),
            Field("sop_qualification", "Kualifikasi pelaksana", "Qualification asked",
                  K.LONG_TEXT, O, most=2000),
            Field("sop_warning", "Peringatan", "Warning", K.LONG_TEXT, O, most=1000),
            Field("server_room_keeper", "Penanggung jawab ruang server",
                  "Person in charge of the server room", K.TEXT, O, most=150),
        )),
        Section("peran", "Peran yang berbeda antar-dinas", "Roles that differ between offices", (
            Field("approver", "Langkah 6: pemberi persetujuan", "Step 6: who approves",
                  K.CHOICE, W, choices=(Choice(Role.KABID, "Kabid", "Kabid"),
                                        Choice(Role.KASI, "Kasi", "Kasi")),
                  help_id="Berlaku untuk permintaan berikutnya; yang sedang berjalan tetap.",
                  help_en="For requests to come; those on their way keep theirs."),
            Field("initials", "Langkah 9: pemaraf daftar akses", "Step 9: who initials",
                  K.CHOICE, W, choices=(Choice(Role.KASI, "Kasi", "Kasi"),
                                        Choice(Role.OPERATOR, "Operator", "Operator"))),
        )),
        Section("batas", "Batas waktu per langkah, dalam hari", "Limit of each step, in days", (
            Field("step_days", "Batas waktu", "Limits", K.RECORD, O,
                  columns=tuple(_limit(step) for step in LIMITED),
                  help_id="SOP tidak mencetak batas waktu. Yang dikosongkan tidak dibatasi dan"
                          " tidak diingatkan.",
                  help_en="The SOP prints no limits. What is left empty has none, and nobody is"
                          " reminded."),
        )),
        Section("permintaan", "Formulir permintaan", "The request form", (
            Field("ask_photo", "Minta foto wajah", "Ask for a portrait", K.YES_NO, W,
                  help_id="Bawaan: tidak. Foto wajah adalah data pribadi; mintalah hanya bila"
                          " petugas di pintu mencocokkannya.",
                  help_en="Default: no. A portrait is personal data; ask for it only where somebody"
                          " at the door compares it."),
        )),
        Section("masa", "Masa berlaku terpanjang", "Longest validity", (
            Field("standing_months", "Tetap dan terjadwal (bulan)", "Standing, scheduled (months)",
                  K.NUMBER, W, least=1, most=12),
            Field("temporary_days", "Sementara (hari)", "Temporary (days)", K.NUMBER, W,
                  least=1, most=MOST_DAYS),
            Field("visit_hours", "Kunjungan (jam)", "Visit (hours)", K.NUMBER, W,
                  least=1, most=24),
        )),
        Section("review", "Review akses", "Review of access", (
            Field("review_months", "Setiap berapa bulan", "Every how many months", K.NUMBER, W,
                  least=1, most=12),
            Field("review_days", "Review selesai dalam (hari)", "A review takes at most (days)",
                  K.NUMBER, W, least=1, most=90,
                  help_id="Yang belum diputuskan sampai saat itu gugur, bila pengaturan di bawah"
                          " ini ya.",
                  help_en="Who is not decided on by then lapses, where the setting below is yes."),
            Field("lapse", "Akses yang tidak direview gugur sendiri",
                  "Access that nobody reviewed lapses by itself", K.YES_NO, W,
                  help_id="Diperingatkan 14, 7, dan 1 hari sebelumnya.",
                  help_en="Warned of 14, 7 and 1 days before."),
            Field("dormant_days", "Disebut tidak dipakai sesudah (hari)",
                  "Called dormant after (days)", K.NUMBER, W, least=1, most=730),
        )),
        Section("kejanggalan", "Kejanggalan di log pintu", "Anomalies in the door log", (
            Field("unused_days", "Kartu disebut belum pernah dipakai sesudah (hari)",
                  "A card is called never used after (days)", K.NUMBER, W, least=1, most=730),
            Field("denied_in_row", "Penolakan beruntun yang dilaporkan",
                  "Denials in a row that are reported", K.NUMBER, W, least=2, most=100),
            Field("denied_minutes", "dalam (menit)", "within (minutes)", K.NUMBER, W,
                  least=1, most=1440,
                  help_id="Dihitung pada satu pembaca.", help_en="Counted at one reader."),
        )),
        Section("perintah", "Perintah ke pintu", "Orders to the door", (
            Field("unlock_two", "Membuka pintu dari kantor memerlukan orang kedua",
                  "Unlocking a door from the office takes a second person", K.YES_NO, W,
                  help_id="Berlaku untuk buka sesaat dan tahan terbuka. Setel ulang batas jam"
                          " selalu memerlukan dua orang; tutup total tidak pernah.",
                  help_en="For unlocking once and for holding unlocked. Resetting the clock mark"
                          " always takes two people; a lockdown never."),
        )),
        Section("retensi", "Retensi", "Retention", (
            Field("retention_months", "Log pintu disimpan (bulan)", "Door log is kept (months)",
                  K.NUMBER, W, least=LOG_LEAST, most=240,
                  help_id="Paling sedikit setahun: bukti tahunan dan pengesahan log memerlukannya.",
                  help_en="A year at least: the yearly evidence and the log sign-off need it."),
            Field("person_months", "Data orang tanpa akses dihapus sesudah (bulan)",
                  "People without access are erased after (months)", K.NUMBER, W,
                  least=1, most=240),
        )),
        Section("kartu", "Kartu kosong", "Blank cards", (
            Field("low_stock", "Persediaan disebut hampir habis pada (kartu)",
                  "The stock is called low at (cards)", K.NUMBER, W, least=0, most=500,
                  help_id="Dihitung per jenis kartu; operator diingatkan di beranda.",
                  help_en="Counted for each kind; the operator is told on the home page."),
        )),
        Section("nomor", "Penomoran", "Numbering", (
            Field("archive_code", "Kode klasifikasi arsip", "Archive classification code",
                  K.TEXT, W, most=30),
            Field("office_code", "Kode perangkat daerah", "Code of the office", K.TEXT, W,
                  most=30),
            Field("number_pattern", "Pola nomor", "Pattern of a number", K.TEXT, W, most=100,
                  help_id="Boleh memuat {kode_arsip}, {kode_opd}; harus memuat {urut} dan"
                          " {tahun}. {urut:03} menulis tiga angka.",
                  help_en="May have {kode_arsip}, {kode_opd}; must have {urut} and"
                          " {tahun}. {urut:03} writes three digits."),
        )),
        Section("pesan", "Pesan keluar", "Outgoing messages", (
            Field("senders", "Dikirim melalui", "Sent by", K.MANY, O, choices=SENDERS,
                  help_id="Alamat dan sandinya ada pada berkas milik gapura send, tidak di sini.",
                  help_en="Addresses and secrets stand in the file of gapura send, not here."),
        )),
    ),
    rules=(
        Rule("number_pattern", ("number_pattern",), _pattern, "{why}", "{why}"),
    ),
)  # fmt: skip
