"""A row of a ratified first list becomes a dossier of its own, for which a card is tapped in."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import cards, dossiers, people, settings
from register.audit import By
from register.day_one import first_rows
from register.dossiers import Signature
from register.errors import CardRefused, NotFound
from register.forms.values import Values, text
from register.models import Cardholder, Dossier, FirstRow
from register.ways import Way
from register.workflow import Course

KIND: Final = "data-awal"


def admit(
    session: Session, row: int, key: bytes, signature: Signature, by: By, at: datetime
) -> Dossier:
    """D5: take a row; the dossier that comes of it waits at the card desk.

    Raises NotFound, CardRefused, and what `dossiers.sign` raises.
    """
    found = session.get(FirstRow, row)
    if found is None:
        raise NotFound(f"Tidak ada baris {row}.", f"there is no row {row}")
    _open(session, found, at)
    person = _person(session, found.answers, key)
    _may_have(session, found, person)
    now = settings.read(session)
    way = Way(course=Course.FIRST_ROW, initials=now.initials)
    taken = dossiers.begin(session, way, KIND, person.id, found.list.sop_version, at)
    taken.answers, taken.approved = dict(found.answers), dict(found.allowed)
    taken.number, taken.submitted_at = f"{found.list.number} baris {found.number}", at
    session.flush()
    found.person_id, found.admitted_id = person.id, taken.id
    session.flush()
    dossiers.sign(session, taken, "admit", signature, by, at)
    return taken


def _open(session: Session, row: FirstRow, at: datetime) -> None:
    until = first_rows.lapses(session, row.list)
    if until is None:
        raise CardRefused(
            "Daftar awal ini belum disahkan Kadis.", "this first list is not ratified yet"
        )
    if at >= until:
        raise CardRefused(
            "Daftar awal ini sudah lewat 60 hari sejak disahkan; ajukan permintaan biasa.",
            "60 days have passed since this first list was ratified; an ordinary request is wanted",
        )
    if row.admitted_id is not None or not row.answers:
        raise CardRefused(
            f"Baris {row.number} sudah diambil.", f"row {row.number} was taken already"
        )


def _may_have(session: Session, row: FirstRow, person: Cardholder) -> None:
    if cards.live(session, person.id) is not None:
        raise CardRefused(
            f"{person.name} sudah memiliki kartu.", f"{person.name} has a card already"
        )
    if person.id in first_rows.signers(session, row.list):
        raise CardRefused(
            f"{person.name} menandatangani daftar ini; ajukan permintaan biasa untuknya.",
            f"{person.name} signed this list; an ordinary request is wanted for him",
        )


def _person(session: Session, answers: Values, key: bytes) -> Cardholder:
    """Return the person whom a row names, made where the register does not know him yet."""
    number = text(answers, "no_id")
    if text(answers, "jenis_id") == "nip":
        known = people.by_nip(session, number)
    else:
        same = Cardholder.identity_digest == people.digest(number, key)
        known = session.scalar(
            select(Cardholder).where(same, Cardholder.name == text(answers, "nama")).limit(1)
        )
    if known is not None:
        return known
    person = people.new(session, text(answers, "nama"), text(answers, "kategori"))
    people.describe(person, answers, key)
    session.flush()
    return person
