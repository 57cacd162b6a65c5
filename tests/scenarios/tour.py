"""`make tour`: live the story of docs/tour.md before the demonstration, and take its pictures.

Nothing is staged beyond what `make run` shows: the same pages, the same door, one story, in each
language. Whoever changes a page takes the pictures anew, and looks at them.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from tests.scenarios.visitor import CHROMIUM, SWITCHES, WATCH, Visitor, demo

HERE: Final = Path(__file__).resolve().parents[2] / "docs" / "tour"
SIZE: Final[ViewportSize] = {"width": 1180, "height": 760}
LANGUAGES: Final = ("id", "en")
DIMAS: Final = "Dimas Prakoso"


class Guide:
    """Somebody who walks through the office in one language, with a camera."""

    def __init__(self, page: Page, root: str, language: str) -> None:
        self.page, self.root, self.language = page, root, language

    def is_now(self, name: str) -> None:
        """Be somebody else of the cast."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.root}/masuk?lang={self.language}")
        self.page.get_by_role("button", name=name).click()
        expect(self.page.locator(".who")).to_contain_text(name.split(",", maxsplit=1)[0])

    def goes(self, path: str) -> None:
        """Open a page."""
        self.page.goto(f"{self.root}{path}")

    def opens(self, name: str) -> None:
        """Open somebody's dossier from the home page."""
        self.goes("/")
        self.page.locator(".queue a", has_text=name).first.click()
        self.page.wait_for_url("**/berkas/*")

    def signs(self) -> None:
        """Press the first button of the acts: the one that brings the dossier on."""
        with self.page.expect_navigation():
            self.page.locator(".acts button.primary").first.click()

    def takes(self, name: str) -> None:
        """Take a picture of what the window shows."""
        self.page.mouse.move(0, 0)
        (HERE / self.language).mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=HERE / self.language / f"{name}.png", animations="disabled")
        sys.stderr.write(f"tour: {self.language}/{name}.png\n")


def tell(guide: Guide, door: Visitor) -> None:
    """Live the story."""
    ask(guide)
    approve(guide)
    issue(guide, door)
    review(guide)
    remove(guide, door)


def ask(guide: Guide) -> None:
    """The login page, a request as its Pemohon sees it, and the public tracker."""
    guide.goes(f"/masuk?lang={guide.language}")
    guide.takes("01-login")
    guide.is_now("Galih")
    guide.goes("/permintaan/baru")
    guide.takes("02-new-request")


def approve(guide: Guide) -> None:
    """The four officials in front of the Kabid, each with what waits for him."""
    guide.is_now("Bambang")
    guide.takes("03-home")
    guide.opens(DIMAS)
    guide.takes("04-dossier")
    guide.signs()
    for name in ("Hadi Wibowo", "Tri Wahyudi"):
        guide.is_now(name)
        guide.opens(DIMAS)
        guide.signs()
    guide.is_now("Nurul")
    guide.opens(DIMAS)
    guide.page.locator('.acts a.button[href*="verifikasi"]').click()
    for question in ("identitas_cocok", "penugasan_sah", "jenis_sesuai"):
        guide.page.locator(f"input[name={question}][value=ya]").check()
    guide.page.locator("input[name=pernah_ditolak][value=tidak]").check()
    guide.takes("05-verification")
    with guide.page.expect_navigation():
        guide.page.locator("main form button.primary").last.click()
    guide.is_now("Tri Wahyudi")
    guide.opens(DIMAS)
    guide.signs()


def issue(guide: Guide, door: Visitor) -> None:
    """The card is made by tapping it; it opens once its receipt is signed."""
    guide.is_now("Fajar")
    guide.opens(DIMAS)
    guide.page.locator('.acts a.button[href*="terbitkan"]').click()
    guide.page.locator("select[name=reader]").select_option("server-in")
    with guide.page.expect_response("**/pembaca"):
        guide.page.locator("#listen button").first.click()
    door.reads("order-obeyed")
    door.taps("unknown")
    door.reads("card-offered reader-in-enrolment")
    expect(guide.page.locator("#heard")).to_contain_text("C380")
    guide.page.locator("input[name=printed]").fill("0042")
    guide.takes("06-card-desk")
    with guide.page.expect_navigation():
        guide.page.locator("#issue button.primary").click()
    guide.is_now("Dimas")
    guide.opens(DIMAS)
    guide.signs()
    door.taps("unknown")
    door.reads("granted granted")
    door.page.screenshot(path=HERE / guide.language / "07-door.png", animations="disabled")


def review(guide: Guide) -> None:
    """What the Kasi reads: the log, its hours, what needs her, the register and its review."""
    guide.is_now("Nurul")
    for path, name in (
        ("/log-pintu", "08-log"),
        ("/log-pintu/peta", "09-hours"),
        ("/perlu-perhatian", "10-attention"),
        ("/daftar-akses", "11-register"),
        ("/review/", "12-review"),
        ("/sop/pengukuran", "13-report"),
    ):
        guide.goes(path)
        guide.takes(name)


def remove(guide: Guide, door: Visitor) -> None:
    """One act freezes the card; the next tap is denied."""
    guide.goes("/penghapusan/baru")
    guide.page.locator("select[name=hubungan]").select_option("kasi")
    guide.page.locator("label", has_text="0042").locator("input").check()
    guide.page.locator("select[name=alasan]").select_option("selesai")
    guide.page.locator("textarea[name=uraian]").fill("Penugasan selesai")
    with guide.page.expect_navigation():
        guide.page.locator("main form#form button.primary").click()
    guide.takes("14-removal")
    door.reads("door-closed")
    door.taps("unknown")
    door.reads("denied frozen")


@contextmanager
def standing_at_the_door(page: Page, address: str, language: str) -> Iterator[Visitor]:
    """Stand before the virtual door."""
    page.add_init_script(WATCH)
    page.goto(f"{address}?lang={language}")
    yield Visitor(page)


def main() -> None:
    """Tell the story once in each language, each in a demonstration of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for language in LANGUAGES:
            with demo() as (_, address):
                office = browser.new_context(viewport=SIZE, reduced_motion="reduce")
                outside = browser.new_context(viewport=SIZE, reduced_motion="reduce")
                root = address.removesuffix("/pintu/")
                with standing_at_the_door(outside.new_page(), address, language) as door:
                    tell(Guide(office.new_page(), root, language), door)
                office.close()
                outside.close()
        browser.close()


if __name__ == "__main__":
    main()
