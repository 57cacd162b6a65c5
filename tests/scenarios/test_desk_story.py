"""The operator's desk in real Chromium: a reader that types, and a test tap that opens nothing."""

import pytest
from playwright.sync_api import Browser, expect

from tests.scenarios.test_office_story import Office
from tests.scenarios.visitor import Visitor

pytestmark = pytest.mark.browser
NUMBER = "04A2B91C6F7180"


def test_a_typed_card_is_known_and_a_test_tap_releases_nothing(
    chromium: Browser, address: str, visitor: Visitor
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    desk = Office(context.new_page(), address)
    desk.is_now("Fajar Nugroho")
    desk.page.goto(f"{desk.root}/kartu/cari")
    desk.page.keyboard.type(NUMBER)  # the field has the focus
    desk.page.keyboard.press("Enter")
    told = desk.page.locator("[data-wedge] .tapped")
    expect(told).to_contain_text("Siti Rahmawati")

    desk.page.locator("summary", has_text="Setelan pembaca meja").click()
    desk.page.locator("select[name=backwards]").select_option("ya")
    desk.page.reload()
    expect(desk.page.locator("select[name=backwards]")).to_have_value("ya")
    desk.page.keyboard.type(NUMBER)
    desk.page.keyboard.press("Enter")
    expect(told).to_contain_text("belum terdaftar")

    desk.page.goto(f"{desk.root}/kartu/1")
    desk.page.locator("select[name=reader]").select_option("server-in")
    desk.does("Mulai uji tap")
    visitor.reads("order-obeyed")
    visitor.taps("granted")
    visitor.reads("test-tap granted")
    expect(desk.page.locator(".tapped.good")).to_be_visible()
    assert "released" not in visitor.page.evaluate("[...window.seen].join()")
    desk.page.reload()
    expect(desk.page.locator(".life")).to_contain_text("Uji tap")
    assert desk.complaints == []
    context.close()


def test_a_card_at_the_desks_reader_is_known_and_its_door_stays_shut(
    chromium: Browser, address: str, visitor: Visitor
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    desk = Office(context.new_page(), address)
    desk.is_now("Fajar Nugroho")
    desk.page.goto(f"{desk.root}/kartu/cari")
    desk.does("Dengarkan 60 detik")
    told = desk.page.locator("[data-tap] .tapped")
    desk.does("tempelkan kartu Siti")
    visitor.reads("card-shown")
    expect(told).to_contain_text("Siti Rahmawati")
    desk.does("Dengarkan 60 detik")
    desk.does("tempelkan kartu tak dikenal")
    expect(told).to_contain_text("tidak dikenal")
    assert "released" not in visitor.page.evaluate("[...window.seen].join()")
    assert desk.complaints == []
    context.close()


def test_after_a_card_that_is_in_use_the_desk_hears_the_blank_one(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    desk = Office(context.new_page(), address)
    desk.is_now("Fajar Nugroho")
    desk.page.goto(f"{desk.root}/kartu/")
    desk.page.get_by_role("link", name="Galih Saputra").click()
    desk.does("Dengarkan 60 detik")
    heard = desk.page.locator("#heard")
    desk.does("tempelkan kartu Siti")
    expect(heard).to_contain_text("sedang dipakai")
    desk.does("tempelkan kartu tak dikenal")
    expect(heard).to_contain_text("terbaca")
    expect(desk.page.locator("#issue button")).to_be_enabled()
    assert desk.complaints == []
    context.close()
