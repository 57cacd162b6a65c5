"""The guest book: who comes in, escorted by whom, with what, and that all of it goes out again.

A visitor without an approved request gets no card: he is escorted, and the book records him. Of
his identity number the last four are kept, and a keyed digest that tells whether two are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, lazyload, selectinload

from ledger.access import CardState
from register import audit, cards, coming, day_cards, people, posts, settings
from register.audit import By
from register.errors import Incomplete, NotFound, VisitRefused
from register.forms.check import check
from register.forms.choices import Choice
from register.forms.context import Context
from register.forms.values import Values, rows, text
from register.forms.visit import ENTRY
from register.models import Card, Cardholder, Dossier, Grant, Visit, VisitItem
from register.stock import KEEPERS
from register.workflow import Role, State

SHOWN: Final = 4
REMEMBERED: Final = timedelta(days=180)  # visitors of so long ago are suggested
SUGGESTED: Final = 100
KIND: Final = "kunjungan"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What happened to the things as a visitor left.

    Attributes:
        taken: ids of the items that went out with him.
        explained: id of an item that did not, to why.
        more: things that he took out and had not brought: name, serial number, why.
    """

    taken: frozenset[int] = frozenset()
    explained: Mapping[int, str] = field(default_factory=dict)
    more: Sequence[tuple[str, str | None, str]] = ()


def context(session: Session, at: datetime) -> Context:
    """Return what the entry offers: escorts, who allows, and who came before."""
    found = settings.read(session)
    escorts = people.choices(people.escorts(session, at))
    allowing = tuple(
        Choice(each.person.name or "", each.title, each.title)
        for each in posts.holders(session, Role.KASI, at)
    )
    names = tuple(Choice(name, place, place) for name, place in known(session, at))
    return Context(
        today=at.astimezone(ZoneInfo(found.zone)).date(),
        choices={"pendamping": escorts, "pemberi_izin": allowing, "nama": names},
    )


def known(session: Session, at: datetime) -> Sequence[tuple[str, str]]:
    """Return name and institution of the visitors of late, the newest first."""
    found = session.execute(
        select(Visit.name, Visit.institution)
        .where(Visit.came_at > at - REMEMBERED, Visit.name.is_not(None))
        .group_by(Visit.name, Visit.institution)
        .order_by(Visit.id.desc())
        .limit(SUGGESTED)
    )
    return [(name or "", institution) for name, institution in found]


def come(
    session: Session, answers: Mapping[str, Any], key: bytes, by: By, at: datetime,
    dossier: int | None = None,
) -> Visit:  # fmt: skip
    """Record a visitor coming in.

    Args:
        session: the writing transaction.
        answers: as `forms.visit.ENTRY` asks.
        key: that identity numbers are digested with.
        by: who keeps the book.
        at: now.
        dossier: an approved request of kind *kunjungan*, whose card he carries.

    Raises Incomplete, VisitRefused.
    """
    _keeps(session, by, at)
    before = _before(session, answers, at)
    found = check(ENTRY, answers, context(session, at))
    asked = [each for each in found.complaints if before is None or each.field != "no_id"]
    if asked:
        raise Incomplete(asked)
    values, card = found.values, _carried(session, dossier)
    zone = ZoneInfo(settings.read(session).zone)
    came = coming.moment(text(values, "masuk"), zone, at)
    if wrong := coming.untimely(came, card, zone, at):
        raise Incomplete(wrong)
    visit = Visit(
        name=text(values, "nama"),
        institution=text(values, "instansi"),
        purpose=text(values, "keperluan"),
        escort_id=_person(session, text(values, "pendamping")),
        allowed_by=text(values, "pemberi_izin"),
        came_at=came,
        manual=bool(text(values, "masuk")),
        temperature=cast("int | None", values.get("suhu")),
        note=text(values, "catatan") or None,
        person_id=by.person or 0,
        at=at,
    )
    _identify(visit, values, before, key)
    if card is not None:
        visit.dossier_id, visit.card_id = dossier, card.id
    session.add(visit)
    session.flush()
    for row in rows(values, "perangkat"):
        serial = text(row, "serial") or None
        session.add(
            VisitItem(visit_id=visit.id, name=text(row, "nama"), serial=serial, brought=True)
        )
    session.flush()
    audit.write(session, "visit.come", by, at, {"visit": visit.id, "escort": visit.escort_id})
    return visit


def leave(session: Session, visit: Visit, how: Leaving, by: By, at: datetime) -> None:
    """Record that a visitor left; his day card ends. VisitRefused names what is unaccounted for."""
    _keeps(session, by, at)
    if visit.left_at is not None:
        raise VisitRefused("Tamu ini sudah dicatat keluar.", "this visitor has left already")
    for item in visit.items:
        item.taken = item.id in how.taken
        item.explained = None if item.taken else (how.explained.get(item.id, "").strip() or None)
        if item.brought and not item.taken and item.explained is None:
            raise VisitRefused(
                f"{item.name} {item.serial or ''} dibawa masuk dan tidak dibawa keluar: jelaskan.",
                f"{item.name} {item.serial or ''} went in and does not go out: say why",
            )
    for name, serial, why in how.more:
        session.add(VisitItem(visit_id=visit.id, name=name, serial=serial, brought=False,
                              taken=True, explained=why))  # fmt: skip
    session.flush()
    visit.left_at, visit.closed_by = at, by.person
    session.flush()
    if visit.card is not None and visit.card.ended_at is None:
        day_cards.end(session, visit.card, f"visit {visit.id}", by, at)
    audit.write(session, "visit.leave", by, at, {"visit": visit.id})


def find(session: Session, visit: int) -> Visit:
    """Return a visit; NotFound where there is none."""
    found = session.get(Visit, visit)
    if found is None:
        raise NotFound(f"Tidak ada kunjungan {visit}.", f"there is no visit {visit}")
    return found


def today(session: Session, zone: ZoneInfo, at: datetime) -> Sequence[Visit]:
    """Return whoever is still inside, since whenever, and then today's visits, newest first."""
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return session.scalars(
        select(Visit)
        .where(or_(Visit.left_at.is_(None), Visit.came_at >= midnight))
        .options(
            joinedload(Visit.escort),
            selectinload(Visit.items),
            joinedload(Visit.card),
            joinedload(Visit.dossier).lazyload(Dossier.steps),
        )
        .order_by(Visit.left_at.is_not(None), Visit.came_at.desc())
    ).all()


def without_card(session: Session) -> Sequence[Visit]:
    """Return the visits of those inside whom no card of their own let in, the longest first."""
    return session.scalars(
        select(Visit)
        .where(Visit.left_at.is_(None), Visit.card_id.is_(None))
        .options(joinedload(Visit.escort))
        .order_by(Visit.came_at)
    ).all()


def expected(session: Session, at: datetime) -> Sequence[tuple[Dossier, Card]]:
    """Return the approved visits whose day card opens now, and who is not inside with it yet."""
    inside = select(Visit.card_id).where(Visit.card_id.is_not(None))
    found = session.execute(
        select(Dossier, Card)
        .join(Card, Card.dossier_id == Dossier.id)
        .join(Grant, Grant.id == Card.grant_id)
        .where(
            Dossier.kind == KIND,
            Dossier.state == State.IN_USE,
            Card.state == CardState.ACTIVE,
            Grant.valid_until > at,
            Card.id.not_in(inside),
        )
        .order_by(Grant.valid_from)
        .options(lazyload(Dossier.steps))  # nobody reads them here
    )
    return [(dossier, card) for dossier, card in found]


def forget(session: Session, before: datetime, by: By, at: datetime) -> int:
    """Erase who they were of every visit that ended before a moment; return how many."""
    found = session.scalars(
        select(Visit).where(Visit.left_at < before, Visit.erased_at.is_(None))
    ).all()
    for visit in found:
        visit.name, visit.identity_shown, visit.identity_digest = None, None, None
        visit.note, visit.erased_at = None, at
    session.flush()
    if found:
        audit.write(session, "visit.forget", by, at, {"visits": len(found)})
    return len(found)


def _keeps(session: Session, by: By, at: datetime) -> None:
    if not KEEPERS & posts.roles(session, by.person or 0, at):
        raise VisitRefused(
            "Hanya operator atau Kasi yang mengisi buku tamu.",
            "only an operator or the Kasi keeps the guest book",
        )


def _before(session: Session, answers: Mapping[str, Any], at: datetime) -> Visit | None:
    """Return the last visit of somebody by that name and institution, where no number is given."""
    if str(answers.get("no_id") or "").strip():
        return None
    return session.scalar(
        select(Visit)
        .where(
            Visit.name == str(answers.get("nama") or "").strip(),
            Visit.institution == str(answers.get("instansi") or "").strip(),
            Visit.came_at > at - REMEMBERED,
        )
        .order_by(Visit.id.desc())
        .limit(1)
    )


def _identify(visit: Visit, values: Values, before: Visit | None, key: bytes) -> None:
    if before is not None:
        visit.identity_kind = before.identity_kind
        visit.identity_shown, visit.identity_digest = before.identity_shown, before.identity_digest
        return
    number = text(values, "no_id")
    visit.identity_kind, visit.identity_shown = text(values, "jenis_id"), number[-SHOWN:]
    visit.identity_digest = blake2b(number.encode(), digest_size=32, key=key).digest()


def _person(session: Session, public_id: str) -> int:
    return session.scalars(select(Cardholder.id).where(Cardholder.public_id == public_id)).one()


def _carried(session: Session, dossier: int | None) -> Card | None:
    """Return the day card of an approved visit; VisitRefused where it has none."""
    if dossier is None:
        return None
    found = session.get(Dossier, dossier)
    card = None if found is None else cards.live(session, found.applicant_id)
    if found is None or card is None or found.kind != KIND or card.dossier_id != dossier:
        raise VisitRefused(
            "Permintaan itu bukan kunjungan yang kartunya sudah diserahkan.",
            "that request is no visit whose day card was handed over",
        )
    return card
