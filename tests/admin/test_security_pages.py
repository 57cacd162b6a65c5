"""One's own account, over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from register.models import Purpose
from tests.admin.browser import ORIGIN, PASSWORD, Browser, acts, linked
from tests.admin.office import TOTP_KEY, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path, ORIGIN)
    made.account("siti", PASSWORD)
    yield made
    made.bureau.store.close()


@pytest.fixture
def siti(office: Office) -> Browser:
    browser = Browser(office)
    browser.enters("siti")
    browser.proves()
    return browser


def test_the_page_lists_what_there_is(siti: Browser) -> None:
    page = siti.get("/keamanan/").text
    assert "terpasang" in page
    assert "sesi ini" in page
    assert "Tambah passkey" in page
    assert TOTP_KEY not in page


def test_at_an_ip_address_only_codes_are_offered_and_why(tmp_path: Path) -> None:
    office = Office(tmp_path, "https://192.168.1.5")
    office.account("siti", PASSWORD)
    siti = Browser(office)
    siti.enters("siti")
    siti.proves()
    page = siti.get("/keamanan/").text
    assert "Passkey memerlukan nama host" in page
    assert "Tambah passkey" not in page
    assert siti.post("/keamanan/passkey/minta").status_code == 404
    assert siti.post("/masuk/passkey").status_code == 403
    office.bureau.store.close()


def test_a_password_is_changed_by_who_knows_it(siti: Browser) -> None:
    elsewhere = Browser(siti.office)
    siti.office.bureau.wait(seconds=30)
    elsewhere.enters("siti")
    elsewhere.proves()
    new = "tujuh ekor itik di sawah"
    wrong = siti.post("/keamanan/sandi", old="something else 1", new=new)
    assert (wrong.status_code, "sekarang salah" in wrong.text) == (403, True)
    weak = siti.post("/keamanan/sandi", old=PASSWORD, new="siti siti siti")
    assert (weak.status_code, "mudah ditebak" in weak.text) == (422, True)
    assert elsewhere.inside()
    assert siti.post("/keamanan/sandi", old=PASSWORD, new=new).status_code == 303
    assert siti.inside()
    assert not elsewhere.inside()
    assert Browser(siti.office).enters("siti").status_code == 403


def test_a_stolen_session_does_not_guess_the_password(siti: Browser) -> None:
    form = {"old": "something else 1", "new": "tujuh ekor itik di sawah"}
    assert [siti.post("/keamanan/sandi", **form).status_code for _ in range(5)] == [403] * 5
    assert siti.post("/keamanan/sandi", **form | {"old": PASSWORD}).status_code == 429


@pytest.mark.parametrize(
    "path",
    [
        "/keamanan/kode/mulai", "/keamanan/kode", "/keamanan/kode/hapus", "/keamanan/passkey",
        "/keamanan/passkey/minta", "/keamanan/passkey/1/hapus",
    ],
)  # fmt: skip
def test_a_factor_is_touched_only_with_a_fresh_proof(siti: Browser, path: str) -> None:
    siti.office.bureau.wait(minutes=5)
    answer = siti.post(path)
    assert "Buktikan" in answer.text
    assert f'name="proof_act" value="{path}"' in answer.text
    assert not [act for act in acts(siti.office) if act.startswith("factor")]


def test_the_app_is_taken_off_and_the_password_alone_lets_in(siti: Browser) -> None:
    assert siti.post("/keamanan/kode/hapus").location == "/keamanan/"
    assert acts(siti.office)[-1] == "factor.remove"
    assert Browser(siti.office).enters("siti").location == "/"


def test_one_ends_ones_own_sessions_and_nobody_elses(siti: Browser) -> None:
    siti.office.account("kasi", PASSWORD)
    kasi, elsewhere = Browser(siti.office), Browser(siti.office)
    siti.office.bureau.wait(seconds=30)
    for browser, login in ((elsewhere, "siti"), (kasi, "kasi")):
        browser.enters(login)
        browser.proves()
    page = siti.get("/keamanan/").text
    (number,) = [part.split("/")[0] for part in page.split("/keamanan/sesi/")[1:]]
    assert kasi.post(f"/keamanan/sesi/{number}/akhiri").status_code == 404
    assert elsewhere.inside()
    assert siti.post(f"/keamanan/sesi/{number}/akhiri").location == "/keamanan/"
    assert not elsewhere.inside()
    assert siti.inside()


def test_who_came_by_a_link_has_no_account_to_see(office: Office) -> None:
    guest = Browser(office)
    guest.post(f"/tautan/{linked(office, 'atasan', Purpose.SIGN_IN)}")
    assert guest.inside()
    assert guest.get("/keamanan/").status_code == 404
    assert "/keamanan/" not in guest.get("/").text
