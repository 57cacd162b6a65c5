"""The register of access (form 2) as it is read: one row a grant; nobody edits it.

Its columns are `register.forms.register_list`. Of a person's number only the mask is here, of a
card the printed number and the last four.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from register.models import Grant, GrantDoor
from register.register_rows import Drawing, Known, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A choice of rows; what is None chooses nothing.

    Attributes:
        since, until: days; rows are kept whose validity touches them.
    """

    status: str | None = None
    unit: str | None = None
    door: str | None = None
    since: date | None = None
    until: date | None = None

    def keeps(self, row: Row) -> bool:
        """Return whether a row is among those wanted."""
        return (
            self.status in (None, row.status)
            and self.unit in (None, row.unit)
            and (self.door is None or self.door in row.doors)
            and (self.since is None or row.values["sampai"] >= self.since)
            and (self.until is None or row.values["mulai"] <= self.until)
        )


NOTHING: Final = Known()
EVERYTHING: Final = Wanted()


def rows(
    session: Session, at: datetime, known: Known = NOTHING, language: str = "id"
) -> tuple[Row, ...]:
    """Return the whole register as of now, oldest grant first; `language` says hours and remarks.

    A fixed number of statements, however many rows.
    """
    grants = session.scalars(_rights().order_by(Grant.id)).unique().all()
    drawing = Drawing(session, grants, known, at, language)
    return tuple(drawing.row(number, grant) for number, grant in enumerate(grants, 1))


def row(
    session: Session, grant: int, at: datetime, known: Known = NOTHING, language: str = "id"
) -> Row | None:
    """Return one row of it, by the grant's id, or None where there is none; as `rows` has it."""
    before = aliased(Grant)
    number = select(func.count()).where(before.id <= Grant.id).scalar_subquery()
    of = select(before.cardholder_id).where(before.id == grant).scalar_subquery()
    found = session.execute(_rights().add_columns(number).where(Grant.cardholder_id == of))
    numbered = [(each, number) for each, number in found.unique()]
    drawing = Drawing(session, [each for each, _ in numbered], known, at, language)
    return next((drawing.row(no, each) for each, no in numbered if each.id == grant), None)


def _rights() -> Select[Grant]:
    return select(Grant).options(
        joinedload(Grant.cardholder),
        joinedload(Grant.cards),
        joinedload(Grant.dossier).lazyload("*"),
        selectinload(Grant.doors).joinedload(GrantDoor.door),
        selectinload(Grant.doors).joinedload(GrantDoor.schedule),
    )


def with_use(found: Iterable[Row], used: Mapping[int, datetime]) -> tuple[Row, ...]:
    """Return the rows with when each card last opened a door, by the card's id."""
    return tuple(
        replace(row, values={**row.values, "terakhir": used[row.card]})
        if row.card is not None and row.card in used
        else row
        for row in found
    )


def chosen(found: Iterable[Row], wanted: Wanted) -> tuple[Row, ...]:
    """Return the rows that are wanted."""
    return tuple(row for row in found if wanted.keeps(row))


def counts(found: Iterable[Row]) -> Mapping[str, int]:
    """Return how many rows have each status."""
    return Counter(row.status for row in found)
