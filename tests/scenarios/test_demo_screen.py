"""The demo's page for whoever uses it otherwise than by mouse on a wide screen, or loses it."""

import signal
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.scenarios.axe import violations
from tests.scenarios.visitor import FIND, QUIET, Running, Visitor, demo

pytestmark = pytest.mark.browser

SILENCE: Final = 12_000  # ms; a stream that is still alive has spoken thrice in that time
# Whether a thing can be seen whole, and hit with a finger.
WHOLE: Final = """
(thing) => {
    const {left, right, top, bottom} = thing.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight
        && right - left >= 24 && bottom - top >= 24 && thing.contains(hit);
}
"""


def test_the_page_is_used_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    page.locator(".languages a").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.card") == "granted"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    visitor.reads("granted granted")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    visitor.reads("granted granted")
    expect(page.locator("#newest")).not_to_be_empty()


def test_a_pin_is_typed_by_keyboard_alone_behind_its_card(visitor: Visitor) -> None:
    page = visitor.page
    right, _ = page.locator("[data-card=pin] b").all_inner_texts()
    page.locator("[data-card=pin]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("9")
    page.keyboard.press("Backspace")
    page.keyboard.type(f"{right}#")
    visitor.reads("waiting waiting-for-pin", "granted granted", "door-closed")


def newest(page: Page) -> int:
    """Return the number of the newest line: ninety days lie behind a demonstration."""
    return int(page.locator(".line").first.get_attribute("data-seq") or 0)


def test_a_demo_that_stands_still_is_said_to_be_lost_until_it_goes_on(
    chromium: Browser, running: Running
) -> None:
    process, where = running
    page = chromium.new_page()
    page.clock.install()
    page.goto(where)
    expect(page.locator(QUIET)).to_be_visible()
    process.send_signal(signal.SIGSTOP)
    try:
        page.clock.fast_forward(SILENCE)
        expect(page.locator(".lost p.lost")).to_contain_text("Peragaan terputus.")
        assert page.locator(".hand").evaluate("(hand) => hand.inert")
    finally:
        process.send_signal(signal.SIGCONT)  # the file's other tests look at this demo too
    expect(page.locator("p.lost")).to_be_hidden()
    before = newest(page)
    page.locator("[data-card=granted]").click()
    page.wait_for_function(FIND, arg=[before, "granted", "granted"])
    page.close()


def test_a_page_that_outlives_its_demo_says_so_and_shows_the_next_one(chromium: Browser) -> None:
    page = chromium.new_page()
    with demo() as (_, where):
        page.goto(where)
        expect(page.locator(QUIET)).to_be_visible()
        before = newest(page)
        page.locator("[data-card=lost]").click()
        page.wait_for_function(FIND, arg=[before, "denied", "lost"])
    expect(page.locator(".lost p.lost")).to_contain_text("Peragaan terputus.")
    with demo(str(urlsplit(where).port)):
        expect(page.locator(QUIET)).to_be_visible()
        expect(page.locator("p.lost")).to_be_hidden()
        page.wait_for_function(f"(denial) => !({FIND})(denial)", arg=[before, "denied", "lost"])
    page.close()


@pytest.mark.parametrize(("language", "words"), [("id", "Jurnal pintu"), ("en", "Door journal")])
def test_axe_finds_nothing(chromium: Browser, address: str, language: str, words: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}?lang={language}")
    expect(page.locator(".line").first).to_be_visible()
    expect(page.locator("#journal-title")).to_have_text(words)
    assert violations(page) == []
    context.close()


def test_a_phone_shows_it_whole_and_nothing_sticks_out(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address)
    expect(page.locator(QUIET)).to_be_visible()
    page.locator("[data-card=pin]").click()
    expect(page.locator(".scene[data-asked]")).to_be_visible()
    for key in page.locator(".keypad button").all():
        assert key.evaluate(WHOLE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    context.close()
