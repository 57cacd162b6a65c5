"""The demonstration's desk: blank cards in the drawer, day cards, and a guest book of some days.

Every name is invented. The very services write it, as the operator would have.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from register import day_cards, people, stock, visits
from register.audit import By
from register.cards import Offered
from register.seed_by import acting
from register.visits import Leaving

DELIVERIES: Final = (  # kind, count, first, last, days ago
    ("iso14443a", 50, "0021", "0070", 300),
    ("em4100", 4, "E-001", "E-004", 120),
)
DAY_CARDS: Final = ("T-11", "T-12", "T-13")
GUESTS: Final = (  # name, institution, purpose, what he carries, hours ago, minutes inside
    ("Joni Firmansyah", "PT Dingin Abadi", "Perawatan pendingin", ("Manometer", "DA-2207"), 52, 95),
    ("Lia Anggraini", "Badan Pusat Statistik", "Survei sarana TIK", None, 28, 40),
    ("Joni Firmansyah", "PT Dingin Abadi", "Penggantian filter", ("Laptop", "5CG9341XKL"), 3, 70),
    ("Eko Prasetyo", "PT Serat Nusantara", "Pengukuran serat", ("OTDR", "OT-88123"), 1, None),
    ("Rini Astuti", "Bagian Umum Setda", "Pengecekan alat pemadam", None, 0.5, None),
)  # fmt: skip


def fill_desk(session: Session, operator: int, key: bytes, at: datetime) -> None:
    """Fill the drawer and the guest book.

    Args:
        session: the writing transaction, of a demonstration's register.
        operator: who kept them.
        key: that identity numbers are digested with.
        at: now; what is told happened before.
    """
    by = acting(session, operator)
    for kind, count, first, last, days in DELIVERIES:
        came = at - timedelta(days=days)
        answers = {
            "jenis": kind, "jumlah": str(count), "dari": first, "sampai": last,
            "pemasok": "CV Kartu Prima", "tanggal": came.date().isoformat(),
        }  # fmt: skip
        stock.receive(session, answers, by, came)
    for number, printed in enumerate(DAY_CARDS):
        offered = Offered(
            fingerprint=bytes([number]) * 32, technology="iso14443a", last_four=f"D0{number:02}"
        )
        day_cards.add(session, offered, printed, by, at - timedelta(days=90))
    escorts = [each.public_id for each in people.escorts(session, at)]
    if escorts:  # an office without a single right has nobody to let a visitor in
        _guests(session, escorts, by, key, at)


def _guests(session: Session, escorts: Sequence[str], by: By, key: bytes, at: datetime) -> None:
    for number, (name, place, purpose, carried, hours, minutes) in enumerate(GUESTS):
        came = at - timedelta(hours=hours)
        answers = {
            "nama": name, "instansi": place, "keperluan": purpose, "jenis_id": "nik",
            "no_id": "3503010101900001" if name.startswith("Joni") else f"350301010190{number:04}",
            "pemberi_izin": "Nurul Aini, S.Kom.",
            "pendamping": escorts[number % len(escorts)],
            "perangkat": [{"nama": carried[0], "serial": carried[1]}] if carried else [],
        }  # fmt: skip
        visit = visits.come(session, answers, key, by, came)
        if minutes is not None:
            taken = frozenset(item.id for item in visit.items)
            left = came + timedelta(minutes=minutes)
            visits.leave(session, visit, Leaving(taken=taken), by, left)
