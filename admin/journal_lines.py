"""A journal line as a person reads it, in his language (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from gettext import NullTranslations
from typing import Final
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from admin.board import Line
from admin.journal_words import LOOKS, REFUSALS, Look
from admin.languages import mark
from admin.reader_faults import fault
from ledger.events import Kind, Reason
from ledger.orders import OrderKind
from ledger.reading import Recorded
from ledger.sentences import REASONS
from register.orders import NAMES

MS_PER_S: Final = 1000
ABOUT_READERS: Final = frozenset({Kind.READER_LOST, Kind.READER_BACK})
ORDERS: Final = frozenset({Kind.ORDER_OBEYED, Kind.ORDER_REFUSED, Kind.ORDER_ENDED})
WAITING: Final = frozenset(
    {Reason.WAITING_FOR_ESCORT, Reason.WAITING_FOR_SECOND_CARD, Reason.WAITING_FOR_PIN}
)  # whatever kind carries them: nobody was turned away
CLOCK_STATES: Final[Mapping[str, str]] = {
    "synced": mark("Tersinkron dengan server waktu."),
    "holdover": mark("Tanpa server waktu, masih dipercaya."),
    "untrusted": mark("Tidak tepercaya: belum pernah tersinkron sejak menyala."),
}


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
        people: pseudonymous id to the person.
        zone: the office's.
    """

    language: str
    speak: NullTranslations
    people: Mapping[str, Person]
    zone: ZoneInfo

    def line(self, line: Line) -> dict[str, object]:
        """Return what the page shows of a line, in JSON's types."""
        event = line.event
        look = self._look(event)
        persons = self._persons(event)
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
            "person": " + ".join(each.name for each in persons) or self._where(event),
            "unit": " + ".join(each.unit for each in persons),
            "why": self._why(event),
            "ms": self._measured(line.ms),
        }

    def _persons(self, event: Recorded) -> list[Person]:
        """Return who it was, and who came along."""
        return [self.people[each] for each in event.entered if each in self.people]

    def _where(self, event: Recorded) -> str:
        """Return the reader's name for a line that is about the reader itself."""
        return (event.reader or "") if event.kind in ABOUT_READERS else ""

    def _look(self, event: Recorded) -> Look:
        if event.reason in WAITING:
            return LOOKS[Kind.WAITING]
        if isinstance(event.kind, Kind):
            return LOOKS[event.kind]
        return Look("gear", "plain", event.kind)  # of a newer version's journal

    def _why(self, event: Recorded) -> str:
        """Return the sentence behind the words, or nothing where the words say it all."""
        if isinstance(event.reason, Reason):
            return REASONS[event.reason].say(self.language)
        if event.kind in ORDERS:
            return " ".join(filter(None, (self._ordered(event), self._refusal(event))))
        if event.kind == Kind.READER_LOST and (why := (event.detail or {}).get("why")):
            return fault(str(why), self.speak)
        if event.kind == Kind.CLOCK_STATE:
            state = CLOCK_STATES.get(event.clock)
            return self.speak.gettext(state) if state else ""
        return ""

    def _ordered(self, event: Recorded) -> str:
        """Return what was ordered, or nothing for what a newer journal says."""
        what = str((event.detail or {}).get("what"))
        return f"{NAMES[OrderKind(what)][self.language]}." if what in set(OrderKind) else ""

    def _refusal(self, event: Recorded) -> str:
        """Return why an order was refused, or nothing for what a newer journal says."""
        detail = event.detail or {}
        words = REFUSALS.get(str(detail.get("why")))
        names = {"door": event.door, "reader": event.reader, "upto": detail.get("upto")}
        return self.speak.gettext(words).format_map(names) if words else ""

    def _measured(self, ms: float | None) -> str:
        if ms is None:
            return ""
        return f"{format_decimal(ms, format='0.0', locale=self.language)} ms"
