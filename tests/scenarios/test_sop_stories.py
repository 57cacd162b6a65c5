"""The SOP's stories in real Chromium, each official with his own factor, and the door's own pin."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from register.workflow import Role
from tests.scenarios.house import BLANK, House, house

pytestmark = [
    pytest.mark.browser,
    # werkzeug's own server leaves a static file to the collector where a browser hangs up on it
    pytest.mark.filterwarnings("ignore:.*static.*:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file.*static:ResourceWarning"),
]


@pytest.fixture
def home(tmp_path: Path, chromium: Browser) -> Iterator[House]:
    with house(tmp_path, chromium) as made:
        yield made


def test_from_the_form_to_the_open_door_each_with_his_own_factor(home: House) -> None:
    number = home.person("siti").asks()
    for who, act in (
        ("atasan", "Setujui dan teruskan ke Kadis"),
        ("kadis", "Disposisikan kepada Kabid"),
        ("kabid", "Teruskan kepada Kasi"),
    ):
        official = home.person(who)
        official.goes(f"/berkas/{number}")
        official.does(act)
    home.person("kasi").verifies(number)
    kabid = home.person("kabid")
    kabid.goes(f"/berkas/{number}")
    kabid.does("Setujui hak akses")
    home.person("operator").issues(number)
    home.door.said()
    home.door.tap(BLANK)
    assert home.door.reasons() == ["not-handed-over"]
    assert not home.door.unlocked()

    siti = home.person("siti")
    siti.goes(f"/berkas/{number}")
    siti.does("Tanda tangani penerimaan kartu")
    home.wait(seconds=1)
    home.door.said()
    home.door.tap(BLANK)
    assert home.door.reasons() == ["granted"]
    assert home.door.unlocked()
    expect(siti.tab.locator(".state").first).to_have_text("Digunakan")


def test_what_the_kasi_rejects_is_over_and_the_pemohon_reads_why(home: House) -> None:
    number = home.brought_to_the_kasi()
    kasi = home.person("kasi")
    kasi.goes(f"/berkas/{number}")
    kasi.gives_reason("Tolak permintaan", "Sudah tercakup dalam jadwal bulanan.")
    for who in ("siti", "kadis"):
        reader = home.person(who)
        reader.goes(f"/berkas/{number}")
        expect(reader.tab.locator("main")).to_contain_text("Sudah tercakup dalam jadwal bulanan.")
        assert reader.tab.locator(".acts button").count() == 0


def test_what_is_sent_back_is_mended_and_goes_the_whole_way_again(home: House) -> None:
    number = home.brought_to_the_kasi()
    kasi = home.person("kasi")
    kasi.goes(f"/berkas/{number}")
    kasi.gives_reason("Kembalikan untuk diperbaiki", "Sebutkan raknya.")
    siti = home.person("siti")
    siti.goes(f"/permintaan/{number}")
    siti.fills({"keperluan": "Pemeliharaan perangkat enkripsi di rak B unit 12"})
    siti.does("Tanda tangani dan ajukan")
    atasan = home.person("atasan")
    atasan.goes(f"/berkas/{number}")
    expect(atasan.tab.locator("main")).to_contain_text("rak B unit 12")
    atasan.does("Setujui dan teruskan ke Kadis")
    assert atasan.tab.locator(".acts button").count() == 0


def test_what_the_pemohon_withdraws_nobody_can_sign_any_more(home: House) -> None:
    number = home.brought_to_the_kasi()
    siti = home.person("siti")
    siti.goes(f"/berkas/{number}")
    siti.gives_reason("Batalkan permintaan", "Tugas dibatalkan.")
    kasi = home.person("kasi")
    kasi.goes(f"/berkas/{number}")
    assert kasi.tab.locator(".acts a, .acts button").count() == 0


def test_a_plt_signs_while_his_surat_perintah_lasts_and_not_a_day_longer(home: House) -> None:
    number = home.brought_to_the_kasi()
    home.stands_in("deputi", Role.KASI, days=3)
    home.person("deputi").verifies(number)
    kabid = home.person("kabid")
    kabid.goes(f"/berkas/{number}")
    expect(kabid.tab.locator("main")).to_contain_text("Plt.")

    other = home.brought_to_the_kasi()
    home.bureau.now += timedelta(days=4)
    deputi = home.person("deputi")
    deputi.comes_again()
    deputi.goes(f"/permintaan/{other}/verifikasi")
    expect(deputi.tab.locator("h1")).to_have_text("Tidak ditemukan")
