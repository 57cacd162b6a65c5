"""Somebody before a browser of his own at a served office, and what he proves himself with."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Final, TypeVar

from playwright.sync_api import BrowserContext, CDPSession, Page, expect
from pyotp import TOTP
from werkzeug.serving import make_server

from tests.admin.browser import PASSWORD
from tests.admin.office import TOTP_KEY, Office
from tests.admin.served import SOON

Made = TypeVar("Made", bound=Office)

AUTHENTICATOR: Final = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def serving(make: Callable[[str], Made]) -> Iterator[Made]:
    """Serve an office at a port of this machine; `make` is told at which origin."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = make(f"http://localhost:{listening.getsockname()[1]}")
        server = make_server("localhost", 0, made.app, threaded=True, fd=listening.fileno())
        thread = Thread(target=server.serve_forever, args=(SOON,))
        thread.start()
        yield made
        server.shutdown()
        thread.join()
    made.bureau.store.close()


class Person:
    """Somebody before a browser in whose console nothing may complain."""

    def __init__(self, office: Office, context: BrowserContext) -> None:
        self.office, self.context = office, context
        self.tab: Page = context.new_page()
        self.complaints: list[str] = []
        self.tab.on("console", lambda said: self._heard(said.type, said.text))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, kind: str, text: str) -> None:
        # Chromium reports every answer of 403, 410 and 429 as an error: those are wanted here.
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.complaints.append(text)

    def goes(self, path: str) -> None:
        self.tab.goto(f"{self.office.site.origin}{path}")

    def at(self, path: str) -> None:
        expect(self.tab).to_have_url(f"{self.office.site.origin}{path}")

    def enters(self, login: str, password: str = PASSWORD) -> None:
        self.goes("/masuk")
        self.tab.fill("[name=login]", login)
        self.tab.fill("[name=password]", password)
        self.tab.get_by_role("button", name="Masuk", exact=True).click()

    def types_code(self) -> None:
        self.tab.fill(".code", TOTP(TOTP_KEY).at(self.office.bureau.now))
        self.tab.keyboard.press("Enter")

    def presses(self, name: str) -> None:
        self.tab.get_by_role("button", name=name).click()


class Device:
    """A virtual authenticator (DevTools, domain WebAuthn)."""

    def __init__(self, person: Person) -> None:
        self._wire: CDPSession = person.context.new_cdp_session(person.tab)
        self._wire.send("WebAuthn.enable")
        added = self._wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self._id = added["authenticatorId"]

    def verifies(self, *, user: bool) -> None:
        """Let its user be recognised, or not."""
        what = {"authenticatorId": self._id, "isUserVerified": user}
        self._wire.send("WebAuthn.setUserVerified", what)
