"""What the menu beside every page leads to, and for whom."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from flask import g

from admin import door_orders
from admin.administration import (
    accounts,
    calendar,
    erasures,
    mutations,
    posts,
    premises,
    settings,
    sop,
)
from admin.audit_trail import EVIDENCE
from admin.audit_trail import READERS as AUDIT
from admin.dossiers import REVIEWERS
from admin.languages import mark
from admin.log import pages as log
from admin.register_list import READERS
from register.cards import FREEZERS
from register.removal_reach import OFFICIALS
from register.stock import KEEPERS as STOCK
from register.workflow import Role

EVERYBODY: Final = frozenset(Role)
OPERATORS: Final = frozenset({Role.OPERATOR})
REGISTRY: Final = frozenset({Role.REGISTRY})
ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})
FIRST_LIST: Final = frozenset({Role.OPERATOR, Role.KASI, Role.KABID, Role.KADIS, Role.AUDITOR})
ANSWERABLE: Final = frozenset(READERS)
GUESTS: Final = STOCK | {Role.KABID, Role.AUDITOR}
DESK: Final = FREEZERS | {Role.AUDITOR}
KEEPERS: Final = ANSWERABLE | {Role.REGISTRY}  # of the papers that belong to no dossier
WATCHERS: Final = frozenset({Role.KASI, Role.KABID, Role.KADIS, Role.SECRETARY, Role.AUDITOR})
"""Who reads what the door's log tells; the Kasi acts on it."""


class Room(NamedTuple):
    """One line of the menu: the page's endpoint, its name, its sign, and who sees it."""

    endpoint: str
    name: str
    sign: str
    roles: frozenset[Role]


class Floor(NamedTuple):
    """The lines that stand together under one heading."""

    name: str
    rooms: tuple[Room, ...]


FLOORS: Final = (
    Floor(
        mark("Pekerjaan"),
        (
            Room("home.page", mark("Beranda"), "home", EVERYBODY),
            Room("cards.queue", mark("Kartu"), "card", OPERATORS),
            Room("card_life.everything", mark("Semua kartu"), "list", DESK),
            Room("stock.page", mark("Persediaan kartu"), "archive", GUESTS),
            Room("visits.page", mark("Buku tamu"), "visitor", GUESTS),
            Room("removals.new", mark("Hapus akses"), "lock", OFFICIALS),
            Room("archive.desk", mark("Arsip kertas"), "upload", REGISTRY),
            Room("mutations.page", mark("Mutasi"), "swap", mutations.READERS),
        ),
    ),
    Floor(
        mark("Pintu"),
        (
            Room("log.page", mark("Log pintu"), "book", frozenset(log.TODAYS)),
            Room("log.heat", mark("Peta jam"), "chart", frozenset(log.READERS)),
            Room("anomalies.page", mark("Perlu perhatian"), "bell", WATCHERS | OPERATORS),
            Room("inside.page", mark("Di dalam sekarang"), "door-open", WATCHERS),
            Room("door_orders.page", mark("Perintah ke pintu"), "unlock", door_orders.READERS),
            Room("log_months.page", mark("Pengesahan log"), "seal", WATCHERS),
        ),
    ),
    Floor(
        mark("Daftar dan laporan"),
        (
            Room("register_list.page", mark("Daftar akses"), "list", ANSWERABLE),
            Room("reviews.index", mark("Review akses"), "seal", REVIEWERS),
            Room("register_list.people", mark("Data pemohon"), "people", ANSWERABLE),
            Room("first_list.page", mark("Daftar awal"), "upload", FIRST_LIST),
            Room("papers.index", mark("Kertas untuk dicetak"), "archive", KEEPERS),
            Room("audit_trail.page", mark("Jejak audit"), "book", frozenset(AUDIT)),
            Room("audit_trail.years", mark("Bukti tahunan"), "disk", frozenset(EVIDENCE)),
        ),
    ),
    Floor(
        mark("Kantor"),
        (
            Room("sop.page", mark("Lembar SOP"), "book", sop.READERS),
            Room("sop.report", mark("Pengukuran SOP"), "chart", sop.READERS),
            Room("accounts.page", mark("Akun"), "people", accounts.READERS),
            Room("posts.page", mark("Jabatan dan pelimpahan"), "badge", posts.READERS),
            Room("premises.doors", mark("Pintu dan pembaca"), "reader", premises.READERS),
            Room("premises.schedules", mark("Jadwal"), "clock", premises.READERS),
            Room("calendar.page", mark("Kalender"), "calendar", calendar.READERS),
            Room("calendar.units", mark("Unit kerja"), "building", calendar.READERS),
            Room("office_settings.page", mark("Pengaturan"), "gear", settings.READERS),
            Room("erasures.page", mark("Penghapusan data"), "cross", erasures.READERS),
            Room("outgoing.page", mark("Pesan keluar"), "send", ADMINISTRATORS),
        ),
    ),
    Floor(
        mark("Saya"),
        (
            Room("own_data.page", mark("Data saya"), "badge", EVERYBODY),
            Room("security.page", mark("Keamanan akun"), "key", EVERYBODY),
        ),
    ),
)


def floors() -> Iterator[Floor]:
    """Yield what the visitor's menu shows; nothing to whom a link or a first login let in."""
    if g.visitor.bare or g.visitor.account is None:
        return
    mine = g.visitor.roles
    for floor in FLOORS:
        shown = tuple(room for room in floor.rooms if room.roles is EVERYBODY or room.roles & mine)
        if shown:
            yield floor._replace(rooms=shown)
