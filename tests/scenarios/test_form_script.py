"""What the forms' scripts do in a browser: another page's draft is kept, a long list is sifted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from register.models import Dossier
from tests.admin import applying
from tests.admin.office import Office
from tests.admin.served import served, sign_in
from tests.register.reviews import holder

pytestmark = pytest.mark.browser
Opened = Callable[[str, str], Page]
HOLDERS = ("agus", "budi", "citra", "dina", "eko", "fitri", "gilang", "hana", "indah")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    applying.named(made.bureau)
    yield made
    made.bureau.store.close()


@pytest.fixture
def opened(chromium: Browser, office: Office) -> Iterator[Opened]:
    """Open pages as somebody who is signed in."""
    with served(office) as root:
        context = chromium.new_context(base_url=root)

        def open_(who: str, path: str) -> Page:
            sign_in(context, office, who, root)
            page = context.new_page()
            page.goto(path)
            return page

        yield open_
        context.close()


def purpose(office: Office, number: int) -> object:
    with office.bureau.store.reading() as session:
        return session.get_one(Dossier, number).answers.get("keperluan")


def written(page: Page, words: str) -> Locator:
    """Write what the request is for; return what the page says of saving it."""
    with page.expect_response("**/simpan"):
        page.fill("[name=keperluan]", words)
    return page.locator("#saved")


def test_a_page_whose_draft_was_changed_on_another_says_so_and_keeps_what_is_typed(
    office: Office, opened: Opened
) -> None:
    number = applying.begun(office.visitor("siti"))
    assert number is not None
    newer, older = (opened("siti", f"/permintaan/{number}") for _ in range(2))
    expect(written(newer, "Mengganti baterai UPS.")).to_contain_text("Tersimpan pukul")
    expect(written(newer, "Mengganti baterai rak B.")).to_contain_text("Tersimpan pukul")
    said = written(older, "Memeriksa pendingin udara.")
    expect(said).to_contain_text("draf ini sudah diubah di halaman lain")
    expect(older.locator("[name=keperluan]")).to_have_value("Memeriksa pendingin udara.")
    assert purpose(office, number) == "Mengganti baterai rak B."


def test_letters_sift_a_long_list_and_what_is_ticked_stays_in_sight(
    office: Office, opened: Opened
) -> None:
    for each in HOLDERS:
        holder(office.bureau, each)
    page = opened("kasi", "/penghapusan/baru")
    lines = page.locator("[data-sift] .lines label:visible")
    told = page.locator("[data-sift] [role=status]")
    field = page.get_by_label("Saring menurut nama")
    expect(told).to_have_text("9 dari 9 ditampilkan, 0 dipilih")
    field.fill("citra")
    expect(lines).to_have_count(1)
    lines.get_by_role("checkbox").check()
    field.fill("HANA")
    expect(told).to_have_text("2 dari 9 ditampilkan, 1 dipilih")
    expect(lines.nth(0)).to_contain_text("Citra")
    field.press("Enter")  # to the first line; the form is not sent
    expect(lines.nth(0).get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(lines.nth(1).get_by_role("checkbox")).to_be_checked()
    field.fill("nobody of that name")
    expect(lines).to_have_count(2)
    expect(page).to_have_url("/penghapusan/baru")
