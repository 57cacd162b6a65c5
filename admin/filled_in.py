"""What the system itself fills into forms 2 and 3, as it is read."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from flask import g

from admin.telling import chosen, said, when
from register import dates
from register.forms.choices import Choice
from register.forms.fields import Field, Form

YES: Final = Choice("ya", "Ya", "Yes")
NO: Final = Choice("tidak", "Tidak", "No")
DASH: Final = "–"  # noqa: RUF001 - a dash is what is meant


class Cell(NamedTuple):
    """One column of a row: its field, and what it says; a dash where there is nothing."""

    field: Field
    words: str


def filled_in(form: Form, values: Mapping[str, Any]) -> Iterator[Cell]:
    """Yield every column of a form's row, in the form's order."""
    for field in form.fields:
        yield Cell(field, words(field, values.get(field.key)))


def words(field: Field, value: Any) -> str:  # noqa: ANN401 - whatever the projection holds
    """Return what a value of a field says, in the visitor's language and the office's time."""
    if isinstance(value, str) and value:  # the most of them, and told apart fastest
        return chosen(field.choices, value)
    if value in (None, "", (), [], {}):
        return DASH
    if isinstance(value, Mapping):
        return _record(field, value)
    if isinstance(value, bool | datetime | date):
        return _plain(value)
    if isinstance(value, tuple | list):
        return ", ".join(chosen(field.choices, str(each)) for each in value)
    return chosen(field.choices, str(value))


def _plain(value: bool | date) -> str:  # noqa: FBT001 - what is said, not a switch
    if isinstance(value, bool):
        return said(YES if value else NO)
    return when(value) if isinstance(value, datetime) else dates.day(value, g.language)


def _record(field: Field, value: Mapping[str, Any]) -> str:
    parts = {each.key: each for each in field.columns}
    told = (words(parts.get(key, field), part) for key, part in value.items() if part)
    return " · ".join(told) or DASH
