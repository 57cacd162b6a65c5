"""The life of a card after its issue: what may be done to it at the desk, and its history.

Removing takes one person, so each of these is one act; to bring a card back is a grant, and goes
by a request of kind *pembukaan* (`ask_thaw`), which the Kasi verifies and an operator carries out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import CardState
from ledger.events import Reason
from register import audit, cards, people, posts, requests, settings, stock
from register.audit import By
from register.dossiers import Signature
from register.errors import CardRefused, Incomplete
from register.forms.card_acts import SHEETS
from register.forms.check import check
from register.forms.context import Context
from register.forms.register_list import SAYS
from register.forms.values import Values
from register.models import LIVE, Card, CardAct, Cardholder, Dossier
from register.workflow import Procedure, State

OUT: Final = frozenset({CardState.DAMAGED, CardState.REVOKED})  # ended, and not accounted for yet
THAW: Final = "pembukaan"
TEST: Final = "uji-tap"
PASSES: Final = ("granted", "waiting-for-")  # how the reasons begin that turn nobody away


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is done to a card.

    Attributes:
        before: the states in which it may be done.
        after: the state that follows; None where the card stays as it is.
        own: whether the holder may do it to his own card.
        ends_grant: whether the right ends with the card: nothing is left to replace.
    """

    key: str
    before: frozenset[CardState]
    after: CardState | None
    own: bool = False
    ends_grant: bool = False


C: Final = CardState
ACTS: Final[Mapping[str, Act]] = {
    act.key: act
    for act in (
        Act("bekukan", frozenset({C.NOT_HANDED_OVER, C.ACTIVE}), C.FROZEN),
        Act("hilang", LIVE - {C.LOST}, C.LOST, own=True),
        Act("ditemukan", frozenset({C.LOST}), None),
        Act("rusak", LIVE, C.DAMAGED),
        Act("dikembalikan", LIVE | OUT, C.RETURNED, ends_grant=True),
        Act("dimusnahkan", OUT | {C.RETURNED}, C.DESTROYED, ends_grant=True),
    )
}


def may(session: Session, card: Card, person: int, at: datetime) -> tuple[Act, ...]:
    """Return what a person may do to a card now; his buttons."""
    official = bool(cards.FREEZERS & posts.roles(session, person, at))
    mine = person == card.cardholder_id
    return tuple(
        act
        for act in ACTS.values()
        if card.state in act.before and (official or (act.own and mine))
    )


def context(session: Session, at: datetime) -> Context:
    """Return what an act's sheet offers: the office's own people as receiver and witnesses."""
    staff = people.choices(people.staff(session))
    today = at.astimezone(ZoneInfo(settings.read(session).zone)).date()
    return Context(today=today, choices=dict.fromkeys(("penerima", "saksi_1", "saksi_2"), staff))


def do(
    session: Session, card: Card, key: str, answers: Mapping[str, Any], by: By, at: datetime
) -> CardAct:
    """Do an act, in force at the next tap; it and its record are one commit.

    Raises CardRefused: not now, or not his to do. Incomplete: its sheet lacks something.
    """
    person = by.person or 0
    act = next((each for each in may(session, card, person, at) if each.key == key), None)
    if act is None:
        state_id, state_en = SAYS[card.state]
        raise CardRefused(
            f"Itu tidak dapat dilakukan pada kartu yang {state_id}, atau bukan oleh Anda.",
            f"that cannot be done to a card that is {state_en}, or not by you",
        )
    found = check(SHEETS[key], answers, context(session, at))
    if found.complaints:
        raise Incomplete(found.complaints)
    first, second = _witnesses(session, found.values, person)
    done = CardAct(
        card_id=card.id, act=key, person_id=person, sheet=dict(found.values), at=at,
        witness_id=first, second_witness_id=second,
    )  # fmt: skip
    session.add(done)
    session.flush()
    if act.after is not None:
        _move(session, card, act, f"act {done.id}", by, at)
    if found.values.get("ke_stok") is True:
        stock.put_back(session, card, by, at)
    audit.write(session, "card.act", by, at, {"card": card.id, "act": key, "record": done.id})
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A test tap as the door decided it; it released nothing.

    Attributes:
        reason: as the journal says it (`ledger.events.Reason`).
        event: its sequence in the journal.
    """

    reader: str
    reason: str
    event: int

    @property
    def passed(self) -> bool:
        """Whether the card would open, once it is handed over."""
        return self.reason == Reason.NOT_HANDED_OVER or self.reason.startswith(PASSES)


def tested(session: Session, card: Card, found: Tested, by: By, at: datetime) -> None:
    """Keep a test tap in the card's history (forms 1 J and 4 E); the same event once."""
    sheet = {
        "pembaca": found.reader, "alasan": found.reason, "berhasil": found.passed,
        "peristiwa": found.event,
    }  # fmt: skip
    if any(each.sheet.get("peristiwa") == found.event for each in tests(session, card.id)):
        return
    session.add(CardAct(card_id=card.id, act=TEST, person_id=by.person or 0, sheet=sheet, at=at))
    session.flush()
    audit.write(session, "card.test", by, at, {"card": card.id, "event": found.event})


def tests(session: Session, card: int) -> Sequence[CardAct]:
    """Return the test taps of a card, newest first: `sheet["berhasil"]` says whether it passed."""
    return session.scalars(
        select(CardAct)
        .where(CardAct.card_id == card, CardAct.act == TEST)
        .order_by(CardAct.id.desc())
    ).all()


def last_test(session: Session, card: int, since: datetime) -> CardAct | None:
    """Return the newest test tap of a card since a moment, or None."""
    return next((each for each in tests(session, card) if each.at >= since), None)


def ask_thaw(session: Session, card: Card, why: str, by: By, at: datetime) -> Dossier:
    """Let the holder ask for his lost or frozen card back: a request for Kasi and operator.

    Raises CardRefused: the card is not his, is not suspended, or is asked for already.
    """
    if by.person != card.cardholder_id or not cards.suspended(card):
        raise CardRefused(
            "Hanya pemegang yang meminta kartunya dibuka, selama kartu itu dibekukan atau hilang.",
            "only its holder asks for a card back, while it is frozen or lost",
        )
    if (open_ := thaw_of(session, card)) is not None:
        raise CardRefused(
            f"Pembukaan kartu ini sudah diminta: {open_.number}.",
            f"this card is asked for already: {open_.number}",
        )
    dossier = begin_thaw(session, card, why, by, at)
    return submit_thaw(session, dossier, Signature(person=card.cardholder_id), by, at)


def begin_thaw(session: Session, card: Card, why: str, by: By, at: datetime) -> Dossier:
    """Write the draft by which a card is asked back: whose it is, its number, and why.

    One that was left lying, or was sent back, is written anew.
    """
    holder = card.grant.cardholder
    said = {
        "nama": holder.name, "kategori": holder.kind, "jabatan": holder.position,
        "unit_kerja": holder.unit, "jenis_id": "nip" if holder.nip else None, "no_id": holder.nip,
        "keperluan": why.strip(), "kartu_lama": str(card.id),
    }  # fmt: skip
    draft = select(Dossier).where(
        Dossier.kind == THAW, Dossier.applicant_id == holder.id, Dossier.state == State.DRAFT
    )
    dossier = session.scalar(draft) or requests.begin(session, holder.id, THAW, by, at)
    requests.save(session, dossier, {key: each for key, each in said.items() if each}, None, at)
    return dossier


def submit_thaw(
    session: Session, dossier: Dossier, signature: Signature, by: By, at: datetime
) -> Dossier:
    """Sign the request for a card's thaw; CardRefused where it is not suspended any more."""
    card = cards.live(session, dossier.applicant_id)
    if card is None or not cards.suspended(card):
        raise CardRefused(
            "Kartunya tidak lagi dibekukan atau hilang; tidak ada yang dibuka.",
            "his card is not frozen or lost any more; there is nothing to open",
        )
    return requests.submit(session, dossier, None, signature, by, at)


def thaw_of(session: Session, card: Card) -> Dossier | None:
    """Return the request for a card's thaw that is on its way, or None."""
    return session.scalar(
        select(Dossier).where(
            Dossier.procedure == Procedure.REQUEST,
            Dossier.kind == THAW,
            Dossier.applicant_id == card.cardholder_id,
            Dossier.state.in_((State.AT_KASI, State.AT_OPERATOR)),
        )
    )


def people_named(session: Session, act: CardAct) -> dict[str, str]:
    """Return the names of those whom an act's sheet names by their pseudonymous ids."""
    ids = [str(value) for value in act.sheet.values() if str(value).startswith("P-")]
    if not ids:
        return {}
    found = session.scalars(select(Cardholder).where(Cardholder.public_id.in_(ids)))
    return {each.public_id: each.name or each.public_id for each in found}


def _witnesses(
    session: Session, values: Values, person: int
) -> tuple[int, int] | tuple[None, None]:
    """Return who watches, where the act's sheet names two; neither is who does it."""
    if "saksi_1" not in values:
        return None, None
    first, second = (
        session.scalars(select(Cardholder.id).where(Cardholder.public_id == values[key])).one()
        for key in ("saksi_1", "saksi_2")
    )
    if person in (first, second):
        raise CardRefused(
            "Pelaksana pemusnahan tidak menjadi saksinya sendiri.",
            "who destroys a card is not his own witness",
        )
    return first, second


def _move(session: Session, card: Card, act: Act, why: str, by: By, at: datetime) -> None:
    if act.after in cards.SUSPENDED:
        cards.suspend(session, card.id, act.after, why, by, at)
    elif act.after is not None:
        cards.end(session, card.id, act.after, why, by, at)
    if act.ends_grant and card.grant.revoked_at is None:
        card.grant.revoked_at = at
        session.flush()
        audit.write(session, "grant.revoke", by, at, {"grant": card.grant_id, "why": why})
