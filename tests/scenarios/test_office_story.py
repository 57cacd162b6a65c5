"""The SOP from the form to the open door to the removal, in real Chromium, by the real daemon."""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.scenarios.visitor import WATCH, Visitor

pytestmark = pytest.mark.browser

STEPS: Final = (  # who, and the button that is his
    ("Bambang Sutrisno", "Setujui dan teruskan ke Kadis"),
    ("Hadi Wibowo", "Disposisikan kepada Kabid"),
    ("Tri Wahyudi", "Teruskan kepada Kasi"),
)


class Office:
    """Someone at a desk, who can be anybody: the demonstration's login page asks whom."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.root = page, address.removesuffix("/pintu/")
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def is_now(self, name: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.root}/masuk")
        self.page.get_by_role("button", name=name).click()
        expect(self.page.locator(".who")).to_contain_text(name)

    def opens(self, name: str) -> None:
        """Open the dossier of somebody that waits for whoever sits here."""
        self.page.locator(".queue a", has_text=name).first.click()

    def does(self, act: str) -> None:
        self.page.get_by_role("button", name=act, exact=True).click()


@pytest.fixture(scope="module")
def office(chromium: Browser, address: str) -> Iterator[Office]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    someone = Office(context.new_page(), address)
    yield someone
    context.close()
    assert someone.complaints == []


@pytest.fixture(scope="module")
def door(chromium: Browser, address: str) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    yield Visitor(page)
    context.close()


def test_a_card_opens_because_each_of_them_signed_and_fails_once_it_is_removed(
    office: Office, door: Visitor
) -> None:
    door.taps("unknown")
    door.reads("denied unknown-card")
    for name, act in STEPS:
        office.is_now(name)
        office.opens("Dimas Prakoso")
        office.does(act)
    office.is_now("Nurul Aini")
    office.opens("Dimas Prakoso")
    office.page.get_by_role("link", name="Verifikasi jenis akses").click()
    for question in ("identitas_cocok", "penugasan_sah", "jenis_sesuai"):
        office.page.locator(f"input[name={question}][value=ya]").check()
    office.page.locator("input[name=pernah_ditolak][value=tidak]").check()
    office.does("Verifikasi dan teruskan")
    office.is_now("Tri Wahyudi")
    office.opens("Dimas Prakoso")
    office.does("Setujui hak akses")

    office.is_now("Fajar Nugroho")
    office.opens("Dimas Prakoso")
    office.page.get_by_role("link", name="Terbitkan kartu").click()
    office.page.locator("select[name=reader]").select_option("server-in")
    office.does("Dengarkan 60 detik")
    door.reads("order-obeyed")
    door.taps("unknown")
    door.reads("card-offered reader-in-enrolment")
    expect(office.page.locator("#heard")).to_contain_text("C380")
    office.page.locator("input[name=printed]").fill("0042")
    office.does("Terbitkan")
    expect(office.page.locator(".state").first).to_have_text("Kartu siap diambil")

    door.taps("unknown")
    door.reads("denied not-handed-over")
    office.is_now("Dimas Prakoso")
    office.opens("Dimas Prakoso")
    office.does("Tanda tangani penerimaan kartu")
    expect(office.page.locator(".state").first).to_have_text("Digunakan")
    door.taps("unknown")
    (granted,) = door.reads("granted granted")
    assert "Dimas Prakoso" in granted
    door.sees("released", "")
    door.reads("door-closed")
    _is_taken_away(office, door)
    door.page.reload()
    expect(door.page.locator("[data-card=unknown]")).to_contain_text("Dimas Prakoso")


def _is_taken_away(office: Office, door: Visitor) -> None:
    """Have the card removed: frozen by one act, revoked by the next, seen by the door each time."""
    office.is_now("Nurul Aini")
    office.page.goto(f"{office.root}/penghapusan/baru")
    office.page.locator("select[name=hubungan]").select_option("kasi")
    office.page.locator("label", has_text="0042").locator("input").check()
    office.page.locator("select[name=alasan]").select_option("selesai")
    office.page.locator("textarea[name=uraian]").fill("Penugasan selesai")
    office.does("Tanda tangani dan ajukan penghapusan")
    expect(office.page).to_have_url(re.compile(r"/penghapusan/\d+"))
    door.taps("unknown")
    door.reads("denied frozen")

    office.does("Verifikasi penghapusan")
    office.is_now("Fajar Nugroho")
    office.opens("Nurul Aini")
    office.does("Cabut akses")
    expect(office.page.locator("[data-confirm]")).to_have_count(0)
    expect(office.page.locator("dt", has_text="Dikonfirmasi pembaca")).to_be_visible()
    door.taps("unknown")
    door.reads("denied revoked")
