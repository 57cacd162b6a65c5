"""What waits for somebody, each in a line: what, since when, how late, and the one act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from flask import g, url_for

from admin.administration.sop import ROLES
from admin.languages import mark
from admin.telling import said, spoken, technology
from admin.tracking import KINDS
from register import dates
from register.messaging.awaited import Awaited, Matter
from register.models import Dossier
from register.workflow import Procedure, Role, Step

DRAFT: Final = mark("draf")
THESE: Final = "%(subject)s"
NEWEST: Final = datetime.max.replace(tzinfo=UTC)
M: Final = Matter


@dataclass(frozen=True, slots=True)
class Errand:
    """One line of the home.

    Attributes:
        title: what it is about.
        more: a few words beside it.
        act: the one thing to do.
        href: where that is done; "" where it is no page's.
        since: when it began to wait, if that is known.
        late: days past due.
    """

    title: str
    more: str
    act: str
    href: str
    since: datetime | None = None
    late: int = 0
    urgent: bool = False


class Words(NamedTuple):
    """How a matter is told; `%(count)s` and `%(subject)s` are filled in."""

    title: str
    more: str
    act: str
    endpoint: str


def _month(subject: str) -> str:
    return dates.month(subject, g.language) if subject else ""


def _roles(subject: str) -> str:
    return ", ".join(spoken(ROLES[Role(key)]) for key in subject.split(","))


def _fields(subject: str) -> str:
    return ", ".join(spoken(FIELDS[key]) for key in subject.split(","))


FIELDS: Final = {"address": mark("alamat"), "place": mark("tempat")}
URGENT: Final = frozenset({M.LOCKDOWN, M.PROPOSED})
READ: Final[Mapping[Matter, Callable[[str], str]]] = {
    M.MONTHS: _month, M.COUNTERSIGN: _month, M.VACANT: _roles, M.ENDING: _roles,
    M.LETTERHEAD: _fields, M.BLANKS: technology,
}  # fmt: skip
NAMED: Final[Mapping[Matter, str]] = {
    M.CONFIRM: "number", M.MONTHS: "month", M.COUNTERSIGN: "month",
}  # fmt: skip
"""What the subject is called in the address."""
WORDS: Final[Mapping[Matter, Words]] = {
    M.CONFIRM: Words(
        mark("Review akses"), mark("Masih perlu akses? Yang ditanyakan kepada Anda: %(count)s"),
        mark("Jawab kebutuhan akses"), "review_acts.needs",
    ),
    M.LOCKDOWN: Words(
        mark("Pintu ditutup untuk semua orang"), mark("Perintah tutup total: %(count)s"),
        mark("Lihat perintahnya"), "door_orders.page",
    ),
    M.PROPOSED: Words(
        mark("Perintah ke pintu"), mark("Menunggu orang kedua: %(count)s"),
        mark("Setujui atau tolak"), "door_orders.page",
    ),
    M.ERASURE: Words(
        mark("Penghapusan data"), mark("Disiapkan menurut keputusan: %(count)s"),
        mark("Laksanakan atau batalkan"), "erasures.page",
    ),
    M.NEW_FINDINGS: Words(
        mark("Temuan di pintu"), mark("Belum ditangani: %(count)s"),
        mark("Tangani temuan"), "anomalies.page",
    ),
    M.MY_FINDINGS: Words(
        mark("Temuan yang ditugaskan kepada Anda"), mark("Belum selesai: %(count)s"),
        mark("Tindak lanjuti temuan"), "anomalies.page",
    ),
    M.MONTHS: Words(
        mark("Log pintu %(subject)s"), mark("Bulan yang belum disahkan: %(count)s"),
        mark("Periksa dan sahkan log"), "log_months.show",
    ),
    M.COUNTERSIGN: Words(
        mark("Log pintu %(subject)s"), mark("Sudah disahkan Kasi, menunggu Kabid: %(count)s"),
        mark("Mengetahui log"), "log_months.show",
    ),
    M.OUT: Words(
        mark("Kartu yang belum kembali"), mark("Sudah tidak berlaku: %(count)s"),
        mark("Catat nasib kartu"), "card_life.everything",
    ),
    M.LOST: Words(
        mark("Kartu hilang"), mark("Belum ditemukan dan belum diganti: %(count)s"),
        mark("Lihat kartu hilang"), "card_life.everything",
    ),
    M.BLANKS: Words(
        mark("Kartu kosong hampir habis"), mark("%(subject)s, sisa: %(count)s"),
        mark("Pesan dan catat kiriman"), "stock.page",
    ),
    M.TO_FILE: Words(
        mark("Kertas yang ditunggu"),
        mark("Berkas yang penanda tangannya tidak memiliki akun: %(count)s"),
        mark("Arsipkan kertas bertanda tangan"), "archive.desk",
    ),
    M.NUMBERS: Words(
        mark("Nomor naskah"), mark("Berkas yang belum bernomor naskah: %(count)s"),
        mark("Catat nomor naskah"), "archive.desk",
    ),
    M.GIVEN_UP: Words(
        mark("Pesan yang tidak sampai"), mark("Gagal dikirim: %(count)s"),
        mark("Periksa dan kirim lagi"), "outgoing.page",
    ),
    M.UNSENT: Words(
        mark("Pengirim pesan tidak berjalan"), mark("Pesan yang tertahan: %(count)s"),
        mark("Periksa gapura-send.timer"), "outgoing.page",
    ),
    M.UNWATCHED: Words(
        mark("Log pintu tidak diperiksa"), mark("Pemeriksaan berkala tidak berjalan."),
        mark("Periksa gapura-watch.timer"), "",
    ),
    M.VACANT: Words(
        mark("Jabatan kosong"), THESE,
        mark("Tetapkan pejabat, Plt., atau Plh."), "posts.page",
    ),
    M.ENDING: Words(
        mark("Masa jabatan segera berakhir"), THESE,
        mark("Tetapkan penggantinya"), "posts.page",
    ),
    M.ALONE: Words(
        mark("Operator hanya seorang"),
        mark("Kartunya sendiri, dan kartu saat ia berhalangan, tidak dapat diterbitkan."),
        mark("Tetapkan operator kedua"), "posts.page",
    ),
    M.LETTERHEAD: Words(
        mark("Kop naskah belum lengkap"), mark("Belum diisi: %(subject)s"),
        mark("Lengkapi kop naskah"), "office_settings.page",
    ),
    M.KEYHOLDERS: Words(
        mark("Pemegang kunci kurang dari dua"), mark("Ditunjuk dan dapat membuka pintu: %(count)s"),
        mark("Tunjuk pemegang kunci"), "accounts.page",
    ),
}  # fmt: skip


def told(each: Awaited) -> Errand:
    """Return a matter as a line of the home."""
    words = WORDS[each.matter]
    filled = {"count": each.count, "subject": READ.get(each.matter, str)(each.subject)}
    return Errand(
        title=spoken(words.title) % filled,
        more=spoken(words.more) % filled,
        act=spoken(words.act),
        href=_address(words.endpoint, each),
        since=each.since,
        late=each.late,
        urgent=each.matter in URGENT,
    )


def _address(endpoint: str, each: Awaited) -> str:
    if not endpoint:
        return ""
    named = NAMED.get(each.matter)
    values: dict[str, Any] = {} if named is None else {named: each.subject}
    return url_for(endpoint, **values)


def of_dossier(dossier: Dossier, act: Step, late: int) -> Errand:
    """Return a dossier as a line of the home: a review under its own name, not under a person's."""
    kind = spoken(KINDS[dossier.kind])
    review = dossier.procedure is Procedure.REVIEW
    parts = (dossier.number or spoken(DRAFT), kind, None if review else dossier.applicant.unit)
    return Errand(
        title=spoken(WORDS[M.CONFIRM].title) if review else dossier.applicant.name or "",
        more=" · ".join(part for part in parts if part),
        act=said(act),
        href=url_for("reviews.show" if review else "dossiers.show", number=dossier.id),
        since=dossier.changed_at,
        late=late,
    )


def age(errand: Errand) -> tuple[bool, datetime]:
    """Return by what the home is ordered: the oldest first, what nobody knows the age of last.

    In front of all: what is over in minutes, and a door that opens to nobody.
    """
    return not errand.urgent, errand.since or NEWEST
