"""Every kind of page of the demonstration's office, on a phone, in both themes, under axe."""

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
LINKS: Final = """
() => [...document.querySelectorAll('main a[href], nav.rooms a[href], a.bell')].map((a) => a.href)
"""
WIDER: Final = "() => document.documentElement.scrollWidth - window.innerWidth"
NO_PAGE: Final = re.compile(
    r"/(pdf|lampiran|pindaian|berkas\.|contoh\.csv|evidence)|\?|#|\.(csv|xlsx|pdf|zip)$|/pintu/"
)
SHAPE: Final = re.compile(r"\d+|P-[0-9A-Z]{10}|(?<=/)[0-9A-Z]{12}(?=/|$)")


SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


class Inspector:
    """Somebody who opens one page of each kind and keeps what is wrong with it."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root = page, root
        self.seen: set[str] = set()
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    def walks(self, button: str) -> None:
        """Be somebody of the cast, and follow every link."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.root}/masuk")
        self.page.locator(f'form[action="{button}"] button').click()
        self.page.wait_for_load_state()
        waiting = [f"{self.root}/"]
        while waiting:
            here = waiting.pop()
            if (shape := SHAPE.sub("#", here)) in self.seen:
                continue
            self.seen.add(shape)
            answer = self.page.goto(here)
            if answer is not None and "text/html" in answer.headers.get("content-type", ""):
                self.looks()
                links: list[str] = self.page.evaluate(LINKS)
                waiting += [each for each in links if self.is_page(each)]

    def is_page(self, link: str) -> bool:
        return link.startswith(self.root) and not NO_PAGE.search(link.removeprefix(self.root))

    def looks(self) -> None:
        path = self.page.url.removeprefix(self.root)
        if (wider := self.page.evaluate(WIDER)) > 0:
            self.faults.append(f"{path}: {wider} px wider than a phone")
        for scheme in SCHEMES:
            self.page.emulate_media(color_scheme=scheme)
            for rule in Axe().run(self.page).response["violations"]:
                where = rule["nodes"][0]["target"]
                self.faults.append(f"{path} ({scheme}): {rule['id']} at {where}")


@pytest.fixture
def inspector(chromium: Browser, address: str) -> Iterator[Inspector]:
    with closing(chromium.new_context(viewport=PHONE, reduced_motion="reduce")) as context:
        yield Inspector(context.new_page(), address.removesuffix("/pintu/"))


def test_axe_finds_nothing_on_any_page_and_nothing_is_wider_than_a_phone(
    inspector: Inspector,
) -> None:
    inspector.page.goto(f"{inspector.root}/masuk")
    cast = inspector.page.locator('form[action^="/masuk/peran/"]').all()
    for action in [each.get_attribute("action") or "" for each in cast]:
        inspector.walks(action)
    assert len(inspector.seen) > 40
    assert not inspector.faults, "\n".join(inspector.faults)
