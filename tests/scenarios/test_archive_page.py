"""Signed papers taken in by Chromium: several at once, and none is chosen a second time."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from register.seeding.papers import scan
from tests.scenarios.test_office_story import Office, office

pytestmark = pytest.mark.browser
__all__ = ["office"]


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
