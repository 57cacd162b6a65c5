"""One-time links as a browser follows them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from register.models import Purpose
from tests.admin.browser import ORIGIN, PASSWORD, Browser, begun, linked
from tests.admin.office import TOTP_KEY, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path, ORIGIN)
    for name in ("kasi", "kabid", "siti", "admin"):
        made.account(name, PASSWORD, key=TOTP_KEY if name in ("kasi", "admin") else None)
    yield made
    made.bureau.store.close()


@pytest.fixture
def browser(office: Office) -> Browser:
    return Browser(office)


def test_a_mail_scanner_does_not_spend_a_link(browser: Browser) -> None:
    dossier = begun(browser.office)
    path = f"/tautan/{linked(browser.office, 'atasan', Purpose.SIGNATURE, dossier)}"
    for _ in range(3):
        assert browser.get(path).status_code == 200
        assert browser.client.head(path, base_url=ORIGIN).status_code == 200
    assert browser.post(path).location == f"/berkas/{dossier}"
    assert browser.post(path).status_code == 410
    assert browser.get(path).status_code == 410


def test_a_link_for_one_dossier_leads_nowhere_else(browser: Browser) -> None:
    mine, other = begun(browser.office), begun(browser.office)
    browser.post(f"/tautan/{linked(browser.office, 'atasan', Purpose.SIGNATURE, mine)}")
    assert browser.get(f"/berkas/{mine}").status_code == 200
    assert "Keamanan" not in browser.get(f"/berkas/{mine}").text
    assert browser.get("/").location == f"/berkas/{mine}"
    for path in (f"/berkas/{other}", "/keamanan/", "/buktikan", "/permintaan/baru", "/kartu/"):
        assert browser.get(path).status_code == 403, path
    assert browser.post(f"/berkas/{other}/endorse").status_code == 403
    assert browser.post("/permintaan/baru", jenis="baru").status_code == 403


def test_a_link_to_an_account_leads_to_its_page(browser: Browser) -> None:
    token = linked(browser.office, "kadis", Purpose.ACCOUNT)
    answer = browser.get(f"/tautan/{token}?login=edif")
    assert answer.location == f"/tautan/{token}/akun?login=edif"
    assert 'value="edif"' in browser.get(answer.location).text
    assert browser.post(f"/tautan/{token}").status_code == 410
    weak = browser.post(f"/tautan/{token}/akun", login="edif", password="password1234")  # noqa: S106
    assert weak.status_code == 422
    assert "mudah ditebak" in weak.text
    made = browser.post(f"/tautan/{token}/akun", login="edif", password=PASSWORD)
    assert made.location == "/keamanan/"
    assert browser.get("/").location == "/keamanan/"
    assert browser.post(f"/tautan/{token}/akun", login="x", password=PASSWORD).status_code == 410


def test_a_link_that_ran_out_says_so_in_both_languages(browser: Browser) -> None:
    token = linked(browser.office, "kadis", Purpose.ACCOUNT)
    browser.office.bureau.wait(minutes=15)
    assert "tidak berlaku" in browser.get(f"/tautan/{token}").text
    assert "is over" in browser.get(f"/tautan/{token}?lang=en").text


def test_one_that_comes_from_a_mail_is_asked_again_by_a_page_of_ours(browser: Browser) -> None:
    browser.enters("siti")
    bare = Browser(browser.office)
    page = bare.get("/keamanan/", Sec_Fetch_Site="cross-site")
    assert page.status_code == 200
    assert 'content="0; url=/masuk?next=/keamanan/"' in page.text
    assert bare.get("/keamanan/", Sec_Fetch_Site="none").status_code == 303
