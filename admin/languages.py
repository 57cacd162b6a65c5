"""The two languages: Indonesian is written in the source, English is a catalogue.

Catalogues are read as text at the start, so there is no compiled file to forget.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE: Final = "id"
LANGUAGES: Final = {"id": "Bahasa Indonesia", "en": "English"}
CATALOGUES: Final = Path(__file__).parent / "translations"


def mark(text: str) -> str:
    """Return a text as it is, and let the extractor find it: it is translated where it is shown."""
    return text


def catalogue(language: str) -> NullTranslations:
    """Return the texts of a language, of all its files; the source language needs none."""
    if language == SOURCE:
        return NullTranslations()
    whole = Catalog(locale=language)
    for path in sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as text:
            for message in read_po(text, locale=language):
                if message.id:
                    whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def catalogues() -> Mapping[str, NullTranslations]:
    """Return every language's texts, read once a process."""
    return {language: catalogue(language) for language in LANGUAGES}


def chosen(asked: str | None, remembered: str | None) -> str:
    """Return the language asked for, else the one remembered, else the source."""
    return next((each for each in (asked, remembered) if each in LANGUAGES), SOURCE)
