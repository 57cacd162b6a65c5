"""The column types that STRICT tables allow, and the base that maps to them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final

from sqlalchemy import Dialect, Integer, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)
STRICT: Final = {"sqlite_strict": True}


def milliseconds(at: datetime) -> int:
    """Return UTC ms since 1970; ValueError for a time without a zone."""
    if at.utcoffset() is None:
        raise ValueError(f"{at} has no time zone; an aware datetime is wanted")
    return (at - EPOCH) // MILLISECOND


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC ms; what is finer is cut off."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Refuse a naive datetime."""
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Return UTC."""
        return None if value is None else EPOCH + value * MILLISECOND


class Flag(TypeDecorator[bool]):
    """True or False as 1 or 0: STRICT tables know no BOOLEAN."""

    impl = Integer
    cache_ok = True

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Return a bool."""
        return None if value is None else bool(value)


class Word(TypeDecorator[StrEnum]):
    """A member of a StrEnum, kept as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Refuse what is no member."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Return the member."""
        return None if value is None else self.kind(value)


class Record(TypeDecorator[dict[str, Any]]):
    """A table of plain values, kept as canonical JSON: what was signed can be digested again."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Return the one text that a record has."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Return the record."""
        return None if value is None else json.loads(value)


def canonical(value: Mapping[str, object]) -> str:
    """Return a record's one text: sorted keys, no spaces, as it is digested and stored."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Base(DeclarativeBase):
    """What every table shares: typed columns of the four types that STRICT allows."""

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        bytes: LargeBinary(),
        int: Integer(),
        bool: Flag(),
        datetime: Moment(),
        dict[str, Any]: Record(),
    }
