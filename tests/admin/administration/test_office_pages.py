"""Doors, schedules, calendars, units and settings on their pages, by role and by hand."""

from io import BytesIO
from pathlib import Path

import pytest

from ledger.events import Event, Kind
from register import settings
from register.models import Schedule
from tests.admin.office import Office
from tests.ledger.journals import at, opened

PNG = b"\x89PNG\r\n\x1a\nlambang"
PAGES = {
    "/kantor/pintu": {"admin", "auditor", "kasi", "operator"},
    "/kantor/jadwal": {"admin", "auditor", "kasi", "operator"},
    "/kantor/jadwal/baru": {"admin"},
    "/kantor/kalender": {"admin", "auditor", "tu", "kasi"},
    "/kantor/unit-kerja": {"admin", "auditor", "tu", "kasi"},
    "/kantor/pengaturan/": {"admin", "auditor"},
}
ACTS = {
    "/kantor/pintu": {"admin"},
    "/kantor/jadwal/baru": {"admin"},
    "/kantor/kalender/nasional": {"admin"},
    "/kantor/kalender/hari": {"admin", "tu"},
    "/kantor/unit-kerja": {"admin", "tu"},
    "/kantor/pengaturan/kantor": {"admin"},
    "/kantor/pengaturan/jam-kerja": {"admin"},
    "/kantor/pengaturan/lambang": {"admin"},
}
EVERYBODY = ("admin", "auditor", "tu", "kasi", "operator", "kadis", "kabid", "siti")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_page_and_act_is_for_whom_it_says(office: Office, who: str) -> None:
    visitor = office.visitor(who)
    for page, readers in PAGES.items():
        assert visitor.get(page).status_code == (200 if who in readers else 403), page
    for act, actors in ACTS.items():
        answer = visitor.post(act)
        assert (answer.status_code == 403) is (who not in actors), (act, answer.status_code)


def test_a_setting_that_is_wrong_keeps_what_was_written(office: Office) -> None:
    admin = office.visitor("admin")
    wrong = {"office": "Dinas Baru", "region": "", "zone": "Asia/Jakarta"}
    answer = admin.post("/kantor/pengaturan/kantor", data=wrong)
    assert answer.status_code == 422
    assert "Dinas Baru" in answer.text
    right = wrong | {"region": "Pemerintah Kabupaten Trenggalek"}
    admin.post("/kantor/pengaturan/kantor", data=right)
    page = admin.get("/kantor/pengaturan/").text
    assert "<del>Dinas Komunikasi dan Informatika</del> → <ins>Dinas Baru</ins>" in page


def test_hours_and_limits_are_taken_from_their_editors(office: Office) -> None:
    admin = office.visitor("admin")
    admin.post(
        "/kantor/pengaturan/jam-kerja",
        data={"jam.1.0.mulai": "08:00", "jam.1.0.selesai": "15.00"},
    )
    admin.post("/kantor/pengaturan/batas", data={"step_days.5": "3"})
    bad = admin.post("/kantor/pengaturan/jam-kerja", data={"jam.1.0.mulai": "08:00"})
    assert bad.status_code == 422
    with office.bureau.session() as session:
        now = settings.read(session)
    assert (now.hours, now.step_days) == ("1 0800-1500", {"5": 3})


def test_an_emblem_is_a_picture_whatever_its_name(office: Office) -> None:
    admin = office.visitor("admin")
    assert admin.get("/kantor/pengaturan/lambang").status_code == 404
    bad = admin.post("/kantor/pengaturan/lambang", data={"lambang": (BytesIO(b"<svg/>"), "l.png")})
    assert bad.status_code == 422
    admin.post("/kantor/pengaturan/lambang", data={"lambang": (BytesIO(PNG), "l.svg")})
    shown = office.visitor("siti").get("/kantor/pengaturan/lambang")
    assert (shown.data, shown.mimetype) == (PNG, "image/png")


def test_a_door_that_nobody_reported_is_not_made_and_a_label_waits_for_the_door(
    office: Office,
) -> None:
    admin = office.visitor("admin")
    assert admin.post("/kantor/pintu", data={"pintu": "x", "nama": "X"}).status_code == 422
    named = admin.post("/kantor/pintu", data={"pintu": "server", "nama": "Ruang Server Utama"})
    page = admin.get(named.headers["Location"]).text
    assert "Ruang Server Utama" in page
    assert 'data-confirm="/kantor/pintu/konfirmasi/' in page
    assert admin.get("/kantor/pintu/konfirmasi/1").json == {"confirmed": False}


def test_a_reader_is_called_what_the_office_calls_it(office: Office) -> None:
    journal = opened(office.site.journal)
    detail = {"readers": "r-1:server:in r-9::in"}
    journal.record_all([Event(kind=Kind.STARTED, at=at(), detail=detail)])
    lost = Event(kind=Kind.READER_LOST, at=at(), door="server", reader="r-1")
    journal.record_all([lost])
    journal.close()
    admin = office.visitor("admin")
    assert admin.post("/kantor/pintu", data={"pembaca": "x", "nama": "X"}).status_code == 422
    for name in ("Pembaca lama", "Pembaca depan"):
        named = admin.post("/kantor/pintu", data={"pembaca": "r-1", "nama": name})
        assert named.status_code == 303
    page = admin.get("/kantor/pintu").text
    assert "<del>Pembaca lama</del> → <ins>Pembaca depan</ins>" in page
    assert "Pembaca di meja" in page
    kasi = office.visitor("kasi")
    assert "Pembaca kartu terputus: Pembaca depan" in kasi.get("/log-pintu/baris/2").text
    assert "Pembaca depan (masuk), r-9 (di meja)" in kasi.get("/log-pintu/baris/1").text
    assert "r-1" not in kasi.get("/log-pintu").text


def test_a_lost_reader_is_told_with_its_fault_until_it_is_back(office: Office) -> None:
    journal = opened(office.site.journal)
    said = {"readers": "r-1:server:in"}
    why = {"why": "[Errno 2] No such file or directory: '/dev/ttyUSB0'"}
    lost = Event(kind=Kind.READER_LOST, at=at(), door="server", reader="r-1", detail=why)
    journal.record_all([Event(kind=Kind.STARTED, at=at(), detail=said), lost])
    admin, words = office.visitor("admin"), "Perangkat pembaca tidak ditemukan."
    page = admin.get("/kantor/pintu").text
    assert words in page
    assert "No such file" not in page
    told = office.visitor("kasi").get("/log-pintu/baris/2").text
    assert words in told
    assert "No such file" not in told
    back = Event(kind=Kind.READER_BACK, at=at(), door="server", reader="r-1")
    journal.record_all([back])
    journal.close()
    assert words not in admin.get("/kantor/pintu").text


def test_the_page_says_when_the_door_has_seen_the_change(office: Office) -> None:
    journal = opened(office.site.journal)
    journal.record_all([Event(kind=Kind.REGISTER_REVISION, at=at(), revision=7)])
    journal.close()
    admin = office.visitor("admin")
    assert "dikonfirmasi pintu" in admin.get("/kantor/pintu?revisi=7").text
    assert "menunggu pintu" in admin.get("/kantor/pintu?revisi=8").text


def test_a_schedule_is_made_from_its_week(office: Office) -> None:
    admin = office.visitor("admin")
    assert admin.post("/kantor/jadwal/baru", data={"nama": "Kosong"}).status_code == 422
    week = {"nama": "Piket", "jam.6.0.mulai": "22:00", "jam.6.0.selesai": "06:00", "libur": "ya"}
    admin.post("/kantor/jadwal/baru", data=week)
    with office.bureau.session() as session:
        made = session.query(Schedule).one()
        assert (made.name, made.weekly, made.on_holidays) == ("Piket", "6 2200-0600", True)
    assert "Sabtu 22.00-06.00" in admin.get("/kantor/jadwal").text
    assert 'value="22.00"' in admin.get(f"/kantor/jadwal/{made.id}").text


def test_a_bad_csv_is_refused_whole_with_its_rows(office: Office) -> None:
    tu = office.visitor("tu")
    where = "/kantor/kalender/cuti-bersama"
    bad = b"tanggal,nama\n2026-12-24,Cuti\n2026-13-01,Salah\n"
    answer = tu.post(
        where, data={"dasar": "SKB 1", "tahun": "2026", "berkas": (BytesIO(bad), "c.csv")}
    )
    assert answer.status_code == 422
    assert "Baris 3" in answer.text
    good = bad.replace(b"2026-13-01", b"2026-12-28")
    tu.post(where, data={"dasar": "SKB 1", "tahun": "2026", "berkas": (BytesIO(good), "c.csv")})
    assert "28 Desember 2026" in tu.get("/kantor/kalender?tahun=2026").text
    assert tu.get("/kantor/kalender?tahun=99999").status_code == 200
