"""From what a browser posts to answers as the forms check them: `perangkat.0.nama` and the like."""

from collections.abc import Iterable, Mapping
from typing import Final

from flask import request
from werkzeug.datastructures import MultiDict

from register.forms.fields import Field, FieldKind

MOST_ROWS: Final = 50
LISTS: Final = frozenset({FieldKind.ROWS, FieldKind.FILES})
RECORDS: Final = frozenset({FieldKind.PERSON, FieldKind.RECORD})
TICKS: Final = frozenset({FieldKind.TICK, FieldKind.YES_NO})


def answers(
    fields: Iterable[Field], posted: MultiDict[str, str], at: str = ""
) -> dict[str, object]:
    """Return the answers to some fields; what was not posted is not there.

    Args:
        fields: of the form, or the columns of a row.
        posted: names as `key`, `record.part`, `rows.0.column`.
        at: the path in front of the names.
    """
    found: dict[str, object] = {}
    for field in fields:
        for each in (field, field.other):
            if (
                each is not None
                and (answer := _answer(each, posted, f"{at}{each.key}")) is not None
            ):
                found[each.key] = answer
    return found


def _answer(field: Field, posted: MultiDict[str, str], name: str) -> object | None:
    if field.automatic or field.kind is FieldKind.BLOCK:
        return None
    if field.kind in RECORDS and field.columns:
        return answers(field.columns, posted, f"{name}.") or None
    if field.kind in LISTS:
        return _rows(field, posted, name) or None
    if field.kind is FieldKind.MANY:
        return posted.getlist(name) or None
    return posted.get(name)


def _rows(field: Field, posted: MultiDict[str, str], name: str) -> list[Mapping[str, object]]:
    numbers = {
        int(number)
        for key in posted
        if key.startswith(f"{name}.")
        and (number := key.removeprefix(f"{name}.").partition(".")[0]).isdecimal()
        and number.isascii()
    }
    rows = (answers(field.columns, posted, f"{name}.{n}.") for n in sorted(numbers)[:MOST_ROWS])
    return [row for row in rows if any(row.values())]


def by_script() -> bool:
    """Whether a script of ours asks, which shows the answer on the page that is there."""
    return request.headers.get("Accept") == "application/json"


def sent(name: str) -> tuple[str, bytes]:
    """Return the name and the content of a file that was posted; nothing where none was."""
    file = request.files.get(name)
    return (file.filename or "", file.read()) if file is not None else ("", b"")
