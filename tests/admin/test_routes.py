"""Who gets to which route: tried by everybody, held against the table in routes.txt."""

from collections.abc import Iterator, Sequence
from typing import Final

import pytest

from tests.admin.matrix import ANONYMOUS, DISABLED, Crowd, Seen, golden, lines, unsafe
from tests.admin.office import Office

ORIGIN: Final = "https://gapura.example"
CSP: Final = frozenset(
    {
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'",
        "form-action 'self'", "frame-ancestors 'none'", "connect-src 'self'",
        "require-trusted-types-for 'script'",
    }
)  # fmt: skip
FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sequence[Seen]]:
    office = Office(tmp_path_factory.mktemp("matrix"), ORIGIN)
    yield Crowd(office).everything()
    office.bureau.store.close()


def test_everybody_gets_to_what_the_table_says_and_to_nothing_else(seen: Sequence[Seen]) -> None:
    found, wanted = set(lines(seen)), set(golden())
    more = "\n".join(sorted(found - wanted))
    less = "\n".join(sorted(wanted - found))
    assert found == wanted, (
        f"\ntests/admin/routes.txt lacks these lines; add each that is as you meant it:\n{more}"
        f"\nand has these, which are so no more:\n{less}"
    )


def test_who_is_disabled_gets_no_further_than_who_is_nobody(seen: Sequence[Seen]) -> None:
    def of(who: str) -> set[tuple[str, str]]:
        return {(s.method, s.rule) for s in seen if s.who == who and s.let_in}

    assert of(DISABLED) == of(ANONYMOUS)


def test_nothing_fails_whoever_asks_for_whatever_is_not_there(seen: Sequence[Seen]) -> None:
    assert [(s.method, s.rule, s.who) for s in seen if s.status >= 500] == []


def test_each_answer_says_what_a_browser_may_not_do_with_it(seen: Sequence[Seen]) -> None:
    for each in seen:
        where = f"{each.method} {each.rule} as {each.who}: {each.status}"
        policy = {part.strip() for part in each.headers["Content-Security-Policy"].split(";")}
        assert policy >= CSP, where
        assert "unsafe" not in each.headers["Content-Security-Policy"], where
        assert {name: each.headers.get(name) for name in FIXED} == FIXED, where
        assert "camera=()" in each.headers["Permissions-Policy"], where
        assert each.endpoint == "static" or each.headers["Cache-Control"] == "no-store", where
        assert "Server" not in each.headers, where


def test_each_cookie_is_for_this_host_over_https_and_for_no_script(seen: Sequence[Seen]) -> None:
    cookies = [cookie for each in seen for cookie in each.headers.getlist("Set-Cookie")]
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-"), cookie
        for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=Strict"):
            assert flag in cookie, cookie
        assert "Domain" not in cookie


SEARCHES: Final = frozenset(
    {
        "/kantor/akun/cari", "/kartu/semua", "/log-pintu/cari", "/log-pintu/unduh",
        "/audit/unduh.csv", "/bukti-tahunan/<int:year>.zip", "/unduh/<what>.<form>",
        "/kertas/daftar-akses/pdf", "/kertas/buku-tamu/pdf", "/kertas/log/<month>/pdf",
    }
)  # fmt: skip
"""Posted so that a name stands in no address, or that what is handed out is recorded."""


def test_an_auditor_posts_nothing_but_what_anybody_may(seen: Sequence[Seen]) -> None:
    def posts(who: str) -> set[str]:
        return {s.rule for s in seen if s.who == who and s.method != "GET" and s.let_in}

    assert posts("auditor") - SEARCHES <= posts("pemohon")


FOREIGN: Final = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN},
    {"Sec-Fetch-Site": "none", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-origin", "Origin": f"{ORIGIN}.evil.example"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://gapura.example"},
    {"Sec-Fetch-Site": "same-origin", "Origin": f"{ORIGIN}:8443"},
    {"Sec-Fetch-Site": "Same-Origin"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
)
OWN: Final[Sequence[dict[str, str]]] = (
    {"Sec-Fetch-Site": "same-origin", "Origin": ORIGIN},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": ORIGIN},
    {},
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("foreign"), ORIGIN)
    yield made
    made.bureau.store.close()


@pytest.mark.parametrize("headers", FOREIGN)
def test_no_other_sites_page_pushes_any_button(office: Office, headers: dict[str, str]) -> None:
    client = office.app.test_client()
    for address, method in unsafe(office):
        answer = client.open(address, method=method, headers=headers, base_url=ORIGIN)
        assert answer.status_code == 403, (address, headers)
        assert "Set-Cookie" not in answer.headers, address


@pytest.mark.parametrize("headers", OWN)
def test_our_own_pages_buttons_are_looked_at(office: Office, headers: dict[str, str]) -> None:
    client = office.app.test_client()
    for address, method in unsafe(office):
        answer = client.open(address, method=method, headers=headers, base_url=ORIGIN)
        assert answer.status_code != 403 or address.startswith("/masuk"), (address, headers)


def test_a_method_that_no_page_knows_changes_nothing(office: Office) -> None:
    client = office.app.test_client()
    for address, _ in unsafe(office):
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            assert client.open(address, method=method, base_url=ORIGIN).status_code == 405
