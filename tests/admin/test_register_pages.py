"""Daftar akses and Data pemohon as each role sees them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.admin.office import Office
from tests.register.test_register_list import handed_over
from tests.register.test_removals import act, asked

PAGES = ("/daftar-akses", "/daftar-akses/1", "/data-pemohon")
READERS = ("kasi", "kabid", "kadis", "sekretaris", "operator", "deputi", "auditor")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    handed_over(made.bureau)
    yield made
    made.bureau.store.close()


@pytest.mark.parametrize("page", PAGES)
def test_who_answers_for_the_register_reads_it_and_nobody_else(office: Office, page: str) -> None:
    allowed = {
        name for name in office.bureau.people if office.visitor(name).get(page).status_code == 200
    }
    assert allowed == set(READERS)


def test_the_kasi_initials_from_the_list_and_comes_back_to_it_as_it_was(office: Office) -> None:
    kasi = office.visitor("kasi")
    assert b"/paraf" in kasi.get("/daftar-akses").data
    answer = kasi.post("/daftar-akses/1/paraf?status=active")
    assert (answer.status_code, answer.location) == (303, "/daftar-akses?status=active")
    assert b"/paraf" not in kasi.get("/daftar-akses").data
    assert kasi.post("/daftar-akses/1/paraf").status_code == 422


def test_nobody_else_initials(office: Office) -> None:
    assert b"/paraf" not in office.visitor("operator").get("/daftar-akses").data
    assert office.visitor("operator").post("/daftar-akses/1/paraf").status_code == 422
    assert office.visitor("auditor").post("/daftar-akses/1/paraf").status_code == 403


def test_a_filter_that_fits_nothing_says_so_and_an_impossible_one_is_none(office: Office) -> None:
    kasi = office.visitor("kasi")
    assert "Tidak ada baris yang cocok" in kasi.get("/daftar-akses?status=lost").text
    assert "Siti" in kasi.get("/daftar-akses?dari=kemarin").text
    assert kasi.get("/daftar-akses/99").status_code == 404
    assert "Siti" in kasi.get("/data-pemohon?hasil=entah").text


def test_the_reasons_of_the_register_itself_are_told_in_the_readers_language(
    office: Office,
) -> None:
    act(office.bureau, asked(office.bureau), "kasi", "confirm")
    shown = office.visitor("kasi").get("/daftar-akses/1").text
    assert "<small>Penghapusan " in shown
    assert "<small>removal " not in shown
    assert "alasan Penghapusan " in " ".join(
        re.sub("<[^>]+>", " ", office.visitor("auditor").get("/audit").text).split()
    )
