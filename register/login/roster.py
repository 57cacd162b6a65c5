"""Accounts as a list: who has one, in what state, and which posts he holds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from register import posts
from register.errors import NotFound
from register.login import factors
from register.login.factors import Factor
from register.models import Account, Cardholder, Link, Purpose, Tenure

MOST: Final = 50  # people that a search finds
LEAST: Final = 2  # letters of a search


class Standing(StrEnum):
    """What an account is good for at a moment."""

    NONE = "tanpa-akun"
    INVITED = "diundang"  # a link to it is still good
    RESET = "disetel-ulang"
    BARE = "tanpa-faktor"
    ACTIVE = "aktif"
    DISABLED = "nonaktif"


@dataclass(frozen=True, slots=True)
class Line:
    """One person, his account if he has one, and what he holds now."""

    person: Cardholder
    account: Account | None
    standing: Standing
    factors: frozenset[Factor]
    tenures: tuple[Tenure, ...]


def everybody(session: Session, at: datetime) -> Sequence[Line]:
    """Return who has an account or holds a post, by name."""
    wanted = or_(
        Cardholder.id.in_(select(Account.person_id)),
        Cardholder.id.in_(
            select(Tenure.person_id).where(
                or_(Tenure.valid_until.is_(None), Tenure.valid_until > at)
            )
        ),
    )
    return _lines(session, session.scalars(_people().where(wanted)), at)


def search(session: Session, words: str, at: datetime) -> Sequence[Line]:
    """Return whose name or unit has some letters in it, at most 50; nobody for fewer than two."""
    part = words.strip()
    if len(part) < LEAST:
        return ()
    wanted = or_(
        Cardholder.name.icontains(part, autoescape=True),
        Cardholder.unit.icontains(part, autoescape=True),
    )
    return _lines(session, session.scalars(_people().where(wanted).limit(MOST)), at)


def one(session: Session, person: int, at: datetime) -> Line:
    """Return one person; NotFound where he is not there or was erased."""
    found = session.scalars(_people().where(Cardholder.id == person)).all()
    if not found:
        raise NotFound(f"Tidak ada orang {person}.", f"there is no person {person}")
    return _lines(session, found, at)[0]


def _people() -> Select[Cardholder]:
    return select(Cardholder).where(Cardholder.erased_at.is_(None)).order_by(Cardholder.name)


def _lines(session: Session, people: Iterable[Cardholder], at: datetime) -> list[Line]:
    found = list(people)
    ids = [each.id for each in found]
    accounts = {
        each.person_id: each
        for each in session.scalars(
            select(Account)
            .where(Account.person_id.in_(ids))
            .options(selectinload(Account.passkeys))
        )
    }
    held: dict[int, list[Tenure]] = defaultdict(list)
    for tenure in posts.of_people(session, ids, at):
        held[tenure.person_id].append(tenure)
    invited = frozenset(
        session.scalars(
            select(Link.person_id).where(
                Link.person_id.in_(ids), Link.purpose == Purpose.ACCOUNT,
                Link.used_at.is_(None), Link.until > at,
            )
        )
    )  # fmt: skip
    return [
        Line(
            each,
            account := accounts.get(each.id),
            _standing(account, invited=each.id in invited),
            frozenset() if account is None else factors.of(account),
            tuple(held[each.id]),
        )
        for each in found
    ]


def _standing(account: Account | None, *, invited: bool) -> Standing:
    if account is not None and account.disabled_at is not None:
        return Standing.DISABLED
    if account is None or account.password_hash is None:
        if invited:
            return Standing.INVITED
        return Standing.NONE if account is None else Standing.RESET
    return Standing.ACTIVE if factors.of(account) else Standing.BARE
