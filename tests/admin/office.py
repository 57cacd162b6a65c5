"""The office's application on a real register, and people who are signed in to it."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from admin.access import PLAIN_COOKIE
from admin.office import office_app
from admin.site import Site
from register import sessions
from tests.register.bureau import Bureau

KEY = bytes(range(32))


class Office:
    """A bureau with its pages."""

    def __init__(self, folder: Path) -> None:
        self.bureau = Bureau(folder / "register.db")
        self.site = Site(
            store=self.bureau.store,
            journal=folder / "journal.db",
            key=KEY,
            now=lambda: self.bureau.now,
            origin="http://localhost",
        )
        self.app: Flask = office_app(self.site)

    def visitor(self, name: str) -> FlaskClient:
        """Return a browser in which somebody is signed in, and has just proved who he is."""
        with self.bureau.session() as session:
            token = sessions.open_(session, self.bureau.people[name], "test", self.bureau.now)
        client = self.app.test_client()
        client.set_cookie(PLAIN_COOKIE, token)
        return client
