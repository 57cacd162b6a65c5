"""What a form is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Final, TypeAlias

from register.forms.choices import OTHER, Choice
from register.forms.context import Limits
from register.forms.rule import Rule
from register.forms.values import Values

OTHER_MOST: Final = 100  # characters


class FieldKind(StrEnum):
    """How a field is asked and shown."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    NAME = "name"
    NUMBER = "number"
    CHOICE = "choice"
    MANY = "many"
    YES_NO = "yes-no"
    TICK = "tick"  # a declaration: nothing but yes is an answer
    DATE = "date"  # ISO
    MOMENT = "moment"  # `2026-11-25T21:05`, the office's own time
    TIME_WINDOW = "time-window"  # `07.30-16.00`
    PHONE = "phone"
    EMAIL = "email"
    NIP = "nip"
    IDENTITY = "identity"  # a number of the kind that `jenis_id` beside it says
    PERSON = "person"  # a record of who somebody is; a page offers those it knows
    RECORD = "record"
    ROWS = "rows"
    FILES = "files"  # rows, each a file that has been taken in
    BLOCK = "block"  # drawn by the page: letterhead, signature, QR


class Need(StrEnum):
    """Whether a field must be answered."""

    ALWAYS = "always"  # W
    CONDITIONAL = "conditional"  # B: the form's conditions say when
    OPTIONAL = "optional"  # O


@dataclass(frozen=True, slots=True)
class Field:
    """One field, wherever it is shown.

    Attributes:
        key: Indonesian, as in the SOP's forms; unique beside its neighbours.
        least: fewest characters of a text, or the smallest number.
        most: most characters of a text or rows of a list, or the greatest number.
        choices: what is offered; where empty, a choice is one of `Context.choices[key]`.
        columns: of rows, or the parts of a record; of a choice from the register, what is shown
            of each.
        personal: masked in lists.
        printed: stands on paper too.
        automatic: filled by the system or by a later step, never by who fills the form.
    """

    key: str
    label_id: str
    label_en: str
    kind: FieldKind
    required: Need
    least: int = 0
    most: int = 1000
    choices: tuple[Choice, ...] = ()
    columns: tuple["Field", ...] = ()
    help_id: str = ""
    help_en: str = ""
    personal: bool = False
    printed: bool = True
    automatic: bool = False

    @property
    def other(self) -> "Field | None":
        """The words of one's own that `lainnya` asks for; None where it is not offered."""
        if not self.choices or self.choices[-1].value != OTHER:
            return None
        return Field(
            f"{self.key}_lain",
            f"{self.label_id} lainnya",
            f"Other {self.label_en[0].lower()}{self.label_en[1:]}",
            FieldKind.TEXT,
            Need.ALWAYS,
            most=OTHER_MOST,
            personal=self.personal,
        )


K: Final = FieldKind
W, B, O = Need.ALWAYS, Need.CONDITIONAL, Need.OPTIONAL  # noqa: E741 - the letters of the SOP's forms
Auto: Final = partial(Field, required=W, automatic=True)

Condition: TypeAlias = Callable[[Values], bool]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form under one heading; `key` is its letter."""

    key: str
    title_id: str
    title_en: str
    fields: tuple[Field, ...]


def _nothing(_: Limits) -> Values:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form: its fields in order, and what holds among the answers.

    Attributes:
        conditions: when each conditional field must be answered, by its path without row numbers
            (`perangkat.serial`); a row's answers stand before the form's.
        forced: answers that are not the applicant's to give: the value, or None to leave his.
        rules: what must hold between answers.
        initial: what the empty form is shown with.
    """

    key: str
    title_id: str
    title_en: str
    sections: tuple[Section, ...]
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    forced: Mapping[str, Callable[[Values], object]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    initial: Callable[[Limits], Values] = _nothing

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in order."""
        return tuple(each for section in self.sections for each in section.fields)
