"""What must hold between answers: a line of a form's table of rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ledger.sentences import Sentence
from register.dates import day as day_said
from register.forms.complaint import Complaint
from register.forms.context import Context
from register.forms.values import Values, day, text

Facts: TypeAlias = Mapping[str, object]


def broken_when(condition: bool, **facts: object) -> Facts | None:  # noqa: FBT001 - reads as said
    """Return the facts of a breach, None where there is none."""
    return facts if condition else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        field: key of the answer that is complained of.
        reads: keys of the answers that it compares; it is silent until all are there.
        breach: the facts that the sentences name where the rule is broken, else None. A date or a
            sentence among them is said in the language of the complaint.
        id: the complaint in Indonesian, with `{facts}`.
        en: the same in English.
        missing: what breaks it is something that is not there yet; a draft is spared.
    """

    field: str
    reads: tuple[str, ...]
    breach: Callable[[Values, Context], Facts | None]
    id: str
    en: str
    missing: bool = False

    def complaint(self, values: Values, context: Context) -> Complaint | None:
        """Say how the answers break the rule, if they do."""
        if any(key not in values for key in self.reads):
            return None
        facts = self.breach(values, context)
        if facts is None:
            return None
        said = Sentence(self.id, self.en)
        indonesian, english = (
            said.say(language, **{name: _said(fact, language) for name, fact in facts.items()})
            for language in ("id", "en")
        )
        return Complaint(self.field, indonesian, english)


def from_today(key: str, label_id: str, label_en: str) -> Rule:
    """Return the rule that a date is not past."""

    def breach(values: Values, context: Context) -> Facts | None:
        found = day(values, key)
        return broken_when(found < context.today, day=found, today=context.today)

    return Rule(
        key,
        (key,),
        breach,
        f"{label_id} {{day}} sudah lewat; pilih {{today}} atau sesudahnya.",
        f"{label_en} {{day}} is past; choose {{today}} or a later day.",
    )


def until_today(key: str, label_id: str, label_en: str) -> Rule:
    """Return the rule that a date is not after today; the sentences begin with the label."""

    def breach(values: Values, context: Context) -> Facts | None:
        return broken_when(day(values, key) > context.today, today=context.today)

    return Rule(
        key,
        (key,),
        breach,
        f"{label_id} belum tiba; pilih {{today}} atau sebelumnya.",
        f"{label_en} is yet to come; choose {{today}} or an earlier day.",
    )


def in_order(first: str, last: str, indonesian: str, english: str) -> Rule:
    """Return the rule that one date or moment does not come before another.

    The sentences are about the later one, and may name the days, `{first}` and `{last}`.
    """

    def breach(values: Values, _: Context) -> Facts | None:
        backwards = text(values, last) < text(values, first)  # ISO sorts by time
        return broken_when(backwards, first=day(values, first), last=day(values, last))

    return Rule(last, (first, last), breach, indonesian, english)


def _said(fact: object, language: str) -> str:
    if isinstance(fact, date):
        return day_said(fact, language)
    return fact.say(language) if isinstance(fact, Sentence) else str(fact)
