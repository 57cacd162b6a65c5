"""The audit as it is read: newest first, by act, by whom, by period."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from register.models import Account, AuditLine, Card, Cardholder, Dossier, milliseconds
from register.models.base import EPOCH, MILLISECOND

PAGE: Final = 50
AT: Final = func.json_extract(AuditLine.body, "$.at")
NAMED: Final = ("person", "escort", "whom", "people")  # details that are people


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A choice of lines; what is None chooses nothing.

    Attributes:
        act: its name, or what it begins with, as `card.`.
        by: a pseudonymous id.
        since: inclusive.
        until: exclusive.
    """

    act: str | None = None
    by: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One act: who, from where, what; people by their pseudonymous ids alone."""

    seq: int
    at: datetime
    by: str
    source: str
    act: str
    what: Mapping[str, Any]
    chain: str


@dataclass(frozen=True, slots=True)
class Behind:
    """What the ids of some lines stand for.

    Attributes:
        people: names by pseudonymous id and by row; who was erased goes by his pseudonymous id.
        accounts: the name of whose each is.
        dossiers: the number of each; empty for a draft.
        cards: what is printed on each, or its last four digits.
    """

    people: Mapping[str | int, str]
    accounts: Mapping[int, str]
    dossiers: Mapping[int, str]
    cards: Mapping[int, str]


def lines(
    session: Session, wanted: Wanted, before: int | None = None, most: int = PAGE
) -> Sequence[Line]:
    """Return lines, the newest moment first, in front of one where it is named.

    Lines stand in the chain as they were written; one of an earlier moment may be written later.
    """
    statement = _chosen(wanted).order_by(AT.desc(), AuditLine.seq.desc()).limit(most)
    if before is not None:
        then = select(AT).where(AuditLine.seq == before).scalar_subquery()
        statement = statement.where(or_(then > AT, and_(then == AT, AuditLine.seq < before)))
    return [_line(each) for each in session.scalars(statement)]


def all_lines(session: Session, wanted: Wanted, after: int = 0, most: int = 500) -> Sequence[Line]:
    """Return lines oldest first, beyond one: for what goes through all of them."""
    statement = _chosen(wanted).where(AuditLine.seq > after).order_by(AuditLine.seq).limit(most)
    return [_line(each) for each in session.scalars(statement)]


def behind(session: Session, found: Sequence[Line]) -> Behind:
    """Return who and what the ids of some lines stand for."""
    people, accounts = _people(session, found)
    dossiers = session.execute(
        select(Dossier.id, Dossier.number).where(Dossier.id.in_(_ids(found, "dossier")))
    )
    cards = session.execute(
        select(Card.id, Card.printed, Card.last_four).where(Card.id.in_(_ids(found, "card")))
    )
    return Behind(
        people=people,
        accounts=accounts,
        dossiers={each: number or "" for each, number in dossiers},
        cards={each: printed or f"…{last}" for each, printed, last in cards},
    )


def _people(
    session: Session, found: Sequence[Line]
) -> tuple[Mapping[str | int, str], Mapping[int, str]]:
    named = _ids(found, *NAMED) | {line.by for line in found}
    rows = session.execute(
        select(Cardholder.id, Cardholder.public_id, Cardholder.name, Account.id)
        .outerjoin(Account, Account.person_id == Cardholder.id)
        .where(
            or_(
                Cardholder.public_id.in_(each for each in named if isinstance(each, str)),
                Cardholder.id.in_(each for each in named if isinstance(each, int)),
                Account.id.in_(_ids(found, "account")),
            )
        )
    ).all()
    people: dict[str | int, str] = {}
    for row, public_id, name, _ in rows:
        people[row] = people[public_id] = name or public_id
    return people, {account: people[row] for row, _, _, account in rows if account}


def _ids(found: Sequence[Line], *keys: str) -> set[Any]:
    """Return what some details of lines name, each once."""
    kept = (line.what[key] for line in found for key in keys if key in line.what)
    return {one for each in kept for one in (each if isinstance(each, list) else [each])}


def head(session: Session) -> tuple[int, str]:
    """Return the length of the audit and where its chain stands, hex."""
    last = session.scalar(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1))
    return (0, "") if last is None else (last.seq, last.chain.hex())


def _chosen(wanted: Wanted) -> Select[AuditLine]:
    statement = select(AuditLine)
    if wanted.act:
        act = func.json_extract(AuditLine.body, "$.act")
        many = wanted.act.endswith(".")
        one = act.startswith(wanted.act, autoescape=True) if many else act == wanted.act
        statement = statement.where(one)
    if wanted.by:
        statement = statement.where(func.json_extract(AuditLine.body, "$.by") == wanted.by)
    if wanted.since is not None:
        statement = statement.where(milliseconds(wanted.since) <= AT)
    if wanted.until is not None:
        statement = statement.where(milliseconds(wanted.until) > AT)
    return statement


def _line(kept: AuditLine) -> Line:
    said = json.loads(kept.body)
    return Line(
        kept.seq, EPOCH + said["at"] * MILLISECOND, said["by"], said["from"], said["act"],
        said.get("what", {}), kept.chain.hex(),
    )  # fmt: skip
