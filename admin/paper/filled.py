"""A form with its answers in it: every field that stands on paper, answered or not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from admin.in_view import NO, NUMBERS, YES, Choices, words
from admin.telling import said
from register.forms import identity
from register.forms.fields import Field, FieldKind, Section
from register.papers.paper import PEN, AsWritten, ByHand, Paper
from register.papers.signatures import AWAITED, CAPTION, Signed

NOTHING: Final = "–"  # noqa: RUF001 - a dash is what is meant
LEADING: Final = frozenset({"no", "nama"})  # of a list
WIDE: Final = 6  # columns that a table takes; a list of more is a block a row
LONG: Final = 46  # characters that half a line takes
LISTS: Final = frozenset({FieldKind.ROWS, FieldKind.FILES, FieldKind.MANY})
MOST_BOXES: Final = 8  # answers that are offered as boxes; of more, one is written
BLANK_ROWS: Final = 2
YES_OR_NO: Final = frozenset({FieldKind.YES_NO, FieldKind.TICK})
FULL: Final = frozenset({FieldKind.LONG_TEXT, FieldKind.BLOCK})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list."""

    cells: tuple["Filled", ...]
    caption: Any = None
    awaited: bool = False
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """One field on paper.

    Attributes:
        words: what is printed of it; empty where it is made of parts, of rows, or drawn.
        boxes: what an official ticks with his pen.
        lines: dotted ones, on which he writes.
        parts: of a record.
        rows: of a list; None where it is no list.
        signed: of a block, whose signature it is.
    """

    field: Field
    words: str = ""
    boxes: tuple[str, ...] = ()
    lines: int = 0
    parts: tuple["Filled", ...] = ()
    rows: tuple[Row, ...] | None = None
    signed: Signed | None = None

    @property
    def drawn(self) -> bool:
        """Whether it is no words but something drawn: a signature, or room for one."""
        return self.field.kind is FieldKind.BLOCK and not self.words

    @property
    def by_hand(self) -> bool:
        """Whether room is drawn for a pen."""
        return bool(self.boxes or self.lines)

    @property
    def printed(self) -> str:
        """What a cell of its own says; yes and no with a capital, as nothing stands before them."""
        told = self.summary
        return told[:1].upper() + told[1:] if self.field.kind in YES_OR_NO else told

    @property
    def summary(self) -> str:
        """What a cell of a table says of it, whatever it is made of."""
        inner = [each.cells for each in self.rows or ()] or [self.parts]
        told = [each.summary for cells in inner for each in cells if each.answered]
        nothing = "" if self.field.kind is FieldKind.BLOCK else NOTHING  # initials by a pen
        return self.words or ", ".join(told) or nothing

    @property
    def answered(self) -> bool:
        """Whether anything was answered."""
        own = bool(self.rows or self.signed) or self.words not in ("", NOTHING)
        return own or any(each.answered for each in self.parts)

    @property
    def broad(self) -> bool:
        """Whether it takes a line of its own."""
        made = bool(self.parts) or self.rows is not None
        wide = len(self.words) > LONG or len("".join(self.boxes)) > LONG // 2
        return made or self.field.kind in FULL or wide

    @property
    def stacked(self) -> bool:
        """Whether its rows are blocks: a table of so many columns fits no page."""
        return len([each for each in self.field.columns if each.printed]) > WIDE


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form."""

    section: Section
    fields: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A section of a list: its columns, behind those by which a row is known again."""

    section: Section
    columns: tuple[Field, ...]
    rows: tuple[tuple[Filled, ...], ...]


def filled(
    fields: Iterable[Field], values: Mapping[str, Any], offered: Choices
) -> tuple[Filled, ...]:
    """Return every field that is printed, in the form's order."""
    return tuple(_filled(field, values, offered) for field in fields if field.printed)


def parts(paper: Paper) -> list[Part]:
    """Return the sections of a form, without the fields that are left out."""
    return [
        Part(section, tuple(
            each for each in filled(section.fields, paper.values, paper.offered)
            if each.field.key not in paper.left_out
        ))
        for section in paper.form.sections
    ]  # fmt: skip


def tables(paper: Paper) -> list[Table]:
    """Return a list's sections, each a table as wide as a page; the first two columns lead all."""
    leading = tuple(each for each in paper.form.fields if each.key in LEADING)
    made = []
    for section in paper.form.sections:
        own = tuple(each for each in section.fields if each not in leading and each.printed)
        columns = (*leading, *own)
        rows = tuple(filled(columns, row, paper.offered) for row in paper.rows or ())
        made.append(Table(section, columns, rows))
    return made


def _filled(field: Field, values: Mapping[str, Any], offered: Choices) -> Filled:
    value = values.get(field.key)
    if value is PEN:
        return _by_hand(field, offered)
    if field.kind is FieldKind.BLOCK:
        signed = value if isinstance(value, Signed) else None
        words_ = "" if signed else str(value or "")  # of a list: who put his initials
        return Filled(field, words_, signed=signed)
    if field.columns and (field.kind in LISTS or isinstance(value, list)):
        return Filled(field, rows=tuple(_row(field, each, offered) for each in value or ()))
    if field.columns:
        of = filled(field.columns, value or {}, offered)
        return Filled(field, "" if value else NOTHING, parts=of)
    if value in (None, "", [], ()):
        return Filled(field, NOTHING)
    return Filled(field, _said(field, value, values, offered))


def _by_hand(field: Field, offered: Choices) -> Filled:
    """Return the room that a pen needs: boxes where there are few answers, lines for the rest."""
    if field.columns and field.kind in LISTS:
        return Filled(field, rows=tuple(_row(field, PEN, offered) for _ in range(BLANK_ROWS)))
    if field.columns:
        return Filled(field, parts=_all_by_hand(field, offered))
    if field.kind in YES_OR_NO:
        return Filled(field, boxes=(YES.capitalize(), NO.capitalize()))
    choices = field.choices or offered.get(field.key, ())
    if 0 < len(choices) <= MOST_BOXES:
        return Filled(field, boxes=tuple(said(each) for each in choices))
    return Filled(field, lines=2 if field.kind is FieldKind.LONG_TEXT else 1)


def _all_by_hand(field: Field, offered: Choices) -> tuple[Filled, ...]:
    return tuple(_by_hand(each, offered) for each in field.columns if each.printed)


def _row(field: Field, values: Mapping[str, Any] | ByHand, offered: Choices) -> Row:
    if isinstance(values, ByHand):
        return Row(_all_by_hand(field, offered))
    return Row(
        filled(field.columns, values, offered),
        values.get(CAPTION),
        bool(values.get(AWAITED)),
        values.get(""),
    )


def _said(field: Field, value: object, values: Mapping[str, Any], offered: Choices) -> str:
    """Return an answer in full where an official form has it in full: a NIP, and no other number.

    A NIP stands on every paper that its holder signs; of another number the ends are enough.
    """
    if isinstance(value, AsWritten):
        return str(value)
    kind = str(values.get("jenis_id", "nip"))
    if field.kind in NUMBERS and (field.kind is FieldKind.NIP or kind == "nip"):
        return identity.shown("nip", str(value))
    return words(field, value, values, offered, masked=field.kind in NUMBERS)
