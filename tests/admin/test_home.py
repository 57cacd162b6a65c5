"""The home: each matter under its own name, the oldest first, each leading to its one act."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from register.door_log import watching
from register.models import Outgoing
from tests.admin.office import Office
from tests.admin.test_review_pages import office as reviewed
from tests.register.reviews import decided, signed
from tests.register.test_log_months import LINES, write
from tests.register.test_requests import submitted

__all__ = ["reviewed"]
LINE = re.compile(
    r'<(a|div) class="dossier"(?: href="([^"]+)")?>\s*<strong>([^<]*)</strong>'
    r'\s*<span class="quietly">([^<]*)</span>\s*<span class="act-name">([^<]*)</span>'
    r'\s*<span class="since">(.*?)</span>', re.DOTALL,
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.bureau.store.close()


def lines(office: Office, name: str) -> list[tuple[str, ...]]:
    page = office.visitor(name).get("/")
    assert page.status_code == 200
    return [each[1:] for each in LINE.findall(page.text)]


def test_a_review_stands_under_its_own_name_with_its_deadline(reviewed: Office) -> None:
    ((href, title, more, act, since),) = lines(reviewed, "kasi")
    assert (title, act) == ("Review akses", "Tanda tangani hasil review")
    assert "Review berkala" in more
    assert "lewat" not in since
    assert reviewed.visitor("kasi").get(href).status_code == 200
    reviewed.bureau.wait(days=31)
    assert re.search(r"lewat \d+ hari", lines(reviewed, "kasi")[0][-1])
    number = int(href.rpartition("/")[2])
    for name in ("siti", "dina", "eko"):
        decided(reviewed.bureau, number, name, "tetap")
    signed(reviewed.bureau, number)
    ((_, title, _, act, _),) = lines(reviewed, "kabid")
    assert (title, act) == ("Review akses", "Mengetahui dan mengesahkan")
    assert lines(reviewed, "kasi") == []


def test_what_waits_longest_stands_first_and_leads_where_it_is_done(
    office: Office, tmp_path: Path
) -> None:
    bureau = office.bureau
    write(tmp_path / "journal.db", LINES[0], LINES[5])  # September, and a door forced in October
    watching.catch_up(bureau.store, tmp_path / "journal.db", bureau.now)
    submitted(bureau)
    found = lines(office, "kasi")
    assert [line[1] for line in found] == ["Log pintu September 2026", "Temuan di pintu"]
    assert re.search(r"lewat \d+ hari", found[0][-1])
    for href, *_ in found:
        assert office.visitor("kasi").get(href).status_code == 200


def test_the_administrator_is_told_what_stands_still(office: Office) -> None:
    bureau = office.bureau
    long_ago = bureau.now - timedelta(days=2)
    with bureau.session() as session:
        session.add(Outgoing(channel="email", template="waits", fields={}, created_at=long_ago,
                             due_at=long_ago))  # fmt: skip
    found = lines(office, "admin")
    assert [line[1] for line in found] == ["Pengirim pesan tidak berjalan",
                                           "Kop naskah belum lengkap"]  # fmt: skip
    assert found[1][2] == "Belum diisi: alamat, tempat"
    for href, *_ in found:
        assert office.visitor("admin").get(href).status_code == 200


def test_an_auditor_is_told_that_nothing_waits_for_one_who_decides_nothing(office: Office) -> None:
    submitted(office.bureau)
    page = office.visitor("auditor").get("/")
    assert "Auditor membaca dan tidak memutuskan" in page.text
    assert lines(office, "auditor") == []


def test_ones_own_request_on_its_way_waits_for_somebody_else(office: Office) -> None:
    submitted(office.bureau)
    assert lines(office, "siti") == []
    assert lines(office, "atasan")[0][1] == "Siti"
