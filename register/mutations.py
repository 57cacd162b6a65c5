"""A personnel decree carried out: posts, Plt., units and freezes, all of it or nothing.

Tata usaha proposes what takes access away: the cards freeze with the removal's own asking (P2),
and the Kasi verifies it afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import attachments, audit, dates, office_papers, posts, removals, settings, staffing
from register.audit import By
from register.dossiers import Signature
from register.errors import Incomplete, NotFound, Refusal
from register.forms.check import Checked, check
from register.forms.context import Context
from register.forms.mutation import FREEZES, MUTATION
from register.forms.values import Values, day, rows, text
from register.models import (
    Attachment,
    Capacity,
    Card,
    Cardholder,
    Dossier,
    Mutation,
    Paper,
    PaperKind,
    Tenure,
)
from register.posts import APART, NewTenure
from register.workflow import Procedure, Role

DAY: Final = timedelta(days=1)


class MutationRefused(Refusal):
    """A decree cannot be carried out as asked."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody whose position or unit changes: as it is, and as it will be."""

    person: Cardholder
    before: tuple[str | None, str | None]
    after: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Frozen:
    """Somebody whose cards freeze at once, and why."""

    person: Cardholder
    why: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a decree will change; drawn up before it is carried out, and carried out as drawn up.

    Attributes:
        at: when posts end and begin: the effective day, but not before now.
        vacant: posts of the SOP that nobody holds from then on.
    """

    at: datetime
    moved: tuple[Moved, ...] = ()
    ended: tuple[Tenure, ...] = ()
    given: tuple[tuple[Cardholder, NewTenure], ...] = ()
    frozen: tuple[Frozen, ...] = ()
    vacant: tuple[Role, ...] = field(default=())


def checked(session: Session, answers: Mapping[str, Any], at: datetime) -> Checked:
    """Hold what was filled in against the form; a decree is carried out once."""
    given = check(MUTATION, answers, context(session, at))
    number = text(given.values, "nomor")
    if number and session.scalar(select(Mutation).where(Mutation.number == number)) is not None:
        raise MutationRefused(
            f"Keputusan {number} sudah dilaksanakan.", f"decree {number} was carried out already"
        )
    return given


def context(session: Session, at: datetime) -> Context:
    """Return what the form offers."""
    known = staffing.context(session, at)
    people, units = known.choices["orang"], known.choices["unit_kerja"]
    return replace(known, choices={"orang": people, "plt": people, "unit": units})


def plan(session: Session, answers: Mapping[str, Any], at: datetime) -> Plan:
    """Return what a decree will change; raises Incomplete, MutationRefused."""
    found = checked(session, answers, at)
    if found.complaints:
        raise Incomplete(found.complaints)
    values = found.values
    begins = max(dates.midnight(day(values, "tmt"), settings.read(session).zone), at)
    written = rows(values, "baris")
    people = {int(text(row, "orang")): row for row in written}
    known = {
        person.id: person
        for person in session.scalars(select(Cardholder).where(Cardholder.id.in_(_all(written))))
    }
    ended = tuple(
        tenure
        for tenure in posts.of_people(session, list(people), at)
        if people[tenure.person_id].get("akhiri") is True
        and tenure.role not in APART
        and (tenure.valid_until is None or tenure.valid_until > begins)
    )
    given = (*_given(values, begins), *_standing_in(session, values, ended, begins))
    return Plan(
        begins,
        tuple(filter(None, (_moved(known[number], row) for number, row in people.items()))),
        ended,
        tuple((known[new.person], new) for new in given),
        tuple(filter(None, (_frozen(session, known[n], row) for n, row in people.items()))),
        _vacant(session, ended, given, begins),
    )


def carry_out(
    session: Session, answers: Mapping[str, Any], paper: int, by: By, at: datetime
) -> Mutation:
    """Carry a decree out in the caller's transaction: all of it, or nothing.

    `paper` is its scan, kept before by the same person.

    Raises Incomplete, MutationRefused, TenureRefused and what a removal refuses.
    """
    drawn_up = plan(session, answers, at)
    values = check(MUTATION, answers, context(session, at)).values
    scan = _scan(session, paper, by)
    mutation = Mutation(
        number=text(values, "nomor"), decided_on=text(values, "tanggal"),
        effective_on=text(values, "tmt"), paper_id=scan.id, done_by=scan.added_by, at=at,
    )  # fmt: skip
    session.add(mutation)
    session.flush()
    for tenure in drawn_up.ended:
        posts.end(session, tenure.id, drawn_up.at, by, at)
    for _, new in drawn_up.given:
        posts.refuse_second(session, new)
        posts.appoint(session, replace(new, mutation=mutation.id), by, at)
    for each in drawn_up.moved:
        each.person.position, each.person.unit = each.after
        audit.write(session, "person.move", by, at, {"person": each.person.id})
    asked = _remove(session, drawn_up, values, scan, by, at)
    audit.write(
        session, "mutation.carry-out", by, at,
        {"mutation": mutation.id, "ended": len(drawn_up.ended), "given": len(drawn_up.given),
         "removals": asked},
    )  # fmt: skip
    return mutation


def rehearse(
    session: Session, answers: Mapping[str, Any], paper: int, by: By, at: datetime
) -> Plan:
    """Return what a decree will change once it can be carried out whole; nothing is changed.

    Raises what carrying it out would.
    """
    drawn_up = plan(session, answers, at)
    with session.begin_nested() as tried:
        carry_out(session, answers, paper, by, at)
        tried.rollback()
    return drawn_up


def keep_scan(session: Session, name: str, content: bytes, by: By, at: datetime) -> Paper:
    """Keep the scan of a decree before it is carried out."""
    return office_papers.keep(session, PaperKind.DECREE, name, content, by, at)


def everything(session: Session) -> Sequence[Mutation]:
    """Return every decree that was carried out, the newest first."""
    return session.scalars(select(Mutation).order_by(Mutation.id.desc())).all()


def given_by(session: Session, mutation: int) -> Sequence[Tenure]:
    """Return the posts that a decree gave."""
    return session.scalars(
        select(Tenure).where(Tenure.mutation_id == mutation).order_by(Tenure.id)
    ).all()


def get(session: Session, number: int) -> Mutation:
    """Return a decree; NotFound where there is none."""
    found = session.get(Mutation, number)
    if found is None:
        raise NotFound(f"Tidak ada mutasi {number}.", f"there is no mutation {number}")
    return found


def removals_of(session: Session, mutation: Mutation) -> Sequence[Dossier]:
    """Return the removals that a decree asked for: its scan is attached to each."""
    scan = office_papers.get(session, mutation.paper_id, PaperKind.DECREE)
    return session.scalars(
        select(Dossier)
        .join(Attachment, Attachment.dossier_id == Dossier.id)
        .where(
            Attachment.sha256 == scan.sha256, Attachment.at == mutation.at,
            Dossier.procedure == Procedure.REMOVAL,
        )
        .order_by(Dossier.id)
    ).all()  # fmt: skip


def _all(written: Sequence[Values]) -> set[int]:
    return {int(text(row, key)) for row in written for key in ("orang", "plt") if row.get(key)}


def _moved(person: Cardholder, row: Values) -> Moved | None:
    before = (person.position, person.unit)
    after = (text(row, "jabatan") or person.position, text(row, "unit") or person.unit)
    return Moved(person, before, after) if before != after else None


def _given(values: Values, begins: datetime) -> tuple[NewTenure, ...]:
    """Return the posts that the decree gives, each in its holder's own right."""
    return tuple(
        NewTenure(
            role=Role(text(row, "peran")), person=int(text(row, "orang")),
            title=text(row, "jabatan"), valid_from=begins,
            decree=text(values, "nomor"), decree_date=text(values, "tanggal"),
        )
        for row in rows(values, "baris")
        if row.get("peran")
    )  # fmt: skip


def _standing_in(
    session: Session, values: Values, ended: Sequence[Tenure], begins: datetime
) -> tuple[NewTenure, ...]:
    """Return who stands in for whom, by this very decree as the surat perintah."""
    zone = settings.read(session).zone
    found = []
    for row in rows(values, "baris"):
        if not row.get("plt"):
            continue
        left = [each for each in ended if each.person_id == int(text(row, "orang"))]
        until = dates.midnight(date.fromisoformat(text(row, "plt_sampai")) + DAY, zone)
        if not left or until <= begins:
            raise MutationRefused(
                "Plt. menggantikan jabatan SOP yang ditinggalkan, dan masanya berakhir sesudah"
                " tanggal berlakunya keputusan.",
                "a Plt. stands in for a post of the SOP that is left, and his term ends after the"
                " decree takes effect",
            )
        found += [
            NewTenure(
                role=each.role, person=int(text(row, "plt")), title=f"Plt. {each.title}",
                capacity=Capacity.ACTING, valid_from=begins, valid_until=until,
                decree=text(values, "nomor"), decree_date=text(values, "tanggal"),
            )
            for each in left
        ]  # fmt: skip
    return tuple(found)


def _frozen(session: Session, person: Cardholder, row: Values) -> Frozen | None:
    if text(row, "kartu") not in FREEZES:
        return None
    live = session.scalars(
        select(Card).where(Card.cardholder_id == person.id, Card.ended_at.is_(None))
    ).all()
    return Frozen(person, text(row, "kartu"), tuple(live)) if live else None


def _vacant(
    session: Session, ended: Sequence[Tenure], given: Sequence[NewTenure], begins: datetime
) -> tuple[Role, ...]:
    """Return the posts that are left and nobody takes or holds beside."""
    gone = {tenure.id for tenure in ended}
    taken = {new.role for new in given}
    return tuple(
        role
        for role in dict.fromkeys(tenure.role for tenure in ended)
        if role not in taken
        and all(each.id in gone for each in posts.holders(session, role, begins))
    )


def _remove(
    session: Session, drawn_up: Plan, values: Values, scan: Paper, by: By, at: datetime
) -> list[int]:
    """Ask for one removal a reason; what it names is frozen when it is asked."""
    asked = []
    for why in dict.fromkeys(each.why for each in drawn_up.frozen):
        cards = [card for each in drawn_up.frozen if each.why == why for card in each.cards]
        answers = {
            "hubungan": "kepegawaian", "pemegang": [str(card.id) for card in cards],
            "alasan": why, "uraian": f"Berdasarkan keputusan {text(values, 'nomor')}",
            "dasar_nomor": text(values, "nomor"), "dasar_tgl": text(values, "tanggal"),
            "lampiran": [{"jenis": "lainnya", "jenis_lain": "Keputusan kepegawaian",
                          "berkas": scan.sha256, "nama": scan.name,
                          "tipe": office_papers.kind_of(scan), "ukuran": scan.size}],
            "berlaku": "segera", "cakupan": "seluruh", "bekukan": True,
        }  # fmt: skip
        signature = Signature(person=scan.added_by)
        dossier: Dossier = removals.ask(session, answers, signature, by, at)
        attachments.keep(session, dossier, "lampiran", scan.name, scan.content, by, at)
        asked.append(dossier.id)
    return asked


def _scan(session: Session, paper: int, by: By) -> Paper:
    scan = office_papers.get(session, paper, PaperKind.DECREE)
    used = session.scalar(select(Mutation).where(Mutation.paper_id == scan.id))
    if scan.added_by != by.person or used is not None:
        raise MutationRefused(
            "Pindaian keputusan ini bukan unggahan Anda, atau sudah dipakai.",
            "this scan is not of your uploading, or was used already",
        )
    return scan
