"""The log of the door before the Kasi's eyes, in real Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from ledger.events import Reason
from tests.admin.door_log import Watched
from tests.admin.served import served, sign_in
from tests.scenarios.axe import violations

pytestmark = pytest.mark.browser

# What has moved by itself since the page stood whole (Layout Instability): while it is still being
# read, a machine that is slow enough paints a row before the row's last words are there.
SHIFTS: Final = """
window.stood = Infinity;
window.shifted = [];
const place = (at) => `${at.x},${at.y} ${at.width}x${at.height}`;
const told = ({node, previousRect: was, currentRect: is}) =>
    `${node?.nodeName} ${node?.textContent.trim().slice(0, 40)}: ${place(was)} to ${place(is)}`;
new PerformanceObserver((seen) => {
    for (const entry of seen.getEntries())
        if (entry.startTime > window.stood) window.shifted.push(...entry.sources.map(told));
}).observe({type: 'layout-shift', buffered: true});
"""
STANDS: Final = """() => new Promise((done) => {
    const stands = (now) => { window.stood = now; done(); };
    requestAnimationFrame(() => requestAnimationFrame(stands));
})"""


class Desk:
    """The Kasi at the page."""

    def __init__(self, page: Page, door: Watched, root: str) -> None:
        self.page, self.door, self.root = page, door, root
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.add_init_script(SHIFTS)

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.root}{path}")
        expect(self.page.locator(".live.on")).to_be_visible()
        self.page.evaluate(STANDS)

    @property
    def first(self) -> str | None:
        return self.page.locator(".entry").first.get_attribute("data-seq")


@pytest.fixture
def desk(chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    door = Watched(tmp_path)
    door.record([door.tap("siti") for _ in range(70)])
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    with served(door.office) as root:
        sign_in(context, door.office, "kasi", root)
        made = Desk(context.new_page(), door, root)
        yield made
        context.close()
    door.close()
    assert made.complaints == []


def test_a_line_appears_by_itself_is_read_out_and_moves_nothing(desk: Desk) -> None:
    desk.opens("/log-pintu")
    assert desk.first == "70"
    desk.door.record([desk.door.tap("atasan", Reason.EXPIRED), desk.door.tap("siti")])
    expect(desk.page.locator(".entry").first).to_have_attribute("data-seq", "72")
    second = desk.page.locator(".entry").nth(1)
    expect(second).to_contain_text("Ditolak")
    expect(second.locator("a.chain")).to_have_attribute("href", "/log-pintu/baris/71")
    expect(desk.page.locator("#newest")).to_contain_text("Diizinkan masuk. Siti")
    assert desk.page.locator(".entry").count() == 50
    assert desk.page.evaluate("window.shifted") == []


def test_where_too_many_look_on_the_page_asks_again_and_again(desk: Desk) -> None:
    desk.page.route("**/log-pintu/arus*", lambda route: route.fulfill(status=204))
    desk.opens("/log-pintu")
    desk.door.record([desk.door.tap("atasan", Reason.EXPIRED)])
    expect(desk.page.locator(".entry").first).to_have_attribute("data-seq", "71", timeout=20_000)


def test_whoever_reads_further_down_is_not_disturbed(desk: Desk) -> None:
    desk.opens("/log-pintu")
    desk.page.locator(".entry").nth(30).scroll_into_view_if_needed()
    desk.page.locator("a.chain").nth(30).focus()
    desk.door.record([desk.door.tap("atasan")])
    fresh = desk.page.locator(".fresh")
    expect(fresh).to_have_text("1 baris baru, tampilkan")
    assert desk.first == "70"
    fresh.click()
    expect(desk.page.locator(".entry").first).to_have_attribute("data-seq", "71")
    expect(fresh).to_be_hidden()


def test_a_filtered_page_takes_in_what_its_filter_wants_alone(desk: Desk) -> None:
    desk.opens("/log-pintu?hasil=ditolak")
    expect(desk.page.locator(".nothing")).to_be_visible()
    desk.door.record([desk.door.tap("siti"), desk.door.tap("siti", Reason.LOST)])
    expect(desk.page.locator(".entry")).to_have_count(1)
    assert desk.first == "72"
    expect(desk.page.locator(".nothing")).to_be_hidden()


def test_a_cell_of_the_week_is_reached_by_keyboard_and_opens_its_lines(desk: Desk) -> None:
    desk.page.goto(f"{desk.root}/log-pintu/peta")
    cell = desk.page.get_by_role("link", name="70", exact=True)
    desk.page.locator(".scroll").focus()
    desk.page.keyboard.press("Tab")
    expect(cell).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.page).to_have_url(re.compile("hari=1&jam=10&jam_sampai=11"))
    assert desk.first == "70"


def test_an_export_saves_itself_and_says_how_far_it_is(desk: Desk) -> None:
    desk.opens("/log-pintu")
    with desk.page.expect_download() as waited:
        desk.page.get_by_role("button", name="CSV").click()
    assert waited.value.suggested_filename == "log-pintu-2026-11-24.csv"
    assert len(waited.value.path().read_text("utf-8").splitlines()) == 71
    expect(desk.page.locator(".how-far")).to_have_text("Selesai.")


@pytest.mark.parametrize("path", ["", "/peta", "/baris/70", "/orang/{siti}"])
def test_axe_finds_nothing_and_nothing_sticks_out_on_a_phone(desk: Desk, path: str) -> None:
    address = f"/log-pintu{path.format(siti=desk.door.public_id('siti'))}"
    desk.page.goto(f"{desk.root}{address}")
    assert violations(desk.page) == []
    desk.page.set_viewport_size({"width": 360, "height": 740})
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
