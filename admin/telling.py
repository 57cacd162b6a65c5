"""How things are said on a page: in the visitor's language and the office's own time."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import g

from admin.access import site
from register import settings


class Labelled(Protocol):
    """What has its words in both languages: a step of the SOP, a field of a form."""

    label_id: str
    label_en: str


def said(thing: Labelled) -> str:
    """Return a label in the visitor's language."""
    return thing.label_en if g.language == "en" else thing.label_id


def zone() -> ZoneInfo:
    """Return the office's time zone, read once a request."""
    if "zone" not in g:
        with site().store.reading() as session:
            g.zone = ZoneInfo(settings.read(session).zone)
    found: ZoneInfo = g.zone
    return found


def when(at: datetime | None, form: str = "d MMM y HH.mm") -> str:
    """Return a moment on the office's clock, or a dash."""
    if at is None:
        return "–"  # noqa: RUF001 - a dash is what is meant
    return format_datetime(at.astimezone(zone()), form, locale=g.language)
