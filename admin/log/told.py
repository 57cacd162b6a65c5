"""Lines of the log in the reader's language, with the names that he may see."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import current_app, g

from admin.access import site
from admin.board import Line
from admin.journal_lines import ABOUT_READERS, MS_PER_S, Person, Teller
from admin.languages import mark
from admin.telling import zone
from ledger.events import Kind
from ledger.logbook.filter import Entry
from ledger.logbook.week import Outside
from ledger.reading import Reader, Recorded
from register import premises
from register.door_log import movements
from register.store import Session, Store

OUTSIDE: Final = {
    Outside.WITHIN: "",
    Outside.OUTSIDE: mark("di luar jam kerja"),
    Outside.HOLIDAY: mark("hari libur"),
}
UNKNOWN: Final = mark("Kartu tak dikenal")


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything that telling takes; it outlives the request that it was made in.

    Attributes:
        doors: what each door is called.
        readers: what each reader is called, where it has a label.
    """

    language: str
    speak: NullTranslations
    zone: ZoneInfo
    store: Store
    journal: Path
    doors: Mapping[str, str]
    readers: Mapping[str, str]

    def lines(self, entries: Sequence[Entry]) -> list[dict[str, object]]:
        """Return lines as the page shows them, in JSON's types, those of the journal alone."""
        events = recorded(self.journal, [each.seq for each in entries])
        with self.store.reading() as session:
            people = named(session, events.values())
        teller = Teller(self.language, self.speak, people, self.zone)
        return [self.line(teller, each, events[each.seq]) for each in entries if each.seq in events]

    def line(self, teller: Teller, entry: Entry, event: Recorded) -> dict[str, object]:
        """Return one line, with the people that a teller knows."""
        at = datetime.fromtimestamp(entry.wall / MS_PER_S, UTC).astimezone(self.zone)
        told = teller.line(Line(event, None, 0))
        subject = event.subject or ""
        holder = subject in teller.people
        door, reader = self.doors.get(entry.door or "", entry.door or ""), self.called(entry.reader)
        return told | {
            "iso": at.isoformat(timespec="seconds"),
            "day": _day(at.date(), self.language),
            "person": self._person(told, event),
            "subject": subject if holder else "",
            "door": door,
            "reader": reader,
            "where": " · ".join(each for each in (door, reader) if each),
            "outside": self._outside(entry),
        }

    def _person(self, told: Mapping[str, object], event: Recorded) -> object:
        """Return who it was, or which reader where a line is about the reader itself."""
        if event.kind in ABOUT_READERS:
            return self.called(event.reader)
        return told["person"] or self._nobody(event)

    def called(self, reader: str | None) -> str:
        """Return what a reader is called; nothing for what happened at none."""
        return self.readers.get(reader or "", reader or "")

    def _nobody(self, event: Recorded) -> str:
        """Return what stands where a name would; a card at a desk is not asked whose it is."""
        if event.kind is Kind.CARD_SHOWN:
            return f"…{(event.detail or {}).get('last_four', '')}" if event.subject else ""
        return self.speak.gettext(UNKNOWN) if event.subject else ""

    def _outside(self, entry: Entry) -> str:
        """Return that it was out of hours, for what happened at a door."""
        words = OUTSIDE[entry.outside] if entry.door is not None else ""
        return self.speak.gettext(words) if words else ""


@lru_cache(maxsize=512)
def _day(day: date, language: str) -> str:
    """Return a day as a line begins with it; an export asks for each some thousand times."""
    return str(format_date(day, "EEE d MMM y", locale=language))


def telling(session: Session) -> Telling:
    """Return what tells lines in this request's language."""
    speak = current_app.extensions["catalogues"][g.language]
    here = site()
    doors, readers = movements.doors(session), premises.readers(session)
    return Telling(g.language, speak, zone(), here.store, here.journal, doors, readers)


def recorded(journal: Path, seqs: Sequence[int]) -> Mapping[int, Recorded]:
    """Return events of the journal by their sequence."""
    with closing(Reader(journal)) as reader:
        return {event.seq: event for event in reader.these(seqs)}


def named(session: Session, events: Iterable[Recorded]) -> Mapping[str, Person]:
    """Return who is in some events, companions too."""
    ids = {each for event in events for each in event.entered}
    return {
        each: Person(found.name, found.unit)
        for each, found in movements.known(session, ids).items()
    }
