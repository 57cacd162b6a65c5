"""Three desks in real Chromium: the operator's readers, the Kasi's review, tata usaha's scans."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from register.seeding.papers import scan
from tests.scenarios.test_office_story import Office, office
from tests.scenarios.visitor import Visitor

pytestmark = pytest.mark.browser
__all__ = ["office"]
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


def test_what_could_not_be_placed_stays_until_its_code_is_typed(
    office: Office, tmp_path: Path
) -> None:
    page = office.page
    blank, broken = tmp_path / "kosong.png", tmp_path / "surat.pdf"
    blank.write_bytes(scan())
    broken.write_bytes(b"halo")
    office.is_now("Slamet")
    page.goto(f"{office.root}/arsip/")
    first = page.locator("table.list a").first.get_attribute("href") or ""
    paper = page.context.request.get(f"{office.root}/kertas{first.replace('arsip', 'berkas')}")
    (code,) = re.findall(r'class="code">(\w+)<', paper.text())
    page.locator("#pindaian").set_input_files([blank, broken])
    page.get_by_role("button", name="Cari berkasnya dari pindaian ini").click()
    rows = page.locator(".scans li")
    expect(page.get_by_text("2 dari 2 pindaian dibaca")).to_be_visible()
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("QR pada berkas ini tidak terbaca")
    expect(rows.last.get_by_role("alert")).not_to_be_empty()

    typed = rows.first.get_by_label("Kode di bawah QR pada kertas")
    typed.fill("AAAA")
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Tidak ada berkas dengan kode itu")
    typed.fill(code)
    rows.first.get_by_role("button", name="Kirim lagi").click()
    expect(rows.first.get_by_role("link")).to_have_attribute("href", first)
