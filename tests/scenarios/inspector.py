"""Somebody who opens one page of each kind, and what he finds: by axe, by width, by keyboard."""

import re
from collections import Counter
from collections.abc import Callable, Collection
from html import unescape
from typing import Final
from urllib.parse import urljoin

from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.scenarios.axe import violations

LINKS: Final = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
OF_A_KIND: Final = 1  # pages of each kind that somebody is asked for, to find links on
WIDER: Final = "() => document.documentElement.scrollWidth - window.innerWidth"
ELSEWHERE: Final = "/pintu/"  # the virtual door has tests of its own

# What a keyboard must reach: one of a group of radio buttons, nothing hidden, folded or inert.
BEGIN: Final = """
() => {
    const main = document.querySelector('main') ?? document.body;
    const folded = (each) => each.parentElement.closest('details:not([open])') !== null
        && each !== each.closest('details').querySelector('summary');
    const wanted = [...main.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex]')]
        .filter((each) => each.tabIndex >= 0 && !each.matches(':disabled') && each.type !== 'hidden'
            && each.checkVisibility({visibilityProperty: true}) && !folded(each));
    const name = (each) => each.type === 'radio' ? `radio ${each.form?.id} ${each.name}` : each;
    window.left = new Set(wanted.map(name));
    window.unseen = [];
    window.gone = false;
    main.addEventListener('focusin', ({target}) => {
        if (!window.left.delete(name(target))) return;
        const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(target);
        const shown = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
        if (!shown) window.unseen.push(target.outerHTML.slice(0, 90));
    });
    main.tabIndex = -1;
    main.focus();
    main.addEventListener('focusout', ({relatedTarget}) => {
        window.gone ||= !main.contains(relatedTarget);
    });
    return window.left.size;
}
"""
STATE: Final = """
() => ({
    left: [...window.left].map((each) => each.outerHTML?.slice(0, 90) ?? each),
    unseen: window.unseen,
    within: !window.gone,
})
"""
MORE: Final = 25  # presses beside the page's own: what a calendar, a file or a frame takes


class Inspector:
    """Somebody before a browser.

    Attributes:
        seen: by endpoint, the address at which a page of it was looked at.
        faults: one sentence each.
        no_page: endpoints that serve no page.
    """

    def __init__(self, page: Page, root: str, routes: MapAdapter, no_page: Collection[str]) -> None:
        self.page, self.root, self.no_page, self._routes = page, root, no_page, routes
        self.seen: dict[str, str] = {}
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    def becomes(self, button: str) -> None:
        """Be somebody of the cast: the address of his button on the login page."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.root}/masuk")
        self.page.locator(f'form[action="{button}"] button').click()
        self.page.wait_for_load_state()

    def walks(self) -> None:
        """Follow every link from home, and look at one page of each kind that nobody saw yet."""
        waiting, asked = [f"{self.root}/"], Counter[str]()
        while waiting:
            here = waiting.pop()
            endpoint = self.endpoint(here)
            if endpoint is None or endpoint in self.no_page or asked[endpoint] == OF_A_KIND:
                continue
            asked[endpoint] += 1
            text = self.page.context.request.get(here).text()
            waiting += [urljoin(here, unescape(link)) for link in LINKS.findall(text)]
            self.opens(here, endpoint)

    def opens(self, address: str, endpoint: str) -> None:
        """Open a page and look at it, unless one of its kind was seen."""
        if endpoint not in self.seen:
            self.page.goto(address)
            self.looks(endpoint)

    def looks(self, endpoint: str) -> None:
        """Look at the page that is open."""
        path = self.seen[endpoint] = self.page.url.removeprefix(self.root)
        if (wider := self.page.evaluate(WIDER)) > 0:
            self.faults.append(f"{path}: {wider} px wider than a phone")
        self.faults += [f"{path}: {each}" for each in violations(self.page)]
        self.tabs(path)

    def tabs(self, path: str) -> None:
        """Go through the page by the keyboard alone: everything is reached and shown, and left."""
        for presses in (self.page.evaluate(BEGIN) + 1, MORE):
            for _ in range(presses):
                self.page.keyboard.press("Tab")
            state = self.page.evaluate(STATE)
            if not state["left"] and not state["within"]:
                break
        self.faults += [f"{path}: no Tab reaches {each}" for each in state["left"]]
        self.faults += [f"{path}: its focus is not to be seen: {each}" for each in state["unseen"]]
        if state["within"]:
            self.faults.append(f"{path}: Tab does not leave the page's content")

    def endpoint(self, address: str) -> str | None:
        """Return what serves an address; None for what is no address of the office's."""
        path = address.removeprefix(self.root).partition("?")[0].partition("#")[0]
        if not address.startswith(self.root) or path.startswith(ELSEWHERE):
            return None
        try:
            return str(self._routes.match(path)[0])
        except HTTPException:
            return None


Way = Callable[[Inspector], str]
"""How one comes to a page that no link leads to: what is done first, and the address."""
