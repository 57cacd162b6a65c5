"""Form 4 for a transfer or a retirement rests on a letter, which its page takes."""

from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from register import cards
from register.models import Dossier
from tests.admin.office import Office
from tests.register.test_requests import issued

FORM = {
    "pemegang": "1", "hubungan": "kasi", "alasan": "mutasi", "uraian": "Pindah ke Dinas Kesehatan",
    "dasar_nomor": "800/1/2026", "dasar_tgl": "2026-11-20", "berlaku": "segera",
    "cakupan": "seluruh", "bekukan": "ya",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    issued(made.bureau)
    made.bureau.wait(minutes=1)
    with made.bureau.session() as session:
        dossier, by = session.get_one(Dossier, 1), made.bureau.by("siti")
        cards.hand_over(session, dossier, made.bureau.signs("siti"), by, made.bureau.now)
    made.bureau.wait(minutes=1)
    return made


@pytest.fixture
def kasi(office: Office) -> FlaskClient:
    return office.visitor("kasi")


def test_the_letter_is_kept_with_the_form(office: Office, kasi: FlaskClient) -> None:
    assert 'type="file" name="lampiran"' in kasi.get("/penghapusan/baru").text
    without = kasi.post("/penghapusan/baru", data=FORM)
    assert without.status_code == 422
    assert "Lampiran wajib" in without.text
    letter = (BytesIO(b"%PDF-1.7 surat"), "../SK mutasi.pdf")
    done = kasi.post("/penghapusan/baru", data={**FORM, "lampiran": letter})
    assert done.status_code == 303, done.text
    with office.bureau.store.reading() as session:
        (kept,) = session.get_one(Dossier, 2).attachments
        assert (kept.field, kept.name) == ("lampiran", "SK mutasi.pdf")
    shown = kasi.get("/penghapusan/2").text
    for words in (
        "<h1>Siti</h1>",
        "Pindah ke Dinas Kesehatan",
        "800/1/2026",
        "Mutasi",
        "SK mutasi.pdf",
    ):
        assert words in shown


def test_what_is_no_letter_is_said_and_nothing_is_lost(kasi: FlaskClient) -> None:
    letter = (BytesIO(b"MZ not a letter"), "SK.pdf")
    refused = kasi.post("/penghapusan/baru", data={**FORM, "lampiran": letter})
    assert refused.status_code == 422
    assert "Pindah ke Dinas Kesehatan" in refused.text
