"""What the menu beside every page leads to, and for whom."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from flask import g

from admin.administration import accounts, posts
from admin.languages import mark
from admin.register_list import READERS
from register.removals import OFFICIALS
from register.workflow import Role

EVERYBODY: Final = frozenset(Role)
FIRST_LIST: Final = frozenset({Role.OPERATOR, Role.KASI, Role.KABID, Role.KADIS, Role.AUDITOR})
ANSWERABLE: Final = frozenset(READERS)
KEEPERS: Final = ANSWERABLE | {Role.REGISTRY}  # of the papers that belong to no dossier


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
            Room("cards.queue", mark("Kartu"), "card", frozenset({Role.OPERATOR})),
            Room("removals.new", mark("Hapus akses"), "lock", OFFICIALS),
            Room("archive.desk", mark("Arsip kertas"), "archive", frozenset({Role.REGISTRY})),
        ),
    ),
    Floor(mark("Pintu"), ()),
    Floor(
        mark("Daftar dan laporan"),
        (
            Room("papers.index", mark("Kertas untuk dicetak"), "disk", KEEPERS),
            Room("register_list.page", mark("Daftar akses"), "list", ANSWERABLE),
            Room("register_list.people", mark("Data pemohon"), "people", ANSWERABLE),
            Room("first_list.page", mark("Daftar awal"), "upload", FIRST_LIST),
        ),
    ),
    Floor(
        mark("Kantor"),
        (
            Room("accounts.page", mark("Akun"), "people", accounts.READERS),
            Room("posts.page", mark("Jabatan dan pelimpahan"), "badge", posts.READERS),
            Room("outgoing.page", mark("Pesan keluar"), "send", frozenset({Role.ADMINISTRATOR})),
        ),
    ),
    Floor(mark("Saya"), (Room("security.page", mark("Keamanan akun"), "key", EVERYBODY),)),
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
