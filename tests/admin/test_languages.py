from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from admin import languages
from admin.languages import CATALOGUES, LANGUAGES, catalogues, chosen

ADMIN = Path(languages.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def written() -> set[str]:
    """Every text in the source that a person may read."""
    found = extract_from_dir(
        str(ADMIN), METHODS, keywords={"mark": None, "gettext": None, "_": None}
    )
    return {text for _, _, text, _, _ in found if isinstance(text, str)}


def translated(language: str) -> dict[str, str]:
    """Every text of a language, each from one of its files only."""
    found: dict[str, str] = {}
    for path in (CATALOGUES / language / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as text:
            here = {str(each.id): str(each.string) for each in read_po(text) if each.id}
        assert not found.keys() & here.keys(), path
        found |= here
    return found


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "id"])
def test_every_text_stands_in_the_catalogue_and_nothing_else_does(language: str) -> None:
    catalogue = translated(language)
    assert written() == catalogue.keys()
    assert all(catalogue.values())


def test_the_source_language_speaks_as_it_is_written() -> None:
    assert type(catalogues()["id"]) is NullTranslations
    assert catalogues()["en"].gettext("Pintu") == "Door"


@pytest.mark.parametrize(
    ("asked", "remembered", "spoken"),
    [
        (None, None, "id"),
        ("en", None, "en"),
        ("xx", "en", "en"),
        ("id", "en", "id"),
        ("", "", "id"),
    ],
)
def test_who_asks_is_heard_first(asked: str | None, remembered: str | None, spoken: str) -> None:
    assert chosen(asked, remembered) == spoken
