"""Day one on pages: the file is tried, submitted, signed by three, and taken row by row."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from register.day_one import first_list
from register.models import Dossier
from register.workflow import State
from tests.admin.office import Office
from tests.register import papers
from tests.register.papers import PDF, ROW, VENDOR, sheet


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def sent(rows: list[dict[str, str]], scan: bytes | None = None) -> dict[str, object]:
    files: dict[str, object] = {"berkas": (BytesIO(sheet(rows).encode()), "daftar.csv")}
    if scan is not None:
        files["pindaian"] = (BytesIO(scan), "../daftar kertas.pdf.exe")
    return files


def of(client: FlaskClient, path: str, data: dict[str, object], accept: str) -> list[object]:
    answer = client.post(path, data=data, headers={"Accept": accept})
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_template_is_a_list_without_a_fault_but_its_dates(office: Office) -> None:
    template = office.visitor("operator").get("/daftar-awal/contoh.csv")
    assert template.headers["Content-Disposition"].startswith("attachment")
    assert template.data.startswith(b"\xef\xbb\xbf")
    (found,) = papers.read(office.bureau, template.data)
    assert {fault.column for fault in found.faults} <= {"Berlaku sampai"}


def test_trying_a_list_tells_how_far_it_is_and_each_fault(office: Office) -> None:
    kasi = office.visitor("kasi")
    many = [
        {**ROW, "NIP/No. identitas": f"19850312 201001 1 {n:03}", "Nomor kartu": f"K-{n}"}
        for n in range(1, 402)
    ]
    many[4]["Nama"] = ""
    told = of(kasi, "/daftar-awal/periksa", sent(many), "application/x-ndjson")
    assert told[:2] == [{"done": 200, "of": 401}, {"done": 400, "of": 401}]
    last = told[-1]
    assert isinstance(last, dict)
    assert last["wrong"] == 1
    assert last["faults"] == [{"column": "Nama", "row": 6, "words": "Nama wajib diisi."}]
    with office.bureau.session() as session:
        assert first_list.all_lists(session) == []


def test_the_same_without_a_script(office: Office) -> None:
    page = office.visitor("kasi").post("/daftar-awal/periksa", data=sent([{**ROW, "Pintu": "<b>"}]))
    assert page.status_code == 200
    assert "1 dari 1 baris" in page.text
    assert "<b>" not in page.text


def test_each_cell_of_a_fault_is_named_for_a_narrow_screen(office: Office) -> None:
    page = office.visitor("kasi").post("/daftar-awal/periksa", data=sent([{**ROW, "Nama": ""}]))
    for label, told in (("Baris", "2"), ("Kolom", "Nama"), ("Yang perlu diperbaiki", "Nama wajib")):
        assert f'<td data-label="{label}">{told}' in page.text


@pytest.mark.parametrize("accept", ["application/x-ndjson", "text/html"])
def test_a_file_that_is_no_list_says_so(office: Office, accept: str) -> None:
    answer = office.visitor("kasi").post(
        "/daftar-awal/periksa",
        data={"berkas": (BytesIO(b"PK\x03\x04"), "daftar.xlsx")},
        headers={"Accept": accept},
    )
    assert answer.status_code in (200, 422)
    assert "bukan CSV" in answer.text


def test_a_list_goes_from_the_file_to_the_card_desk(office: Office) -> None:
    operator = office.visitor("operator")
    answer = operator.post("/daftar-awal/baru", data=sent([dict(ROW), dict(VENDOR)], PDF))
    assert answer.status_code == 303
    number = int(answer.headers["Location"].rpartition("/")[2])
    for who, act in papers.RATIFIES:
        assert "Rudi Hartono" in office.visitor(who).get(f"/daftar-awal/{number}").text
        done = office.visitor(who).post(f"/daftar-awal/{number}/{act}")
        assert done.status_code == 303, done.text
    with office.bureau.session() as session:
        listed = session.get_one(Dossier, number)
        assert listed.state is State.CLOSED
        assert [paper.name for paper in listed.attachments] == ["daftar kertas.pdf.pdf"]
        row = first_list.rows(session, listed)[0].id
    taken = operator.post(f"/daftar-awal/baris/{row}/ambil")
    assert taken.status_code == 303
    desk = operator.get(taken.headers["Location"])
    assert desk.status_code == 200
    assert "Rudi Hartono" in desk.text
    assert "Rudi Hartono" in operator.get("/kartu/").text


def test_a_script_that_submits_a_bad_list_is_told_and_keeps_its_files(office: Office) -> None:
    operator = office.visitor("operator")
    (said,) = of(operator, "/daftar-awal/baru", sent([dict(ROW)]), "application/json")
    assert said == {"words": "Pindaian daftar kertas wajib dilampirkan (PDF, JPG, atau PNG)."}
    (said,) = of(operator, "/daftar-awal/baru", sent([dict(ROW)], PDF), "application/json")
    assert isinstance(said, dict)
    assert str(said["address"]).startswith("/daftar-awal/")


@pytest.mark.parametrize("who", ["tu", "siti", "admin", "atasan"])
def test_others_find_no_list_here(office: Office, who: str) -> None:
    assert office.visitor(who).get("/daftar-awal/").status_code == 403
    assert office.visitor(who).post("/daftar-awal/periksa").status_code == 403
