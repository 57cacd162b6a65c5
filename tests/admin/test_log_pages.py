"""Log pintu: who reads what, what is written down about it, and that every line is there once."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.events import Kind, Reason
from tests.admin.door_log import Watched
from tests.register.test_register_list import handed_over
from tests.register.test_removals import asked

SEQ = re.compile(r'data-seq="(\d+)"')
READERS = {"kasi", "kabid", "kadis", "sekretaris", "auditor"}


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    yield made
    made.close()


def lines(page: str) -> list[int]:
    """Return the lines of a page, without the blank one that the script fills in."""
    return [int(each) for each in SEQ.findall(page.partition("<template")[0])]


def test_the_doors_own_edges_can_be_left_out(door: Watched) -> None:
    door.record([door.tap("siti"), door.tap("siti")._replace(kind=Kind.DOOR_OPENED, subject=None)])
    ordered = {"what": "unlock", "by": "P-AAAAAAAAAA"}
    door.record([
        door.tap("siti")._replace(kind=kind, reader=None, subject=None, card=None, reason=None,
                                  detail=ordered)
        for kind in (Kind.ORDER_OBEYED, Kind.ORDER_ENDED)
    ])  # fmt: skip
    kasi = door.office.visitor("kasi")
    assert len(lines(kasi.get("/log-pintu").text)) == 4
    people = kasi.get("/log-pintu?hanya=orang").text
    assert len(lines(people)) == 2  # who came, and who ordered: that it ran out is nobody's act
    assert "saringan dipakai" not in people
    assert "perintah kantor kepada pintu" in people
    assert len(lines(kasi.get("/log-pintu?hanya=pintu").text)) == 4


@pytest.mark.parametrize(
    ("path", "others"),
    [
        ("/log-pintu", {"operator", "deputi"}),
        ("/log-pintu/baru", {"operator", "deputi"}),
        ("/log-pintu/peta", set()),
        ("/log-pintu/baris/1", set()),
        ("/log-pintu/orang/{siti}", set()),
    ],
)
def test_who_answers_for_the_door_reads_its_log_and_nobody_else(
    door: Watched, path: str, others: set[str]
) -> None:
    door.record([door.tap("siti")])
    address = path.format(siti=door.public_id("siti"))
    allowed = {
        name
        for name in door.bureau.people
        if door.office.visitor(name).get(address).status_code == 200
    }
    assert allowed == READERS | others


def test_pages_by_key_show_each_line_once_newest_first(door: Watched) -> None:
    door.record([door.tap("siti") for _ in range(120)])
    kasi, path, seen = door.office.visitor("kasi"), "/log-pintu", list[int]()
    while path:
        page = kasi.get(path).text
        seen += lines(page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        path = older[1].replace("&amp;", "&") if older else ""
    assert seen == list(range(120, 0, -1))


def test_the_filter_of_the_address_is_the_filter_of_the_page(door: Watched) -> None:
    night = door.bureau.now + timedelta(hours=12)
    door.record(
        [
            door.tap("siti"), door.tap("atasan"), door.tap("siti", Reason.EXPIRED),
            door.tap(None, Reason.UNKNOWN_CARD), door.tap("siti", at=night),
        ]
    )  # fmt: skip
    kasi = door.office.visitor("kasi")

    def shown(**args: str) -> list[int]:
        return lines(kasi.get("/log-pintu", query_string=args).text)

    assert shown() == [5, 4, 3, 2, 1]
    assert shown(orang=door.public_id("siti")) == [5, 3, 1]
    assert shown(hasil="ditolak") == [4, 3]
    assert shown(alasan="expired") == [3]
    assert shown(waktu="luar") == [5]
    assert shown(jam="22", jam_sampai="6") == [5]
    assert shown(hari="1", jam="10", jam_sampai="11") == [4, 3, 2, 1]
    assert shown(dari="2026-11-25") == []
    assert shown(sampai="2026-11-24", hasil="masuk") == [5, 2, 1]
    assert shown(unit="Tidak ada") == []
    assert shown(hasil="entah", dari="kemarin", jam="25", sampai="9999-12-31") == [5, 4, 3, 2, 1]


def test_a_name_is_looked_up_and_never_in_an_address(door: Watched) -> None:
    door.record([door.tap("siti")])
    kasi = door.office.visitor("kasi")
    answer = kasi.post("/log-pintu/cari", data={"nama": "siti"})
    assert (answer.status_code, answer.location) == (
        303, f"/log-pintu?orang={door.public_id('siti')}",
    )  # fmt: skip
    assert "Siti" in kasi.get(answer.location).text
    assert (
        "Tidak ada orang dengan nama itu" in kasi.post("/log-pintu/cari", data={"nama": "%"}).text
    )
    assert "Kasi" in kasi.post("/log-pintu/cari", data={"nama": "ka"}).text
    assert door.office.visitor("operator").post("/log-pintu/cari").status_code == 403
    assert all("siti" not in each.lower() for each in door.audited("log.search"))


@pytest.mark.parametrize("path", ["/log-pintu?orang={}", "/log-pintu/orang/{}"])
@pytest.mark.parametrize("whom", ["ya", "P-0000000000"])
def test_whoever_the_register_lacks_is_nobody_and_not_written_down(
    door: Watched, path: str, whom: str
) -> None:
    door.record([door.tap("siti")])
    kasi = door.office.visitor("kasi")
    assert kasi.get(path.format(whom)).status_code == 404
    assert kasi.post("/log-pintu/unduh", data={"orang": whom}).status_code == 404
    assert door.audited("log.read") == door.audited("log.export") == []


@pytest.mark.parametrize(
    "path", ["/log-pintu?orang={siti}", "/log-pintu/orang/{siti}", "/log-pintu/baris/1"]
)
def test_to_look_at_what_a_person_did_is_written_down(door: Watched, path: str) -> None:
    door.record([door.tap("siti")])
    kasi, siti = door.office.visitor("kasi"), door.public_id("siti")
    kasi.get("/log-pintu")
    assert door.audited("log.read") == []
    assert kasi.get(path.format(siti=siti)).status_code == 200
    (said,) = map(json.loads, door.audited("log.read"))
    assert said["by"] == door.public_id("kasi")
    assert said["what"]["whom"] == [siti]


def test_an_operator_reads_today_alone_and_nobodys_history(door: Watched) -> None:
    yesterday = door.bureau.now - timedelta(days=1)
    door.record([door.tap("siti", at=yesterday), door.tap("siti"), door.tap("atasan")])
    operator, siti = door.office.visitor("operator"), door.public_id("siti")
    assert lines(operator.get("/log-pintu").text) == [3, 2]
    assert lines(operator.get(f"/log-pintu?dari=2026-01-01&orang={siti}").text) == [3, 2]
    news = operator.get("/log-pintu/baru?sesudah=0").json
    assert news is not None
    assert [each["data"]["seq"] for each in news] == [2, 3]
    assert 'href="/log-pintu/baris/' not in operator.get("/log-pintu").text


def test_each_cell_of_the_week_counts_the_lines_that_it_leads_to(door: Watched) -> None:
    door.record([door.tap("siti") for _ in range(3)])
    kasi = door.office.visitor("kasi")
    page = kasi.get("/log-pintu/peta").text
    (cell,) = re.findall(r'<a href="([^"]+)" title="([^"]+)">(\d+)</a>', page)
    address, title, count = cell
    assert title.startswith("Selasa pukul 10.00")
    assert title.endswith("11.00: 3 peristiwa")
    assert count == "3"
    assert lines(kasi.get(address.replace("&amp;", "&")).text) == [3, 2, 1]


def test_a_line_leads_to_the_card_the_request_and_every_signature(door: Watched) -> None:
    card = handed_over(door.bureau)
    number = getattr(card, "id", 1)
    door.record([door.tap("siti", card=number)])
    kasi = door.office.visitor("kasi")
    assert 'href="/log-pintu/baris/1"' in kasi.get("/log-pintu").text
    page = kasi.get("/log-pintu/baris/1").text
    for who in ("Siti", "Atasan", "Kadis", "Kabid", "Kasi", "Operator", "SOP/11/406.020/2019"):
        assert who in page, who
    assert page.count("<li><strong>") >= 8
    assert "– 23 Nov 2027<" in page  # the last day  # noqa: RUF001
    assert kasi.get("/log-pintu/baris/99").status_code == 404


def test_a_line_stands_between_those_of_its_door_and_whose_they_are_was_looked_at(
    door: Watched,
) -> None:
    door.record([door.tap("siti") for _ in range(6)])
    door.record([door.tap("atasan")])
    page = door.office.visitor("kasi").get("/log-pintu/baris/6").text
    assert lines(page) == [2, 3, 4, 5, 6, 7]
    (looked,) = door.audited("log.read")
    assert door.public_id("siti") in looked
    assert door.public_id("atasan") in looked


def test_a_door_that_never_ran_says_what_to_expect(door: Watched) -> None:
    kasi = door.office.visitor("kasi")
    for path in ("/log-pintu", "/log-pintu/peta"):
        assert "begitu pengendali pintu mulai bekerja" in kasi.get(path).text
    assert kasi.get("/log-pintu/baris/1").status_code == 404
    assert kasi.get("/log-pintu/baru").json == []


def test_a_log_that_was_damaged_is_there_again_at_the_next_look(door: Watched) -> None:
    door.record([door.tap("siti") for _ in range(40)])
    kasi = door.office.visitor("kasi")
    assert len(lines(kasi.get("/log-pintu").text)) == 40
    door.office.app.extensions["log"].close()
    door.office.site.log_file.write_bytes(b"no database at all" * 1000)
    assert len(lines(kasi.get("/log-pintu").text)) == 40


def test_the_stream_tells_each_new_line_that_the_filter_wants_and_ends_with_the_session(
    door: Watched,
) -> None:
    door.record([door.tap("siti")])
    kasi = door.office.visitor("kasi")
    kasi.get("/log-pintu")
    answer = kasi.get("/log-pintu/arus?hasil=ditolak&sesudah=1", buffered=False)
    told = answer.iter_encoded()
    assert b"retry" in next(told)
    door.record([door.tap("siti"), door.tap("siti", Reason.EXPIRED)])
    door.office.app.extensions["log"].look()
    event, seq, data = next(told).decode().splitlines()[:3]
    assert (event, seq) == ("event: line", "id: 3")
    assert json.loads(data.removeprefix("data: "))["reason"] == "expired"
    door.bureau.wait(days=1)
    door.record([door.tap("siti", Reason.EXPIRED)])
    door.office.app.extensions["log"].look()
    assert next(told).startswith(b"event: gone")
    answer.close()


def test_a_line_that_was_refused_as_frozen_says_why(door: Watched) -> None:
    handed_over(door.bureau)
    asked(door.bureau)
    door.bureau.wait(minutes=1)
    door.record([door.tap("siti", Reason.FROZEN, card=1)])
    text = door.office.visitor("kasi").get("/log-pintu/baris/1").text
    assert "Alasan pembekuan: Selesai penugasan-kontrak." in text
    assert '<a href="/berkas/2">' in text.split("<dt>Alasan pembekuan</dt>")[1].split("</dd>")[0]
