"""Who reads an identity number whole: its holder, and the Kasi who checks it; nobody else."""

from pathlib import Path

import pytest

from register import requests
from tests.admin.office import Office
from tests.register.bureau import RIGHT
from tests.register.forms.answers import PERSON

NIK = "3503011309900001"
THEIRS = str(PERSON["no_id"])


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    bureau = office.bureau
    with bureau.session() as session:
        by = bureau.by("siti")
        dossier = requests.begin(session, bureau.people["siti"], "baru", by, bureau.now)
        answers = {"nama": "Siti", "jenis_id": "nik", "no_id": NIK, "personel": [PERSON]}
        requests.save(session, dossier, answers, bureau.people["atasan"], bureau.now)
        requests.submit(session, dossier, RIGHT, bureau.signs("siti"), by, bureau.now)
    return office


@pytest.mark.parametrize(
    ("name", "whole"),
    [("siti", True), ("kasi", True), ("atasan", False), ("kadis", False), ("kabid", False),
     ("operator", False), ("tu", False), ("auditor", False)],
)  # fmt: skip
def test_a_page_shows_a_number_whole_to_whom_it_must(
    office: Office, name: str, *, whole: bool
) -> None:
    page = office.visitor(name).get("/berkas/1")
    assert page.status_code == 200
    assert [each in page.text for each in (NIK, THEIRS)] == [whole, whole]
    assert ("•" * 12 + NIK[-4:] in page.text) is not whole
