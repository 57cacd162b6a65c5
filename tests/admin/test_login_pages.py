"""Coming in and going out, over HTTP: cookies, fixation, step-up, links."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyotp import TOTP

from admin.cookies import NAME, PLAIN_NAME
from register.login import accounts
from tests.admin.browser import ORIGIN, PASSWORD, Browser, acts, begun
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


def test_a_fresh_install_has_no_account_that_can_log_in(tmp_path: Path) -> None:
    office = Office(tmp_path, ORIGIN)
    with office.bureau.store.reading() as session:
        assert accounts.everybody(session, office.bureau.now) == []
    browser = Browser(office)
    for login in ("admin", "administrator", "root", "gapura", "kasi", ""):
        for password in ("", "admin", "password", "gapura"):
            browser.office.bureau.wait(minutes=15)
            assert browser.enters(login, password).status_code == 403
    assert not browser.inside()
    office.bureau.store.close()


def test_who_is_not_signed_in_is_sent_to_the_login_and_comes_back(browser: Browser) -> None:
    answer = browser.get("/keamanan/?x=1")
    assert answer.location == "/masuk?next=/keamanan/?x%3D1"
    answer = browser.client.get(answer.location, base_url=ORIGIN)
    assert 'action="/masuk?next=/keamanan/?x%3D1"' in answer.text
    assert browser.enters("siti", after="/keamanan/").location == "/keamanan/"
    assert browser.get("/masuk?next=/keamanan/").location == "/keamanan/"


@pytest.mark.parametrize(
    "after",
    [
        "https://evil.test/", "//evil.test", "/\\evil.test", "\\\\evil.test", "/%09/evil.test",
        "/%0d%0aSet-Cookie:x", "javascript:alert(1)", "evil.test", "",
    ],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(browser: Browser, after: str) -> None:
    assert browser.enters("siti", after=after).location == "/"


def test_the_cookie_is_for_this_host_over_https_and_for_no_script(browser: Browser) -> None:
    (cookie,) = browser.enters("siti").headers.getlist("Set-Cookie")
    name, _, rest = cookie.partition("=")
    assert name == "__Host-gapura"
    assert {part.strip() for part in rest.split(";")[1:]} == {
        "Secure", "HttpOnly", "Path=/", "SameSite=Strict",
    }  # fmt: skip


def test_over_plain_http_on_this_machine_it_has_a_plain_name(tmp_path: Path) -> None:
    office = Office(tmp_path, "http://localhost:5000")
    office.account("siti", PASSWORD, key=None)
    (cookie,) = Browser(office).enters("siti").headers.getlist("Set-Cookie")
    assert cookie.startswith(f"{PLAIN_NAME}=")
    assert "Secure" not in cookie
    office.bureau.store.close()


def test_a_plain_cookie_is_not_read_over_https(browser: Browser) -> None:
    browser.enters("siti")
    stolen = browser.token or ""
    other = Browser(browser.office)
    other.client.set_cookie(PLAIN_NAME, stolen, domain="gapura.example")
    assert not other.inside()


@pytest.mark.parametrize("origin", ["http://gapura.example", "ftp://localhost", "gapura", ""])
def test_a_site_whose_passwords_would_travel_in_the_clear_does_not_start(
    tmp_path: Path, origin: str
) -> None:
    with pytest.raises(ValueError, match="https is wanted"):
        Office(tmp_path, origin)


def test_a_token_that_was_planted_is_not_the_one_that_is_signed_in(browser: Browser) -> None:
    browser.client.set_cookie(NAME, "planted", domain="gapura.example", secure=True)
    browser.enters("kasi")
    half = browser.token
    assert half not in (None, "planted")
    assert not browser.inside()
    browser.proves()
    whole = browser.token
    assert whole not in (half, "planted")
    assert browser.inside()
    for old in ("planted", half or ""):
        other = Browser(browser.office)
        other.client.set_cookie(NAME, old, domain="gapura.example", secure=True)
        assert not other.inside()


def test_half_way_in_is_nowhere(browser: Browser) -> None:
    browser.enters("kasi", after="/keamanan/")
    for path in ("/", "/keamanan/", "/buktikan", "/kartu/"):
        assert browser.get(path).location.startswith("/masuk")
    assert browser.post("/keamanan/sandi", old=PASSWORD, new="x").status_code == 401
    assert browser.proves("/masuk/faktor?next=/keamanan/").location == "/keamanan/"


def test_a_code_that_was_used_lets_nobody_in(office: Office) -> None:
    first, second = Browser(office), Browser(office)
    first.enters("kasi")
    second.enters("kasi")
    assert first.proves().status_code == 303
    assert second.proves().status_code == 403
    assert not second.inside()


def test_logging_out_kills_the_session_here_and_not_only_the_cookie(browser: Browser) -> None:
    browser.enters("siti")
    kept = browser.token or ""
    assert browser.get("/keluar").status_code == 405
    assert browser.post("/keluar").location == "/masuk"
    assert browser.token is None
    other = Browser(browser.office)
    other.client.set_cookie(NAME, kept, domain="gapura.example", secure=True)
    assert not other.inside()


def test_an_idle_browser_is_signed_out(browser: Browser) -> None:
    browser.enters("siti")
    browser.office.bureau.wait(minutes=14)
    assert browser.inside()
    browser.office.bureau.wait(minutes=15)
    assert not browser.inside()


@pytest.mark.parametrize("login", ["siti", "nobody"])
def test_a_wrong_login_is_answered_alike_for_all(browser: Browser, login: str) -> None:
    answer = browser.enters(login, "something else 1")
    assert answer.status_code == 403
    assert answer.text.replace(login, "…") == browser.enters("…", "x").text


def test_after_five_failures_one_is_told_how_long_to_wait(browser: Browser) -> None:
    for _ in range(5):
        browser.enters("siti", "something else 1")
    answer = browser.enters("siti")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert "1 detik" in answer.text
    browser.office.bureau.wait(seconds=1)
    assert browser.enters("siti").status_code == 303


def test_a_post_without_a_second_factor_gets_to_no_page_but_the_one_that_sets_it_up(
    browser: Browser,
) -> None:
    browser.enters("kabid")
    for path in ("/", "/berkas/1", "/permintaan/baru"):
        assert browser.get(path).location == "/keamanan/"
    assert browser.get("/kartu/").location == "/keamanan/"
    assert "faktor kedua" in browser.get("/keamanan/").text
    browser.post("/keamanan/kode/mulai")
    page = browser.get("/keamanan/kode").text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert secret is not None
    key = secret[1].replace(" ", "")
    assert "<svg" in page
    assert browser.post("/keamanan/kode", code="000000").status_code == 403
    assert key in browser.get("/keamanan/kode").text.replace(" ", "")
    code = TOTP(key).at(browser.office.bureau.now)
    assert browser.post("/keamanan/kode", code=code).location == "/keamanan/"
    assert browser.inside()
    assert acts(browser.office)[-1] == "factor.add"
    assert browser.get("/keamanan/kode").location == "/keamanan/"


def test_a_proof_is_wanted_again_after_five_minutes_and_the_act_goes_on(browser: Browser) -> None:
    dossier = begun(browser.office)
    browser.enters("siti")
    browser.office.bureau.wait(minutes=5)
    asked = browser.post(f"/berkas/{dossier}/withdraw", note='"><script>', version="1")
    assert asked.status_code == 200
    assert 'name="note" value="&#34;&gt;&lt;script&gt;"' in asked.text
    assert f'name="proof_act" value="/berkas/{dossier}/withdraw"' in asked.text
    act = f"/berkas/{dossier}/withdraw"
    form = {"note": "changed my mind", "version": "1", "proof_act": act}
    assert browser.post("/buktikan", proof_password="wrong", **form).status_code == 403  # noqa: S106
    before = browser.token
    gone_on = browser.client.post(
        "/buktikan",
        base_url=ORIGIN,
        data={**form, "proof_password": PASSWORD},
        follow_redirects=True,
    )
    assert gone_on.request.path == f"/berkas/{dossier}"
    assert browser.token != before
    assert acts(browser.office)[-2:] == ["prove", "permintaan.withdraw"]


def test_to_come_in_again_ends_the_session_that_the_browser_held(browser: Browser) -> None:
    browser.enters("siti")
    before = browser.token
    browser.enters("siti")
    assert browser.inside()
    elsewhere = browser.office.app.test_client()
    elsewhere.set_cookie(NAME, before or "", secure=True)
    assert elsewhere.get("/keamanan/", base_url=ORIGIN).status_code == 303
    assert acts(browser.office).count("logout") == 1


def test_to_look_at_the_page_of_a_proof_is_no_try(browser: Browser) -> None:
    browser.enters("siti")
    assert browser.client.head("/buktikan", base_url=ORIGIN).status_code == 200
    assert "prove.failed" not in acts(browser.office)


def test_no_address_makes_a_proof_do_an_act(browser: Browser) -> None:
    browser.enters("siti")
    page = browser.get("/buktikan?proof_act=/berkas/1/withdraw&next=/berkas/1/withdraw&note=x").text
    assert "proof_act" not in page
    answer = browser.post("/buktikan?proof_act=/keluar&next=//evil.test", proof_password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    form = {"proof_password": PASSWORD, "proof_act": "//evil.test"}
    assert browser.post("/buktikan", **form).location == "/"


def test_another_site_cannot_sign_anybody_in_or_out(browser: Browser) -> None:
    for path in ("/masuk", "/keluar", "/buktikan", "/masuk/faktor", "/tautan/x"):
        foreign = {"Sec-Fetch-Site": "cross-site"}
        answer = browser.client.post(path, base_url=ORIGIN, headers=foreign)
        assert answer.status_code == 403, path


def test_passkeys_are_asked_for_half_way_or_inside_and_nowhere_else(browser: Browser) -> None:
    assert browser.post("/masuk/passkey").status_code == 403
    browser.enters("kasi")
    options = browser.post("/masuk/passkey").get_json()
    assert (options["rpId"], options["userVerification"]) == ("gapura.example", "required")


def test_no_page_of_login_may_be_kept_by_anybody(browser: Browser) -> None:
    browser.enters("kasi")
    assert browser.get("/masuk/faktor").headers["Cache-Control"] == "no-store"
