"""Orders given on the office's page, as the real daemon obeys them; the pin is asserted."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from register import settings
from tests.admin.office import Office
from tests.scenarios.site import Site

PAGE = "/perintah-pintu"


class Manned(Office):
    """An office and its door, on one clock."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, demo=True)
        self.door = Site(folder)

    def orders(self, who: str, kind: str, **more: str) -> str:
        """Let somebody order on the page, and the door look; return the page he comes to."""
        form = {"perintah": kind, "alasan": "teknisi AC di lobi", **more}
        return self.posts(who, "", form)

    def posts(self, who: str, path: str, form: dict[str, str] | None = None) -> str:
        browser = self.visitor(who)
        answer = browser.post(f"{PAGE}{path}", data=form or {})
        self.waits()
        return browser.get(answer.headers["Location"]).text if answer.location else answer.text

    def waits(self, seconds: float = 0.1) -> None:
        self.door.wait(seconds=seconds)
        self.bureau.now += timedelta(seconds=seconds)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Manned]:
    made = Manned(tmp_path)
    yield made
    made.door.close()
    made.bureau.store.close()


def test_the_kasi_unlocks_the_door_once_and_reads_that_it_did(office: Manned) -> None:
    page = office.orders("kasi", "unlock", pintu="server")
    assert office.door.unlocked()
    assert "Perintah dijalankan" in page
    assert "teknisi AC di lobi" in page
    number = re.findall(r"perintah=(\d+)", office.visitor("kasi").post(PAGE, data={
        "perintah": "unlock", "alasan": "lagi", "pintu": "server"}).location)[0]  # fmt: skip
    asked = f"{PAGE}/{number}/jawaban"
    assert office.visitor("kasi").get(asked).json == {"confirmed": False}
    office.waits()
    assert office.visitor("kasi").get(asked).json == {"confirmed": True}
    office.waits(30)
    assert not office.door.unlocked()


def test_the_operator_shuts_the_door_and_an_official_opens_it_again(office: Manned) -> None:
    assert "semua pintu" in office.orders("operator", "lockdown")
    assert "Pintu ditutup untuk semua orang" in office.visitor("kasi").get("/").text
    refused = office.orders("kasi", "unlock", pintu="server")
    assert "Pintu Ruang Server sedang ditutup untuk semua orang" in refused
    assert not office.door.unlocked()
    (number,) = re.findall(rf"{PAGE}/(\d+)/akhiri", refused)
    assert f"{PAGE}/{number}/akhiri" not in office.visitor("operator").get(PAGE).text
    assert "bukan wewenang Anda" in office.posts("operator", f"/{number}/akhiri")
    assert "/akhiri" not in office.posts("kabid", f"/{number}/akhiri")
    office.orders("kabid", "unlock", pintu="server")
    assert office.door.unlocked()


def test_a_door_is_held_until_its_end_by_the_offices_clock(office: Manned) -> None:
    end = (office.bureau.now + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")  # in 1 h at Jakarta
    assert "Kunci kembali sekarang" in office.orders("kasi", "hold", pintu="server", sampai=end)
    office.waits(55 * 60)
    assert office.door.unlocked()
    office.waits(6 * 60)
    assert not office.door.unlocked()
    for wrong in ("", "besok"):
        said = office.orders("kasi", "hold", pintu="server", sampai=wrong)
        assert "waktu berakhirnya belum diisi" in said


def test_what_the_door_refuses_does_not_stand_on_the_page(office: Manned) -> None:
    office.orders("kasi", "lockdown")
    end = (office.bureau.now + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")
    page = office.orders("kasi", "hold", pintu="server", sampai=end)
    assert "sedang ditutup untuk semua orang" in page
    assert "Kunci kembali sekarang" not in page


def test_the_second_person_reads_until_when_and_the_log_names_both(office: Manned) -> None:
    with office.bureau.session() as session:
        settings.change(session, {"unlock_two": True}, office.bureau.by("admin"), office.bureau.now)
    assert "Usulkan kepada orang kedua" in office.visitor("kasi").get(PAGE).text
    end = office.bureau.now + timedelta(hours=8)
    page = office.orders("kasi", "hold", pintu="server", sampai=end.strftime("%Y-%m-%dT%H:%M"))
    assert not office.door.unlocked()
    assert f"{end:%H.%M}" in office.visitor("kabid").get(PAGE).text
    (number,) = re.findall(rf"{PAGE}/usul/(\d+)/tolak", page)
    office.door.said()
    assert "disetujui Kabid" in office.posts("kabid", f"/usul/{number}/setujui")
    assert office.door.unlocked()
    (obeyed,) = [each for each in office.door.said() if each.kind == "order-obeyed"]
    line = office.visitor("kadis").get(f"/log-pintu/baris/{obeyed.seq}").text
    assert "Disetujui orang kedua" in line
    assert "tahan terbuka." in line


def test_the_clock_mark_is_reset_when_a_second_person_confirms(office: Manned) -> None:
    page = office.orders("kasi", "reset-clock-mark")
    assert "Tarik usul ini" in page
    assert "Setujui dan jalankan" not in page
    assert "Menunggu orang kedua: 1" in office.visitor("kabid").get("/").text
    (number,) = re.findall(rf"{PAGE}/usul/(\d+)/tolak", page)
    office.door.said()
    assert "Perintah dijalankan" in office.posts("kabid", f"/usul/{number}/setujui")
    assert "clock-mark-reset" in office.door.kinds()


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"perintah": "unlock", "pintu": "server", "alasan": " "}, "alasannya belum diisi"),
        ({"perintah": "unlock", "pintu": "gudang"}, "tidak ada pintu"),
        ({"perintah": "unlock", "pintu": "server", "alasan": "x" * 301}, "terlalu panjang"),
        ({"perintah": "locate", "pembaca": ""}, "pembacanya belum diisi"),
        ({"perintah": "prune"}, "bukan wewenang Anda"),
        ({"perintah": "meledak"}, "tidak dapat dilayani"),
    ],
)
def test_what_cannot_be_ordered_is_said_and_nothing_moves(
    office: Manned, form: dict[str, str], why: str
) -> None:
    assert why in office.orders("kasi", form.pop("perintah"), **form)
    assert not office.door.unlocked()
    assert "Belum pernah ada perintah" in office.visitor("kasi").get(PAGE).text


def test_a_reader_is_found_by_its_light(office: Manned) -> None:
    assert "Perintah dijalankan" in office.orders("kasi", "locate", pembaca="in")
