"""What axe finds on a page, in both themes."""

from typing import Any, Final, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# `preload` fetches the style sheets anew, for rules that are not asked for.
FAULTS: Final = {"resultTypes": ["violations"], "preload": False}
VIOLATIONS: Final = "(asked) => axe.run(asked).then(({violations}) => violations)"  # and no more
SCHEMES: Final[dict[Literal["light", "dark"], dict[str, Any]]] = {
    "light": FAULTS,  # every rule
    "dark": {**FAULTS, "runOnly": ["color-contrast", "link-in-text-block"]},  # what a theme changes
}
SCRIPT: Final = Axe().axe_script


def violations(page: Page) -> list[str]:
    """Return what is wrong with the page that is open, one sentence each: theme, rule, place."""
    page.evaluate(SCRIPT)
    found: list[str] = []
    for scheme, asked in SCHEMES.items():
        # half way from one theme to the other a colour is of neither
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        rules = page.evaluate(VIOLATIONS, asked)
        found += [f"{scheme}: {each['id']} at {each['nodes'][0]['target']}" for each in rules]
    return found
