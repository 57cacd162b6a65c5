"""A register at whose gate people prove who they are, and how often a password was looked at."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pyotp import TOTP
from sqlalchemy import select

from register import audit
from register.login import accounts, logins, sessions
from register.login.logins import Answer, Proof
from register.login.passwords import Argon2
from register.login.sessions import Visitor
from register.models import AuditLine, WebSession
from tests.register.bureau import Bureau
from tests.register.test_passwords import CHEAP

PASSWORD = "kuda jambu 72 melangit"  # noqa: S105 - of nobody
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HERE = "10.0.0.1"


@dataclass
class Counting:
    """The real hasher, and how often it worked."""

    real: Argon2 = field(default_factory=lambda: Argon2(CHEAP))
    verified: int = 0
    hashed: int = 0

    def hash(self, password: str) -> str:
        self.hashed += 1
        return self.real.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        self.verified += 1
        return self.real.verify(kept, password)

    def outdated(self, kept: str) -> bool:
        return self.real.outdated(kept)


class Gate:
    """A bureau in which the Kasi has an app, the Kabid nothing yet, and Siti holds no post."""

    def __init__(self, folder: Path) -> None:
        self.bureau = Bureau(folder / "register.db")
        self.hasher = Counting()
        kept = self.hasher.real.hash(PASSWORD)
        with self.bureau.session() as session:
            for name, key in (("kasi", KEY), ("kabid", None), ("siti", None)):
                account = accounts.make(
                    session, self.bureau.people[name], name, kept, self.bureau.by(name), self.now
                )
                account.totp_secret = key

    @property
    def now(self) -> datetime:
        return self.bureau.now

    def enters(self, login: str, password: str = PASSWORD, source: str = HERE) -> Answer:
        return logins.enter(self.bureau.store, self.hasher, login, password, source, self.now)

    def proves(self, token: str | None, proof: Proof, source: str = HERE) -> Answer:
        row = self.row(token)
        store = self.bureau.store
        return logins.prove(store, self.hasher, row.id, proof, None, source, self.now)

    def code(self) -> Proof:
        return Proof(code=TOTP(KEY).at(self.now))

    def who(self, token: str | None) -> Visitor | None:
        with self.bureau.store.reading() as session:
            return sessions.find(session, token or "", self.now)

    def row(self, token: str | None) -> WebSession:
        with self.bureau.store.reading() as session:
            half = sessions.half_way(session, token or "", self.now)
            if half is not None:
                return half
            whole = sessions.find(session, token or "", self.now)
            assert whole is not None
            return session.get_one(WebSession, whole.session)

    def acts(self) -> list[str]:
        with self.bureau.store.reading() as session:
            audit.verify(session)
            lines = session.scalars(select(AuditLine.body).order_by(AuditLine.seq))
            return [json.loads(body)["act"] for body in lines]
