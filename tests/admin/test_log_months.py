"""The pages of the monthly sign-off, and of who is inside: who reads, who signs."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.journal import Journal
from register.models import AuditLine
from tests.admin.office import Office

PAGE = "/pengesahan-log"
OCTOBER = f"{PAGE}/2026-10"
THEN = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
READERS = "server-in:server:in keluar:server:out"


def write(office: Office, at: datetime, kind: Kind, **more: object) -> None:
    wall = round(at.timestamp() * 1000)
    with closing(Journal.open(office.site.journal, boot="ab" * 16)) as journal:
        instant = Instant(wall, 0, ClockState.SYNCED)
        plain: dict[str, object] = {"door": "server"}
        journal.record(Event(kind=kind, at=instant, **(plain | more)))  # type: ignore[arg-type]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    write(office, THEN, Kind.STARTED, door=None, detail={"readers": READERS})
    write(office, THEN, Kind.GRANTED, reader="server-in", reason=Reason.GRANTED)
    write(office, THEN, Kind.DENIED, reader="server-in", reason=Reason.EXPIRED)
    return office


@pytest.mark.parametrize("who", ["kasi", "kabid", "kadis", "sekretaris", "auditor"])
def test_who_answers_for_the_door_reads_it(office: Office, who: str) -> None:
    visitor = office.visitor(who)
    listed = visitor.get(PAGE).text
    assert "Oktober 2026" in listed
    assert "Terlambat disahkan" in listed
    shown = visitor.get(OCTOBER).text
    assert "Rantai log utuh" in shown
    assert "Masa berlaku akses sudah berakhir" in shown
    assert ("Sahkan log" in shown) is (who == "kasi")


@pytest.mark.parametrize("path", [PAGE, OCTOBER, f"{OCTOBER}/rantai", "/di-dalam"])
@pytest.mark.parametrize("who", ["operator", "siti", "tu", "admin"])
def test_nobody_else_gets_in(office: Office, who: str, path: str) -> None:
    assert office.visitor(who).get(path).status_code == 403


def test_the_kasi_signs_the_kabid_countersigns_and_then_nothing_is_asked(office: Office) -> None:
    kasi, kabid = office.visitor("kasi"), office.visitor("kabid")
    assert kabid.post(OCTOBER).status_code == 403
    assert kabid.post(f"{OCTOBER}/mengetahui").status_code == 404
    assert kasi.post(OCTOBER, data={"note": "Sesuai <i>"}).status_code == 303
    assert "Menunggu Kabid" in kasi.get(PAGE).text
    assert kasi.post(f"{OCTOBER}/mengetahui").status_code == 403
    assert kabid.post(f"{OCTOBER}/mengetahui").status_code == 303
    shown = kasi.get(OCTOBER).text
    assert "Disahkan dan diketahui" in shown
    assert "Sesuai &lt;i&gt;" in shown
    assert "Sahkan log" not in shown
    assert kasi.post(OCTOBER).status_code == 422


def test_a_signature_asks_who_one_is(office: Office) -> None:
    kasi = office.visitor("kasi")
    office.bureau.wait(minutes=6)
    asked = kasi.post(OCTOBER, data={"note": ""})
    assert "Sesuai" not in asked.text
    office.bureau.wait(seconds=1)
    assert "Disahkan dan diketahui" not in kasi.get(PAGE).text
    assert "Terlambat disahkan" in kasi.get(PAGE).text


def test_a_month_that_runs_is_not_led_to_and_refused(office: Office) -> None:
    kasi = office.visitor("kasi")
    assert f"{PAGE}/2026-11" not in kasi.get(PAGE).text
    refused = kasi.get(f"{PAGE}/2026-11")
    assert (refused.status_code, "masih berjalan" in refused.text) == (422, True)
    for none in ("2026-13", "2026-09", "1900-01", "2999-01"):
        assert kasi.get(f"{PAGE}/{none}").status_code == 404
        assert kasi.post(f"{PAGE}/{none}").status_code == 404


def test_an_unsigned_month_stands_among_what_needs_attention(office: Office) -> None:
    kasi = office.visitor("kasi")
    words = "Log Oktober 2026 belum disahkan"
    assert words in kasi.get("/perlu-perhatian").text
    assert words not in office.visitor("operator").get("/perlu-perhatian").text
    kasi.post(OCTOBER)
    assert words not in kasi.get("/perlu-perhatian").text


def test_the_chain_of_a_month_is_told_as_it_is_verified(office: Office) -> None:
    assert office.visitor("kasi").get(f"{OCTOBER}/rantai").text == "3 3\n"


def test_who_is_inside_is_shown_and_that_it_was_read_is_kept(office: Office) -> None:
    kasi = office.visitor("kasi")
    now = office.bureau.now
    assert "Tidak ada orang di dalam." in kasi.get("/di-dalam").text
    came = {"reader": "server-in", "reason": Reason.GRANTED}
    with office.bureau.store.reading() as session:
        before = len(session.query(AuditLine).all())
    write(office, now - timedelta(hours=13), Kind.GRANTED, subject="P-0000000000", **came)
    page = kasi.get("/di-dalam").text
    assert "P-0000000000" in page
    assert "Lebih dari 12 jam" in page
    with office.bureau.store.reading() as session:
        lines = [line.body for line in session.query(AuditLine).all()][before:]
    assert ["inside.read" in line for line in lines] == [True]
    write(office, now, Kind.EXIT, subject="P-0000000000", reader="keluar")
    assert "Terakhir tercatat kosong" in kasi.get("/di-dalam").text


def test_where_no_reader_is_inside_the_page_says_so_and_why(tmp_path: Path) -> None:
    office = Office(tmp_path)
    kasi = office.visitor("kasi")
    assert "belum pernah menyala" in kasi.get("/di-dalam").text
    write(office, THEN, Kind.STARTED, door=None, detail={"readers": "server-in:server:in"})
    page = kasi.get("/di-dalam").text
    assert "Ruang Server tidak mempunyai pembaca di sisi dalam" in page
    assert "Tidak ada orang di dalam." not in page
