"""The demonstration's desk: blank cards in the drawer, day cards, and a guest book of some days.

Every name is invented. The very services write it, as the operator would have.
"""

from datetime import time
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import day_cards, people, stock, visits
from register.audit import By
from register.models import Card, Cardholder, DayCard, Dossier
from register.offers import Offered
from register.seeding.by import acting
from register.seeding.guests import RUDI, Visited
from register.seeding.guests import visits as all_visits
from register.seeding.times import OfficeTimes
from register.visits import Leaving

DELIVERIES: Final = (  # kind, count, first, last, days ago
    ("iso14443a", 50, "0021", "0070", 300),
    ("em4100", 4, "E-001", "E-004", 120),
)
CAME: Final = time(10, 15)
DAY_CARDS: Final = ("T-11", "T-12", "T-13")


def fill_desk(session: Session, operator: int, key: bytes, times: OfficeTimes) -> None:
    """Fill the drawer and the guest book.

    Args:
        session: the writing transaction, of a demonstration's register.
        operator: who kept them.
        key: that identity numbers are digested with.
        times: at which people come.
    """
    by = acting(session, operator)
    for kind, count, first, last, days in DELIVERIES:
        came = times.at(days, CAME)
        answers = {
            "jenis": kind, "jumlah": str(count), "dari": first, "sampai": last,
            "pemasok": "CV Kartu Prima", "tanggal": came.date().isoformat(),
        }  # fmt: skip
        stock.receive(session, answers, by, came)
    for number, printed in enumerate(DAY_CARDS):
        offered = Offered(
            fingerprint=bytes([number]) * 32, technology="iso14443a", last_four=f"D0{number:02}"
        )
        day_cards.add(session, offered, printed, by, times.at(90, CAME))
    _out(session, operator, times)
    if people.escorts(session, times.now):  # without a single right nobody lets a visitor in
        for visit in all_visits(times):
            _visit(session, visit, by, key)


def _out(session: Session, operator: int, times: OfficeTimes) -> None:
    """Put the card that the guest carries among the day cards; `add` takes none that is out."""
    out = session.scalar(
        select(Card)
        .join(Cardholder, Cardholder.id == Card.cardholder_id)
        .where(Cardholder.public_id == RUDI)
    )
    if out is not None:
        session.add(
            DayCard(
                printed=out.printed or "", fingerprint=out.fingerprint, technology=out.technology,
                last_four=out.last_four, assurance=out.assurance, person_id=operator,
                at=times.at(90, CAME),
            )
        )  # fmt: skip


def _visit(session: Session, visited: Visited, by: By, key: bytes) -> None:
    guest = visited.guest
    dossier = None if guest.number else _request(session)
    answers = {
        "nama": guest.name, "instansi": guest.place, "keperluan": guest.purpose,
        "jenis_id": "nik", "no_id": guest.number or "3503051808910004",
        "pemberi_izin": "Nurul Aini, S.Kom.", "pendamping": guest.escort,
        "perangkat": [dict(zip(("nama", "serial"), guest.carries, strict=True))]
        if guest.carries else [],
    }  # fmt: skip
    visit = visits.come(session, answers, key, by, visited.came, dossier)
    if visited.left is not None:
        taken = frozenset(item.id for item in visit.items)
        visits.leave(session, visit, Leaving(taken=taken), by, visited.left)


def _request(session: Session) -> int:
    """Return the approved request of the guest who has a card of his own."""
    return session.scalars(
        select(Dossier.id)
        .join(Cardholder, Cardholder.id == Dossier.applicant_id)
        .where(Cardholder.public_id == RUDI)
    ).one()
