"""Holding answers against a form: each by itself, what is missing, and what contradicts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.sentences import Sentence
from register.forms.choices import OTHER
from register.forms.cleaning import blank, clean
from register.forms.complaint import AnswerRefused, Complaint
from register.forms.context import Context
from register.forms.fields import Field, FieldKind, Form, Need
from register.forms.values import Values, record, rows

RECORDS: Final = frozenset({FieldKind.PERSON, FieldKind.RECORD})
LISTS: Final = frozenset({FieldKind.ROWS, FieldKind.FILES})
WANTING: Final[Mapping[FieldKind, Sentence]] = {
    FieldKind.CHOICE: Sentence("wajib dipilih", "must be chosen"),
    FieldKind.MANY: Sentence("wajib dipilih, paling sedikit satu", "must be chosen, one at least"),
    FieldKind.YES_NO: Sentence("belum dijawab; pilih ya atau tidak", "wants a yes or a no"),
    FieldKind.TICK: Sentence("wajib dicentang", "must be ticked"),
    FieldKind.FILES: Sentence("wajib dilampirkan", "must be attached"),
}
FILLED: Final = Sentence("wajib diisi", "must be filled in")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the answers come to.

    Attributes:
        values: cleaned, by key, of those that stand by themselves; texts, numbers, booleans,
            tuples and mappings of these. Dates are ISO. Checked again they stay as they are.
        complaints: in the order of the form.
        asked: paths of the fields that these answers call for, of those that are asked in some
            cases only; a field that is complained of is among them, in a draft too.
    """

    values: Values
    complaints: tuple[Complaint, ...]
    asked: frozenset[str] = frozenset()


def check(form: Form, answers: Mapping[str, object], context: Context) -> Checked:
    """Clean the answers to a form and say everything that is wrong with them.

    Unknown keys and automatic fields are passed over, whatever they hold.
    """
    return _Checking(form, context, draft=False).all(answers)


def check_draft(form: Form, answers: Mapping[str, object], context: Context) -> Checked:
    """The same while the form is being filled in: what is missing is no complaint."""
    return _Checking(form, context, draft=True).all(answers)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the form an answer stands: the path, and how a sentence begins there."""

    path: str = ""
    pattern: str = ""  # the path without row numbers
    id: str = ""
    en: str = ""

    def inside(self, field: Field, row: int | None = None) -> "_Place":
        """Return the place of a record's parts, or of a row's."""
        number = "" if row is None else f"{row}."
        row_id, row_en = ("", "") if row is None else (f", baris {row}", f", row {row}")
        return _Place(
            f"{self.path}{field.key}.{number}",
            f"{self.pattern}{field.key}.",
            f"{self.id}{field.label_id}{row_id}: ",
            f"{self.en}{field.label_en}{row_en}: ",
        )

    def complaint(self, key: str, said: Sentence) -> Complaint:
        """Return a complaint about an answer here."""
        return Complaint(f"{self.path}{key}", f"{self.id}{said.id}", f"{self.en}{said.en}")


class _Checking:
    """One form being checked."""

    def __init__(self, form: Form, context: Context, *, draft: bool) -> None:
        self._form, self._context, self._draft = form, context, draft
        self._complaints: list[Complaint] = []
        self._missing: set[str] = set()  # whatever is not there yet, which spares only a draft

    def all(self, answers: Mapping[str, object]) -> Checked:
        """Check everything."""
        asked = tuple(f for f in self._form.fields if f.key not in self._context.limits.off)
        values = self._record(asked, answers, _Place())
        known = {**self._context.given, **values}
        forced = {key: force(known) for key, force in self._form.forced.items()}
        values |= {key: value for key, value in forced.items() if value is not None}
        known |= values
        self._wanting(asked, values, known, _Place())
        self._rules(known)
        order = {field.key: number for number, field in enumerate(_asked(asked, values))}
        self._complaints.sort(key=lambda each: order.get(each.field.partition(".")[0], 0))
        needed = {key for key, condition in self._form.conditions.items() if condition(known)}
        wrong = {each.field for each in self._complaints}
        return Checked(values, tuple(self._complaints), frozenset(needed | wrong | self._missing))

    def _record(
        self, fields: Iterable[Field], answers: Mapping[str, object], place: _Place
    ) -> dict[str, object]:
        """Clean the answers to some fields, complaining of those refused."""
        values: dict[str, object] = {}
        for field in _asked(fields, values):
            answer = answers.get(field.key)
            if blank(answer):
                continue
            try:
                found = self._answer(field, answer, values, place)
            except AnswerRefused as refusal:
                self._complaints.append(place.complaint(field.key, refusal.sentence))
                continue
            if found is not None:
                values[field.key] = found
        return values

    def _answer(self, field: Field, answer: object, beside: Values, place: _Place) -> object:
        if field.kind in RECORDS:
            return self._record(field.columns, _mapping(field, answer), place.inside(field))
        if field.kind in LISTS:
            return tuple(
                self._record(field.columns, _mapping(field, row), place.inside(field, number))
                for number, row in enumerate(_rows(field, answer), 1)
            )
        return clean(field, answer, beside, self._context)

    def _wanting(
        self, fields: Iterable[Field], values: Values, scope: Values, place: _Place
    ) -> None:
        """Complain of what is missing."""
        for field in _asked(fields, values):
            if field.key not in values:
                if self._needed(field, place, scope):
                    self._complain(place.complaint(field.key, _missing(field)), missing=True)
            elif field.kind in RECORDS:
                part = record(values, field.key)
                self._wanting(field.columns, part, {**scope, **part}, place.inside(field))
            elif field.kind in LISTS:
                for number, row in enumerate(rows(values, field.key), 1):
                    inside = place.inside(field, number)
                    self._wanting(field.columns, row, {**scope, **row}, inside)

    def _needed(self, field: Field, place: _Place, scope: Values) -> bool:
        if field.required is Need.CONDITIONAL:
            return self._form.conditions.get(f"{place.pattern}{field.key}", _never)(scope)
        return field.required is Need.ALWAYS

    def _rules(self, known: Values) -> None:
        """Complain of what contradicts."""
        for rule in self._form.rules:
            if (found := rule.complaint(known, self._context)) is not None:
                self._complain(found, missing=rule.missing)

    def _complain(self, found: Complaint, *, missing: bool) -> None:
        """Add a complaint; the first about a field is enough."""
        if missing:
            self._missing.add(found.field)
        told = any(each.field == found.field for each in self._complaints)
        if not told and not (missing and self._draft):
            self._complaints.append(found)


def _asked(fields: Iterable[Field], values: Values) -> Iterator[Field]:
    """Yield what is to be answered; the words of `lainnya` once that has been chosen."""
    for field in fields:
        if field.automatic or field.kind is FieldKind.BLOCK:
            continue
        yield field
        chosen = values.get(field.key)
        if field.other and (OTHER in chosen if isinstance(chosen, tuple) else chosen == OTHER):
            yield field.other


def _never(_: Values) -> bool:
    return False  # what a rule asks for, not a condition


def _mapping(field: Field, answer: object) -> Mapping[str, object]:
    if not isinstance(answer, Mapping):
        raise AnswerRefused(
            f"{field.label_id} tidak terbaca; isi bagian-bagiannya.",
            f"{field.label_en} cannot be read; fill in its parts.",
        )
    return answer


def _rows(field: Field, answer: object) -> list[object]:
    found = [row for row in answer if not blank(row)] if isinstance(answer, list | tuple) else None
    if found is None or len(found) > field.most:
        raise AnswerRefused(
            f"{field.label_id} paling banyak {field.most} baris; kurangi barisnya.",
            f"{field.label_en} takes {field.most} rows at most; take some out.",
        )
    return found


def _missing(field: Field) -> Sentence:
    wanting = WANTING.get(field.kind, FILLED)
    return Sentence(f"{field.label_id} {wanting.id}.", f"{field.label_en} {wanting.en}.")
