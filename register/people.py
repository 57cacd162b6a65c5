"""Cardholders: everybody whom the register knows, found again by the number of his identity."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import AccessKind, CardState
from register.forms import identity
from register.forms.choices import Choice
from register.forms.values import Values, text
from register.models import Card, Cardholder, Grant
from register.pseudonym import pseudonym

SHOWN: Final = 4
ASN: Final = "asn-diskominfo"


def find(session: Session, public_id: str) -> Cardholder | None:
    """Return the person with a pseudonymous id, or None."""
    return session.scalar(select(Cardholder).where(Cardholder.public_id == public_id))


def public_ids(session: Session) -> Sequence[str]:
    """Return the pseudonymous ids of everybody."""
    return session.scalars(select(Cardholder.public_id)).all()


def by_nip(session: Session, nip: str) -> Cardholder | None:
    """Return the person with a NIP of 18 digits, or None."""
    return session.scalar(
        select(Cardholder).where(Cardholder.nip == identity.compact(nip)).limit(1)
    )


def staff(session: Session) -> Sequence[Cardholder]:
    """Return the office's own people."""
    return session.scalars(
        select(Cardholder)
        .where(Cardholder.kind == ASN, Cardholder.erased_at.is_(None))
        .order_by(Cardholder.name)
    ).all()


def escorts(session: Session, at: datetime) -> Sequence[Cardholder]:
    """Return who may escort somebody now: whose standing right is in force, his card not away."""
    away = select(Card.grant_id).where(Card.state.in_((CardState.FROZEN, CardState.LOST)))
    return session.scalars(
        select(Cardholder)
        .join(Grant, Grant.cardholder_id == Cardholder.id)
        .where(
            Grant.kind == AccessKind.STANDING,
            Grant.valid_from <= at,
            at < Grant.valid_until,
            Grant.frozen_at.is_(None),
            Grant.revoked_at.is_(None),
            Grant.id.not_in(away),
        )
        .order_by(Cardholder.name)
        .distinct()
    ).all()


def choices(found: Iterable[Cardholder]) -> tuple[Choice, ...]:
    """Return people to choose from: each told from his namesakes, as a list is searched by words.

    Namesakes of one unit are told apart by their pseudonymous ids.
    """
    named = [(each.public_id, _called(each)) for each in found]
    often = Counter(words for _, words in named)
    told = (
        (public_id, words if often[words] == 1 else f"{words} ({public_id})")
        for public_id, words in named
    )
    return tuple(Choice(public_id, words, words) for public_id, words in told)


def _called(person: Cardholder) -> str:
    return " · ".join(part for part in (person.name, person.unit) if part) or person.public_id


def named(session: Session, said: Values, kind: str = "lainnya") -> Cardholder:
    """Return the person that a form names, made where the register does not know him yet.

    Args:
        session: the writing transaction.
        said: `nama`, and `nip`, `jabatan`, `email` where they are known.
        kind: his category, as FORMS.md has it.
    """
    found = by_nip(session, text(said, "nip")) if said.get("nip") else None
    if found is None and said.get("email"):
        found = session.scalar(
            select(Cardholder).where(
                Cardholder.email == text(said, "email"), Cardholder.name == text(said, "nama")
            )
        )
    if found is not None:
        return found
    person = new(session, text(said, "nama"), kind)
    person.nip = identity.compact(text(said, "nip")) or None
    person.position = text(said, "jabatan") or None
    person.email = text(said, "email") or None
    session.flush()
    return person


def new(session: Session, name: str, kind: str) -> Cardholder:
    """Write somebody new into the register."""
    person = Cardholder(public_id=pseudonym(), name=name, kind=kind)
    session.add(person)
    session.flush()
    return person


def digest(number: str, key: bytes) -> bytes:
    """Return what tells whether two identity numbers are the same, and nothing else."""
    return blake2b(number.encode(), digest_size=32, key=key).digest()


def describe(person: Cardholder, answers: Values, key: bytes) -> None:
    """Take over what the Pemohon's own form says of him.

    Of a number that is no NIP only the last four are kept, and a keyed digest that tells whether
    two are the same.
    """
    person.name = text(answers, "nama") or person.name
    person.kind = text(answers, "kategori") or person.kind
    person.unit = text(answers, "unit_kerja") or person.unit
    person.institution = text(answers, "instansi") or person.institution
    person.position = text(answers, "jabatan") or person.position
    person.rank = text(answers, "golongan") or person.rank
    person.phone = text(answers, "hp") or person.phone
    person.email = text(answers, "email") or person.email
    number, kind = text(answers, "no_id"), text(answers, "jenis_id")
    person.identity_kind = kind or person.identity_kind
    if kind == "nip":
        person.nip = number
    elif number:
        person.identity_shown = number[-SHOWN:]
        person.identity_digest = digest(number, key)


def mask(person: Cardholder) -> str:
    """Return the number of a person's identity as a list shows it, or the empty text."""
    if person.nip:
        return identity.masked("nip", person.nip)
    return identity.BULLET * 4 + person.identity_shown if person.identity_shown else ""
