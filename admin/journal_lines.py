"""A journal line as a person reads it, in his language (pure)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from gettext import NullTranslations
from typing import Final
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from admin.board import Line
from admin.journal_words import CLOCK_STATES, LOOKS, Look
from admin.languages import mark
from ledger.events import Kind, Reason
from ledger.reading import Recorded

MS_PER_S: Final = 1000
WAITS: Final = Look("clock", "wait", mark("Menunggu"))
SPOKEN_FOR: Final = frozenset({Kind.GRANTED, Kind.DENIED, Kind.TEST_TAP})  # a reason says more
WAITING: Final = frozenset(
    {Reason.WAITING_FOR_ESCORT, Reason.WAITING_FOR_SECOND_CARD, Reason.WAITING_FOR_PIN}
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind a pseudonymous id."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells lines in one language.

    Attributes:
        speak: the language's catalogue.
        reasons: the sentence for a reason, in a language.
        people: pseudonymous id to the person.
        zone: the office's.
    """

    language: str
    speak: NullTranslations
    reasons: Callable[[Reason, str], str]
    people: Mapping[str, Person]
    zone: ZoneInfo

    def line(self, line: Line) -> dict[str, object]:
        """Return what the page shows of a line, in JSON's types."""
        event = line.event
        look = self._look(event)
        person = self.people.get(event.subject or "")
        return {
            "seq": event.seq,
            "kind": event.kind,
            "reason": event.reason or "",
            "time": datetime.fromtimestamp(event.wall / MS_PER_S, UTC)
            .astimezone(self.zone)
            .strftime("%H:%M:%S"),
            "icon": look.icon,
            "tone": look.tone,
            "words": self.speak.gettext(look.words),
            "person": person.name if person else "",
            "unit": person.unit if person else "",
            "why": self._why(event),
            "ms": self._measured(line.ms),
        }

    def _look(self, event: Recorded) -> Look:
        if event.reason in WAITING:
            return WAITS
        if isinstance(event.kind, Kind):
            return LOOKS[event.kind]
        return Look("gear", "plain", event.kind)  # of a newer version's journal

    def _why(self, event: Recorded) -> str:
        """Return the sentence behind the words, or nothing where the words say it all."""
        if isinstance(event.reason, Reason) and event.kind in SPOKEN_FOR:
            return self.reasons(event.reason, self.language)
        if event.kind == Kind.CLOCK_STATE:
            state = CLOCK_STATES.get(event.clock)
            return self.speak.gettext(state) if state else ""
        return ""

    def _measured(self, ms: float | None) -> str:
        if ms is None:
            return ""
        return f"{format_decimal(ms, format='0.0', locale=self.language)} ms"
