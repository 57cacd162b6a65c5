"""Reading cleaned answers, whose kinds `register.forms.check` has seen to."""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias, cast

Values: TypeAlias = Mapping[str, object]
ISO_DAY: Final = len("2026-11-25")


def text(values: Values, key: str) -> str:
    """Return a text, empty where there is none."""
    return cast("str", values.get(key, ""))


def day(values: Values, key: str) -> date:
    """Return a date that is there, or the day of a moment."""
    return date.fromisoformat(text(values, key)[:ISO_DAY])


def words(values: Values, key: str) -> tuple[str, ...]:
    """Return the answers of a multiple choice."""
    return cast("tuple[str, ...]", values.get(key, ()))


def record(values: Values, key: str) -> Values:
    """Return the parts of a record."""
    return cast("Values", values.get(key, {}))


def rows(values: Values, key: str) -> tuple[Values, ...]:
    """Return the rows of a list."""
    return cast("tuple[Values, ...]", values.get(key, ()))
