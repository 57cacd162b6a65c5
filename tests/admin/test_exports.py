"""What the auditor takes away: the register, the audit, and a year's evidence."""

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from gapura import archiving
from ledger.journal import Journal
from register import audit, audit_trail, settings
from register.audit import By
from register.audit_trail import Line, Wanted
from tests.admin.office import Office
from tests.register import papers
from tests.register.offices import raw
from tests.register.papers import ROW

HAPPENED = '<p class="happened">'
FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    Journal.open(made.site.journal, boot="0" * 32, reserve=1 << 16).close()
    listed = papers.ratified(made.bureau, [{**ROW, "Keperluan": FORMULA}])
    papers.tapped(made.bureau, papers.admitted(made.bureau, listed))
    yield made
    made.bureau.store.close()


@pytest.fixture
def auditor(office: Office) -> FlaskClient:
    return office.visitor("auditor")


def table(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def acts(office: Office) -> list[str]:
    with office.bureau.store.reading() as session:
        return [line.act for line in audit_trail.lines(session, Wanted(), most=500)]


@pytest.mark.parametrize(
    ("what", "says"), [("daftar-akses", "Rudi"), ("data-pemohon", "Rudi"), ("kartu", "K-017")]
)
def test_a_table_is_taken_away_in_both_forms_and_that_is_on_record(
    office: Office, auditor: FlaskClient, what: str, says: str
) -> None:
    found = auditor.post(f"/unduh/{what}.csv")
    assert found.headers["Content-Disposition"] == f"attachment; filename={what}.csv"
    head, *rows = table(found.text)
    assert any(says in cell for row in rows for cell in row)
    assert all(len(row) == len(head) for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert ROW["NIP/No. identitas"].replace(" ", "") not in found.text.replace(" ", "")
    book = auditor.post(f"/unduh/{what}.xlsx")
    with ZipFile(BytesIO(book.data)) as archive:
        assert says in archive.read("xl/worksheets/sheet1.xml").decode()
    assert acts(office)[:2] == [f"export.{what}"] * 2


def test_a_table_is_taken_as_the_filter_has_it(auditor: FlaskClient) -> None:
    assert len(table(auditor.post("/unduh/daftar-akses.csv").text)) == 2
    none = auditor.post("/unduh/daftar-akses.csv", data={"status": "revoked"})
    assert len(table(none.text)) == 1


@pytest.mark.parametrize("path", ["/unduh/rahasia.csv", "/unduh/kartu.exe", "/unduh/..%2fx.csv"])
def test_nothing_else_is_handed_out(auditor: FlaskClient, path: str) -> None:
    assert auditor.post(path).status_code == 404


def test_the_audit_is_searched_by_act_and_by_whom(office: Office, auditor: FlaskClient) -> None:
    issued, submitted = "<strong>Kartu diterbitkan", "<strong>Daftar awal diajukan"
    page = auditor.get("/audit").text
    assert issued in page
    assert "198503122010011004" not in page
    only = auditor.get("/audit?act=first-list.").text
    assert submitted in only
    assert issued not in only
    assert submitted in auditor.get("/audit?act=first-list.submit").text
    assert submitted not in auditor.get("/audit?act=first-list.sub").text
    assert HAPPENED not in auditor.get("/audit?by=P-0000000000").text
    assert HAPPENED not in auditor.get("/audit?dari=2030-01-01").text
    assert HAPPENED in auditor.get("/audit?dari=2026-11-24&sampai=2026-11-24").text
    assert auditor.get("/audit?dari=kemarin&before=x").status_code == 200
    taken = table(auditor.post("/audit/unduh.csv", data={"act": "card."}).text)
    assert {row[4] for row in taken[1:]} == {"card.issue"}
    assert "export.audit" in acts(office)


def test_the_audit_speaks_in_words_in_both_languages(office: Office, auditor: FlaskClient) -> None:
    with office.bureau.store.session() as session:
        limits = {"step_days": {"2": 3}, "lapse": False}
        by = By(None, "P-0000000000", "cli uid 1000")
        settings.change(session, limits, by, office.bureau.now)
        what = {"month": "2026-09", "whom": ["P-9999999999"], "from": "di-kasi", "person": 1}
        audit.write(session, "log.read", By(), office.bureau.now, what)
    page = auditor.get("/audit").text
    for words in (
        "Pengaturan diubah", "langkah 2 3", "Ya → Tidak", "September 2026", "P-9999999999",
        "Menunggu verifikasi", "mesin ini (uid 1000)", "sistem",
    ):  # fmt: skip
        assert words in page
    english = auditor.get("/audit?lang=en").text
    for words in ("Settings changed", "step 2 3", "Yes → No", "this machine (uid 1000)"):
        assert words in english
    for raw_ in ("[&#39;", "{&#39;", "None", "di-kasi", "setting.change<"):
        assert raw_ not in page + english


def test_the_newest_moment_is_first_whatever_was_written_last(
    office: Office, auditor: FlaskClient
) -> None:
    with office.bureau.store.session() as session:
        last = audit.write(session, "visit.leave", By(), office.bureau.now - timedelta(days=900))
    with office.bureau.store.reading() as session:
        every = audit_trail.lines(session, Wanted(), most=500)
        moments = [line.at for line in every]
        assert moments == sorted(moments, reverse=True)
        assert every[-1].seq == last
        pages: list[Line] = []
        before = None
        while page := audit_trail.lines(session, Wanted(), before, most=3):
            pages += page
            before = page[-1].seq
        assert pages == every
    assert "Tamu dicatat keluar</strong>" in auditor.get(f"/audit?before={every[-2].seq}").text


def test_walking_the_chain_ends_in_a_verdict(office: Office, auditor: FlaskClient) -> None:
    whole = json.loads(auditor.get("/audit/periksa").text.splitlines()[-1])
    with office.bureau.store.reading() as session:
        assert whole == {"whole": audit.verify(session), "chain": audit_trail.head(session)[1]}
    connection = raw(office.bureau.store.path)
    connection.execute("DROP TRIGGER audit_fixed")
    connection.execute("UPDATE audit SET body = replace(body, 'card.issue', 'card.x')")
    connection.close()
    broken = json.loads(auditor.get("/audit/periksa").text.splitlines()[-1])
    assert broken["broken"] > 1


def held(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_years_evidence_is_one_archive_whose_index_vouches_for_it(
    office: Office, auditor: FlaskClient
) -> None:
    found = held(auditor.post("/bukti-tahunan/2026.zip").data)
    index = found.pop("00-indeks.txt").decode()
    assert len(found) >= 11
    for name, content in found.items():
        assert f"{sha256(content).hexdigest()}  {name}" in index
    with office.bureau.store.reading() as session:
        assert audit_trail.head(session)[1] in index
    assert "belum berakhir" in index
    rights = table(found["01-daftar-akses.csv"].decode())
    assert rights[0][0] == "nomor_permintaan"
    signed = table(found["03-tanda-tangan.csv"].decode())
    assert {"verify", "approve", "ratify", "issue"} <= {cell for row in signed for cell in row}
    everything = b"".join(found.values())
    assert b"198503122010011004" not in everything
    assert b"fingerprint" not in everything
    assert "export.evidence" in acts(office)


def test_another_years_archive_has_nothing_of_this_one(auditor: FlaskClient) -> None:
    found = held(auditor.post("/bukti-tahunan/2024.zip").data)
    assert len(table(found["03-tanda-tangan.csv"].decode())) == 1
    assert len(table(found["10-audit.csv"].decode())) == 1


def test_the_same_archive_comes_from_the_command_line(office: Office, tmp_path: Path) -> None:
    to = tmp_path / "bukti.zip"
    archiving.run(office.bureau.store.path, office.site.journal, 2026, to)
    assert "00-indeks.txt" in held(to.read_bytes())
    assert to.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.partly"))
