"""The mutasi day on its pages: written, shown before it is done, done by tata usaha alone."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from register.models import Mutation, Tenure
from register.workflow import Role
from tests.admin.office import Office

PDF = b"%PDF-1.4\nkeputusan"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def written(office: Office) -> dict[str, str]:
    return {
        "nomor": "800/27/2026", "tanggal": "2026-11-20", "tmt": "2026-12-01",
        "baris.1.orang": str(office.bureau.people["kasi"]), "baris.1.akhiri": "ya",
        "baris.1.kartu": "tetap",
    }  # fmt: skip


def hidden(page: TestResponse) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    return dict(found)


@pytest.mark.parametrize("who", ["kadis", "kabid", "operator", "siti", "admin", "auditor", "kasi"])
def test_a_decree_is_carried_out_by_tata_usaha_alone(office: Office, who: str) -> None:
    visitor = office.visitor(who)
    acts = ("/kantor/mutasi/baru", "/kantor/mutasi/pratinjau", "/kantor/mutasi/ubah")
    assert {visitor.post(act).status_code for act in acts} == {403}
    reads = visitor.get("/kantor/mutasi/").status_code
    assert (reads == 200) is (who in {"admin", "auditor", "kasi"})


def test_the_preview_changes_nothing_and_what_it_shows_is_done(office: Office) -> None:
    tu = office.visitor("tu")
    assert tu.get("/kantor/mutasi/baru").status_code == 200
    bare = tu.post("/kantor/mutasi/pratinjau", data=written(office))
    assert "Lampirkan pindaian" in bare.text
    shown = tu.post(
        "/kantor/mutasi/pratinjau",
        data={**written(office), "berkas": (BytesIO(PDF), "SK.pdf")},
    )
    assert "Jabatan yang akan kosong" in shown.text
    with office.bureau.session() as session:
        assert session.query(Mutation).count() == 0
    back = tu.post("/kantor/mutasi/ubah", data=hidden(shown))
    assert 'value="800/27/2026"' in back.text
    assert "Pindaian keputusan sudah tersimpan" in back.text
    done = tu.post("/kantor/mutasi/baru", data=hidden(shown))
    assert done.status_code == 303
    page = tu.get(done.headers["Location"])
    assert "1 Desember 2026" in page.text
    assert tu.get(f"{done.headers['Location']}/keputusan").data == PDF
    with office.bureau.session() as session:
        (kasi,) = session.query(Tenure).filter_by(role=Role.KASI)
        assert kasi.valid_until is not None
    again = tu.post("/kantor/mutasi/baru", data=hidden(shown))
    assert again.status_code == 422
    assert "sudah dilaksanakan" in again.text
    assert tu.get("/kantor/mutasi/99").status_code == 404


def test_a_plt_is_shown_with_the_order_and_the_day_of_his_own(office: Office) -> None:
    tu = office.visitor("tu")
    shown = tu.post(
        "/kantor/mutasi/pratinjau",
        data={
            **written(office), "berkas": (BytesIO(PDF), "SK.pdf"),
            "baris.1.plt": str(office.bureau.people["sekretaris"]),
            "baris.1.plt_mulai": "2026-12-05", "baris.1.plt_sampai": "2027-02-28",
            "baris.1.plt_nomor": "800/31/SPLT", "baris.1.plt_tanggal": "2026-11-24",
        },
    )  # fmt: skip
    assert "surat perintah 800/31/SPLT, mulai 5 Desember 2026" in shown.text
    assert "Jabatan yang akan kosong" in shown.text
    done = tu.post("/kantor/mutasi/baru", data=hidden(shown))
    assert "surat perintah 800/31/SPLT" in tu.get(done.headers["Location"]).text


def test_carrying_out_wants_a_proof_and_loses_nothing_to_it(office: Office) -> None:
    tu = office.visitor("tu")
    shown = tu.post(
        "/kantor/mutasi/pratinjau",
        data={**written(office), "berkas": (BytesIO(PDF), "SK.pdf")},
    )
    office.bureau.wait(minutes=6)
    asked = tu.post("/kantor/mutasi/baru", data=hidden(shown))
    assert "Buktikan" in asked.text
    assert 'value="800/27/2026"' in asked.text


def test_a_row_that_is_wrong_keeps_what_was_written(office: Office) -> None:
    tu = office.visitor("tu")
    wrong = {**written(office), "baris.1.kartu": "", "berkas": (BytesIO(PDF), "SK.pdf")}
    answer = tu.post("/kantor/mutasi/pratinjau", data=wrong)
    assert answer.status_code == 422
    assert 'value="800/27/2026"' in answer.text
    assert "Pindaian keputusan sudah tersimpan" in answer.text


def test_what_could_not_be_done_whole_is_said_at_the_preview(office: Office) -> None:
    tu, me = office.visitor("tu"), str(office.bureau.people["tu"])
    own = {
        **written(office), "baris.2.orang": me, "baris.2.akhiri": "tidak", "baris.2.kartu": "tetap",
        "baris.2.jabatan": "Operator", "baris.2.peran": "operator",
        "berkas": (BytesIO(PDF), "SK.pdf"),
    }  # fmt: skip
    answer = tu.post("/kantor/mutasi/pratinjau", data=own)
    assert answer.status_code == 422
    assert "Jabatan sendiri tidak dapat diberikan" in answer.text
    assert 'value="800/27/2026"' in answer.text
    with office.bureau.session() as session:
        assert session.query(Mutation).count() == 0
        (kasi,) = session.query(Tenure).filter_by(role=Role.KASI)
        assert kasi.valid_until is None
