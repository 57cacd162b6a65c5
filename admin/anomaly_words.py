"""Each finding at the door in one clear sentence, and what is usually done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from admin.languages import mark
from register.door_log.anomalies import Rule, Severity
from register.models import AnomalyState


@dataclass(frozen=True, slots=True)
class Wording:
    """How a finding is told.

    Attributes:
        icon: a symbol of templates/icons.svg.
        title: two or three words.
        sentence: one; `%(who)s` and the like are filled in by the page.
        advice: what to look at first.
    """

    icon: str
    title: str
    sentence: str
    advice: str


@dataclass(frozen=True, slots=True)
class Tone:
    """A word and how it looks."""

    icon: str
    tone: str
    words: str


SEVERITIES: Final[Mapping[Severity, Tone]] = {
    Severity.HIGH: Tone("bell", "bad", mark("Tinggi")),
    Severity.MIDDLE: Tone("clock", "wait", mark("Sedang")),
    Severity.LOW: Tone("book", "plain", mark("Rendah")),
}
STATES: Final[Mapping[AnomalyState, Tone]] = {
    AnomalyState.OPEN: Tone("bell", "wait", mark("Terbuka")),
    AnomalyState.IN_HAND: Tone("gear", "plain", mark("Ditangani")),
    AnomalyState.CLOSED: Tone("check", "good", mark("Selesai")),
}
R: Final = Rule
WORDINGS: Final[Mapping[Rule, Wording]] = {
    R.FORCED_OPEN: Wording(
        "crowbar", mark("Pintu dibuka paksa"),
        mark("Pintu %(where)s terbuka tanpa izin%(span)s."),
        mark("Periksa pintu dan rekaman kamera pada jam itu, lalu tanyakan kepada petugas jaga."),
    ),
    R.DURESS: Wording(
        "bell", mark("PIN paksaan"),
        mark("PIN paksaan milik %(who)s diketik di %(where)s."),
        mark("Hubungi orangnya lewat jalur lain. Jangan menyinggungnya di depan orang lain."),
    ),
    R.LOST_CARD: Wording(
        "card", mark("Kartu hilang ditempelkan"),
        mark("Kartu %(who)s yang dilaporkan hilang ditempelkan di %(where)s%(times)s."),
        mark("Seseorang memegang kartu itu. Cari tahu siapa, dan minta kartunya diserahkan."),
    ),
    R.TAMPER: Wording(
        "screwdriver", mark("Kotak pembaca dibongkar"),
        mark("Kotak di %(where)s dibuka%(span)s."),
        mark("Periksa kotaknya di tempat, lalu cocokkan dengan jadwal pemeliharaan."),
    ),
    R.HELD_OPEN: Wording(
        "wedge", mark("Pintu dibiarkan terbuka"),
        mark("Pintu %(where)s dibiarkan terbuka%(span)s."),
        mark("Lihat siapa yang masuk tepat sebelumnya, dan ingatkan untuk menutup pintu."),
    ),
    R.DENIED_IN_A_ROW: Wording(
        "cross", mark("Ditolak berturut-turut"),
        mark("Ditolak %(count)s kali berturut-turut di %(where)s%(span)s."),
        mark("Mungkin ada yang mencoba-coba kartu. Lihat barisnya dan rekaman kamera."),
    ),
    R.ESCORT_MISSING: Wording(
        "clock", mark("Pendamping tidak datang"),
        mark("%(who)s menempelkan kartu di %(where)s tanpa pendamping%(times)s."),
        mark("Ingatkan tamu dan pendampingnya bahwa keduanya menempelkan kartu."),
    ),
    R.READER_DOWN: Wording(
        "cable", mark("Pembaca kartu terputus"),
        mark("Pembaca kartu tidak menjawab%(span)s: %(where)s."),
        mark("Periksa kabel dan catu daya pembaca. Operator menjalankan gapura doctor."),
    ),
    R.SENSOR_STUCK: Wording(
        "cable", mark("Sensor macet"),
        mark("Sensor atau tombol keluar di %(where)s macet%(span)s."),
        mark("Uji sensor pintu dan tombol keluar di tempat."),
    ),
    R.CLOCK_STEP: Wording(
        "clock", mark("Jam melompat"),
        mark("Jam pengendali pintu melompat%(times)s."),
        mark("Periksa baterai RTC dan sambungan ke server waktu."),
    ),
    R.STORAGE_SLOW: Wording(
        "disk", mark("Penyimpanan lambat"),
        mark("Penyimpanan pengendali lambat saat mencatat%(times)s."),
        mark("Kartu SD yang lambat biasanya menua. Siapkan penggantinya."),
    ),
    R.STORAGE_FAILED: Wording(
        "disk", mark("Penyimpanan gagal"),
        mark("Penyimpanan pengendali gagal mencatat%(span)s."),
        mark("Periksa sisa ruang dan kartu SD pengendali sekarang juga."),
    ),
    R.REGISTER_LOST: Wording(
        "book", mark("Daftar akses tidak terbaca"),
        mark("Pengendali pintu tidak dapat membaca daftar akses%(span)s."),
        mark("Selama itu semua kartu ditolak. Periksa layanan gapura-admin dan hak berkasnya."),
    ),
    R.CRASH: Wording(
        "power", mark("Pengendali mati mendadak"),
        mark("Pengendali pintu pernah mati mendadak lalu menyala lagi."),
        mark("Cocokkan dengan padamnya listrik. Tanpa sebab yang jelas, periksa catu dayanya."),
    ),
    R.DORMANT: Wording(
        "card", mark("Kartu lama tidak dipakai"),
        mark("Kartu %(who)s terakhir dipakai pada %(since)s."),
        mark("Tanyakan apakah aksesnya masih diperlukan. Bila tidak, ajukan penghapusan."),
    ),
    R.NEVER_USED: Wording(
        "card", mark("Kartu belum pernah dipakai"),
        mark("Kartu %(who)s belum pernah dipakai sejak diserahkan pada %(since)s."),
        mark("Pastikan kartu ada pada pemegangnya, dan aksesnya masih diperlukan."),
    ),
    R.OUTSIDE_HOURS: Wording(
        "clock", mark("Masuk di luar jam kerja"),
        mark("%(who)s masuk %(where)s di luar jam kerja%(times)s."),
        mark("Cocokkan dengan keperluan yang disetujui pada permintaannya."),
    ),
}  # fmt: skip
