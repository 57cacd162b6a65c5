"""A register that cannot be written: one can still read, and is told why nothing is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint

from admin.access import allow, site
from admin.office import office_app
from register.errors import OutOfOrder
from tests.admin.office import Office
from tests.ledger.journals import unwritable


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.bureau.store.close()


def test_one_who_is_signed_in_reads_on_while_nothing_can_be_written(office: Office) -> None:
    kasi = office.visitor("kasi")
    office.bureau.wait(minutes=1)
    with unwritable(office.bureau.store.path):
        assert kasi.get("/").status_code == 200


def test_what_keeps_the_register_from_an_act_is_said_and_who_mends_it_reads_more(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Blueprint("broken", __name__)

    @broken.post("/tulis")
    @allow(anyone=True)
    def write() -> str:
        raise OutOfOrder("Disk penuh.", f"{site().store.path}: the disk is full")

    answer = office_app(office.site, broken).test_client().post("/tulis")
    assert answer.status_code == 503
    assert "Disk penuh." in answer.text
    assert "Tidak ada yang berubah oleh tindakan Anda." in answer.text
    assert "register.db" not in answer.text
    assert "register.db: the disk is full" in caplog.text
