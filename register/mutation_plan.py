"""What a personnel decree will change: drawn up before it is carried out, shown, and kept to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import dates, posts, settings, staffing
from register.errors import Incomplete, Refusal
from register.forms.check import Checked, check
from register.forms.context import Context
from register.forms.mutation import FREEZES, MUTATION
from register.forms.values import Values, day, rows, text
from register.models import (
    Capacity,
    Card,
    Cardholder,
    Mutation,
    Tenure,
)
from register.posts import APART, NewTenure
from register.workflow import Role

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
    """Return who stands in for whom, by his own surat perintah or else by this very decree."""
    zone = settings.read(session).zone
    found: list[NewTenure] = []
    for row in rows(values, "baris"):
        if not row.get("plt"):
            continue
        left = [each for each in ended if each.person_id == int(text(row, "orang"))]
        starts, until = _term(row, begins, zone)
        if not left or until <= starts:
            raise MutationRefused(
                "Plt. menggantikan jabatan SOP yang ditinggalkan, dan masanya berakhir sesudah"
                " ia mulai.",
                "a Plt. stands in for a post of the SOP that is left, and his term ends after it"
                " begins",
            )
        order, dated = _order(values, row)
        found += [
            NewTenure(
                role=each.role, person=int(text(row, "plt")), title=f"Plt. {each.title}",
                capacity=Capacity.ACTING, valid_from=starts, valid_until=until,
                decree=order, decree_date=dated,
            )
            for each in left
        ]  # fmt: skip
    return tuple(found)


def _order(values: Values, row: Values) -> tuple[str, str]:
    """Return number and date of a Plt.'s surat perintah."""
    if row.get("plt_nomor"):
        return text(row, "plt_nomor"), text(row, "plt_tanggal")
    return text(values, "nomor"), text(values, "tanggal")


def _term(row: Values, begins: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return when a Plt. starts, never before the post is left, and the instant after his term."""
    until = dates.midnight(date.fromisoformat(text(row, "plt_sampai")) + DAY, zone)
    if not row.get("plt_mulai"):
        return begins, until
    return max(begins, dates.midnight(date.fromisoformat(text(row, "plt_mulai")), zone)), until


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
    """Return the posts that are left and that nobody takes at once, or holds beside."""
    gone = {tenure.id for tenure in ended}
    taken = {new.role for new in given if new.valid_from <= begins}
    return tuple(
        role
        for role in dict.fromkeys(tenure.role for tenure in ended)
        if role not in taken
        and all(each.id in gone for each in posts.holders(session, role, begins))
    )
