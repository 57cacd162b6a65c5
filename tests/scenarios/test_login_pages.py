"""Logging in with real Chromium: a passkey of a virtual authenticator, axe, a phone's width."""

import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from register.models import Purpose
from tests.admin.browser import PASSWORD, acts, begun, linked
from tests.admin.office import Office
from tests.scenarios.axe import violations
from tests.scenarios.person import Device, Person, serving

pytestmark = [
    pytest.mark.browser,
    # werkzeug's own server leaves a static file to the collector where a browser hangs up on it
    pytest.mark.filterwarnings("ignore:.*static.*:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file.*static:ResourceWarning"),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with serving(partial(Office, tmp_path)) as made:
        yield made


@pytest.fixture
def person(office: Office, chromium: Browser) -> Iterator[Person]:
    context = chromium.new_context(locale="id-ID")
    someone = Person(office, context)
    yield someone
    context.close()
    assert someone.complaints == []


def test_a_passkey_is_made_signs_in_signs_and_is_removed(office: Office, person: Person) -> None:
    office.account("siti", PASSWORD, key=None)
    device = Device(person)
    person.enters("siti")
    person.at("/")
    person.goes("/keamanan/passkey")
    person.tab.fill("[name=name]", "Laptop kantor")
    person.presses("Buat passkey")
    person.at("/keamanan/")
    expect(person.tab.locator(".things").first).to_contain_text("Laptop kantor")

    person.presses("Keluar")
    person.enters("siti")
    person.at("/masuk/faktor?next=/")
    device.verifies(user=False)
    person.presses("Pakai passkey")
    expect(person.tab.get_by_text("Passkey tidak terbaca")).to_be_visible()
    device.verifies(user=True)
    person.presses("Pakai passkey")
    person.at("/")

    dossier = begun(office)
    person.goes(f"/berkas/{dossier}")
    office.bureau.wait(minutes=5)
    with person.tab.expect_navigation():
        person.tab.evaluate(
            """(action) => { const form = document.createElement('form');
            Object.assign(form, {method: 'post', action});
            document.body.append(form); form.submit(); }""",
            f"/berkas/{dossier}/withdraw",
        )
    with person.tab.expect_navigation():
        person.presses("Pakai passkey")
    person.at(f"/berkas/{dossier}")
    assert acts(office)[-2:] == ["prove", "permintaan.withdraw"]

    person.goes("/keamanan/")
    person.presses("Hapus passkey Laptop kantor")
    expect(person.tab.get_by_text("Cara yang paling aman")).to_be_visible()
    assert acts(office)[-1] == "factor.remove"


def test_a_link_in_a_mail_finds_one_who_is_signed_in(office: Office, person: Person) -> None:
    office.account("siti", PASSWORD, key=None)
    person.enters("siti")
    person.at("/")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        person.context.route(
            f"http://127.0.0.1:{port}/**",
            lambda route: route.fulfill(
                content_type="text/html", body=f'<a href="{office.site.origin}/keamanan/">mail</a>'
            ),
        )
        person.tab.goto(f"http://127.0.0.1:{port}/mail")
        person.tab.click("a")
        person.at("/keamanan/")


PAGES: Final = (
    "login", "wrong", "second", "prove", "first", "bare", "totp", "passkey", "link", "spent",
)  # fmt: skip


def shows(page: str, person: Person) -> None:
    """Bring a browser to one of the pages."""
    office = person.office
    office.account("kasi", PASSWORD)
    office.account("kabid", PASSWORD, key=None)
    if page in ("login", "wrong"):
        person.enters("nobody" if page == "wrong" else "")
    elif page in ("second", "prove"):
        person.enters("kasi")
        if page == "prove":
            person.types_code()
            person.at("/")
            person.goes("/buktikan")
    elif page in ("bare", "totp", "passkey"):
        person.enters("kabid")
        person.at("/keamanan/")
        if page == "totp":
            person.presses("Pasang aplikasi kode")
        if page == "passkey":
            person.goes("/keamanan/passkey")
    else:
        purpose = Purpose.ACCOUNT if page == "first" else Purpose.SIGN_IN
        token = linked(office, "sekretaris" if page == "first" else "siti", purpose)
        person.goes(f"/tautan/{token if page != 'spent' else 'spent'}")


@pytest.mark.parametrize("shown", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out_of_a_phone(
    office: Office, chromium: Browser, shown: str
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    someone = Person(office, context)
    shows(shown, someone)
    expect(someone.tab.locator("h1")).to_be_visible()
    someone.tab.wait_for_load_state()  # asked for a width, Chromium does not wait for the styles
    assert someone.tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(someone.tab) == []
    context.close()
    assert someone.complaints == []
