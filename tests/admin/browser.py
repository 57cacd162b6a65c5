"""A browser at the login, and what it finds."""

import json
from typing import Final

from flask.testing import FlaskClient
from pyotp import TOTP
from sqlalchemy import select
from werkzeug.test import TestResponse

from admin.cookies import NAME
from register import requests
from register.login import links
from register.models import AuditLine, Purpose
from tests.admin.office import TOTP_KEY, Office

ORIGIN: Final = "https://gapura.example"
PASSWORD: Final = "kuda jambu 72 melangit"  # noqa: S105 - of nobody


class Browser:
    """A browser before the site, and what its cookie holds."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.client: FlaskClient = office.app.test_client()

    def get(self, path: str, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, base_url=self.office.site.origin, headers=named)

    def post(self, path: str, **form: str) -> TestResponse:
        return self.client.post(path, base_url=self.office.site.origin, data=form)

    def enters(self, login: str, password: str = PASSWORD, after: str = "/") -> TestResponse:
        return self.post(f"/masuk?next={after}", login=login, password=password)

    def proves(self, path: str = "/masuk/faktor", **form: str) -> TestResponse:
        return self.post(path, proof_code=TOTP(TOTP_KEY).at(self.office.bureau.now), **form)

    @property
    def token(self) -> str | None:
        cookie = self.client.get_cookie(NAME, "gapura.example")
        return None if cookie is None else cookie.value

    def inside(self) -> bool:
        return self.get("/").status_code == 200


def acts(office: Office) -> list[str]:
    with office.bureau.store.reading() as session:
        return [json.loads(body)["act"] for body in session.scalars(select(AuditLine.body))]


def begun(office: Office) -> int:
    with office.bureau.session() as session:
        siti = office.bureau.people["siti"]
        dossier = requests.begin(session, siti, "baru", office.bureau.by("siti"), office.bureau.now)
        dossier.superior_id = office.bureau.people["atasan"]
        return dossier.id


def linked(office: Office, name: str, purpose: Purpose, dossier: int | None = None) -> str:
    with office.bureau.session() as session:
        person, by = office.bureau.people[name], office.bureau.by("admin")
        return links.make(session, purpose, person, by, office.bureau.now, dossier=dossier)
