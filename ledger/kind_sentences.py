"""What each kind of event says to who reads the journal; `{door}` and `{reader}` are names.

Indonesian first, then English.
"""

from collections.abc import Mapping
from typing import Final

from ledger.events import Event, Kind
from ledger.sentences import REASONS, Sentence

K, S = Kind, Sentence

KINDS: Final[Mapping[Kind, Sentence]] = {
    K.GRANTED: S("Diizinkan masuk di pintu {door}.", "Granted at door {door}."),
    K.DENIED: S("Ditolak di pintu {door}.", "Denied at door {door}."),
    K.WAITING: S(
        "Pintu {door} menunggu PIN, pendamping, atau kartu kedua.",
        "Door {door} waits for a PIN, an escort or a second card.",
    ),
    K.EXIT: S("Keluar melalui pintu {door}.", "Exit through door {door}."),
    K.TEST_TAP: S(
        "Uji kartu pada pembaca {reader}; pintu tidak dibuka.",
        "Test tap at reader {reader}; nothing was released.",
    ),
    K.CARD_OFFERED: S(
        "Kartu baru terbaca pada pembaca {reader} untuk didaftarkan.",
        "A new card was read at reader {reader} for enrolment.",
    ),
    K.DURESS: S(
        "PIN tekanan digunakan di pintu {door}; seseorang mungkin dipaksa.",
        "A duress PIN was used at door {door}; somebody may be under threat.",
    ),
    K.DOOR_OPENED: S("Pintu {door} dibuka.", "Door {door} was opened."),
    K.DOOR_CLOSED: S("Pintu {door} ditutup.", "Door {door} was closed."),
    K.RELOCKED: S("Pintu {door} terkunci kembali.", "Door {door} locked again."),
    K.NOT_OPENED: S(
        "Pintu {door} tidak dibuka setelah izin diberikan.",
        "Door {door} was not opened after the grant.",
    ),
    K.HELD_OPEN_SOON: S(
        "Pintu {door} hampir terlalu lama terbuka.",
        "Door {door} has been open almost too long.",
    ),
    K.HELD_OPEN: S("Pintu {door} dibiarkan terbuka.", "Door {door} is held open."),
    K.HELD_OPEN_ENDED: S(
        "Pintu {door} tidak lagi dibiarkan terbuka.", "Door {door} is no longer held open."
    ),
    K.FORCED_OPEN: S(
        "Pintu {door} terbuka tanpa izin dan tanpa permintaan keluar.",
        "Door {door} was opened without a grant or an exit request.",
    ),
    K.FORCED_OPEN_ENDED: S(
        "Pintu {door} yang dibuka paksa sudah tertutup.",
        "Door {door}, forced open, is closed again.",
    ),
    K.EXIT_REQUESTED: S(
        "Tombol keluar pintu {door} ditekan.", "Exit was requested at door {door}."
    ),
    K.REX_STUCK: S("Tombol keluar pintu {door} macet.", "The exit button of door {door} is stuck."),
    K.REX_FREED: S(
        "Tombol keluar pintu {door} normal kembali.",
        "The exit button of door {door} works again.",
    ),
    K.CONTACT_STUCK: S(
        "Sensor pintu {door} tidak berubah; periksa kabelnya.",
        "The contact of door {door} no longer changes; check its wire.",
    ),
    K.CONTACT_FREED: S(
        "Sensor pintu {door} normal kembali.", "The contact of door {door} works again."
    ),
    K.TAMPER: S(
        "Perangkat di pintu {door} dibongkar.", "A device at door {door} is being tampered with."
    ),
    K.TAMPER_ENDED: S(
        "Perangkat di pintu {door} tertutup kembali.",
        "The tampering at door {door} has ended.",
    ),
    K.FIRE: S("Alarm kebakaran di pintu {door}.", "Fire alarm at door {door}."),
    K.FIRE_ENDED: S(
        "Alarm kebakaran di pintu {door} berakhir.", "The fire alarm at door {door} has ended."
    ),
    K.CHATTER: S(
        "Masukan di pintu {door} berubah terlalu cepat; periksa kabelnya.",
        "An input at door {door} changes too fast; check its wire.",
    ),
    K.READER_LOST: S("Pembaca {reader} tidak menjawab.", "Reader {reader} does not answer."),
    K.READER_BACK: S("Pembaca {reader} menjawab kembali.", "Reader {reader} answers again."),
    K.ORDER_OBEYED: S("Perintah dijalankan.", "The order was obeyed."),
    K.ORDER_REFUSED: S("Perintah tidak dijalankan.", "The order was refused."),
    K.ORDER_ENDED: S("Masa perintah berakhir.", "The order has ended."),
    K.REGISTER_REVISION: S(
        "Pengendali memakai daftar akses terbaru.",
        "The controller has seen the newest register.",
    ),
    K.STARTED: S("Pengendali mulai bekerja.", "The controller started."),
    K.STOPPED: S("Pengendali berhenti.", "The controller stopped."),
    K.CRASH_FOUND: S(
        "Pengendali sebelumnya berhenti mendadak.", "The controller had ended without warning."
    ),
    K.CONFIG_CHANGED: S("Konfigurasi berubah.", "The configuration changed."),
    K.CLOCK_STATE: S(
        "Tingkat kepercayaan jam berubah.", "How far the clock can be believed has changed."
    ),
    K.CLOCK_STEPPED: S("Jam melompat.", "The clock was stepped."),
    K.CLOCK_MARK_RESET: S(
        "Batas jam disetel ulang atas perintah dua orang.",
        "The clock's high-water mark was reset by two persons.",
    ),
    K.STORAGE_SLOW: S(
        "Penyimpanan lambat; pintu dibuka sebelum catatan tersimpan.",
        "Storage is slow; a release went ahead of its flush.",
    ),
    K.STORAGE_FAILED: S(
        "Catatan tidak dapat disimpan; akses masuk ditolak.",
        "Events cannot be stored; entry is denied.",
    ),
    K.STORAGE_BACK: S("Penyimpanan berfungsi kembali.", "Storage works again."),
    K.REGISTER_LOST: S(
        "Daftar akses tidak dapat dibaca; akses masuk ditolak.",
        "The register cannot be read; entry is denied.",
    ),
    K.REGISTER_BACK: S("Daftar akses terbaca kembali.", "The register can be read again."),
    K.HOUSEKEEPING: S("Pemeliharaan jurnal.", "Journal housekeeping."),
    K.PRUNED: S(
        "Catatan lama dihapus atas perintah; akarnya tersimpan.",
        "Old events were pruned by order; their root is kept.",
    ),
}


def line(event: Event, language: str) -> str:
    """Return an event in plain words, with its reason where it has one.

    Args:
        event: of any kind; a missing door or reader shows as a dash.
        language: `id` or `en`.
    """
    what = KINDS[event.kind].say(language, door=event.door or "-", reader=event.reader or "-")
    return what if event.reason is None else f"{what} {REASONS[event.reason].say(language)}"
