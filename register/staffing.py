"""Who works here and who holds which post, as the administrator keeps it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from register import audit, dates, office_papers, people, posts, settings
from register.audit import By
from register.errors import Incomplete
from register.forms import identity
from register.forms.check import check
from register.forms.choices import Choice
from register.forms.context import Context
from register.forms.fields import Form
from register.forms.staff import APPOINTMENT, ENDING, EVIDENCE, PERSON
from register.forms.values import Values, day, text
from register.models import Capacity, Cardholder, PaperKind, Tenure, Unit
from register.posts import NewTenure
from register.workflow import Role

DAY: Final = timedelta(days=1)
MOST: Final = 2000  # people that a list offers


def context(session: Session, at: datetime) -> Context:
    """Return what the administrator's forms offer."""
    zone = ZoneInfo(settings.read(session).zone)
    found = session.scalars(
        select(Cardholder)
        .where(Cardholder.erased_at.is_(None), Cardholder.name.is_not(None))
        .order_by(Cardholder.name)
        .limit(MOST)
    )
    units = session.scalars(select(Unit.name).where(Unit.closed_at.is_(None)).order_by(Unit.name))
    return Context(
        today=at.astimezone(zone).date(),
        choices={
            "orang": tuple(_choice(each) for each in found),
            "unit_kerja": tuple(Choice(name, name, name) for name in units),
        },
    )


def enrol(session: Session, answers: Mapping[str, Any], by: By, at: datetime) -> Cardholder:
    """Make a person whom the register does not know, or return the one whose NIP this is.

    Raises Incomplete.
    """
    given = _checked(session, PERSON, answers, at)
    known = people.by_nip(session, text(given, "nip")) if given.get("nip") else None
    if known is not None:
        return known
    person = people.named(session, given, text(given, "kategori"))
    person.unit = text(given, "unit_kerja") or person.unit
    person.institution = text(given, "instansi") or person.institution
    person.phone = text(given, "hp") or person.phone
    person.identity_kind = "nip" if person.nip else person.identity_kind
    session.flush()
    audit.write(session, "person.add", by, at, {"person": person.id})
    return person


def appoint(session: Session, answers: Mapping[str, Any], by: By, at: datetime) -> Tenure:
    """Give a post from the administrator's form; raises Incomplete, TenureRefused."""
    given = _checked(session, APPOINTMENT, answers, at)
    new = tenure(given, settings.read(session).zone)
    posts.refuse_second(session, new)
    return posts.appoint(session, new, by, at)


def tenure(given: Values, zone: str) -> NewTenure:
    """Return the post that checked answers describe."""
    last = text(given, "sampai")
    return NewTenure(
        role=Role(text(given, "peran")),
        person=int(text(given, "orang")),
        title=text(given, "sebutan"),
        capacity=Capacity(text(given, "kapasitas")),
        valid_from=dates.midnight(day(given, "mulai"), zone),
        valid_until=_after(date.fromisoformat(last), zone) if last else None,
        decree=text(given, "sp_nomor") or None,
        decree_date=text(given, "sp_tanggal") or None,
        evidence=text(given, "bukti") or None,
        evidence_date=text(given, "bukti_tanggal") or None,
    )


def end(session: Session, number: int, answers: Mapping[str, Any], by: By, at: datetime) -> None:
    """Let a post end with a day, today or later; raises Incomplete, TenureRefused."""
    given = _checked(session, ENDING, answers, at)
    until = _after(day(given, "sampai"), settings.read(session).zone)
    posts.end(session, number, max(until, at), by, at)


def prove(
    session: Session, number: int, answers: Mapping[str, Any], name: str, content: bytes,
    by: By, at: datetime,
) -> Tenure:  # fmt: skip
    """Attach the evidence of a qualification to a post; raises Incomplete, AttachmentRefused."""
    found = posts.get(session, number)
    given = _checked(session, EVIDENCE, answers, at)
    paper = office_papers.keep(session, PaperKind.QUALIFICATION, name, content, by, at)
    before = {"evidence": found.evidence_id, "date": found.evidence_date}
    found.evidence, found.evidence_date = text(given, "bukti"), text(given, "bukti_tanggal")
    found.evidence_id = paper.id
    session.flush()
    audit.write(
        session, "tenure.evidence", by, at, {"tenure": number, "paper": paper.id, "before": before}
    )
    return found


def tenures(session: Session) -> Sequence[Tenure]:
    """Return every tenure that there was, is and will be, the newest first."""
    return session.scalars(
        select(Tenure).options(joinedload(Tenure.person)).order_by(Tenure.valid_from.desc())
    ).all()


def _after(last: date, zone: str) -> datetime:
    return dates.midnight(last + DAY, zone)


def _choice(person: Cardholder) -> Choice:
    parts = (person.name, person.position, person.unit)
    words = " · ".join(part for part in parts if part)
    return Choice(str(person.id), words, words)


def _checked(session: Session, form: Form, answers: Mapping[str, Any], at: datetime) -> Values:
    found = check(form, answers, context(session, at))
    if found.complaints:
        raise Incomplete(found.complaints)
    return found.values


def masked(person: Cardholder) -> str:
    """Return the number of somebody's identity as a list shows it."""
    return identity.masked("nip", person.nip) if person.nip else ""
