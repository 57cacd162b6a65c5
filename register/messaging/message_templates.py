"""Every message that the office sends, in both languages; `message_texts` fills them in (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Template:
    """One message.

    Attributes:
        mailed: whether it also leaves the house; else it is under the bell alone.
    """

    subject_id: str
    text_id: str
    subject_en: str
    text_en: str
    mailed: bool = True


TEMPLATES: Final[Mapping[str, Template]] = {
    "waits": Template(
        "{jenis} {nomor} menunggu Anda",
        "Yang diminta dari Anda, langkah {angka}: {langkah}.",
        "{jenis} {nomor} waits for you",
        "What is asked of you, step {angka}: {langkah}.",
    ),
    "moved": Template(
        "{jenis} {nomor}: langkah {angka} selesai",
        "Langkah {angka} sudah selesai: {langkah}.",
        "{jenis} {nomor}: step {angka} is done",
        "Step {angka} is done: {langkah}.",
        mailed=False,  # a mail at each of ten steps is a mail that nobody reads
    ),
    "returned": Template(
        "{jenis} {nomor} dikembalikan untuk diperbaiki",
        "{jenis} {nomor} dikembalikan kepada Anda pada langkah {angka}. Alasan: {alasan}\n"
        "Perbaiki formulir lalu ajukan kembali; nomornya tetap.",
        "{jenis} {nomor} was sent back for correction",
        "{jenis} {nomor} was sent back to you at step {angka}. Reason: {alasan}\n"
        "Correct the form and submit it again; it keeps its number.",
    ),
    "rejected": Template(
        "{jenis} {nomor} ditolak",
        "{jenis} {nomor} ditolak pada langkah {angka}. Alasan: {alasan}",
        "{jenis} {nomor} was rejected",
        "{jenis} {nomor} was rejected at step {angka}. Reason: {alasan}",
    ),
    "ready": Template(
        "Kartu akses siap diambil ({nomor})",
        "Kartu akses untuk permintaan {nomor} sudah terbit. Ambillah pada operator ruang server "
        "dan tanda tangani penerimaannya; kartu aktif setelah itu.",
        "The access card is ready ({nomor})",
        "The access card of request {nomor} was issued. Fetch it from the server room's operator "
        "and sign for it; it opens the door from then on.",
    ),
    "in-force": Template(
        "Hak akses sudah berlaku ({nomor})",
        "Permintaan {nomor} selesai: {langkah}. Kartu yang Anda pegang tetap dipakai.",
        "The right of access is in force ({nomor})",
        "Request {nomor} is done: {langkah}. The card in your hand goes on.",
    ),
    "informed": Template(
        "{jenis} {nomor}: {langkah}",
        'Untuk diketahui: pada {jenis} {nomor} telah dilakukan "{langkah}" (langkah {angka}). '
        "Keterangan: {alasan}",
        "{jenis} {nomor}: {langkah}",
        'For your information: "{langkah}" (step {angka}) was done on {jenis} {nomor}. '
        "Note: {alasan}",
    ),
    "filed": Template(
        "{jenis} {nomor}: kertas bertanda tangan diarsipkan",
        'Tata usaha mengarsipkan kertas bertanda tangan untuk langkah {angka}, "{langkah}", pada '
        "{jenis} {nomor}. Pindaiannya ada di berkas itu; bila tidak benar, beri tahu tata usaha.",
        "{jenis} {nomor}: a signed paper was filed",
        'Tata usaha filed a signed paper for step {angka}, "{langkah}", of {jenis} {nomor}. Its '
        "scan is in that file; tell tata usaha if it is not right.",
    ),
    "log-filed": Template(
        "Log pintu {bulan}: kertas bertanda tangan diarsipkan",
        "Tata usaha mengarsipkan laporan log pintu {bulan} yang bertanda tangan Anda. Pindaiannya "
        "ada di pengesahan bulan itu; bila tidak benar, beri tahu tata usaha.",
        "Door log {bulan}: a signed paper was filed",
        "Tata usaha filed the report of the door log of {bulan} with your signature. Its scan is "
        "at that month's sign-off; tell tata usaha if it is not right.",
    ),
    "removed": Template(
        "Hak akses ruang server Anda dicabut",
        "Hak akses Anda menurut permintaan {permintaan} sudah dicabut (berkas {nomor}). "
        "Serahkan kartu kepada operator ruang server bila masih Anda pegang.",
        "Your access to the server room was revoked",
        "Your access by request {permintaan} was revoked (file {nomor}). "
        "Hand the card to the server room's operator if you still hold it.",
    ),
    "narrowed": Template(
        "Pintu dicabut dari hak akses Anda",
        "Hak akses Anda menurut permintaan {permintaan} tidak lagi membuka: {pintu} (berkas "
        "{nomor}). Kartu Anda tetap dipakai untuk pintu lainnya.",
        "A door was taken from your access",
        "Your access by request {permintaan} no longer opens: {pintu} (file {nomor}). Your card "
        "goes on for the other doors.",
    ),
    "expiring": Template(
        "Hak akses Anda berakhir {tanggal}",
        "Hak akses menurut permintaan {permintaan} berlaku sampai dengan {tanggal}. Bila masih "
        "diperlukan, ajukan perpanjangan sekarang; setelah itu kartu tidak membuka pintu.",
        "Your access ends on {tanggal}",
        "The access by request {permintaan} is valid until {tanggal} inclusive. If it is still "
        "needed, ask for an extension now; after that the card opens no door.",
    ),
    "lapsed": Template(
        "Masa berlaku hak akses Anda habis",
        "Masa berlaku hak akses menurut permintaan {permintaan} sudah berakhir, dan kartunya "
        "dibekukan (berkas {nomor}). Serahkan kartu kepada operator ruang server, atau ajukan "
        "permintaan baru.",
        "Your access has ended",
        "The validity of the access by request {permintaan} is over, and its card is frozen (file "
        "{nomor}). Hand the card to the server room's operator, or ask for access anew.",
    ),
    "reminder": Template(
        "Pengingat: {jenis} {nomor} menunggu Anda ({lewat})",
        "Langkah {angka} masih menunggu Anda: {langkah}.",
        "Reminder: {jenis} {nomor} waits for you ({lewat})",
        "Step {angka} still waits for you: {langkah}.",
    ),
    "escalated": Template(
        "{jenis} {nomor} {lewat} pada langkah {angka}",
        "Langkah {angka} melewati batas waktunya: {langkah}. Mohon perhatian Saudara.",
        "{jenis} {nomor} is {lewat} at step {angka}",
        "Step {angka} is past its time limit: {langkah}. Your attention is asked for.",
    ),
    "review-opened": Template(
        "Review akses {nomor} menunggu dibuka",
        "Snapshot daftar akses dan log pintu sudah diambil. Buka review lalu putuskan setiap baris "
        "sebelum tenggatnya.",
        "Access review {nomor} waits to be opened",
        "The snapshot of the register and the door log was taken. Open the review and decide each "
        "row before its deadline.",
    ),
    "review-due": Template(
        "Review akses {nomor}: {sisa} baris belum diputuskan",
        "Tenggatnya {tenggat}. Pemegang yang belum direview pada saat itu kehilangan aksesnya "
        "dengan sendirinya.",
        "Access review {nomor}: {sisa} rows are not decided",
        "It is due on {tenggat}. Whoever is not reviewed by then loses his access by himself.",
    ),
    "review-lapsed": Template(
        "Review akses {nomor}: {jumlah} hak akses gugur",
        "Tenggatnya lewat {tenggat}. {jumlah} hak akses yang tidak direview sudah dibekukan di "
        "pintu.",
        "Access review {nomor}: {jumlah} rights have lapsed",
        "It was due on {tenggat}. {jumlah} rights that nobody reviewed are frozen at the door.",
    ),
    "review-confirm": Template(
        "Apakah akses staf Anda masih dibutuhkan? ({nomor})",
        "Review akses {nomor} meminta konfirmasi Anda sebagai atasan langsung. Jawab ya atau tidak "
        "untuk setiap orang.",
        "Do your people still need access? ({nomor})",
        "Access review {nomor} asks for your confirmation as direct superior. Answer yes or no for "
        "each person.",
    ),
    "not-reviewed": Template(
        "Hak akses ruang server Anda dibekukan",
        "Hak akses Anda menurut permintaan {permintaan} tidak direview sampai tenggat (review "
        "{nomor}), maka dibekukan. Ajukan permintaan pembukaan bila masih Anda butuhkan.",
        "Your access to the server room is frozen",
        "Your access by request {permintaan} was not reviewed by the deadline (review {nomor}), so "
        "it is frozen. Ask for it to be un-frozen if you still need it.",
    ),
    "undeliverable": Template(
        "Ada pesan yang tidak terkirim",
        "Setelah beberapa kali dicoba, sedikitnya satu pesan tidak terkirim. "
        "Periksa halaman Pesan keluar.",
        "A message could not be delivered",
        "After several tries at least one message was not delivered. See the page Outgoing "
        "messages.",
        mailed=False,
    ),
    "finding-urgent": Template(
        "Temuan mendesak di pintu ruang server",
        "Temuan mendesak yang baru: {jumlah}. Buka halaman Perlu perhatian dan tindak lanjuti.",
        "Urgent findings at the server room's door",
        "New urgent findings: {jumlah}. Open the page Needs attention and see to them.",
    ),
    "finding-yours": Template(
        "Temuan {nomor} diserahkan kepada Anda",
        "Anda diminta menindaklanjuti temuan {nomor} di pintu ruang server paling lambat "
        "{tenggat}. Catatan: {alasan}",
        "Finding {nomor} is handed to you",
        "You are asked to see to finding {nomor} at the server room's door by {tenggat}. "
        "Note: {alasan}",
    ),
    "door-order": Template(
        "Perintah ke {pintu}: {perintah}",
        "Perintah {perintah} diberikan dari kantor untuk {pintu}. Alasan: {alasan}\n"
        "Siapa yang memberikannya ada di halaman Perintah ke pintu.",
        "Order to {pintu}: {perintah}",
        "{pintu} was ordered from the office: {perintah}. Reason: {alasan}\n"
        "Who gave the order stands on the page Orders to the door.",
    ),
    "door-order-ended": Template(
        "Diakhiri untuk {pintu}: {perintah}",
        "Perintah {perintah} untuk {pintu} sudah diakhiri. Alasan semula: {alasan}",
        "Ended for {pintu}: {perintah}",
        "The order for {pintu} was ended: {perintah}. It was given because: {alasan}",
    ),
    "door-order-proposed": Template(
        "Diusulkan untuk {pintu}: {perintah}",
        "Perintah {perintah} untuk {pintu} menunggu persetujuan orang kedua dalam 15 menit. "
        "Alasan: {alasan}\nSetujui atau tolak di halaman Perintah ke pintu.",
        "Proposed for {pintu}: {perintah}",
        "An order for {pintu} waits for a second person within 15 minutes: {perintah}. "
        "Reason: {alasan}\nConfirm or decline it on the page Orders to the door.",
    ),
    "unit-informed": Template(
        "Hak akses staf unit Anda sudah dihapus ({nomor})",
        "Hak akses menurut permintaan {permintaan}, yang Anda setujui sebagai atasan langsung, "
        "sudah dicabut dan berkas {nomor} ditutup.",
        "The access of somebody of your unit was removed ({nomor})",
        "The access by request {permintaan}, which you endorsed as direct superior, was revoked "
        "and file {nomor} is closed.",
    ),
}  # fmt: skip
