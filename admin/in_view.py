"""A form's answers as they are read, on a page and on paper: from the one field list."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from flask import g

from admin.access import site, visitor
from admin.languages import mark
from admin.telling import chosen, said, titled, zone
from register import applying, dates, house_texts
from register.forms import identity
from register.forms.choices import Choice
from register.forms.fields import Field, FieldKind
from register.forms.request import REQUEST
from register.forms.right import RIGHT
from register.forms.steps import VERIFICATION
from register.models import Dossier, SignedStep
from register.papers import signatures
from register.ways import STEPS
from register.workflow import Role

YES: Final = mark("ya")
NO: Final = mark("tidak")
NUMBERS: Final = frozenset({FieldKind.NIP, FieldKind.IDENTITY})
Choices = Mapping[str, tuple[Choice, ...]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer: its field's label and what it says; rows where it is a table of its own."""

    field: Field
    words: str
    rows: tuple[tuple["Shown", ...], ...] = ()


def shown(
    fields: Iterable[Field], values: Mapping[str, Any], offered: Choices, *, masked: bool = False
) -> Iterator[Shown]:
    """Yield what was answered, in the form's order; what was left out is not there.

    Args:
        fields: of a section.
        values: the answers.
        offered: what the register offers where the field itself lists nothing.
        masked: whether numbers of people are hidden but for their ends.
    """
    for field in fields:
        value = values.get(field.key)
        if value in (None, "", [], ()) or field.automatic or not field.printed:
            continue
        if field.columns and isinstance(value, list | tuple):
            rows = tuple(tuple(shown(field.columns, row, offered, masked=masked)) for row in value)
            yield Shown(field, "", rows)
        elif field.columns and isinstance(value, Mapping):
            parts = shown(field.columns, value, offered, masked=masked)
            yield Shown(field, ", ".join(part.words for part in parts))
        else:
            yield Shown(field, words(field, value, values, offered, masked=masked))


def words(
    field: Field, value: object, values: Mapping[str, Any], offered: Choices, *, masked: bool
) -> str:
    """Return one answer as it is read; `values` stand beside it."""
    if field.kind is FieldKind.YES_NO or field.kind is FieldKind.TICK:
        return _ticked(field, value, values)
    if field.kind is FieldKind.DATE or isinstance(value, datetime):
        return _dated(field, value)
    if field.kind in NUMBERS:
        kind = "nip" if field.kind is FieldKind.NIP else str(values.get("jenis_id", ""))
        return (identity.masked if masked else identity.shown)(kind, str(value))
    choices = field.choices or offered.get(field.key, ())
    if isinstance(value, list | tuple):
        return ", ".join(chosen(choices, str(each)) for each in value)
    own = values.get(f"{field.key}_lain")
    return str(own) if own else chosen(choices, str(value))


def _ticked(field: Field, value: object, values: Mapping[str, Any]) -> str:
    """Return yes or no, and of a text that was read its version."""
    version = values.get(house_texts.version_key(field.key))
    if not value or version is None:
        return YES if value else NO
    return f"yes, version {version}" if g.language == "en" else f"ya, versi {version}"


def _dated(field: Field, value: object) -> str:
    """Return a day, or a moment with its hour, as an office writes it."""
    if not isinstance(value, datetime):
        return dates.day(date.fromisoformat(str(value)), g.language)
    if field.kind is FieldKind.DATE:
        return dates.day(value.astimezone(zone()), g.language)
    return dates.moment(value, zone().key, g.language)


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a form that has answers; `narrowed` is what was approved of them instead."""

    key: str
    title: str
    answers: tuple[Shown, ...]
    narrowed: Mapping[str, str]


def in_view(dossier: Dossier, offered: Choices | None = None) -> tuple[Part, ...]:
    """Return a request's sections as they are read; `offered` by the register, if at hand."""
    if offered is None:
        with site().reading() as session:
            offered = applying.offered(session)
    approved = {
        each.field.key: each.words for each in shown(RIGHT, dossier.approved or {}, offered)
    }
    parts, masked = [], not _checks_identity(dossier)
    for section in REQUEST.sections:
        answers = tuple(shown(section.fields, dossier.answers, offered, masked=masked))
        narrowed = {
            each.field.key: approved[each.field.key]
            for each in answers
            if each.field.key in approved and approved[each.field.key] != each.words
        }
        if answers:
            parts.append(Part(section.key, titled(section), answers, narrowed))
    return (*parts, *_checked(dossier, offered))


def _checked(dossier: Dossier, offered: Choices) -> Iterator[Part]:
    """Yield what the Kasi ticked as he verified, for whoever approves after him."""
    verified, section = signatures.last(dossier, "verify"), VERIFICATION.sections[0]
    if verified is not None:
        ticked = tuple(shown(section.fields, verified.sheet or {}, offered))
        yield Part("H", titled(section), ticked, {})


def _checks_identity(dossier: Dossier) -> bool:
    """Whose number it is sees it whole, and who ticks "identitas cocok" (form 1, H)."""
    who = visitor()
    return who.person == dossier.applicant_id or Role.KASI in who.roles


def labelled(step: SignedStep, dossier: Dossier) -> str:
    """Return what a signed step is called in the SOP's table."""
    rule = next(
        (
            each
            for each in STEPS[dossier.way]
            if each.act == step.act and each.before is step.before
        ),
        None,
    )
    return step.act if rule is None else said(rule)
