"""What each reason says to the person at the door: what he can do about it.

Indonesian first, then English.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.events import Reason


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same thing said in both languages."""

    id: str
    en: str

    def say(self, language: str, **names: str) -> str:
        """Return it in `id` or `en` with its names filled in; KeyError where one is wanting."""
        return (self.en if language == "en" else self.id).format_map(names)


R, S = Reason, Sentence

REASONS: Final[Mapping[Reason, Sentence]] = {
    R.GRANTED: S("Silakan masuk.", "Please come in."),
    R.GRANTED_WITH_ESCORT: S(
        "Silakan masuk bersama pendamping, dan tetaplah bersamanya.",
        "Please come in with your escort, and stay together.",
    ),
    R.GRANTED_TWO_CARDS: S(
        "Kartu kedua diterima. Silakan masuk bersama.",
        "Second card accepted. Please come in together.",
    ),
    R.GRANTED_CLOCK_UNTRUSTED: S(
        "Silakan masuk. Jam pengendali belum tepat; laporkan kepada Operator Ruang Server.",
        "Please come in. The controller's clock is not set; tell the server room operator.",
    ),
    R.GRANTED_PASSBACK: S(
        "Silakan masuk. Anda tercatat masih di dalam; tempelkan kartu juga saat keluar.",
        "Please come in. You are recorded as still inside; tap on your way out too.",
    ),
    R.WAITING_FOR_ESCORT: S(
        "Menunggu pendamping. Mintalah pendamping Anda menempelkan kartunya.",
        "Waiting for your escort. Ask your escort to tap now.",
    ),
    R.WAITING_FOR_SECOND_CARD: S(
        "Menunggu kartu kedua. Mintalah petugas lain yang berhak menempelkan kartunya.",
        "Waiting for a second card. Ask another entitled person to tap now.",
    ),
    R.WAITING_FOR_PIN: S(
        "Masukkan PIN, lalu tekan #.",
        "Type your PIN, then press #.",
    ),
    R.UNKNOWN_CARD: S(
        "Kartu tidak terdaftar. Ajukan permintaan akses melalui Formulir 1.",
        "This card is not registered. Request access with form 1.",
    ),
    R.RANDOM_NUMBER: S(
        "Nomor kartu ini selalu berubah sehingga tidak dapat didaftarkan. Gunakan kartu akses.",
        "This card's number changes at every read and cannot be registered. Use an access card.",
    ),
    R.UNREADABLE_CARD: S(
        "Kartu tidak terbaca. Tempelkan sekali lagi dan tahan sebentar.",
        "The card could not be read. Tap again and hold it still.",
    ),
    R.MORE_THAN_ONE_CARD: S(
        "Terbaca lebih dari satu kartu. Tempelkan satu kartu saja.",
        "More than one card was read. Present one card only.",
    ),
    R.NOT_HANDED_OVER: S(
        "Kartu belum diserahkan. Tanda tangani tanda terima pada Operator Ruang Server.",
        "This card has not been handed over. Sign its receipt with the server room operator.",
    ),
    R.FROZEN: S(
        "Akses dibekukan sementara. Hubungi Kasi Layanan Infrastruktur TIK.",
        "Access is frozen for now. Contact the head of the ICT infrastructure section.",
    ),
    R.LOST: S(
        "Kartu ini dilaporkan hilang. Serahkan kepada Operator Ruang Server.",
        "This card was reported lost. Hand it in to the server room operator.",
    ),
    R.DAMAGED: S(
        "Kartu ini tercatat rusak. Mintalah kartu pengganti kepada Operator Ruang Server.",
        "This card is recorded as damaged. Ask the server room operator for a replacement.",
    ),
    R.RETURNED: S(
        "Kartu ini sudah dikembalikan. Serahkan kepada Operator Ruang Server.",
        "This card was returned already. Give it to the server room operator.",
    ),
    R.REVOKED: S(
        "Hak akses sudah dicabut. Bila masih diperlukan, ajukan permintaan akses baru.",
        "Access was revoked. If it is still needed, make a new request.",
    ),
    R.DESTROYED: S(
        "Kartu ini tercatat sudah dimusnahkan. Serahkan kepada Operator Ruang Server.",
        "This card is recorded as destroyed. Hand it in to the server room operator.",
    ),
    R.NOT_YET_VALID: S(
        "Masa berlaku akses belum dimulai. Periksa tanggal mulai pada tanda terima.",
        "Access has not begun yet. See the first day on your receipt.",
    ),
    R.EXPIRED: S(
        "Masa berlaku akses sudah berakhir. Ajukan perpanjangan ke Kasi Layanan Infrastruktur TIK.",
        "Access has expired. Ask the head of the ICT infrastructure section for an extension.",
    ),
    R.WRONG_DOOR: S(
        "Kartu tidak berlaku untuk pintu ini. Ajukan permintaan akses bila diperlukan.",
        "This card is not for this door. Request access to it if you need it.",
    ),
    R.OUTSIDE_SCHEDULE: S(
        "Di luar jam akses. Silakan kembali pada jam yang disetujui.",
        "Outside your hours. Please come back at the approved time.",
    ),
    R.HOLIDAY: S(
        "Akses tidak berlaku pada hari libur. Silakan kembali pada hari kerja.",
        "Access does not count on holidays. Please come back on a working day.",
    ),
    R.ESCORT_MISSING: S(
        "Pendamping tidak menempelkan kartu tepat waktu. Datanglah bersama pendamping dan ulangi.",
        "Your escort did not tap in time. Come with your escort and tap again.",
    ),
    R.SECOND_CARD_MISSING: S(
        "Kartu kedua tidak ditempelkan tepat waktu. Ulangi berdua.",
        "No second card was tapped in time. Tap again, both of you.",
    ),
    R.PIN_MISSING: S(
        "PIN tidak dimasukkan tepat waktu. Tempelkan kartu dan masukkan PIN sekali lagi.",
        "No PIN was typed in time. Tap and type your PIN again.",
    ),
    R.PIN_WRONG: S(
        "PIN salah. Tempelkan kartu dan masukkan PIN sekali lagi.",
        "Wrong PIN. Tap and type your PIN again.",
    ),
    R.PIN_NOT_SET: S(
        "Kartu ini belum memiliki PIN. Mintalah PIN kepada Operator Ruang Server.",
        "This card has no PIN yet. Ask the server room operator to have one set.",
    ),
    R.PIN_THROTTLED: S(
        "PIN salah berulang kali. Tunggu paling lama 15 menit, lalu coba kembali.",
        "Too many wrong PINs. Wait at most 15 minutes, then try again.",
    ),
    R.ASSURANCE_TOO_LOW: S(
        "Pintu ini memerlukan kartu yang lebih aman. Mintalah penggantian kartu kepada Operator.",
        "This door needs a more secure card. Ask the operator to exchange yours.",
    ),
    R.TECHNOLOGY_REFUSED: S(
        "Jenis kartu ini tidak diterima di pintu ini. Gunakan kartu akses yang diberikan.",
        "This kind of card is not accepted here. Use the access card you were given.",
    ),
    R.PASSBACK: S(
        "Anda tercatat masih di dalam. Hubungi Operator Ruang Server.",
        "You are recorded as still inside. Contact the server room operator.",
    ),
    R.LOCKDOWN: S(
        "Ruang sedang ditutup untuk semua orang. Tunggu pemberitahuan dari Kasi.",
        "The room is closed to everyone. Wait for word from the section head.",
    ),
    R.CLOCK_UNTRUSTED: S(
        "Jam pengendali belum tepat sehingga akses berjadwal ditunda. Hubungi Operator.",
        "The controller's clock is not set, so timed access must wait. Contact the operator.",
    ),
    R.READER_IN_ENROLMENT: S(
        "Kartu baru terbaca. Lanjutkan pendaftaran bersama Operator Ruang Server.",
        "A new card was read. Continue its enrolment with the server room operator.",
    ),
    R.BACK_OFF: S(
        "Terlalu banyak kartu asing. Tunggu setengah menit; kartu terdaftar tetap diterima.",
        "Too many unregistered cards. Wait half a minute; registered cards are still served.",
    ),
    R.EXIT_RECORDED: S(
        "Keluar tercatat. Terima kasih.",
        "Your exit is recorded. Thank you.",
    ),
    R.TOO_LATE: S(
        "Jawaban terlambat, pintu tidak dibuka. Tempelkan kartu sekali lagi.",
        "The answer came too late and the door stayed shut. Please tap again.",
    ),
    R.REGISTER_UNREADABLE: S(
        "Daftar akses tidak dapat dibaca. Coba lagi; bila berulang, hubungi Operator.",
        "The register cannot be read. Try again; if it goes on, contact the operator.",
    ),
    R.JOURNAL_UNWRITABLE: S(
        "Catatan pintu tidak dapat ditulis sehingga pintu tidak dibuka. Hubungi Operator.",
        "The door's journal cannot be written, so the door stays shut. Contact the operator.",
    ),
    R.FAULT: S(
        "Terjadi gangguan pada sistem. Tempelkan kartu sekali lagi atau hubungi Operator.",
        "Something went wrong in the system. Tap again, or contact the operator.",
    ),
}
