"""Whoever leaves a form that was refused comes back to it, and is not asked to send it again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.admin.office import Office
from tests.admin.served import served, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    office = Office(tmp_path)
    with served(office) as root:
        context = chromium.new_context(base_url=root)
        sign_in(context, office, "admin", root)
        yield context.new_page()
        context.close()
    office.bureau.store.close()


def test_a_form_that_was_refused_is_there_again(page: Page) -> None:
    page.goto("/kantor/akun/baru")
    page.locator("#form button.primary").click()
    expect(page.locator("[data-wrong]:not(:empty)").first).to_be_visible()
    page.get_by_role("link", name="Beranda").click()
    page.go_back()
    expect(page.locator("#form")).to_be_visible()
    expect(page.locator("[data-wrong]:not(:empty)")).to_have_count(0)


def test_an_act_that_was_refused_leads_to_where_its_button_stood(page: Page) -> None:
    page.goto("/keamanan/")
    page.fill("[name=old]", "bukan kata sandi saya")
    page.fill("[name=new]", "rumpun bambu 41 menari")
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.get_by_text("Kata sandi yang sekarang salah.")).to_be_visible()
    expect(page).to_have_url("/keamanan/")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.go_back()
    expect(page.get_by_role("button", name="Change the password")).to_be_visible()


def test_what_was_written_stands_in_the_form_again_and_nowhere_else(page: Page) -> None:
    page.goto("/kantor/unit-kerja")
    for _ in range(2):
        page.fill("[name=nama]", "Seksi Persandian")
        page.fill("[name=instansi]", "Dinas Komunikasi dan Informatika")
        page.locator("form.find button").click()
    expect(page.get_by_role("heading", name="Tidak dapat dilakukan")).to_be_visible()
    page.get_by_role("link", name="Kembali dan lihat keadaan terbaru").click()
    expect(page.locator("[name=nama]")).to_have_value("Seksi Persandian")
    page.goto("/kantor/kalender")
    assert page.evaluate("sessionStorage.length") == 0
    page.goto("/kantor/unit-kerja")
    expect(page.locator("[name=nama]")).to_have_value("")
