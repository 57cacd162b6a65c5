"""One accent colour: nothing of Pico's own blue is left beside it."""

import re
from pathlib import Path
from typing import Final

from admin import languages

STATIC: Final = Path(languages.__file__).parent / "static"
PRIMARY: Final = re.compile(r"(--pico-(?:primary|secondary)[a-z-]*):([^;}]*)")
OF_ANOTHER: Final = re.compile(r"var\(--pico-")
UNUSED: Final = frozenset(
    {"--pico-secondary", "--pico-secondary-underline", "--pico-secondary-hover",
     "--pico-secondary-hover-underline"}
)  # fmt: skip
"""Of links of a class that no page has."""


def test_every_colour_that_pico_calls_its_own_is_ours() -> None:
    pico = (STATIC / "vendor" / "pico.min.css").read_text()
    look = (STATIC / "look.css").read_text()
    (ours,) = re.findall(r":root:root \{(.*?)\n\}", look, re.DOTALL)
    colours = {name for name, value in PRIMARY.findall(pico) if not OF_ANOTHER.search(value)}
    assert colours - UNUSED <= {name for name, _ in PRIMARY.findall(ours)}


def test_a_choice_keeps_its_arrow() -> None:
    """Pico draws it as a background image, which the shorthand would take away."""
    office = (STATIC / "office.css").read_text()
    rules = re.findall(r"([^{}]*\bselect\b[^{}]*)\{([^}]*)\}", office)
    assert rules
    assert not [each for each, body in rules if re.search(r"background\s*:", body)]


def test_pico_is_not_more_specific_than_we_are() -> None:
    pico = (STATIC / "vendor" / "pico.min.css").read_text()
    themes = {each for each, _ in re.findall(r"(:root[^,{}]*)([,{])", pico) if each != ":root"}
    assert {len(re.findall(r":root|\[", each)) for each in themes if " " not in each} <= {1, 2}


def test_no_search_takes_the_pill_that_pico_draws_around_its_role() -> None:
    """The element `search` is the same landmark, and looks as every other form does."""
    templates = [each.read_text() for each in STATIC.with_name("templates").rglob("*.html")]
    assert any("<search>" in each for each in templates)
    assert not [each for each in templates if 'role="search"' in each]
