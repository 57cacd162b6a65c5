"""Each kind of event in plain words, with an icon and a tone: status is never colour alone.

And why an order was refused, with what to do about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from admin.languages import mark
from ledger.events import Kind
from ledger.orders import Refusal


@dataclass(frozen=True, slots=True)
class Look:
    """How a line begins.

    Attributes:
        icon: a symbol of templates/icons.svg.
        tone: `good`, `bad`, `wait`, `alarm`, `mend` (an alarm is over) or `plain`.
        words: Indonesian; translated where it is shown.
    """

    icon: str
    tone: str
    words: str


LOOKS: Final[Mapping[Kind, Look]] = {
    Kind.GRANTED: Look("check", "good", mark("Diizinkan masuk")),
    Kind.DENIED: Look("cross", "bad", mark("Ditolak")),
    Kind.WAITING: Look("clock", "wait", mark("Menunggu")),
    Kind.EXIT: Look("leave", "plain", mark("Keluar dengan kartu")),
    Kind.TEST_TAP: Look("reader", "plain", mark("Uji kartu")),
    Kind.CARD_OFFERED: Look("card", "plain", mark("Kartu baru ditawarkan")),
    Kind.CARD_SHOWN: Look("card", "plain", mark("Kartu ditunjukkan di meja operator")),
    Kind.DURESS: Look("bell", "alarm", mark("PIN paksaan")),
    Kind.DOOR_OPENED: Look("door-open", "plain", mark("Pintu dibuka")),
    Kind.DOOR_CLOSED: Look("door-shut", "plain", mark("Pintu ditutup")),
    Kind.RELOCKED: Look("lock", "plain", mark("Terkunci kembali")),
    Kind.NOT_OPENED: Look("door-shut", "wait", mark("Diizinkan, tetapi pintu tidak dibuka")),
    Kind.HELD_OPEN_SOON: Look("clock", "wait", mark("Pintu terlalu lama terbuka, segera tutup")),
    Kind.HELD_OPEN: Look("bell", "alarm", mark("Pintu dibiarkan terbuka")),
    Kind.HELD_OPEN_ENDED: Look("check", "mend", mark("Pintu tidak lagi dibiarkan terbuka")),
    Kind.FORCED_OPEN: Look("bell", "alarm", mark("Pintu dibuka paksa")),
    Kind.FORCED_OPEN_ENDED: Look("check", "mend", mark("Pintu yang dibuka paksa sudah tertutup")),
    Kind.EXIT_REQUESTED: Look("leave", "plain", mark("Tombol keluar ditekan")),
    Kind.REX_STUCK: Look("bell", "alarm", mark("Tombol keluar macet")),
    Kind.REX_FREED: Look("check", "mend", mark("Tombol keluar normal kembali")),
    Kind.CONTACT_STUCK: Look("bell", "alarm", mark("Sensor pintu macet")),
    Kind.CONTACT_FREED: Look("check", "mend", mark("Sensor pintu normal kembali")),
    Kind.TAMPER: Look("bell", "alarm", mark("Kotak pembaca dibongkar")),
    Kind.TAMPER_ENDED: Look("check", "mend", mark("Kotak pembaca tertutup kembali")),
    Kind.FIRE: Look("flame", "alarm", mark("Alarm kebakaran")),
    Kind.FIRE_ENDED: Look("check", "mend", mark("Alarm kebakaran berakhir")),
    Kind.CHATTER: Look("cable", "wait", mark("Sambungan kabel bergetar")),
    Kind.READER_LOST: Look("cable", "alarm", mark("Pembaca kartu terputus")),
    Kind.READER_BACK: Look("check", "mend", mark("Pembaca kartu tersambung kembali")),
    Kind.ORDER_OBEYED: Look("check", "plain", mark("Perintah dijalankan")),
    Kind.ORDER_REFUSED: Look("cross", "bad", mark("Perintah ditolak")),
    Kind.ORDER_ENDED: Look("clock", "plain", mark("Perintah berakhir")),
    Kind.REGISTER_REVISION: Look("book", "plain", mark("Pintu membaca daftar akses terbaru")),
    Kind.STARTED: Look("power", "plain", mark("Pengendali pintu menyala")),
    Kind.STOPPED: Look("power", "plain", mark("Pengendali pintu dihentikan")),
    Kind.CRASH_FOUND: Look("bell", "alarm", mark("Ditemukan: pengendali pernah mati mendadak")),
    Kind.CONFIG_CHANGED: Look("gear", "plain", mark("Konfigurasi berubah")),
    Kind.CLOCK_STATE: Look("clock", "plain", mark("Keadaan jam berubah")),
    Kind.CLOCK_STEPPED: Look("clock", "alarm", mark("Jam melompat")),
    Kind.CLOCK_MARK_RESET: Look("clock", "plain", mark("Batas jam disetel ulang")),
    Kind.STORAGE_SLOW: Look("disk", "alarm", mark("Penyimpanan lambat")),
    Kind.STORAGE_FAILED: Look("disk", "alarm", mark("Penyimpanan gagal")),
    Kind.STORAGE_BACK: Look("check", "mend", mark("Penyimpanan pulih")),
    Kind.REGISTER_LOST: Look("book", "alarm", mark("Daftar akses tidak terbaca")),
    Kind.REGISTER_BACK: Look("check", "mend", mark("Daftar akses terbaca kembali")),
    Kind.HOUSEKEEPING: Look("disk", "plain", mark("Pemeliharaan jurnal")),
    Kind.PRUNED: Look("disk", "plain", mark("Jurnal lama dipangkas sesuai perintah")),
}

REFUSALS: Final[Mapping[str, str]] = {  # `{door}`, `{reader}`, `{upto}` are the order's own
    Refusal.OVER: mark("Masa perintah sudah lewat. Berikan perintah baru."),
    Refusal.BEFORE_START: mark(
        "Diberikan sebelum pengendali mulai bekerja. Berikan perintah baru."
    ),
    Refusal.TOO_LATE: mark(
        "Penyimpanan terlalu lambat, pintu tidak digerakkan. Berikan perintah baru."
    ),
    Refusal.UNRECORDED: mark(
        "Perintah tidak dapat dicatat sehingga tidak dijalankan. Hubungi Operator."
    ),
    Refusal.NO_SUCH_DOOR: mark(
        "Pengendali ini tidak melayani pintu {door}. Periksa nama pintunya."
    ),
    Refusal.NO_SUCH_READER: mark("Tidak ada pembaca {reader} di sini. Periksa nama pembacanya."),
    Refusal.ONE_SHOT: mark(
        "Kunci pintu {door} memakai one-shot dan tidak dapat ditahan. Buka sesaat saja."
    ),
    Refusal.LOCKED_DOWN: mark(
        "Pintu {door} sedang ditutup untuk semua orang. Akhiri penutupan itu dahulu."
    ),
    Refusal.NO_SUCH_EVENT: mark(
        "Jurnal tidak memuat peristiwa {upto}, tidak ada yang dihapus. Sebutkan yang ada."
    ),
    Refusal.TOO_YOUNG: mark(
        "Peristiwa sampai {upto} belum berumur setahun, jadi tetap disimpan. Periksa jam pengendali"
        " ini dan masa simpan log."
    ),
    Refusal.ONE_PERSON: mark(
        "Batas jam disetel ulang oleh dua orang. Mintalah persetujuan orang kedua."
    ),
}
