"""The settings as a form: shown with their defaults, checked, and changed a section at a time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ledger.access import weekly
from register import settings
from register.audit import By
from register.errors import Incomplete, NotFound
from register.forms.check import check
from register.forms.context import Context
from register.forms.fields import Field, FieldKind, Form, Section
from register.forms.office import OFFICE
from register.forms.values import Values, words
from register.settings import FIELDS, Settings


def section(key: str) -> Form:
    """Return one section of the settings as a form of its own; NotFound where there is none."""
    found = next((each for each in OFFICE.sections if each.key == key), None)
    if found is None:
        raise NotFound(f"Tidak ada bagian {key!r}.", f"there is no section {key!r}")
    keys = {field.key for field in found.fields}
    rules = tuple(rule for rule in OFFICE.rules if rule.field in keys)
    return replace(OFFICE, sections=(_explained(found),), rules=rules)


def forms() -> tuple[Form, ...]:
    """Return every section as a form, each field told its default."""
    return tuple(section(each.key) for each in OFFICE.sections)


def values(now: Settings) -> Values:
    """Return the settings as the form shows them."""
    shown = {field.key: getattr(now, field.key) for field in OFFICE.fields}
    shown["senders"] = tuple(filter(None, now.senders.split(",")))
    shown["step_days"] = dict(now.step_days or {})
    return shown


def change(
    session: Session, key: str, answers: Mapping[str, Any], by: By, at: datetime
) -> Settings:
    """Change one section; raises Incomplete, NotFound. What is left empty is set empty."""
    form = section(key)
    found = check(form, answers, Context(today=at.date()))
    if found.complaints:
        raise Incomplete(found.complaints)
    before = settings.read(session)
    new = {field.key: _kept(field, found.values) for field in form.fields}
    changed = {key: value for key, value in new.items() if value != getattr(before, key)}
    return settings.change(session, changed, by, at)


def change_hours(session: Session, text: str, by: By, at: datetime) -> Settings:
    """Set the office's weekly hours; ValueError where they cannot be read."""
    weekly(text)
    return settings.change(session, {"hours": text}, by, at)


def _kept(field: Field, given: Values) -> object:
    """Return an answer as its setting is kept."""
    if field.kind is FieldKind.MANY:
        return ",".join(words(given, field.key))
    if field.kind is FieldKind.RECORD:
        return given.get(field.key) or None
    return given.get(field.key, "")


def _explained(found: Section) -> Section:
    return replace(found, fields=tuple(_with_default(field) for field in found.fields))


def _with_default(field: Field) -> Field:
    """Return a field whose help names what holds where nothing was set."""
    default = FIELDS[field.key].default
    if not default or field.kind is FieldKind.LONG_TEXT:
        return field
    label = next((each for each in field.choices if each.value == default), None)
    said_id, said_en = (str(default),) * 2 if label is None else (label.label_id, label.label_en)
    if default is True:
        said_id, said_en = "ya", "yes"
    return replace(
        field,
        help_id=f"{field.help_id} Bawaan: {said_id}.".strip(),
        help_en=f"{field.help_en} Default: {said_en}.".strip(),
    )
