"""The role switcher: everybody of a demonstration can be played, and nobody elsewhere."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from admin.office import office_app
from admin.site import Site
from register import store
from register.login.passwords import Argon2
from register.models import Door
from register.seeding.office import open_office
from register.seeding.people import OFFICIALS
from register.store import Store
from tests.admin.office import KEY, Office
from tests.register.test_passwords import CHEAP

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Store]:
    with store.create(tmp_path / "register.db", demo=True) as made:
        with made.session() as session:
            session.add(Door(name="server", label="Ruang Server"))
        open_office(made, KEY, AT)
        yield made


def site(register: Store) -> Site:
    return Site(
        store=register, journal=register.path.with_name("journal.db"), key=KEY, now=lambda: AT,
        origin="http://localhost", demo=True, hasher=Argon2(CHEAP),
    )  # fmt: skip


def test_everybody_of_the_office_can_be_played_without_a_password(register: Store) -> None:
    client = office_app(site(register)).test_client()
    page = client.get("/masuk").text
    numbers = re.findall(r'action="/masuk/peran/(\d+)"', page)
    assert len(numbers) == len(OFFICIALS)
    for number in numbers:
        assert client.post(f"/masuk/peran/{number}").location == "/"
        assert client.get("/").status_code == 200


def test_a_real_office_has_no_such_buttons_and_refuses_them(tmp_path: Path) -> None:
    office = Office(tmp_path)
    account = office.account("kasi")
    client = office.app.test_client()
    assert "/masuk/peran" not in client.get("/masuk").text
    assert client.post(f"/masuk/peran/{account}").status_code == 422
    assert client.get("/").status_code == 303
    office.bureau.store.close()


def test_a_real_register_is_never_shown_as_a_demonstration(tmp_path: Path) -> None:
    with (
        store.create(tmp_path / "register.db") as real,
        pytest.raises(ValueError, match="real register"),
    ):
        site(real)
