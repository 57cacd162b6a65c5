"""A guest at the office: how he is entered and leaves, with a day card or without."""

from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from register import (
    cards,
    day_cards,
    dossiers,
    requests,
    visits,
)
from register.models import Cardholder
from register.offers import Offered
from register.visits import Leaving
from tests.register.bureau import RIGHT, Bureau
from tests.register.test_requests import CHAIN, act, issued

KEY: Final = bytes(32)
WIB: Final = ZoneInfo("Asia/Jakarta")
GUEST: Final = {
    "nama": "Budi Santoso", "instansi": "PT Sinar", "jenis_id": "nik",
    "no_id": "3503012345678901", "keperluan": "Perbaikan pendingin", "pemberi_izin": "Kasi",
    "perangkat": [{"nama": "Laptop", "serial": "SN-77"}],
}  # fmt: skip


def standing(folder: Path) -> Bureau:
    """Return a bureau in which siti has a standing right: she can escort."""
    made = Bureau(folder / "register.db")
    issued(made)
    made.wait(hours=1)
    return made


def public_id(bureau: Bureau, name: str) -> str:
    with bureau.store.reading() as session:
        return session.get_one(Cardholder, bureau.people[name]).public_id


def come(bureau: Bureau, who: str = "operator", **other: object) -> int:
    given = {**GUEST, "pendamping": public_id(bureau, "siti"), **other}
    with bureau.session() as session:
        return visits.come(session, given, KEY, bureau.by(who), bureau.now).id


def leave(bureau: Bureau, visit: int, how: Leaving, who: str = "operator") -> None:
    bureau.wait(minutes=30)
    with bureau.session() as session:
        found = visits.find(session, visit)
        visits.leave(session, found, how, bureau.by(who), bureau.now)


TAPPED: Final = Offered(fingerprint=b"d" * 32, technology="em4100", last_four="0D0D")
VISIT: Final = {
    **RIGHT, "jenis_akses": "kunjungan", "mulai": "2026-11-24", "sampai": "2026-11-24",
    "didampingi": True,
}  # fmt: skip


def approved(bureau: Bureau) -> int:
    """Let a visitor's request be approved, with a day card in the drawer."""
    with bureau.session() as session:
        day_cards.add(session, TAPPED, "T-01", bureau.by("operator"), bureau.now)
        by = bureau.by("tu")
        dossier = requests.begin(session, bureau.people["tu"], "kunjungan", by, bureau.now)
        requests.save(session, dossier, {}, bureau.people["atasan"], bureau.now)
        right = {**VISIT, "pendamping": public_id(bureau, "siti")}
        requests.submit(session, dossier, right, bureau.signs("tu"), by, bureau.now)
        number = dossier.id
    for who, what in CHAIN:
        act(bureau, number, who, what)
    bureau.wait(minutes=1)
    return number


def visiting(bureau: Bureau) -> int:
    """Let a visitor's request be approved, and give him a day card."""
    number = approved(bureau)
    with bureau.session() as session:
        found, by = dossiers.find(session, number), bureau.by("operator")
        offered = day_cards.offer(session, 1, by, bureau.now)
        cards.issue(session, found, offered, "T-01", bureau.signs("operator"), by, bureau.now)
        bureau.wait(minutes=1)
        cards.hand_over(session, found, bureau.signs("tu"), bureau.by("tu"), bureau.now)
    return number
