"""One answer by itself, by the kind of its field: cleaned, or refused with a sentence."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Final, TypeAlias

from register.dates import day as day_said
from register.forms import contact, identity, validity
from register.forms import text as texts
from register.forms.choices import Choice
from register.forms.complaint import AnswerRefused, quoted
from register.forms.context import Context
from register.forms.fields import Field, FieldKind
from register.forms.values import Values, text

INDONESIAN_DATE: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
ISO_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::00)?", re.ASCII)
FIRST: Final = date(1900, 1, 1)
LAST: Final = date(2199, 12, 31)  # a day beyond them is a slip of the hand
DIGITS: Final = re.compile(r"-?\d{1,9}", re.ASCII)
YES: Final = frozenset({"ya", "on"})
NO: Final = frozenset({"tidak"})
MINUTE: Final = len("2026-11-25T21:05")
OFFERED: Final = 8  # choices that a sentence lists


def blank(answer: object, depth: int = 4) -> bool:
    """Say whether nothing was answered; False is an answer. Rows of nothing are nothing."""
    if isinstance(answer, str):
        return not texts.line(answer)
    inner = answer.values() if isinstance(answer, Mapping) else answer
    if isinstance(inner, Collection) and not isinstance(inner, bytes):
        return depth > 0 and all(blank(each, depth - 1) for each in inner)
    return answer is None


def clean(field: Field, answer: object, beside: Values, context: Context) -> object:
    """Return an answer as it is kept, or raise AnswerRefused; `beside` are its neighbours'."""
    return CLEANERS[field.kind](field, answer, beside, context)


def _written(field: Field, answer: object) -> str:
    if not isinstance(answer, str):
        raise AnswerRefused(
            f"{field.label_id} bukan teks; tulis isinya.", f"{field.label_en} is no text; write it."
        )
    return answer


def _text(field: Field, answer: object, _: Values, __: Context) -> str:
    long = field.kind is FieldKind.LONG_TEXT
    found = (texts.lines if long else texts.line)(_written(field, answer))
    least = max(field.least, 1)
    if not least <= len(found) <= field.most:
        raise AnswerRefused(
            f"{field.label_id} terdiri atas {len(found)} karakter; yang diminta {least} sampai"
            f" {field.most}.",
            f"{field.label_en} has {len(found)} character{'s'[: len(found) != 1]};"
            f" {least} to {field.most} are wanted.",
        )
    return found


def _by(validator: Callable[[str], str]) -> "Cleaner":
    return lambda field, answer, _, __: validator(_written(field, answer))


def _nip(field: Field, answer: object, _: Values, __: Context) -> str:
    return identity.number("nip", _written(field, answer))


def _identity(field: Field, answer: object, beside: Values, _: Context) -> object:
    kind = text(beside, "jenis_id")
    return identity.number(kind, _written(field, answer)) if kind else None


def _number(field: Field, answer: object, _: Values, __: Context) -> int:
    found = _whole(answer)
    if found is None or not field.least <= found <= field.most:
        raise AnswerRefused(
            f"{field.label_id} bukan bilangan bulat dari {field.least} sampai {field.most}.",
            f"{field.label_en} is no whole number from {field.least} to {field.most}.",
        )
    return found


def _whole(answer: object) -> int | None:
    if isinstance(answer, str) and DIGITS.fullmatch(texts.line(answer)):
        return int(texts.line(answer))
    return answer if isinstance(answer, int) and not isinstance(answer, bool) else None


def _yes_no(field: Field, answer: object, _: Values, __: Context) -> bool:
    for words, meaning in ((YES, True), (NO, False)):
        if answer is meaning or (isinstance(answer, str) and texts.line(answer) in words):
            return meaning
    raise AnswerRefused(
        f"{field.label_id} belum terjawab; pilih ya atau tidak.",
        f"{field.label_en} is not answered; choose yes or no.",
    )


def _tick(field: Field, answer: object, beside: Values, context: Context) -> bool | None:
    return _yes_no(field, answer, beside, context) or None  # not ticked is not answered


def offered(field: Field, context: Context) -> tuple[Choice, ...]:
    """Return what may be chosen."""
    return field.choices or context.choices.get(field.key, ())


def _chosen(field: Field, answer: object, context: Context) -> str:
    choices = offered(field, context)
    found = texts.line(answer) if isinstance(answer, str) else ""
    if found not in {choice.value for choice in choices}:
        called = [each.value for each in choices if found in (each.label_id, each.label_en)]
        if len(called) == 1:  # a long list is searched by its words
            return called[0]
        near = _near(found, choices)
        more = ", …" if len(near) > OFFERED else ""
        indonesian = ", ".join(choice.label_id for choice in near[:OFFERED]) or "belum ada"
        english = ", ".join(choice.label_en for choice in near[:OFFERED]) or "nothing yet"
        raise AnswerRefused(
            f"{field.label_id}: {quoted(found)} tidak ditawarkan; pilihannya {indonesian}{more}.",
            f"{field.label_en}: {quoted(found)} is not offered; on offer: {english}{more}.",
        )
    return found


def _near(found: str, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return the choices in whose words a text stands, as one who typed a name meant; or all."""
    part = found.casefold()
    having = (each for each in choices if part in f"{each.label_id}\n{each.label_en}".casefold())
    return tuple(having) or choices


def _choice(field: Field, answer: object, _: Values, context: Context) -> str:
    return _chosen(field, answer, context)


def _many(field: Field, answer: object, _: Values, context: Context) -> tuple[str, ...]:
    answers = answer if isinstance(answer, list | tuple) else (answer,)
    found = {_chosen(field, each, context) for each in answers if not blank(each)}
    order = (choice.value for choice in offered(field, context))
    return tuple(value for value in order if value in found)


def _date(field: Field, answer: object, _: Values, __: Context) -> str:
    written = texts.line(_written(field, answer))
    found = INDONESIAN_DATE.fullmatch(written)
    iso = "{2}-{1:0>2}-{0:0>2}".format(*found.groups()) if found else written
    if ISO_DATE.fullmatch(iso) is None or (day := _day(iso)) is None:
        raise AnswerRefused(
            f"{field.label_id} {quoted(written)} bukan tanggal; tulis seperti 25-11-2026.",
            f"{field.label_en} {quoted(written)} is no date; write it as 2026-11-25.",
        )
    _within_reach(field, day)
    return iso


def _moment(field: Field, answer: object, _: Values, __: Context) -> str:
    written = texts.line(_written(field, answer))
    if ISO_MOMENT.fullmatch(written) is None or (day := _day(written)) is None:
        raise AnswerRefused(
            f"{field.label_id} {quoted(written)} bukan tanggal dan jam; tulis seperti"
            " 2026-11-25T21:05.",
            f"{field.label_en} {quoted(written)} is no date and time; write it as"
            " 2026-11-25T21:05.",
        )
    _within_reach(field, day)
    return written[:MINUTE]


def _day(iso: str) -> date | None:
    try:
        return datetime.fromisoformat(iso).date()
    except ValueError:
        return None


def _within_reach(field: Field, day: date) -> None:
    """Raise AnswerRefused for a day that no paper of the office can name."""
    if not FIRST <= day <= LAST:
        indonesian, english = (
            (day_said(FIRST, each), day_said(LAST, each)) for each in ("id", "en")
        )
        raise AnswerRefused(
            f"{field.label_id} {day_said(day)} terlalu jauh; pilih tanggal dari"
            f" {indonesian[0]} sampai {indonesian[1]}.",
            f"{field.label_en} {day_said(day, 'en')} is too far away; choose a date from"
            f" {english[0]} to {english[1]}.",
        )


Cleaner: TypeAlias = Callable[[Field, object, Values, Context], object]
CLEANERS: Final[Mapping[FieldKind, Cleaner]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.NAME: _by(texts.name),
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.MANY: _many,
    FieldKind.YES_NO: _yes_no,
    FieldKind.TICK: _tick,
    FieldKind.DATE: _date,
    FieldKind.MOMENT: _moment,
    FieldKind.TIME_WINDOW: _by(validity.time_window),
    FieldKind.PHONE: _by(contact.phone),
    FieldKind.EMAIL: _by(contact.email),
    FieldKind.NIP: _nip,
    FieldKind.IDENTITY: _identity,
}
"""Records and rows are their parts (`register.forms.check`); a block is never answered."""
