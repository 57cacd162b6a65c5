"""Day one: what a paper list may say, and that its signatures are its only door."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.access import CardState
from register import cards, tables
from register.day_one import first_list
from register.day_one.first_cells import ColumnsRefused
from register.day_one.first_list import ListRefused
from register.errors import CardRefused, Refusal, SeparationOfDuties, StepNotAllowed
from register.models import Card, Dossier, Grant
from register.tables import TableRefused
from register.workflow import State
from tests.register import papers
from tests.register.bureau import AT, Bureau
from tests.register.offices import raw
from tests.register.papers import RATIFIES, ROW, VENDOR, sheet


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path / "register.db")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_is_read_however_the_offices_spreadsheet_wrote_it(
    bureau: Bureau, delimiter: str, encoding: str
) -> None:
    row = {**ROW, "Nama": "Renée Sulistyo, S.T."}
    (found,) = papers.read(bureau, sheet([row], delimiter).encode(encoding))
    assert found.faults == ()
    assert found.values["nama"] == "Renée Sulistyo, S.T."
    assert found.values["sampai"] == "2027-12-31"
    assert found.values["hari"] == ("1", "2", "3", "4", "5")
    assert found.values["pintu"] == ("server",)
    assert found.values["golongan"] == "III/c"


def test_a_row_without_a_fault_needs_no_column_that_the_register_works_out(bureau: Bureau) -> None:
    rows = [{**ROW, "No urut": "1", "UID": "••••1234", "Status": "aktif", "Paraf Kasi": "v"}]
    assert [each.faults for each in papers.read(bureau, sheet(rows))] == [()]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("Nama", "", "Nama wajib diisi"),
        ("NIP/No. identitas", "19640491986031006", "17"),
        ("NIP/No. identitas", "1,98503E+17", "Excel"),
        ("Berlaku sampai", "31/13/2026", "bukan tanggal"),
        ("Berlaku sampai", "01/01/2026", "sudah lewat"),
        ("Berlaku mulai", "01/12/2026", "belum tiba"),
        ("Pintu", "Gudang", "Ruang Server"),
        ("Hari/jam", "Senin-Jumat", "tidak terbaca"),
        ("Hari/jam", "Sabbath 07.30-16.00", "Senin"),
        ("Pangkat/Gol.", "-", "wajib diisi"),
        ("Jenis akses", "Selamanya", "Tetap"),
        ("Kategori", "Tamu", "ASN Diskominfo"),
    ],
)
def test_each_fault_names_its_row_its_column_and_what_is_wanted(
    bureau: Bureau, column: str, value: str, said: str
) -> None:
    _, found = papers.read(bureau, sheet([{**VENDOR, "Nama pendamping": "Sri Astuti"},
                                          {**ROW, column: value}]))  # fmt: skip
    assert {fault.row for fault in found.faults} == {3}
    told = [fault.id for fault in found.faults if fault.column == column]
    assert any(said in words for words in told), found.faults


def test_the_same_person_twice_is_told_by_both_rows(bureau: Bureau) -> None:
    _, second = papers.read(bureau, sheet([ROW, {**ROW, "Nomor kartu": "K-2"}]))
    assert [fault.id for fault in second.faults] == ["Sama dengan baris 2; hapus salah satunya."]


def test_who_signs_the_list_is_not_in_it(bureau: Bureau) -> None:
    papers.has_nip(bureau, "kabid", "198503122010011004")
    (found,) = papers.read(bureau, sheet([ROW]))
    assert "menandatangani daftar awal" in found.faults[0].id


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"PK\x03\x04excel", "bukan CSV"),
        (b"%PDF-1.4", "bukan CSV"),
        (b"Nama\0;x\n", "biner"),
        (b"\n" * 3, "kosong"),
        (b"a" * (tables.MOST_BYTES + 1), "paling besar"),
        (b"Nama\n" + b"x\n" * (tables.MOST_ROWS + 1), "lebih dari"),
    ],
)
def test_what_is_no_table_says_so(content: bytes, said: str) -> None:
    with pytest.raises(TableRefused) as refusal:
        tables.read(content)
    assert said in refusal.value.id


def test_columns_that_are_missing_or_unknown_are_named(bureau: Bureau) -> None:
    with pytest.raises(ColumnsRefused) as refusal:
        papers.read(bureau, "Nama;Sandi\nRudi;x")
    assert "Jabatan" in refusal.value.id
    assert "Sandi" in refusal.value.id


def test_a_dry_run_writes_nothing(bureau: Bureau) -> None:
    before = bureau.store.path.read_bytes()
    papers.read(bureau, sheet([ROW, VENDOR]))
    assert bureau.store.path.read_bytes() == before


@pytest.mark.parametrize(("rows", "scans"), [([], 1), ([{**ROW, "Nama": ""}], 1), ([ROW], 0)])
def test_a_list_is_submitted_whole_or_not_at_all(
    bureau: Bureau, rows: list[dict[str, str]], scans: int
) -> None:
    found = papers.read(bureau, sheet(rows)) if rows else []
    with bureau.session() as session, pytest.raises(ListRefused):
        first_list.submit(
            session, found, [("a.pdf", papers.PDF)] * scans, None, bureau.signs("operator"),
            bureau.by("operator"), bureau.now,
        )  # fmt: skip


def test_a_row_becomes_a_card_that_lapses_after_sixty_days(bureau: Bureau) -> None:
    listed = papers.ratified(bureau)
    sealed = bureau.now
    bureau.wait(days=3)
    number = papers.admitted(bureau, listed)
    card = papers.tapped(bureau, number)
    with bureau.session() as session:
        found = session.get_one(Card, card)
        assert found.state is CardState.NOT_HANDED_OVER
        assert found.grant.valid_until == sealed + timedelta(days=60)
        assert "baris 2" in found.grant.request_number
        dossier = session.get_one(Dossier, number)
        holder = bureau.signs("operator")
        holder = type(holder)(person=dossier.applicant_id)
        cards.hand_over(session, dossier, holder, bureau.by("operator"), bureau.now)
        assert cards.live(session, dossier.applicant_id) is found
        assert dossier.state is State.IN_USE
    with bureau.store.reading() as session:
        assert session.get_one(Card, card).state is CardState.ACTIVE


def test_an_escort_of_the_list_itself_is_taken_first(bureau: Bureau) -> None:
    listed = papers.ratified(bureau)
    vendor = papers.admitted(bureau, listed, place=1)
    with pytest.raises(CardRefused, match="row 2"):
        papers.tapped(bureau, vendor)
    papers.tapped(bureau, papers.admitted(bureau, listed, place=0))
    card = papers.tapped(bureau, vendor, card="77B1")
    with bureau.store.reading() as session:
        escort = session.get_one(Card, card).grant.escort
        assert escort is not None
        assert escort.name == ROW["Nama"]


@pytest.mark.parametrize("signatures", range(3))
def test_nothing_is_taken_from_a_list_that_lacks_a_signature(
    bureau: Bureau, signatures: int
) -> None:
    listed = papers.submitted(bureau)
    papers.signed(bureau, listed, *RATIFIES[:signatures])
    with pytest.raises(CardRefused, match="not ratified"):
        papers.admitted(bureau, listed)


def test_a_row_is_taken_once_and_within_the_term(bureau: Bureau) -> None:
    listed = papers.ratified(bureau)
    papers.admitted(bureau, listed)
    with pytest.raises(CardRefused, match="taken already"):
        papers.admitted(bureau, listed)
    bureau.wait(days=60)
    with pytest.raises(CardRefused, match="60 days"):
        papers.admitted(bureau, listed, place=1)


def test_the_rows_own_person_does_not_take_it(bureau: Bureau) -> None:
    papers.has_nip(bureau, "operator", "198503122010011004")
    listed = papers.ratified(bureau)
    with pytest.raises(SeparationOfDuties):
        papers.admitted(bureau, listed)
    papers.tapped(bureau, papers.admitted(bureau, listed, by="deputi"), by="deputi")


def test_the_list_is_signed_by_three_who_did_not_write_it(bureau: Bureau) -> None:
    listed = papers.submitted(bureau)
    for who in ("operator", "kabid", "kadis", "auditor", "tu"):
        with pytest.raises(Refusal):
            papers.signed(bureau, listed, (who, "verify"))
    papers.signed(bureau, listed, RATIFIES[0])
    for who in ("kasi", "operator", "kadis"):
        with pytest.raises(StepNotAllowed):
            papers.signed(bureau, listed, (who, "approve"))


def test_a_list_that_was_sent_back_is_written_anew_under_its_number(bureau: Bureau) -> None:
    listed = papers.submitted(bureau)
    papers.signed(bureau, listed, ("kasi", "return"))
    found = papers.read(bureau, sheet([ROW]))
    with bureau.session() as session:
        dossier = session.get_one(Dossier, listed)
        before = dossier.number, dossier.answers["isi"]
        first_list.submit(
            session, found, [("baru.pdf", papers.PDF)], dossier, bureau.signs("operator"),
            bureau.by("operator"), bureau.now,
        )  # fmt: skip
        assert first_list.counted(session, dossier) == (1, 0)
        assert dossier.number == before[0]
        assert dossier.answers["isi"] != before[1]


ATTACKS = (
    "UPDATE first_row SET allowed = '{}'",
    'UPDATE first_row SET answers = \'{"nama":"Hantu"}\'',
    "UPDATE first_row SET person_id = 1, admitted_id = 1 WHERE admitted_id IS NOT NULL",
    "DELETE FROM first_row",
    (
        "INSERT INTO first_row (dossier_id, number, answers, allowed)"
        " SELECT dossier_id, 99, answers, allowed FROM first_row LIMIT 1"
    ),
    "UPDATE access_grant SET valid_until = valid_until + 1",
)


@pytest.mark.parametrize("statement", ATTACKS)
def test_the_file_refuses_what_the_services_never_ask(bureau: Bureau, statement: str) -> None:
    listed = papers.ratified(bureau)
    papers.tapped(bureau, papers.admitted(bureau, listed))
    connection = raw(bureau.store.path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()


def admitting(path: Path, person: int, dossier: int, at: int) -> None:
    """Take a row by raw SQL, as the admin app's own user could."""
    connection = raw(path)
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO dossier (id, procedure, kind, way, state, code, applicant_id, sop_version,"
        " approved, opened_at, changed_at) SELECT ?, 'permintaan', 'data-awal',"
        " 'data-awal:-:kabid:kasi', 'draf', 'AAAAAAAAAAAA', ?, '1', allowed, ?, ?"
        " FROM first_row LIMIT 1",
        (dossier, person, at, at),
    )
    connection.execute(
        "UPDATE first_row SET person_id = ?, admitted_id = ? WHERE number = 2", (person, dossier)
    )
    try:
        connection.execute(
            "INSERT INTO step (dossier_id, number, act, before, after, role, person_id, method,"
            " at, digest, chain) VALUES (?, 'D5', 'admit', 'draf', 'di-operator', 'operator',"
            " (SELECT person_id FROM tenure WHERE role = 'operator' LIMIT 1), 'sesi', ?, ?, ?)",
            (dossier, at, "0" * 64, "0" * 64),
        )
    finally:
        connection.close()


def test_raw_sql_takes_no_row_of_a_list_that_is_not_ratified_nor_for_another(
    bureau: Bureau,
) -> None:
    listed = papers.submitted(bureau)
    ghost = bureau.people["siti"]
    papers.signed(bureau, listed, *RATIFIES[:2])
    bureau.wait(hours=1)
    now = int(bureau.now.timestamp() * 1000)
    for before_the_last_signature in (True, False):
        if not before_the_last_signature:
            papers.signed(bureau, listed, RATIFIES[2])
            now = int(bureau.now.timestamp() * 1000)
        with pytest.raises(sqlite3.IntegrityError, match="ratified first list"):
            admitting(bureau.store.path, ghost, 900, now)


def test_a_grant_of_a_first_list_is_never_longer_by_raw_sql(bureau: Bureau) -> None:
    listed = papers.ratified(bureau)
    number = papers.admitted(bureau, listed)
    connection = raw(bureau.store.path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO access_grant (cardholder_id, kind, valid_from, valid_until,"
            " request_number, sop_version, granted_at, dossier_id) SELECT applicant_id, 'tetap',"
            " 1, 9999999999999, '1', '1', 1, id FROM dossier WHERE id = ?",
            (number,),
        )
    connection.close()
    with bureau.store.reading() as session:
        assert session.query(Grant).count() == 0
    assert bureau.now > AT
