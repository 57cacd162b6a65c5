"""The access review in real Chromium: each decision is kept as it is made."""

import re

import pytest
from playwright.sync_api import expect

from tests.scenarios.test_office_story import Office, office

pytestmark = pytest.mark.browser
__all__ = ["office"]


def test_a_decision_is_kept_as_it_is_made_and_a_flagged_row_wants_its_reason(
    office: Office,
) -> None:
    page = office.page
    office.is_now("Nurul Aini")
    page.goto(f"{office.root}/review/")
    page.locator("tbody tr", has_text="Sedang berjalan").get_by_role("link").click()
    words = page.locator("#progress-words")  # how many rows, the weekday says
    expect(words).to_have_text(re.compile(r"^3 dari 1\d baris diputuskan$"))
    after = re.sub("^3", "{}", words.inner_text())

    joko = page.locator("article.reviewed", has_text="Joko Susanto")
    expect(joko.get_by_role("img")).to_have_accessible_name(re.compile("^Masuk per minggu"))
    joko.get_by_role("radio", name="Tetap").check()
    expect(joko.get_by_role("status")).to_have_text("Tetap · Tersimpan.")
    expect(words).to_have_text(after.format(4))

    rina = page.locator("article.reviewed", has_text="Rina Wulandari")
    rina.get_by_role("radio", name="Tetap").check()
    expect(rina.locator("textarea")).to_be_focused()
    rina.get_by_role("button", name="Simpan keputusan").click()
    expect(rina.get_by_role("alert")).to_contain_text("tanda risiko")
    expect(words).to_have_text(after.format(4))

    rina.get_by_role("radio", name="Ubah").check()
    rina.get_by_role("textbox", name="Jam akses").fill("08.00-15.00")
    rina.locator("textarea").fill("Tugasnya pada jam kerja")
    rina.get_by_role("button", name="Simpan keputusan").click()
    expect(words).to_have_text(after.format(5))

    page.reload()
    expect(words).to_have_text(after.format(5))
    expect(page.locator("article.reviewed", has_text="Rina Wulandari")).to_have_count(0)
