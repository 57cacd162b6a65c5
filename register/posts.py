"""Posts by date: who holds which role at a moment, in his own right or acting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from register import audit
from register.audit import By
from register.errors import TenureRefused
from register.models import Account, Capacity, Cardholder, Tenure
from register.workflow import POSTS, Role

APART: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Who keeps accounts, or only reads, decides nothing: neither goes with another post."""

SINGLE: Final = frozenset({Role.KADIS, Role.SECRETARY, Role.KABID, Role.KASI})
"""Posts of one person at a time, besides who stands in for him."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTenure:
    """A post to be given.

    Attributes:
        decree: number of the surat perintah, wanted for Plt. and Plh., with date and end.
        evidence: of the qualification that the SOP asks of its holder, and its date.
        mutation: the personnel decree that gives it, where one does.
    """

    role: Role
    person: int
    title: str
    valid_from: datetime
    valid_until: datetime | None = None
    capacity: Capacity = Capacity.OWN
    decree: str | None = None
    decree_date: str | None = None
    evidence: str | None = None
    evidence_date: str | None = None
    mutation: int | None = None


def held(session: Session, person: int, at: datetime) -> Sequence[Tenure]:
    """Return the tenures of a person that stand at a moment, his own before those he acts in."""
    found = session.scalars(_standing(at).where(Tenure.person_id == person)).all()
    return sorted(found, key=lambda tenure: tenure.capacity is not Capacity.OWN)


def of_people(session: Session, people: Sequence[int], at: datetime) -> Sequence[Tenure]:
    """Return the tenures of some people that stand at a moment, or begin later."""
    still = or_(Tenure.valid_until.is_(None), Tenure.valid_until > at)
    wanted = select(Tenure).where(Tenure.person_id.in_(people), still).order_by(Tenure.valid_from)
    return session.scalars(wanted).all()


def roles(session: Session, person: int, at: datetime) -> frozenset[Role]:
    """Return the roles that a person's posts give him at a moment."""
    return frozenset(tenure.role for tenure in held(session, person, at))


def holders(session: Session, role: Role, at: datetime) -> Sequence[Tenure]:
    """Return who holds a role at a moment: the one in his own right first."""
    found = session.scalars(_standing(at).where(Tenure.role == role)).all()
    return sorted(found, key=lambda tenure: tenure.capacity is not Capacity.OWN)


def standing(
    session: Session, roles_: Iterable[Role], at: datetime
) -> Mapping[Role, Sequence[Tenure]]:
    """Return who holds each of some roles at a moment, asking once for all."""
    wanted = frozenset(roles_)
    found = session.scalars(
        _standing(at).where(Tenure.role.in_(wanted)).options(joinedload(Tenure.person))
    ).all()
    return {role: [each for each in found if each.role is role] for role in wanted}


def moving_post(session: Session, person: int, at: datetime) -> Role | None:
    """Return the post of a Pemohon that moves the steps of his own request, or None."""
    mine = roles(session, person, at)
    return next((role for role in (Role.KADIS, Role.KABID, Role.KASI) if role in mine), None)


def appoint(session: Session, new: NewTenure, by: By, at: datetime) -> Tenure:
    """Give a post; TenureRefused says what stands against it."""
    _check(session, new)
    _refuse_own(by, new.person)
    tenure = Tenure(
        role=new.role,
        person_id=new.person,
        title=new.title.strip(),
        capacity=new.capacity,
        decree=new.decree,
        decree_date=new.decree_date,
        evidence=new.evidence,
        evidence_date=new.evidence_date,
        mutation_id=new.mutation,
        appointed_by=by.person,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
    )
    session.add(tenure)
    session.flush()
    audit.write(session, "tenure.begin", by, at, {"tenure": tenure.id, "role": new.role})
    return tenure


def end(session: Session, tenure: int, until: datetime, by: By, at: datetime) -> None:
    """Let a tenure end earlier than it would; nobody his own, nor the last administrator's."""
    found = get(session, tenure)
    _refuse_own(by, found.person_id)
    if found.valid_until is not None and found.valid_until <= until:
        raise TenureRefused(
            f"Masa jabatan {found.title} sudah berakhir sebelum hari itu.",
            f"the tenure of {found.title} ends before that day already",
        )
    until = max(until, found.valid_from)
    if found.role is Role.ADMINISTRATOR:
        _refuse_last(session, found, until)
    found.valid_until, found.ended_by = until, by.person
    session.flush()
    audit.write(session, "tenure.end", by, at, {"tenure": tenure, "role": found.role})


def refuse_second(session: Session, new: NewTenure) -> None:
    """Refuse a second holder, in his own right, of a post that one person holds at a time."""
    if new.role not in SINGLE or new.capacity is not Capacity.OWN:
        return
    own = select(Tenure).where(Tenure.role == new.role, Tenure.capacity == Capacity.OWN)
    for tenure in session.scalars(own.where(Tenure.person_id != new.person)):
        if overlap(tenure, new):
            raise TenureRefused(
                f"{tenure.title} masih dipegang pejabat lain; akhiri lebih dahulu, atau tetapkan"
                " Plt. atau Plh.",
                f"{tenure.title} is held by somebody else still; end that first, or appoint a Plt."
                " or Plh.",
            )


def overlap(tenure: Tenure, new: NewTenure) -> bool:
    """Whether a tenure stands at some moment of a new one."""
    begins_before_end = new.valid_until is None or tenure.valid_from < new.valid_until
    return begins_before_end and (tenure.valid_until is None or new.valid_from < tenure.valid_until)


def get(session: Session, tenure: int) -> Tenure:
    """Return a tenure; TenureRefused where there is none."""
    found = session.get(Tenure, tenure)
    if found is None:
        raise TenureRefused(f"Tidak ada masa jabatan {tenure}.", f"there is no tenure {tenure}")
    return found


def usable(session: Session, person: int) -> bool:
    """Whether a person has an account that was not shut."""
    wanted = select(Account.id).where(Account.person_id == person, Account.disabled_at.is_(None))
    return session.scalar(wanted) is not None


def _refuse_own(by: By, person: int) -> None:
    if by.person == person:
        raise TenureRefused(
            "Jabatan sendiri tidak dapat diberikan atau diakhiri sendiri; mintalah orang lain.",
            "nobody gives himself a post or ends his own; ask somebody else",
        )


def _refuse_last(session: Session, tenure: Tenure, until: datetime) -> None:
    others = (
        each.person_id
        for each in holders(session, Role.ADMINISTRATOR, until)
        if each.valid_until is None and each.person_id != tenure.person_id
    )
    if not any(usable(session, each) for each in others):
        raise TenureRefused(
            "Ini administrator yang terakhir; tetapkan penggantinya dan tunggu akunnya aktif.",
            "this is the last administrator; appoint another and let him make his account first",
        )


def _standing(at: datetime) -> Select[Tenure]:
    still = or_(Tenure.valid_until.is_(None), Tenure.valid_until > at)
    return select(Tenure).where(Tenure.valid_from <= at, still).order_by(Tenure.valid_from)


def _check(session: Session, new: NewTenure) -> None:
    if new.role not in POSTS:
        raise TenureRefused(
            f"{new.role} bukan jabatan yang dapat diberikan.",
            f"{new.role} is no post that can be given",
        )
    if session.get(Cardholder, new.person) is None:
        raise TenureRefused(f"Tidak ada orang {new.person}.", f"there is no person {new.person}")
    acting = new.capacity is not Capacity.OWN
    if acting and not (new.decree and new.decree_date and new.valid_until):
        said = new.capacity.capitalize()
        raise TenureRefused(
            f"{said}.: nomor, tanggal, dan masa surat perintah wajib diisi.",
            f"{said}.: number and date of the surat perintah and its end are wanted",
        )
    others = {
        tenure.role
        for tenure in session.scalars(select(Tenure).where(Tenure.person_id == new.person))
        if overlap(tenure, new)
    }
    if others and (new.role in APART or others & APART):
        raise TenureRefused(
            f"{new.role.capitalize()} tidak dapat dirangkap dengan {', '.join(sorted(others))}: "
            "pengelola akun dan auditor tidak memegang jabatan yang memutuskan.",
            f"{new.role} does not go with {', '.join(sorted(others))}: "
            "who keeps accounts or audits holds no post that decides",
        )
