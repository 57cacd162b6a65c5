"""The office's application on a real register, and people who are signed in to it."""

from copy import copy
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import Parameters, Type
from flask import Config, Flask
from flask.testing import FlaskClient

from admin.cookies import PLAIN_NAME
from admin.office import every_page, standing
from admin.site import Site
from register.login import accounts, sessions
from register.login.passwords import Argon2, Hasher
from tests.register.bureau import Bureau

KEY = bytes(range(32))
TOTP_KEY: Final = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CHEAP: Final = Parameters(
    type=Type.ID, version=19, salt_len=8, hash_len=16, time_cost=1, memory_cost=8, parallelism=1
)

the_pages: Final = cache(every_page)


def another_app() -> Flask:
    """Return an application of its own, its pages and templates those that are made once."""
    app = copy(the_pages())
    app.extensions = dict(app.extensions)
    app.config = Config(app.root_path, app.config)
    return app


class Office:
    """A bureau with its pages."""

    def __init__(
        self,
        folder: Path,
        origin: str = "http://localhost",
        hasher: Hasher | None = None,
        *,
        demo: bool = False,
    ) -> None:
        self.bureau = Bureau(folder / "register.db", demo=demo)
        self.site = Site(
            store=self.bureau.store,
            journal=folder / "journal.db",
            key=KEY,
            now=lambda: self.bureau.now,
            origin=origin,
            hasher=hasher or Argon2(CHEAP),
        )
        self.app = standing(another_app(), self.site)

    def account(self, name: str, password: str | None = None, key: str | None = TOTP_KEY) -> int:
        """Give somebody an account, its login his short name, unless he has one."""
        person = self.bureau.people[name]
        with self.bureau.session() as session:
            account = accounts.of_person(session, person)
            if account is None:
                kept = None if password is None else self.site.hasher.hash(password)
                account = accounts.make(
                    session, person, name, kept, self.bureau.by(name), self.bureau.now
                )
                account.totp_secret = key
            return account.id

    def visitor(self, name: str) -> FlaskClient:
        """Return a browser in which somebody is signed in, and has just proved who he is."""
        account = self.account(name)
        with self.bureau.session() as session:
            token = sessions.open_(
                session, self.bureau.people[name], "test", self.bureau.now, account=account
            )
        client = self.app.test_client()
        client.set_cookie(PLAIN_NAME, token)
        return client
