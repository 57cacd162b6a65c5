"""Stories of cards that stop opening, and of how they come back: in Chromium, at the real door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from register.models import Cardholder
from tests.register.reviews import holder
from tests.scenarios.house import BLANK, House, house

pytestmark = [
    pytest.mark.browser,
    # werkzeug's own server leaves a static file to the collector where a browser hangs up on it
    pytest.mark.filterwarnings("ignore:.*static.*:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file.*static:ResourceWarning"),
]
NEW = "em4100:0A00BEEF42"


@pytest.fixture
def home(tmp_path: Path, chromium: Browser) -> Iterator[House]:
    with house(tmp_path, chromium) as made:
        made.carries(BLANK)
        yield made


def test_a_lost_card_is_shut_at_once_and_opens_again_when_two_have_let_it(home: House) -> None:
    assert home.at_the_door(BLANK) == (["granted"], True)
    siti = home.person("siti")
    siti.goes("/kartu/1/catat/hilang")
    siti.fills({"alasan": "Terakhir terlihat di ruang rapat."})
    siti.does("Laporkan hilang")
    assert home.at_the_door(BLANK) == (["lost"], False)

    siti.goes("/kartu/1")
    siti.fills({"alasan": "Ada di laci meja."})
    siti.does("Minta kartu dibuka")
    number = siti.number()
    kasi = home.person("kasi")
    kasi.verifies(number)
    assert home.at_the_door(BLANK) == (["lost"], False)
    operator = home.person("operator")
    operator.goes(f"/kartu/terbitkan/{number}")
    operator.does("Terbitkan")
    assert home.at_the_door(BLANK) == (["granted"], True)


def test_a_lost_card_is_replaced_and_never_opens_again(home: House) -> None:
    siti = home.person("siti")
    number = siti.asks("Penggantian kartu hilang")
    assert home.at_the_door(BLANK) == (["lost"], False)
    home.person("kasi").verifies(number)
    home.person("operator").issues(number, NEW, "0043")
    assert home.at_the_door(NEW) == (["not-handed-over"], False)
    siti.goes(f"/berkas/{number}")
    siti.does("Tanda tangani penerimaan kartu")
    assert home.at_the_door(NEW) == (["granted"], True)
    assert home.at_the_door(BLANK)[1] is False


def test_a_right_that_nobody_reviewed_lapses_by_itself_at_the_deadline(home: House) -> None:
    for name in ("fani", "gita"):  # two whom a lapse must leave at the door
        holder(home.bureau, name)
        with home.bureau.session() as session:
            session.get_one(Cardholder, home.bureau.people[name]).keyholder = True
    home.time_comes(days=95)
    assert home.time_comes(days=24).warned > 0
    kasi = home.person("kasi")
    kasi.goes("/pemberitahuan/")
    expect(kasi.tab.locator("main")).to_contain_text("baris belum diputuskan")
    assert home.at_the_door(BLANK) == (["granted"], True)
    assert home.time_comes(days=7).lapsed == 1
    assert home.at_the_door(BLANK) == (["frozen"], False)
    kasi.comes_again()
    kasi.goes("/daftar-akses")
    expect(kasi.tab.locator("tbody", has_text="Siti")).to_contain_text("Dibekukan")
