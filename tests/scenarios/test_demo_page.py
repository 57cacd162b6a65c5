"""The demo's page in real Chromium, driven through the real daemon."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

CHROMIUM: Final = "/usr/bin/chromium"
SWITCHES: Final = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE: Final = 30_000  # ms
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A running demo."""
    demo = subprocess.Popen(
        [sys.executable, "-m", "gapura", "demo"], stdout=subprocess.PIPE, text=True
    )
    assert demo.stdout is not None
    yield demo.stdout.readline().split()[1]
    demo.terminate()
    demo.communicate(timeout=30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


class Visitor:
    """Someone before the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def seen(self) -> int:
        """The number of the newest line."""
        return int(self.page.locator(".line").first.get_attribute("data-seq") or 0)

    def waits_for(self, after: int, kind: str, reason: str = "") -> str:
        """Wait for a line newer than `after`; return what it says."""
        found = self.page.wait_for_function(
            """([after, kind, reason]) => [...document.querySelectorAll('.line')].find((line) =>
                Number(line.dataset.seq) > after && line.dataset.kind === kind
                && line.dataset.reason === reason)?.innerText""",
            arg=[after, kind, reason],
            timeout=PATIENCE,
        )
        return str(found.json_value())

    def taps(self, card: str) -> None:
        self.page.locator(f"[data-card={card}]").click()

    def does(self, act: str) -> None:
        self.page.locator(f"[data-name={act}]").click()

    def fact(self, place: str, words: str) -> None:
        """Wait until a fact reads so."""
        expect(self.page.locator(f"[data-fact={place}] dd")).to_contain_text(words)


@pytest.fixture(scope="module")
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


@pytest.fixture
def visitor(page: Page) -> Iterator[Visitor]:
    """Someone who comes when all is quiet, and in whose console nothing complains."""
    someone = Visitor(page)
    someone.fact("daemon", "menyala")
    someone.fact("door", "tertutup")
    expect(page.locator(".line").first).to_be_visible()
    yield someone
    assert someone.complaints == []


DENIED: Final = {
    "expired": "expired",
    "lost": "lost",
    "frozen": "frozen",
    "not-handed-over": "not-handed-over",
    "outside-schedule": "outside-schedule",
    "wrong-door": "wrong-door",
    "unknown": "unknown-card",
    "two": "more-than-one-card",
}


@pytest.mark.parametrize(("card", "reason"), DENIED.items())
def test_a_card_that_does_not_open_says_why(visitor: Visitor, card: str, reason: str) -> None:
    before = visitor.seen()
    visitor.taps(card)
    assert "Ditolak" in visitor.waits_for(before, "denied", reason)
    visitor.fact("strike", "terkunci")


@pytest.mark.parametrize("card", ["granted", "fob", "escort"])
def test_a_card_that_opens_moves_the_door_and_tells_its_milliseconds(
    visitor: Visitor, card: str
) -> None:
    before = visitor.seen()
    visitor.taps(card)
    assert "Diizinkan masuk" in visitor.waits_for(before, "granted", "granted")
    visitor.waits_for(before, "door-opened")
    expect(visitor.page.locator(".scene[data-open]")).to_be_visible()
    expect(visitor.page.locator(".line.good .ms").first).to_contain_text(" ms")
    visitor.waits_for(before, "relocked")
    visitor.waits_for(before, "door-closed")


def test_a_visitor_waits_and_goes_in_with_the_escort(visitor: Visitor) -> None:
    before = visitor.seen()
    visitor.taps("visitor")
    expect(visitor.page.locator(".line.wait").first).to_contain_text("Rudi Hartono")
    visitor.taps("escort")
    together = visitor.waits_for(before, "granted", "granted-with-escort")
    assert "Rudi Hartono" in together
    assert "Bagus Pratama" in together
    visitor.waits_for(before, "door-closed")


def test_who_is_inside_walks_out_and_no_alarm_is_raised(visitor: Visitor) -> None:
    before = visitor.seen()
    visitor.does("leave")
    visitor.waits_for(before, "exit-requested")
    visitor.waits_for(before, "door-opened")
    visitor.waits_for(before, "door-closed")
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()


def test_a_forced_door_is_an_alarm_until_it_is_closed(visitor: Visitor) -> None:
    before = visitor.seen()
    visitor.does("force")
    visitor.waits_for(before, "forced-open")
    expect(visitor.page.locator(".alarm-banner")).to_contain_text("Pintu dibuka paksa")
    visitor.waits_for(before, "forced-open-ended")
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()


def test_a_propped_door_warns_then_alarms_and_is_freed(visitor: Visitor) -> None:
    before = visitor.seen()
    visitor.does("wedge")
    visitor.taps("granted")
    visitor.waits_for(before, "held-open-soon")
    visitor.waits_for(before, "held-open")
    visitor.does("wedge")
    visitor.waits_for(before, "held-open-ended")


@pytest.mark.parametrize(("act", "begun", "ended"), [
    ("fire", "fire", "fire-ended"),
    ("tamper", "tamper", "tamper-ended"),
    ("unplug", "reader-lost", "reader-back"),
])  # fmt: skip
def test_trouble_is_told_when_it_comes_and_when_it_goes(
    visitor: Visitor, act: str, begun: str, ended: str
) -> None:
    before = visitor.seen()
    button = visitor.page.locator(f"[data-name={act}]")
    button.click()
    visitor.waits_for(before, begun)
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(visitor.page.locator(".alarm-banner")).to_be_visible()
    button.click()
    visitor.waits_for(before, ended)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()


def test_a_power_cut_locks_and_is_found_at_the_next_start(visitor: Visitor) -> None:
    before = visitor.seen()
    visitor.does("power")
    visitor.fact("daemon", "mati")
    visitor.fact("strike", "terkunci")
    visitor.waits_for(before, "crash-found")
    visitor.waits_for(before, "started")
    visitor.fact("daemon", "menyala")


def test_a_lost_clock_is_told_and_standing_staff_still_come_in(visitor: Visitor) -> None:
    before = visitor.seen()
    visitor.does("clock-holdover")
    visitor.waits_for(before, "clock-state")
    visitor.fact("clock", "bertahan")
    visitor.does("clock-untrusted")
    visitor.fact("clock", "tidak tepercaya")
    visitor.fact("daemon", "menyala")
    visitor.taps("granted")
    visitor.waits_for(before, "granted", "granted-clock-untrusted")
    visitor.does("clock-synced")
    visitor.fact("clock", "tersinkron")


def test_the_page_is_used_by_keyboard_alone(visitor: Visitor) -> None:
    before = visitor.seen()
    page = visitor.page
    page.locator(".languages a").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.card") == "granted"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    visitor.waits_for(before, "granted", "granted")
    visitor.waits_for(before, "door-closed")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    visitor.waits_for(before + 1, "granted", "granted")
    expect(page.locator("#newest")).not_to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "words"), [("id", "Jurnal pintu"), ("en", "Door journal")])
def test_axe_finds_nothing(
    chromium: Browser, address: str, language: str, words: str, scheme: Literal["light", "dark"]
) -> None:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}?lang={language}")
    expect(page.locator(".line").first).to_be_visible()
    expect(page.locator("#journal-title")).to_have_text(words)
    found = Axe().run(page)
    context.close()
    assert found.violations_count == 0, found.generate_report()


def test_a_phone_shows_it_whole_and_nothing_sticks_out(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".line").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()
