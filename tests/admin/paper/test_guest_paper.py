"""The guest book on paper: this month's visits, and no number that names anybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from register.papers.guest_book import BLANK
from tests.admin.office import Office
from tests.register import guests
from tests.register.test_requests import issued


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    issued(made.bureau)  # siti's standing right: she can escort
    made.bureau.wait(hours=1)
    guests.come(made.bureau)
    yield made
    made.bureau.store.close()


def test_the_visits_of_the_month_stand_in_the_book(office: Office) -> None:
    shown = office.visitor("operator").get("/kertas/buku-tamu").text
    for words in ("Budi Santoso", "PT Sinar", "Perbaikan pendingin", "Laptop (SN-77): masuk"):
        assert words in shown
    number = guests.GUEST["no_id"]
    assert str(number) not in shown
    assert f"••••{str(number)[-4:]}" in shown
    assert shown.count('class="blank"') == BLANK - 1
    came = office.bureau.now.astimezone(guests.WIB)
    assert f"<td>{came:%H.%M}</td>" in shown  # its day stands in a column of its own


def test_another_month_has_its_own_page_and_no_room_to_write(office: Office) -> None:
    client = office.visitor("operator")
    shown = client.get("/kertas/buku-tamu?bulan=2026-10").text
    assert "Oktober 2026" in shown
    assert "Budi Santoso" not in shown
    assert 'class="blank"' not in shown
    assert client.get("/kertas/buku-tamu?bulan=besok").status_code == 404
