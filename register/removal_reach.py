"""Whose cards somebody may ask to have removed, and what he is to their holders (form 4, B and C).

An official's is every live card; a superior's are those of his own people; everybody's is his own.
Who audits or keeps accounts changes nobody's access: his reach is his own card.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from register import dates, posts, premises, settings
from register.forms import identity
from register.forms.choices import ACCESS_KINDS, Choice
from register.forms.complaint import Complaint
from register.forms.context import Context
from register.forms.removal import RELATIONS
from register.forms.values import Values, day, text, words
from register.models import Card, Cardholder, Dossier, Grant, GrantDoor, RemovalItem
from register.register_rows import KINDS
from register.workflow import ENDED, Role

OWN: Final = "pemegang"
SUPERIOR: Final = "atasan"
OFFICES: Final[Mapping[Role, str]] = {
    Role.KASI: "kasi", Role.KABID: "kabid", Role.KADIS: "kadis", Role.OPERATOR: "operator",
    Role.REGISTRY: "kepegawaian",
}  # fmt: skip
"""What a post makes of who asks; tata usaha asks for what the personnel office decided."""
OFFICIALS: Final = frozenset(OFFICES)
UNDER_WAY: Final = and_(
    RemovalItem.closed_at.is_(None),
    RemovalItem.dossier_id.in_(select(Dossier.id).where(Dossier.state.not_in(ENDED))),
)
"""A card's line of a removal that is neither refused nor closed, nor accounts for it yet."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody may name in form 4.

    Attributes:
        person: who asks.
        cards: the live cards within his reach.
        people: whose superior he is.
        offices: the relations that his posts give him.
    """

    person: Cardholder
    cards: tuple[Card, ...]
    people: frozenset[int]
    offices: frozenset[str]

    @property
    def relations(self) -> tuple[Choice, ...]:
        """Return what he may truthfully say that he is, in the form's order."""
        held = {card.cardholder_id for card in self.cards}
        mine = {OWN: self.person.id in held, SUPERIOR: bool(held & self.people)}
        return tuple(each for each in RELATIONS if mine.get(each.value, each.value in self.offices))

    def related(self, answers: Mapping[str, object]) -> Mapping[str, object]:
        """Return the answers with his relation, where it can be but one and was not given."""
        offered = self.relations
        if answers.get("hubungan") or len(offered) != 1:
            return answers
        return {**answers, "hubungan": offered[0].value}

    def untrue(self, values: Values) -> tuple[Complaint, ...]:
        """Complain of a relation that is not his to every holder whom checked answers name."""
        said = text(values, "hubungan")
        if said not in {each.value for each in self.relations}:
            return (_untrue(said, "bukan hubungan Anda dengan pemegang", "is not what you are"),)
        named = {int(number) for number in words(values, "pemegang")}
        holders = {card.cardholder_id for card in self.cards if card.id in named}
        if said == OWN and holders != {self.person.id}:
            return (_untrue(said, "hanya untuk kartu sendiri", "goes with one's own card alone"),)
        if said == SUPERIOR and not holders <= self.people:
            return (_untrue(said, "hanya untuk bawahan", "goes with one's own people alone"),)
        return ()


def of(session: Session, person: int, at: datetime) -> Reach:
    """Return what somebody may name now."""
    roles = posts.roles(session, person, at)
    mine = select(Dossier.applicant_id).where(Dossier.superior_id == person).distinct()
    people = frozenset[int]() if roles & posts.APART else frozenset(session.scalars(mine))
    wanted = (
        select(Card)
        .where(Card.ended_at.is_(None))
        .options(
            joinedload(Card.grant).options(
                joinedload(Grant.cardholder), selectinload(Grant.doors).joinedload(GrantDoor.door)
            )
        )
        .order_by(Card.id)
    )
    if not OFFICIALS & roles:
        theirs = Card.cardholder_id.in_(people)
        wanted = wanted.where(or_(Card.cardholder_id == person, theirs))
    return Reach(
        session.get_one(Cardholder, person),
        tuple(session.scalars(wanted)),
        people - {person},
        frozenset(OFFICES[role] for role in roles & OFFICIALS),
    )


def context(session: Session, cards: Sequence[Card], at: datetime) -> Context:
    """Return what form 4 offers: some cards with whose they are, and the doors."""
    doors = premises.doors(session)
    return Context(
        today=at.astimezone(ZoneInfo(settings.read(session).zone)).date(),
        choices={
            "pemegang": tuple(_holder(card) for card in cards),
            "cakupan_pintu": premises.choices(doors),
        },
    )


def running(session: Session, cards: Iterable[int]) -> Mapping[int, Dossier]:
    """Return the removal that is open, of each card that is in one and not accounted for."""
    found = session.execute(
        select(RemovalItem.card_id, Dossier)
        .join(Dossier, Dossier.id == RemovalItem.dossier_id)
        .where(RemovalItem.card_id.in_(tuple(cards)), UNDER_WAY)
    )
    return {row.card_id: row.Dossier for row in found}


def twice(session: Session, values: Values) -> tuple[Complaint, ...]:
    """Complain of each card that checked answers name and another removal has already."""
    open_ = running(session, (int(number) for number in words(values, "pemegang")))
    return tuple(_twice(session.get_one(Card, card), open_[card]) for card in sorted(open_))


def too_early(session: Session, card: Card, closing: Values) -> tuple[Complaint, ...]:
    """Complain of a day of return before the card was handed over, or made."""
    zone = ZoneInfo(settings.read(session).zone)
    first = (card.handed_over_at or card.issued_at).astimezone(zone).date()
    if day(closing, "tanggal") >= first:
        return ()
    return (
        Complaint(
            "tanggal",
            f"Tanggal: kartu ini diserahkan {dates.day(first)}; pilih hari itu atau sesudahnya.",
            f"The date: this card was handed over on {dates.day(first, 'en')}; choose that day or a"
            " later one.",
        ),
    )


def _twice(card: Card, dossier: Dossier) -> Complaint:
    number, under = card.printed or card.last_four, dossier.number
    return Complaint(
        "pemegang",
        f"Kartu {number} sudah dalam penghapusan {under} yang masih berjalan; lanjutkan yang itu.",
        f"Card {number} is in removal {under} already, which is open; go on with that one.",
    )


def who(person: Cardholder) -> Values:
    """Return who asks, as the form has it (B)."""
    return {
        "nama": person.name, "nip": person.nip, "jabatan": person.position,
        "unit_kerja": person.unit,
    }  # fmt: skip


def _holder(card: Card) -> Choice:
    holder, grant = card.grant.cardholder, card.grant
    kind = next(each for each in ACCESS_KINDS if each.value == KINDS[grant.kind])
    doors = ", ".join(sorted(each.door.label for each in grant.doors))
    whose = (holder.name, identity.masked("nip", holder.nip) if holder.nip else "", holder.unit)
    number = card.printed or card.last_four
    parts = ((*whose, f"kartu {number}", kind.label_id), (*whose, f"card {number}", kind.label_en))
    told = (" · ".join(part for part in (*each, doors) if part) for each in parts)
    return Choice(str(card.id), *told)


def _untrue(said: str, indonesian: str, english: str) -> Complaint:
    relation = next(each for each in RELATIONS if each.value == said)
    return Complaint(
        "hubungan",
        f"Hubungan: {relation.label_id} {indonesian}.",
        f"Relation: {relation.label_en} {english}.",
    )
