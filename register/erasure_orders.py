"""Erasure by decision: the administrator prepares it, somebody who decides carries it out.

`gapura erase --person` does the same from the command line, where whoever holds the machine acts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from register import audit, dates, erasure, posts, settings
from register.audit import By
from register.erasure import ErasureRefused
from register.errors import NotFound
from register.models import (
    Account,
    Attachment,
    Card,
    Cardholder,
    Dossier,
    ErasureOrder,
    Grant,
    Notice,
    Outgoing,
    SignedStep,
)
from register.workflow import Role

PREPARERS: Final = frozenset({Role.ADMINISTRATOR})
DECIDERS: Final = frozenset({Role.KADIS, Role.SECRETARY, Role.KABID})
WHO: Final = (
    joinedload(ErasureOrder.person), joinedload(ErasureOrder.preparer),
    joinedload(ErasureOrder.settler),
)  # fmt: skip
NUMBER_MOST: Final = 100  # characters


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would take, and what it leaves.

    Attributes:
        against: why it cannot be done now, in both languages; None where it can.
        forms: of his own, whose answers about him go.
        papers: attachments of these, which are emptied.
        elsewhere: other people's forms and notes in which his name stands.
        messages: to him.
        account: whether he has one, which is shut.
        signatures, rights, cards: which stay, under his pseudonymous id.
    """

    against: tuple[str, str] | None
    forms: int
    papers: int
    elsewhere: int
    messages: int
    account: bool
    signatures: int
    rights: int
    cards: int


def preview(session: Session, person: Cardholder, at: datetime) -> Preview:
    """Return what would go and what would stay."""
    mine = Dossier.applicant_id == person.id
    own = select(Dossier.id).where(mine)
    words = tuple(erasure.words(person))
    told = [func.instr(SignedStep.__table__.c.note, word) > 0 for word in words]
    named = [func.instr(Dossier.__table__.c.answers, word) > 0 for word in words]
    others = and_(
        ~mine,
        or_(
            false(),
            *named,
            Dossier.id.in_(select(SignedStep.dossier_id).where(or_(false(), *told))),
        ),
    )
    counted = session.execute(
        select(
            *(
                select(func.count()).select_from(table).where(where).scalar_subquery()
                for table, where in (
                    (Dossier, mine),
                    (Attachment, Attachment.dossier_id.in_(own)),
                    (Dossier, others),
                    (Notice, Notice.person_id == person.id),
                    (Outgoing, Outgoing.person_id == person.id),
                    (Account, Account.person_id == person.id),
                    (SignedStep, SignedStep.person_id == person.id),
                    (Grant, Grant.cardholder_id == person.id),
                    (Card, Card.cardholder_id == person.id),
                )
            )
        )
    ).one()
    forms, papers, elsewhere, notices, letters, accounts, signatures, rights, cards = counted
    return Preview(
        erasure.against(session, person, at), forms, papers, elsewhere, notices + letters,
        accounts > 0, signatures, rights, cards,
    )  # fmt: skip


def of_person(session: Session, person: int) -> Cardholder:
    """Return somebody who was not erased; NotFound for anybody else."""
    found = session.get(Cardholder, person)
    if found is None or found.erased_at is not None:
        raise NotFound(f"Tidak ada orang {person}.", f"there is no person {person}")
    return found


def everything(session: Session) -> Sequence[ErasureOrder]:
    """Return every decision, what waits first, the newest first."""
    return session.scalars(
        select(ErasureOrder)
        .options(*WHO)
        .order_by(ErasureOrder.settled_at.is_not(None), ErasureOrder.id.desc())
    ).all()


def one(session: Session, number: int) -> ErasureOrder:
    """Return a decision; NotFound."""
    found = session.get(ErasureOrder, number, options=WHO)
    if found is None:
        raise NotFound(
            f"Tidak ada keputusan penghapusan {number}.", f"there is no decision to erase {number}"
        )
    return found


def open_of(session: Session, person: int) -> ErasureOrder | None:
    """Return the decision about a person that waits to be carried out, or None."""
    return session.scalar(
        select(ErasureOrder).where(
            ErasureOrder.person_id == person, ErasureOrder.settled_at.is_(None)
        )
    )


def prepare(
    session: Session, person: int, decision: str, decided_on: date, by: By, at: datetime
) -> ErasureOrder:
    """Prepare an erasure: tried whole, and taken back, so that it will not fail when it is done.

    Args:
        session: the writing transaction.
        person: whose data are to go.
        decision: number of the decision, `SK 800/12/2026`; never a name.
        decided_on: its date, not after today.
        by: the administrator.
        at: now.

    Raises ErasureRefused, NotFound.
    """
    _must(session, by, PREPARERS, at, "menyiapkan", "prepares")
    _another(by, person)
    if len(decision) > NUMBER_MOST or decided_on > _today(session, at):
        raise ErasureRefused(
            f"Tulis nomor keputusan (paling panjang {NUMBER_MOST} karakter) dan tanggalnya, tidak"
            " sesudah hari ini.",
            f"write the decision's number ({NUMBER_MOST} characters at most) and its date, not"
            " after today",
        )
    if open_of(session, person) is not None:
        raise ErasureRefused(
            "Penghapusan orang ini sudah disiapkan dan menunggu keputusan.",
            "the erasure of this person is prepared already and waits",
        )
    with session.begin_nested() as trial:
        erasure.erase(session, person, _why(decision, decided_on), by, at)
        trial.rollback()
    session.expire_all()
    made = ErasureOrder(
        person_id=person, decision=decision.strip(), decided_on=decided_on.isoformat(),
        prepared_by=by.person or 0, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.write(session, "erasure.prepare", by, at, _what(made))
    return made


def carry_out(session: Session, order: ErasureOrder, by: By, at: datetime) -> None:
    """Erase whom a decision is about; `Store.shred` follows its commit.

    Raises ErasureRefused: it is settled, he may not, or prepared it, or it is about him.
    """
    _check_open(order)
    _must(session, by, DECIDERS, at, "melaksanakan", "carries out")
    _another(by, order.person_id)
    if by.person == order.prepared_by:
        raise ErasureRefused(
            "Yang menyiapkan penghapusan tidak melaksanakannya sendiri.",
            "who prepared an erasure does not carry it out himself",
        )
    why = _why(order.decision, date.fromisoformat(order.decided_on))
    erasure.erase(session, order.person_id, why, by, at)
    order.settled_by, order.settled_at, order.carried_out = by.person, at, True
    session.flush()


def decline(session: Session, order: ErasureOrder, by: By, at: datetime) -> None:
    """Take an erasure back before it is carried out; nothing goes. Raises ErasureRefused."""
    _check_open(order)
    _must(session, by, PREPARERS | DECIDERS, at, "membatalkan", "takes back")
    order.settled_by, order.settled_at = by.person, at
    session.flush()
    audit.write(session, "erasure.decline", by, at, _what(order))


def _check_open(order: ErasureOrder) -> None:
    if order.settled_at is not None:
        raise ErasureRefused(
            "Keputusan ini sudah diselesaikan.", "this decision is settled already"
        )


def _must(
    session: Session, by: By, roles: frozenset[Role], at: datetime, does_id: str, does_en: str
) -> None:
    if not roles & posts.roles(session, by.person or 0, at):
        raise ErasureRefused(
            f"Hanya {', '.join(sorted(roles))} yang {does_id} penghapusan data.",
            f"only {', '.join(sorted(roles))} {does_en} an erasure",
        )


def _another(by: By, person: int) -> None:
    if by.person == person:
        raise ErasureRefused(
            "Data sendiri tidak dihapus sendiri; mintalah orang lain.",
            "nobody erases his own data; ask somebody else",
        )


def _today(session: Session, at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.read(session).zone)).date()


def _why(decision: str, decided_on: date) -> str:
    return f"{decision.strip()}, {dates.day(decided_on, 'id')}"


def _what(order: ErasureOrder) -> dict[str, object]:
    return {"order": order.id, "decision": order.decision, "date": order.decided_on}
