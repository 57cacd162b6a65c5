"""Weekly hours as a person reads them: `Senin s.d. Jumat 07.30-16.00` (pure)."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from ledger.access import ALWAYS, DAY_MINUTES, Span, weekly
from register.dates import DAYS

ANY_HOUR: Final = {"id": "Setiap hari, 24 jam", "en": "Every day, 24 hours"}
NEVER: Final = {"id": "Tidak pernah", "en": "Never"}
UNTIL: Final = {"id": "s.d.", "en": "to"}


def in_words(text: str, language: str = "id") -> str:
    """Return weekly hours (`ledger.access.Hours.weekly`) in words; neighbouring days together."""
    whole_days = all(spans == ((0, DAY_MINUTES),) for spans in weekly(text))
    if text == ALWAYS or whole_days:
        return ANY_HOUR[language]
    return "; ".join(_runs(text, language)) or NEVER[language]


def retold(words: str, language: str) -> str:
    """Return hours that were kept in Indonesian words in another language."""
    if language == "id":
        return words
    for each in (ANY_HOUR, NEVER, UNTIL):
        words = words.replace(each["id"], each[language])
    for before, after in zip(DAYS["id"], DAYS[language], strict=True):
        words = words.replace(before, after)
    return words


def _runs(text: str, language: str) -> Iterator[str]:
    days = list(zip(DAYS[language], weekly(text), strict=True))
    for spans, run in groupby(days, key=lambda day: day[1]):
        names = [name for name, _ in run]
        if spans:
            days_ = names[0] if not names[1:] else f"{names[0]} {UNTIL[language]} {names[-1]}"
            yield f"{days_} {', '.join(_window(span) for span in spans)}"


def _window(span: Span) -> str:
    start, end = span
    end -= DAY_MINUTES if end > DAY_MINUTES else 0
    return "{:02}.{:02}-{:02}.{:02}".format(*divmod(start, 60), *divmod(end, 60))
