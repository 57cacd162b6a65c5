"""Form 1 on its page: what is complained of is there, and no other page's draft is written over."""

import re
from pathlib import Path
from typing import Final

import pytest
from flask.testing import FlaskClient

from register.models import Dossier
from tests.admin import applying
from tests.admin.office import Office

NIGHT: Final = {"jam": "00.00-24.00"}
SATURDAY: Final = {"hari": ["1", "6"]}
VISIT: Final = {
    "jenis_akses": "kunjungan",
    "mulai": "2026-11-25",
    "sampai": "2026-11-25",
    "jam": "08.00-15.00",
}
ALONE: Final = {**VISIT, "didampingi": "tidak"}
SOMEBODYS: Final = {"no_id": applying.nip(1)}
NOTHING: Final = {"nama": ""}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    applying.named(made.bureau)
    return made


def needed(text: str) -> set[str]:
    found = re.search(r'data-needed="([^"]*)"', text)
    return set() if found is None else set(found[1].split())


def shown(text: str) -> set[str]:
    """Return the fields that a page with its script shows, of those it has."""
    asked = set(re.findall(r'data-asked="([^"]*)"', text))
    return set(re.findall(r'id="f-([^"]*)"', text)) - (asked - needed(text))


def complained(text: str) -> set[str]:
    return set(re.findall(r'<li><a href="#f-([^"]*)"', text))


def starred(text: str, field: str) -> bool:
    """Whether the star beside a field that is asked in some cases only is shown."""
    star = re.search(rf'data-asked="{field}">.*?<span class="must"([^>]*)>', text, re.DOTALL)
    return star is not None and "hidden" not in star[1]


def drafted(office: Office, kind: str = "baru") -> tuple[FlaskClient, str]:
    browser = office.visitor("siti")
    number = applying.begun(browser, kind)
    assert number is not None
    return browser, f"/permintaan/{number}"


def answered(office: Office, **changes: object) -> dict[str, object]:
    return {**applying.answered(office.bureau, "siti", "atasan"), **changes}


def test_whatever_a_refused_form_is_told_of_is_shown_and_its_link_leads_there(
    office: Office,
) -> None:
    for kind in ("baru", "kunjungan", "kartu-hilang"):
        browser, page = drafted(office, kind)
        for changed in (NIGHT, SATURDAY, ALONE, VISIT, SOMEBODYS, NOTHING):
            given = changed if changed is NOTHING else answered(office, **changed)
            refused = browser.post(page, data=given)
            assert refused.status_code == 422
            assert complained(refused.text)
            assert complained(refused.text) <= shown(refused.text), (kind, changed)


def test_it_is_asked_while_the_form_is_written_and_when_the_draft_is_opened_again(
    office: Office,
) -> None:
    for changed, field in (
        (NIGHT, "alasan_jam"), (SATURDAY, "alasan_jam"), (SOMEBODYS, "no_id_alasan"),
        (ALONE, "pendamping"), (VISIT, "pendamping"),
    ):  # fmt: skip
        browser, page = drafted(office)
        assert field not in needed(browser.get(page).text)
        said = browser.post(f"{page}/simpan", data=answered(office, **changed)).json
        assert said is not None
        assert field in said["needed"]
        assert field in needed(browser.get(page).text)
        assert field in complained(browser.post(page, data=answered(office, **changed)).text)


def test_hours_outside_the_offices_can_be_asked_for_with_their_reason(office: Office) -> None:
    browser, page = drafted(office)
    given = answered(office, **NIGHT, alasan_jam="Pencadangan malam.")
    assert browser.post(page, data=given).status_code == 303


def test_a_star_stands_beside_what_is_asked_only_now(office: Office) -> None:
    browser, page = drafted(office)
    usual = browser.post(page, data=answered(office, nama="")).text
    visit = browser.post(page, data=answered(office, **VISIT)).text
    assert [starred(usual, each) for each in ("didampingi", "personel")] == [True, False]
    assert [starred(visit, each) for each in ("pendamping", "personel")] == [True, True]


def version(text: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', text)
    assert found is not None
    return found[1]


def stored(office: Office, page: str) -> dict[str, object]:
    with office.bureau.store.reading() as session:
        return dict(session.get_one(Dossier, int(page.rpartition("/")[2])).answers)


def test_an_older_page_neither_saves_nor_submits_over_a_newer_draft(office: Office) -> None:
    browser, page = drafted(office)
    old = version(browser.get(page).text)
    newer = answered(office, keperluan="Mengganti baterai UPS.", version=old)
    assert browser.post(f"{page}/simpan", data=newer).status_code == 200
    older = answered(office, keperluan="Memeriksa pendingin udara.", version=old)
    assert browser.post(f"{page}/simpan", data=older).status_code == 409
    refused = browser.post(page, data=older)
    assert (refused.status_code, stored(office, page)["keperluan"]) == (
        409, "Mengganti baterai UPS.",
    )  # fmt: skip
    assert "Memeriksa pendingin udara." in refused.text  # nothing he wrote is lost
    assert "sudah diubah di halaman lain" in refused.text
    knowing = {**older, "version": version(refused.text)}
    assert browser.post(page, data=knowing).status_code == 303
    assert stored(office, page)["keperluan"] == "Memeriksa pendingin udara."


def test_a_page_that_saves_as_it_is_written_stays_its_own_newest(office: Office) -> None:
    browser, page = drafted(office)
    seen = version(browser.get(page).text)
    for words in ("Mengganti baterai UPS.", "Mengganti baterai UPS dan kipas."):
        given = answered(office, keperluan=words, version=seen)
        said = browser.post(f"{page}/simpan", data=given).json
        assert said is not None
        assert browser.post(f"{page}/simpan", data=given).status_code == 200  # the same, again
        seen = said["version"]
    assert browser.post(page, data={**given, "version": seen}).status_code == 303
