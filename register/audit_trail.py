"""The audit as it is read: newest first, by act, by whom, by period."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from register.models import AuditLine, Cardholder, milliseconds
from register.models.base import EPOCH, MILLISECOND

PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A choice of lines; what is None chooses nothing.

    Attributes:
        act: what its name begins with, as `card.`.
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


def lines(
    session: Session, wanted: Wanted, before: int | None = None, most: int = PAGE
) -> Sequence[Line]:
    """Return lines, newest first, in front of one where it is named."""
    statement = _chosen(wanted).order_by(AuditLine.seq.desc()).limit(most)
    if before is not None:
        statement = statement.where(AuditLine.seq < before)
    return [_line(each) for each in session.scalars(statement)]


def all_lines(session: Session, wanted: Wanted, after: int = 0, most: int = 500) -> Sequence[Line]:
    """Return lines oldest first, beyond one: for what goes through all of them."""
    statement = _chosen(wanted).where(AuditLine.seq > after).order_by(AuditLine.seq).limit(most)
    return [_line(each) for each in session.scalars(statement)]


def acts(session: Session) -> Sequence[str]:
    """Return the names of all acts that ever were."""
    act = func.json_extract(AuditLine.body, "$.act")
    return session.scalars(select(act).distinct().order_by(act)).all()


def names(session: Session, found: Sequence[Line]) -> Mapping[str, str]:
    """Return the names behind the ids of some lines; who is erased has none."""
    wanted = select(Cardholder.public_id, Cardholder.name).where(
        Cardholder.public_id.in_({line.by for line in found}), Cardholder.name.is_not(None)
    )
    return {public_id: name or public_id for public_id, name in session.execute(wanted)}


def head(session: Session) -> tuple[int, str]:
    """Return the length of the audit and where its chain stands, hex."""
    last = session.scalar(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1))
    return (0, "") if last is None else (last.seq, last.chain.hex())


def _chosen(wanted: Wanted) -> Select[AuditLine]:
    statement = select(AuditLine)
    if wanted.act:
        act = func.json_extract(AuditLine.body, "$.act")
        statement = statement.where(act.startswith(wanted.act, autoescape=True))
    if wanted.by:
        statement = statement.where(func.json_extract(AuditLine.body, "$.by") == wanted.by)
    at = func.json_extract(AuditLine.body, "$.at")
    if wanted.since is not None:
        statement = statement.where(at >= milliseconds(wanted.since))
    if wanted.until is not None:
        statement = statement.where(at < milliseconds(wanted.until))
    return statement


def _line(kept: AuditLine) -> Line:
    said = json.loads(kept.body)
    return Line(
        kept.seq, EPOCH + said["at"] * MILLISECOND, said["by"], said["from"], said["act"],
        said.get("what", {}), kept.chain.hex(),
    )  # fmt: skip
