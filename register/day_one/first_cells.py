"""From the words of a paper list's cells to answers as the forms check them (pure)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from register.errors import Refusal
from register.forms.choices import WEEKDAYS, Choice
from register.forms.context import Context
from register.forms.fields import Field, FieldKind
from register.forms.first_list import FIRST_ROW, LABELS
from register.forms.ranks import RANKS
from register.forms.text import line

HOURS_COLUMN: Final = LABELS["hari_jam"]  # days and hours stand in one column on paper
IGNORED: Final = frozenset(
    {
        field.label_id.casefold()
        for key, field in LABELS.items()
        if key not in {each.key for each in FIRST_ROW.fields} and key != HOURS_COLUMN.key
    }
)  # fmt: skip - what the register itself works out
ROOM: Final = re.compile(r"\b([IVX]{1,4}(?:/[a-e])?)\b")
DAYS: Final = {each.label_id.casefold(): int(each.value) for each in WEEKDAYS}
DAY_LEAST: Final = 3  # letters of a day that is written short
EVERY_DAY: Final = ("setiap hari", "tiap hari", "semua hari")
DAY_SPAN: Final = re.compile(r"([a-z']+)(?:\s*(?:-|–|s\.?/?d\.?|sampai)\s*([a-z']+))?")  # noqa: RUF001 - an en dash too
CLOCK: Final = re.compile(r"\d{1,2}[.:]\d{2}.*")
SPOILT: Final = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
YES_NO: Final = {"ya": "ya", "y": "ya", "wajib": "ya", "tidak": "tidak", "t": "tidak", "-": ""}
SEPARATED: Final = re.compile(r"\s*[,;/+]\s*|\s+dan\s+")
CIVIL: Final = "asn-"


class ColumnsRefused(Refusal):
    """The first line of a list does not have the columns that are wanted."""


def columns(found: Sequence[str]) -> Mapping[str, int]:
    """Return where each field stands; ColumnsRefused names what is missing or unknown."""
    known = {field.label_id.casefold(): field.key for field in _fields()}
    places: dict[str, int] = {}
    strange = []
    for place, words in enumerate(found):
        key = known.get(line(words).casefold())
        if key is not None and key not in places:
            places[key] = place
        elif line(words) and line(words).casefold() not in IGNORED:
            strange.append(words)
    missing = [field.label_id for field in _fields() if field.required == "always"
               and field.key not in places and field.key != "jenis_id"]  # fmt: skip
    if missing or strange:
        raise ColumnsRefused(*_said(missing, strange))
    return places


def template() -> Sequence[str]:
    """Return the names of the columns, in order."""
    return [field.label_id for field in _fields()]


def answers(cells: Sequence[str], places: Mapping[str, int], context: Context) -> dict[str, object]:
    """Return a row's answers; what cannot be made out stays as it is written, to be complained of.

    Args:
        cells: of the row.
        places: where each field stands, as `columns` says.
        context: what the register offers of doors and escorts.
    """
    found: dict[str, object] = {}
    for field in _fields():
        place = places.get(field.key)
        words = line(cells[place]) if place is not None and place < len(cells) else ""
        if words and field.key == HOURS_COLUMN.key:
            found |= _hours(words)
        elif words:
            found[field.key] = _answer(field, words, context)
    if str(found.get("kategori", "")).startswith(CIVIL):
        found.setdefault("jenis_id", "nip")
    return found


def spoilt(cells: Sequence[str], places: Mapping[str, int]) -> bool:
    """Say whether the spreadsheet turned an identity number into `1,97106E+17`."""
    place = places.get("no_id", len(cells))
    return place < len(cells) and SPOILT.fullmatch(cells[place].strip()) is not None


def _fields() -> Sequence[Field]:
    """Return the columns in order; days and hours as the one that they are on paper."""
    listed = []
    for field in FIRST_ROW.fields:
        if field.key == "hari":
            listed.append(HOURS_COLUMN)
        elif field.key != "jam":
            listed.append(field)
    return listed


def _answer(field: Field, words: str, context: Context) -> object:
    reader = READERS.get(field.key) or KINDS.get(field.kind)
    return words if reader is None else reader(field, words, context)


def _offered(field: Field, context: Context) -> Sequence[Choice]:
    return field.choices or context.choices.get(field.key, ())


def _choice(field: Field, words: str, context: Context) -> str:
    return _value(words, _offered(field, context))


def _value(words: str, choices: Sequence[Choice]) -> str:
    wanted = words.casefold()
    return next(
        (
            each.value
            for each in choices
            if wanted in (each.value.casefold(), each.label_id.casefold())
        ),
        words,
    )


def _many(field: Field, words: str, context: Context) -> list[str]:
    choices = _offered(field, context)
    whole = _value(words, choices)
    return [whole] if whole != words else [_value(each, choices) for each in SEPARATED.split(words)]


def _rank(_: Field, words: str, __: Context) -> str:
    rooms = {each.value for each in RANKS}
    found = [room for room in ROOM.findall(words) if room in rooms]
    return found[-1] if found else "-" if words in "-–" else words  # noqa: RUF001 - the dash that is written


def _yes_no(_: Field, words: str, __: Context) -> str:
    return YES_NO.get(words.casefold(), words)


def _hours(words: str) -> dict[str, object]:
    """Read `Senin-Jumat 07.30-16.00`."""
    clock = CLOCK.search(words)
    days = words[: clock.start()].strip(" ,;") if clock else words
    return {"hari": _days(days) or [days], "jam": clock.group() if clock else words}


def _days(words: str) -> list[str]:
    """Return the days of `Senin-Jumat`, `Sen, Rab` or `setiap hari`; none where one is strange."""
    said = words.casefold()
    if said in EVERY_DAY:
        return [each.value for each in WEEKDAYS]
    found: set[int] = set()
    for first, last in DAY_SPAN.findall(said):
        start, end = _day(first), _day(last or first)
        if start is None or end is None:
            return []
        around = end if start <= end else end + len(DAYS)
        found |= {(each - 1) % len(DAYS) + 1 for each in range(start, around + 1)}
    return [str(each) for each in sorted(found)]


def _day(word: str) -> int | None:
    short = word.replace("'", "")
    if len(short) < DAY_LEAST:
        return None
    return next((number for day, number in DAYS.items() if day.startswith(short)), None)


def _said(missing: Sequence[str], strange: Sequence[str]) -> tuple[str, str]:
    parts_id, parts_en = [], []
    if missing:
        parts_id.append(f"Kolom yang belum ada: {', '.join(missing)}.")
        parts_en.append(f"missing columns: {', '.join(missing)}.")
    if strange:
        listed = ", ".join(each[:40] for each in strange[:8])
        parts_id.append(f"Kolom yang tidak dikenal: {listed}. Samakan judulnya dengan contoh.")
        parts_en.append(f"unknown columns: {listed}. Name them as the template does.")
    return " ".join(parts_id), " ".join(parts_en)


Reader = Callable[[Field, str, Context], object]
READERS: Final[Mapping[str, Reader]] = {"golongan": _rank}
KINDS: Final[Mapping[FieldKind, Reader]] = {
    FieldKind.CHOICE: _choice,
    FieldKind.MANY: _many,
    FieldKind.YES_NO: _yes_no,
}
