"""How things are said on a page: in the visitor's language and the office's own time."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from gettext import NullTranslations
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask import current_app, g

from admin.access import site
from register import premises, settings
from register.errors import Refusal
from register.forms.choices import Choice
from register.forms.stock import KINDS
from register.models import Capacity
from register.papers.signatures import acting

MOMENT: Final = timedelta(milliseconds=1)
REMEMBERED: Final = 4096  # moments and days: a list is read again and again, and Babel is slow


class Labelled(Protocol):
    """What has its words in both languages: a step of the SOP, a field of a form."""

    @property
    def label_id(self) -> str:
        """In Indonesian."""

    @property
    def label_en(self) -> str:
        """In English."""


def said(thing: Labelled) -> str:
    """Return a label in the visitor's language."""
    return thing.label_en if g.language == "en" else thing.label_id


def chosen(choices: Iterable[Choice], value: str) -> str:
    """Return what a value is called among some choices, in the visitor's language; or itself."""
    return next((said(each) for each in choices if each.value == value), value)


class Titled(Protocol):
    """What has a title in both languages: a form, a section of it."""

    @property
    def title_id(self) -> str:
        """In Indonesian."""

    @property
    def title_en(self) -> str:
        """In English."""


def titled(thing: Titled) -> str:
    """Return a title in the visitor's language."""
    return thing.title_en if g.language == "en" else thing.title_id


class InPost(Protocol):
    """Somebody's signature, with the post that he held that day."""

    @property
    def title(self) -> str | None:
        """The post, as it is printed."""

    @property
    def capacity(self) -> Capacity | None:
        """Whether he held it in his own right."""


def post(signed: InPost) -> str:
    """Return the post that somebody signed for, `Plt. Kepala Bidang`; empty for who held none."""
    title, stands_in = signed.title or "", acting(signed.capacity)
    return title if title.startswith(stands_in) else f"{stands_in} {title}".strip()


class Lasting(Protocol):
    """What is in force from a moment until another, which is not part of it."""

    @property
    def valid_from(self) -> datetime:
        """The first moment."""

    @property
    def valid_until(self) -> datetime:
        """The moment after the last."""


def sentence(refusal: Refusal) -> str:
    """Return what the register refused, in the visitor's language."""
    return refusal.en if g.language == "en" else refusal.id


def spoken(text: str) -> str:
    """Return a marked text in the visitor's language, for what no template shows."""
    return catalogue().gettext(text)


def catalogue() -> NullTranslations:
    """Return what translates into the visitor's language."""
    found: dict[str, NullTranslations] = current_app.extensions["catalogues"]
    return found[g.language]


def zone() -> ZoneInfo:
    """Return the office's time zone, read once a request."""
    if "zone" not in g:
        with site().reading() as session:
            g.zone = ZoneInfo(settings.read(session).zone)
    found: ZoneInfo = g.zone
    return found


def when(at: datetime | None, form: str = "d MMM y HH.mm") -> str:
    """Return a moment on the office's clock, or a dash."""
    if at is None:
        return "–"  # noqa: RUF001 - a dash is what is meant
    return _written(at, zone(), form, g.language)


def reader(name: str) -> str:
    """Return what the office calls a reader, or the daemon's own name for it."""
    if "readers" not in g:
        with site().reading() as session:
            g.readers = premises.readers(session)
    called: dict[str, str] = g.readers
    return called.get(name, name)


def technology(kept: str) -> str:
    """Return a kind of card in words; `kept` as `iso14443a` or `wiegand:26`."""
    kind = kept.partition(":")[0]
    return next((said(each) for each in KINDS if each.value == kind), kept)


def until(end: datetime) -> str:
    """Return an exclusive end as an office writes it: its last day, or the moment of that day."""
    return when(end - MOMENT, "d MMM y") if _midnight(end) else when(end)


def validity(grant: Lasting) -> str:
    """Return from when until when, both ends counted, a right is in force."""
    start = grant.valid_from
    since = when(start, "d MMM y") if _midnight(start) else when(start)
    return f"{since} – {until(grant.valid_until)}"  # noqa: RUF001 - a dash is what is meant


def _midnight(at: datetime) -> bool:
    return at.astimezone(zone()).time() == time()


def on_day(day: date | None) -> str:
    """Return a day as a dense list has it: `23 Nov 2026`."""
    return "–" if day is None else _dated(day, g.language)  # noqa: RUF001


@lru_cache(REMEMBERED)
def _written(at: datetime, office: ZoneInfo, form: str, language: str) -> str:
    return format_datetime(at.astimezone(office), form, locale=language)


@lru_cache(REMEMBERED)
def _dated(day: date, language: str) -> str:
    return format_date(day, "d MMM y", locale=language)
