"""Of whoever is not signed in no upload, import or form is read (CVE-2022-31481)."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from admin import access
from tests.admin.matrix import OPENS, filled, routes
from tests.admin.office import Office

TYPES = {
    "a form with files": "multipart/form-data; boundary=x",
    "a form": "application/x-www-form-urlencoded",
    "JSON": "application/json",
}
LENGTH = 100_000  # bytes that are said to come
CLOSED = {303, 401, 403}


class Tripwire:
    """A body that counts how often it is read."""

    def __init__(self) -> None:
        self.read_from = 0

    def read(self, size: int = -1) -> bytes:
        self.read_from += 1
        return b"x" * max(size, 0)

    def readline(self, size: int = -1) -> bytes:
        return self.read(size)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.bureau.store.close()


@pytest.mark.parametrize("what", TYPES)
def test_no_byte_is_read_of_who_is_not_signed_in(office: Office, what: str) -> None:
    asked, wrong = 0, []
    for rule, method in routes(office):
        wanted = access.rule(office.app, rule.endpoint)
        if method in OPENS or (wanted and wanted.anyone):
            continue
        body = Tripwire()
        answer = office.app.test_client().open(
            filled(rule.rule, {}), method=method, content_type=TYPES[what],
            content_length=LENGTH, environ_overrides={"wsgi.input": body},
        )  # fmt: skip
        asked += 1
        if body.read_from or answer.status_code not in CLOSED:
            wrong.append((method, rule.rule, answer.status_code, body.read_from))
    assert wrong == []
    assert asked > 60


@pytest.mark.parametrize("address", ["/masuk", "/masuk/faktor", "/tautan/x/akun"])
def test_who_is_nobody_cannot_have_much_read_where_he_may_speak(
    office: Office, address: str
) -> None:
    client = office.app.test_client()
    few = client.post(address, data={"login": "x", "password": "y"})
    assert few.status_code < 500
    assert few.status_code != 413  # a login, whole
    many = client.post(address, data={"login": (io.BytesIO(bytes(LENGTH)), "a.pdf")})
    assert many.status_code in {413, *CLOSED}


def test_a_paper_is_compared_by_whoever_holds_it_however_large_it_is(office: Office) -> None:
    sent = {"berkas": (io.BytesIO(bytes(LENGTH)), "a.pdf")}
    assert office.app.test_client().post("/periksa/x", data=sent).status_code == 404
