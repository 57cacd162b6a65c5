"""The log to take away: what is in it, who may, and what is written down."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from ledger.events import Reason
from register.models import Cardholder
from tests.admin.door_log import Watched


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    made.record([made.tap("siti"), made.tap("siti", Reason.EXPIRED), made.tap("atasan")])
    yield made
    made.close()


def taken(visitor: FlaskClient, **asked: str) -> bytes:
    """Ask for a file, and take it."""
    answer = visitor.post("/log-pintu/unduh", data=asked)
    assert answer.status_code == 303
    assert visitor.get(answer.location).status_code == 200
    return bytes(visitor.get(f"{answer.location}/berkas").data)


def rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_the_csv_has_every_line_of_the_filter_oldest_first(door: Watched) -> None:
    head, *lines = rows(taken(door.office.visitor("kasi"), bentuk="csv", hasil="masuk"))
    assert head[:3] == ["Nomor", "Tanggal", "Waktu"]
    assert [(line[0], line[5]) for line in lines] == [("1", "Siti"), ("3", "Atasan")]


def test_the_workbook_has_them_too(door: Watched) -> None:
    with ZipFile(BytesIO(taken(door.office.visitor("auditor"), bentuk="xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 4
    assert "Siti" in sheet


def test_no_name_is_a_formula(door: Watched) -> None:
    with door.bureau.session() as session:
        person = session.get_one(Cardholder, door.bureau.people["siti"])
        person.name = '=HYPERLINK("https://evil.example")'
    _, first, *_ = rows(taken(door.office.visitor("kasi"), bentuk="csv"))
    assert first[5].startswith("'=HYPERLINK")


def test_who_took_how_much_is_written_down(door: Watched) -> None:
    taken(door.office.visitor("kasi"), bentuk="csv", hasil="ditolak")
    (said,) = map(json.loads, door.audited("log.export"))
    assert said["by"] == door.public_id("kasi")
    assert said["what"] == {"lines": 1, "as": "csv", "hasil": "ditolak"}


def test_a_file_is_its_takers_alone_and_is_sent_once(door: Watched) -> None:
    kasi = door.office.visitor("kasi")
    page = kasi.post("/log-pintu/unduh", data={"bentuk": "csv"}).location
    assert door.office.visitor("kabid").get(page).status_code == 404
    assert kasi.get(f"{page}/maju").json == {"done": 0, "total": 3, "ended": False}
    assert len(rows(kasi.get(f"{page}/berkas").data)) == 4
    assert kasi.get(f"{page}/maju").json == {"done": 3, "total": 3, "ended": True}
    assert kasi.get(f"{page}/berkas").status_code == 404


def test_what_comes_later_is_not_in_it(door: Watched) -> None:
    kasi = door.office.visitor("kasi")
    page = kasi.post("/log-pintu/unduh", data={"bentuk": "csv"}).location
    door.record([door.tap("siti")])
    kasi.get("/log-pintu")
    assert len(rows(kasi.get(f"{page}/berkas").data)) == 4


def test_taking_it_away_wants_a_fresh_proof_and_a_reader(door: Watched) -> None:
    kasi, operator = door.office.visitor("kasi"), door.office.visitor("operator")
    assert operator.post("/log-pintu/unduh", data={"bentuk": "csv"}).status_code == 403
    assert kasi.post("/log-pintu/unduh", data={"bentuk": "exe"}).status_code == 404
    door.bureau.wait(minutes=6)
    answer = kasi.post("/log-pintu/unduh", data={"bentuk": "csv"})
    assert answer.status_code != 303 or "/unduh/" not in answer.location
    assert door.audited("log.export") == []
