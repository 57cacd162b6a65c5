"""The demo's page in real Chromium, driven through the real daemon."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as NotInTime

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

CHROMIUM: Final = "/usr/bin/chromium"
SWITCHES: Final = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE: Final = 30_000  # ms
expect.set_options(timeout=PATIENCE)

# Nobody is at the door, nothing is wrong, and the hand is empty.
QUIET: Final = (
    '.scene[data-daemon="up"][data-phase="shut"]:not([data-released], [data-held], [data-queue],'
    " [data-alarm], [data-wedged], [data-unplugged])"
)
# What the scene showed, however briefly: a slow page draws two states between two looks at it.
WATCH: Final = """
window.seen = new Set();
document.addEventListener('DOMContentLoaded', () => {
    const scene = document.querySelector('.scene');
    new MutationObserver((changes) => changes.forEach(({attributeName: name}) =>
        window.seen.add(`${name}=${scene.getAttribute(name)}`))
    ).observe(scene, {attributes: true});
});
"""
# The first line behind a number that is of a kind and a reason.
FIND: Final = """
([after, kind, reason]) => [...document.querySelectorAll('.line')]
    .map((line) => ({...line.dataset, seq: Number(line.dataset.seq), text: line.innerText}))
    .findLast((line) => line.seq > after && line.kind === kind && line.reason === reason)
"""
# Whether a thing can be seen whole, and hit with a finger.
WHOLE: Final = """
(thing) => {
    const {left, right, top, bottom} = thing.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight
        && right - left >= 24 && bottom - top >= 24 && thing.contains(hit);
}
"""


@contextmanager
def demo(port: str = "0") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running demo, and its address."""
    command = [sys.executable, "-m", "gapura", "demo", "--port", port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().split()[1]
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with demo() as (_, where):
        yield where


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


class Visitor:
    """Someone before the page.

    Attributes:
        read: the number of the line that was read last.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        expect(page.locator(QUIET)).to_be_visible()
        self.read = int(page.locator(".line").first.get_attribute("data-seq") or 0)
        page.evaluate("window.seen.clear()")

    def reads(self, *lines: str) -> list[str]:
        """Wait for lines, each behind the one before, and return what they say.

        Each is a kind of event, or a kind and its reason: `denied lost`.
        """
        texts = []
        for line in lines:
            kind, _, reason = line.partition(" ")
            wanted = [self.read, kind, reason]
            try:
                found = self.page.wait_for_function(FIND, arg=wanted, timeout=PATIENCE).json_value()
            except NotInTime:
                raise AssertionError(f"no line {line!r} came behind {self.read}") from None
            self.read = found["seq"]
            texts.append(found["text"])
        return texts

    def sees(self, attribute: str, value: str) -> None:
        """Wait until the scene has shown something, be it for a moment."""
        shown = f"data-{attribute}={value}"
        self.page.wait_for_function(
            "(shown) => window.seen.has(shown)", arg=shown, timeout=PATIENCE
        )

    def taps(self, card: str) -> None:
        self.page.locator(f"[data-card={card}]").click()

    def does(self, act: str) -> None:
        self.page.locator(f"[data-name={act}]").click()

    def types(self, keys: str) -> None:
        """Click keys of the keypad."""
        for key in keys:
            self.page.locator(f'.keypad [data-key="{key}"]').click()

    def fact(self, place: str, words: str) -> None:
        """Wait until a fact reads so."""
        expect(self.page.locator(f"[data-fact={place}] dd")).to_have_text(words)


@pytest.fixture(scope="module")
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    yield page
    context.close()


@pytest.fixture
def visitor(page: Page) -> Iterator[Visitor]:
    """Someone who comes when all is quiet, and in whose console nothing complains."""
    someone = Visitor(page)
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
    visitor.taps(card)
    (denied,) = visitor.reads(f"denied {reason}")
    assert "Ditolak" in denied
    visitor.fact("strike", "terkunci")


@pytest.mark.parametrize("card", ["granted", "fob", "escort"])
def test_a_card_that_opens_moves_the_door_and_tells_its_milliseconds(
    visitor: Visitor, card: str
) -> None:
    visitor.taps(card)
    (granted,) = visitor.reads("granted granted")
    assert "Diizinkan masuk" in granted
    visitor.sees("open", "")
    expect(visitor.page.locator(".line.good .ms").first).to_contain_text(" ms")
    visitor.reads("door-opened", "relocked", "door-closed")


def test_cards_tapped_faster_than_a_hand_moves_are_each_answered_in_their_turn(
    visitor: Visitor,
) -> None:
    for card in ("lost", "two", "granted", "fob", "granted", "granted"):
        visitor.taps(card)
    visitor.reads("denied lost", "denied more-than-one-card", *["granted granted"] * 4)
    visitor.reads("door-closed")


def test_a_visitor_waits_and_goes_in_with_the_escort(visitor: Visitor) -> None:
    visitor.taps("visitor")
    (waiting,) = visitor.reads("waiting waiting-for-escort")
    assert "Rudi Hartono" in waiting
    visitor.taps("escort")
    (together,) = visitor.reads("granted granted-with-escort")
    assert "Rudi Hartono" in together
    assert "Bagus Pratama" in together
    visitor.reads("door-closed")


def test_the_pin_that_stands_on_the_card_opens(visitor: Visitor) -> None:
    right, _ = visitor.page.locator("[data-card=pin] b").all_inner_texts()
    visitor.taps("pin")
    visitor.types(f"12*{right}#")
    visitor.reads("waiting waiting-for-pin", "granted granted", "door-opened", "door-closed")
    expect(visitor.page.locator(".keypad")).to_be_hidden()


def test_a_wrong_pin_is_denied(visitor: Visitor) -> None:
    visitor.taps("pin")
    visitor.reads("waiting waiting-for-pin")
    visitor.types("1234")
    expect(visitor.page.locator(".keypad .typed")).to_have_text("●●●●")
    visitor.types("#")
    (denied,) = visitor.reads("denied pin-wrong")
    assert "Joko Susanto" in denied
    visitor.fact("strike", "terkunci")


def test_the_duress_pin_opens_like_any_other_and_alarms_in_silence(visitor: Visitor) -> None:
    _, duress = visitor.page.locator("[data-card=pin] b").all_inner_texts()
    visitor.taps("pin")
    visitor.types(f"{duress}#")
    *_, alarm = visitor.reads("waiting waiting-for-pin", "granted granted", "duress")
    assert "PIN paksaan" in alarm
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()
    visitor.reads("door-opened", "door-closed")


def test_who_is_inside_walks_out_and_no_alarm_is_raised(visitor: Visitor) -> None:
    visitor.does("leave")
    visitor.reads("exit-requested", "door-opened", "door-closed")
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()


def test_a_forced_door_is_an_alarm_until_it_is_closed(visitor: Visitor) -> None:
    visitor.does("force")
    visitor.reads("forced-open")
    visitor.sees("alarm", "Pintu dibuka paksa")
    visitor.reads("forced-open-ended")
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()


def test_a_propped_door_warns_then_alarms_and_is_freed(visitor: Visitor) -> None:
    visitor.does("wedge")
    visitor.taps("granted")
    visitor.reads("held-open-soon", "held-open")
    expect(visitor.page.locator(".alarm-banner")).to_contain_text("Pintu dibiarkan terbuka")
    visitor.does("wedge")
    visitor.reads("held-open-ended")


@pytest.mark.parametrize(("act", "begun", "ended"), [
    ("fire", "fire", "fire-ended"),
    ("tamper", "tamper", "tamper-ended"),
    ("unplug", "reader-lost", "reader-back"),
])  # fmt: skip
def test_trouble_is_told_when_it_comes_and_when_it_goes(
    visitor: Visitor, act: str, begun: str, ended: str
) -> None:
    button = visitor.page.locator(f"[data-name={act}]")
    button.click()
    visitor.reads(begun)
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(visitor.page.locator(".alarm-banner")).to_be_visible()
    button.click()
    visitor.reads(ended)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()


def test_a_power_cut_locks_and_is_found_at_the_next_start(visitor: Visitor) -> None:
    visitor.does("power")
    visitor.sees("daemon", "down")
    visitor.fact("strike", "terkunci")
    visitor.reads("crash-found", "started")
    visitor.fact("daemon", "menyala")


def test_a_card_tapped_while_the_power_is_out_is_answered_when_it_is_back(
    visitor: Visitor,
) -> None:
    visitor.does("power")
    visitor.sees("daemon", "down")
    visitor.taps("fob")
    visitor.taps("granted")
    visitor.reads("started", "granted granted", "granted granted", "door-closed")


def test_a_lost_clock_is_told_and_standing_staff_still_come_in(visitor: Visitor) -> None:
    visitor.does("clock-holdover")
    visitor.reads("clock-state")
    visitor.fact("clock", "bertahan")
    visitor.does("clock-untrusted")
    visitor.reads("started")
    visitor.fact("clock", "tidak tepercaya")
    visitor.taps("granted")
    visitor.reads("granted granted-clock-untrusted")
    visitor.does("clock-synced")
    visitor.fact("clock", "tersinkron")


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


def test_a_demo_that_stands_still_is_said_to_be_lost_until_it_goes_on(chromium: Browser) -> None:
    page = chromium.new_page()
    with demo() as (process, where):
        page.goto(where)
        expect(page.locator(QUIET)).to_be_visible()
        process.send_signal(signal.SIGSTOP)
        expect(page.locator(".lost p.lost")).to_contain_text("Peragaan terputus.")
        assert page.locator(".hand").evaluate("(hand) => hand.inert")
        process.send_signal(signal.SIGCONT)
        expect(page.locator("p.lost")).to_be_hidden()
        page.locator("[data-card=granted]").click()
        expect(page.locator(".line[data-kind=granted]")).to_be_visible()
    page.close()


def test_a_page_that_outlives_its_demo_says_so_and_shows_the_next_one(chromium: Browser) -> None:
    page = chromium.new_page()
    with demo() as (_, where):
        page.goto(where)
        expect(page.locator(QUIET)).to_be_visible()
        page.locator("[data-card=lost]").click()
        expect(page.locator(".line[data-kind=denied]")).to_be_visible()
    expect(page.locator(".lost p.lost")).to_contain_text("Peragaan terputus.")
    with demo(where.rpartition(":")[2].strip("/")):
        expect(page.locator(QUIET)).to_be_visible()
        expect(page.locator("p.lost")).to_be_hidden()
        expect(page.locator(".line[data-kind=denied]")).to_have_count(0)
    page.close()


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
    expect(page.locator(QUIET)).to_be_visible()
    page.locator("[data-card=pin]").click()
    expect(page.locator(".scene[data-asked]")).to_be_visible()
    for key in page.locator(".keypad button").all():
        assert key.evaluate(WHOLE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()
