"""A TOML table into a frozen dataclass; the dataclass itself says which keys and values (pure)."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Annotated,
    Final,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from hardware.bounds import Within

T = TypeVar("T")

FOREVER: Final = "forever"  # TOML has no null: this word is None where None is a meaning of its own
NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")  # it stands in journal, register and page
PLAIN: Final[Mapping[object, str]] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text in quotes",
    Path: "a path in quotes",
}


class Trouble(NamedTuple):
    """One thing that is wrong with the file.

    Attributes:
        key: dotted path, as `doors.server.timing.unlock_time`.
        sentence: the value and what is wanted.
    """

    key: str
    sentence: str


class TableReader:
    """Fills dataclasses from tables; keeps every trouble it meets, so that all show at once."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []

    def refuse(self, key: str, sentence: str) -> None:
        """Note a trouble."""
        self.troubles.append(Trouble(key, sentence))

    def table(self, raw: object, key: str) -> Mapping[str, object]:
        """Return a table as it is, an absent one (None) as empty, anything else as a trouble."""
        if isinstance(raw, dict):
            return raw
        if raw is not None:
            self.refuse(key, f"{shown(raw)} is not a table; write its keys under [{key}]")
        return {}

    def known(self, table: Iterable[str], names: Iterable[str], key: str) -> None:
        """Refuse every key that is not one of `names`, with the nearest name."""
        names = sorted(names)
        for stray in sorted(set(table) - set(names)):
            self.refuse(dotted(key, stray), f"is not a key; {nearest(stray, names)}")

    def named(self, raw: object, key: str) -> Iterator[tuple[str, str, object]]:
        """Give name, dotted path and content of each table under `[doors]` or `[readers]`."""
        for name, content in self.table(raw, key).items():
            if not NAME.fullmatch(name):
                self.refuse(dotted(key, name), "is not a name; wanted is a-z, 0-9, -, at most 32")
            yield name, dotted(key, name), content

    def fill(self, kind: type[T], raw: object, key: str, /, **given: object) -> T | None:
        """Return `kind` made of a table, or None after a trouble with it.

        Args:
            kind: a dataclass; its fields, types, bounds and defaults are what is read.
            raw: the table as tomllib gives it; None where it is absent.
            key: dotted path of the table.
            given: fields that do not come from this table and may not stand in it.
        """
        before = len(self.troubles)
        table, hints = self.table(raw, key), get_type_hints(kind, include_extras=True)
        own = [field for field in fields(kind) if field.name not in given]  # type: ignore[arg-type] # T is a dataclass
        self.known(table, (field.name for field in own), key)
        values = dict(given)
        for field in own:
            self._value(field, hints[field.name], table, key, values)
        if len(self.troubles) > before:
            return None
        try:
            return kind(**values)
        except ValueError as error:  # the dataclass's own check
            self.refuse(key, str(error))
            return None

    def _value(
        self,
        field: Field[object],
        hint: object,
        table: Mapping[str, object],
        key: str,
        values: dict[str, object],
    ) -> None:
        """Read one field into `values`, or note why not."""
        at = dotted(key, field.name)
        if isinstance(hint, type) and is_dataclass(hint):
            values[field.name] = self.fill(hint, table.get(field.name), at)
            return
        if field.name not in table:
            if field.default is MISSING and field.default_factory is MISSING:
                self.refuse(at, f"is missing; wanted is {wanted(hint)}")
            return
        try:
            values[field.name] = convert(hint, table[field.name])
        except ValueError:
            self.refuse(at, f"{shown(table[field.name])} is not {wanted(hint)}")


def convert(hint: object, raw: object) -> object:
    """Return a TOML value as the type that a hint asks for; ValueError where it cannot be."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _bounded(convert(inner[0], raw), inner[1])
    if origin in (Union, UnionType):
        kept = next(each for each in inner if each is not NoneType)
        return None if raw == FOREVER else convert(kept, raw)
    if origin in (tuple, frozenset):
        return _several(origin, inner[0], raw)
    if origin is Mapping and isinstance(raw, dict):
        return raw
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _word(hint, raw)
    return _plain(hint, raw)


def _bounded(value: object, bounds: Within) -> object:
    if not isinstance(value, int | float) or bounds.least <= value <= bounds.most:
        return value
    raise ValueError(value)


def _several(kind: type, inner: object, raw: object) -> object:
    if not isinstance(raw, list):
        raise ValueError(raw)  # noqa: TRY004 - one kind of refusal for every wrong value
    return kind(convert(inner, each) for each in raw)


def _word(kind: type[Enum], raw: object) -> Enum:
    for member in kind:
        if raw == word(member):
            return member
    raise ValueError(raw)


def _plain(hint: object, raw: object) -> object:
    match raw:
        case bool() if hint is bool:
            return raw
        case bool():
            pass  # a bool is an int to Python, never to us
        case int() | float() if hint is float and math.isfinite(raw):
            return float(raw)
        case int() if hint is int:
            return raw
        case str() if hint is str:
            return raw
        case str() if hint is Path and raw:
            return Path(raw)
    raise ValueError(raw)


def word(member: Enum) -> str:
    """Return what the file calls a member: its value, or its name where the value is a number."""
    return member.value if isinstance(member, str) else member.name.lower().replace("_", "-")


def wanted(hint: object) -> str:
    """Say in words what a hint asks for, as `a whole number, at least 0, at most 27`."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        least, most = inner[1]
        return f"{wanted(inner[0])}, at least {least}, at most {most}"
    if origin in (Union, UnionType):
        return wanted(next(each for each in inner if each is not NoneType))
    if origin in (tuple, frozenset):
        return f"a list, each {wanted(inner[0])}"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "one of " + ", ".join(word(member) for member in hint)
    return PLAIN.get(hint, "a table")


def dotted(key: str, name: str) -> str:
    """Return the dotted path of a key inside a table; "" is the file itself."""
    return f"{key}.{name}" if key else name


def nearest(stray: str, names: Iterable[str]) -> str:
    """Say which name may have been meant, or which there are."""
    from difflib import get_close_matches  # noqa: PLC0415 - wanted in the sad case alone

    names = list(names)
    close = get_close_matches(stray, names, n=1)
    return f"did you mean {close[0]}?" if close else "wanted is one of " + ", ".join(names)


def shown(raw: object) -> str:
    """Return a value the way TOML writes it, near enough to be found in the file."""
    from json import dumps  # noqa: PLC0415 - wanted in the sad case alone

    return dumps(raw, ensure_ascii=False, default=str)
