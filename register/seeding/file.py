"""A seed file: the invented office of a demonstration or a test, as TOML.

Times are moments (`2026-11-24T08:00:00+07:00`) or offsets from the planting (`-30d`, `+1y`; s, m,
h, d, w and y of 365 days). Whatever is misspelt or missing is refused by its path in the file.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, cast, get_args, get_origin, get_type_hints

from ledger.access import AccessKind, CardState, weekly
from register.errors import SeedRefused
from register.orders import NewOrder

UNITS: Final = {
    "s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1),
    "d": timedelta(days=1), "w": timedelta(weeks=1), "y": timedelta(days=365),
}  # fmt: skip
OFFSET: Final = re.compile(r"([+-]\d{1,6})([smhdwy])")
NUMBER: Final = re.compile(r"([a-z0-9]+):([!-~]{4,64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedDoor:
    """`[doors.NAME]`."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedSchedule:
    """`[schedules.NAME]`; `weekly` as ledger.access.Hours says."""

    weekly: str
    on_holidays: bool = False

    def __post_init__(self) -> None:
        weekly(self.weekly)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedCard:
    """`[[people.KEY.grants.cards]]`.

    Attributes:
        number: in full, technology first: `em4100:0A00123456`.
        since: when its state began.
        story: what the card is in the demonstration; the register does not keep it.
    """

    number: str
    state: CardState = CardState.ACTIVE
    since: datetime | None = None
    printed: str | None = None
    assurance: int = 0
    pin: str | None = None
    duress: str | None = None
    story: str = ""

    def __post_init__(self) -> None:
        if not NUMBER.fullmatch(self.number):
            raise ValueError("a card number is a technology, a colon and its digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedGrant:
    """`[[people.KEY.grants]]`; `doors` maps door to schedule, `escort` is a person's key."""

    kind: AccessKind
    valid_from: datetime
    valid_until: datetime
    doors: Mapping[str, str]
    request: str
    escort: str | None = None
    frozen: datetime | None = None
    revoked: datetime | None = None
    cards: tuple[SeedCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedPerson:
    """`[people.KEY]`; `id` is the pseudonym, drawn where it is not given."""

    name: str
    unit: str
    kind: str
    nip: str | None = None
    id: str | None = None
    keyholder: bool = False
    grants: tuple[SeedGrant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """The whole file."""

    sop_version: str
    doors: Mapping[str, SeedDoor]
    schedules: Mapping[str, SeedSchedule]
    people: Mapping[str, SeedPerson]
    orders: tuple[NewOrder, ...] = ()  # `[[orders]]`; `by` and `second` are people's keys


def read(path: Path, at: datetime) -> Seed:
    """Read a seed file; its offsets count from `at`. SeedRefused names the place and the wish."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SeedRefused(f"{path}: {error}") from error
    return cast("Seed", _read(Seed, table, path.name, at))


def _read(wanted: Any, value: object, where: str, at: datetime) -> object:  # noqa: ANN401 - any type form
    """Return a TOML value as what a field's annotation wants."""
    form, inner = get_origin(wanted), [kind for kind in get_args(wanted) if kind is not NoneType]
    if form is UnionType:
        return _read(inner[0], value, where, at)
    if form is tuple and isinstance(value, list):
        return tuple(_read(inner[0], one, f"{where}[{n}]", at) for n, one in enumerate(value))
    if form is Mapping and isinstance(value, dict):
        return {key: _read(inner[1], one, f"{where}.{key}", at) for key, one in value.items()}
    if is_dataclass(wanted) and isinstance(value, dict):
        return _table(cast("type", wanted), value, where, at)
    return _moment(value, where, at) if wanted is datetime else _word(wanted, value, where)


def _word(wanted: Any, value: object, where: str) -> object:  # noqa: ANN401 - any type form
    if isinstance(wanted, type):
        if issubclass(wanted, StrEnum) and isinstance(value, str) and value in list(wanted):
            return wanted(value)
        if type(value) is wanted:
            return value
    raise SeedRefused(f"{where}: {value!r} found, {_wish(wanted)} wanted")


def _table(wanted: type, value: Mapping[str, object], where: str, at: datetime) -> object:
    known = {field.name: field for field in fields(wanted)}
    for key in value.keys() - known.keys():
        raise SeedRefused(f"{where}.{key}: unknown; wanted are {', '.join(known)}")
    for key, field in known.items():
        if key not in value and field.default is MISSING:
            raise SeedRefused(f"{where}.{key}: missing")
    hints = get_type_hints(wanted)
    parts = {key: _read(hints[key], one, f"{where}.{key}", at) for key, one in value.items()}
    try:
        return wanted(**parts)
    except ValueError as error:
        raise SeedRefused(f"{where}: {error}") from error


def _moment(value: object, where: str, at: datetime) -> datetime:
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return value
    offset = OFFSET.fullmatch(value) if isinstance(value, str) else None
    if offset is None:
        raise SeedRefused(f"{where}: {value!r} found; a moment with its zone or -30d, +1y wanted")
    return at + int(offset[1]) * UNITS[offset[2]]


def _wish(wanted: object) -> str:
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return "one of " + ", ".join(wanted)
    return {str: "a text", bool: "true or false", int: "a whole number"}.get(
        cast("type", wanted), "a table" if is_dataclass(wanted) else "a list or table"
    )
