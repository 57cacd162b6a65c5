"""Holidays computed and imported, whole or not at all."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.allowlist import Allowlist
from register import store
from register.calendars import Taken, collective_leave, national
from register.errors import CalendarRefused
from register.models import Holiday, HolidayKind
from tests.register.offices import empty

DECREE = "date,name\n2026-03-20,Cuti Bersama Idul Fitri\n2026-12-24,Cuti Bersama Natal\n"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[store.Store]:
    with store.Store(empty(tmp_path)) as register:
        yield register


@pytest.fixture
def session(register: store.Store) -> Iterator[Session]:
    with register.session() as session:
        yield session


def take(session: Session, text: str, *, language: str = "id", dry_run: bool = False) -> Taken:
    return collective_leave(session, text, source="SKB 2026", language=language, dry_run=dry_run)


def dates(session: Session, kind: HolidayKind) -> set[str]:
    return set(session.scalars(select(Holiday.date).where(Holiday.kind == kind)))


def test_the_national_holidays_of_a_year_are_known(session: Session) -> None:
    assert national(session, 2026).added >= 15
    assert {"2026-01-01", "2026-05-01", "2026-06-01", "2026-08-17", "2026-12-25"} <= dates(
        session, HolidayKind.NATIONAL
    )
    independence = session.scalars(select(Holiday).where(Holiday.date == "2026-08-17")).one()
    assert independence.name_id == "Hari Kemerdekaan Republik Indonesia"
    assert independence.name_en == "Independence Day"
    assert independence.source.startswith("holidays ")


def test_the_same_year_again_changes_nothing_not_even_the_revision(tmp_path: Path) -> None:
    path = empty(tmp_path)
    with store.Store(path) as register, closing(Allowlist(path)) as allowlist:
        with register.session() as session:
            first = national(session, 2026)
        before = allowlist.revision()
        with register.session() as session:
            assert national(session, 2026) == Taken(0, 0, 0, first.added)
        assert allowlist.revision() == before


def test_an_estimate_that_moved_is_moved_and_other_years_stay(session: Session) -> None:
    national(session, 2025)
    other = dates(session, HolidayKind.NATIONAL)
    national(session, 2026)
    feast = session.scalars(select(Holiday).where(Holiday.date == "2026-08-17")).one()
    feast.date = "2026-08-18"
    session.flush()
    taken = national(session, 2026)
    assert (taken.added, taken.removed) == (1, 1)
    assert other < dates(session, HolidayKind.NATIONAL)
    assert "2026-08-18" not in dates(session, HolidayKind.NATIONAL)


@pytest.mark.parametrize(
    "text",
    [
        DECREE,
        DECREE.replace("date,name", "Tanggal,Nama"),
        "\ufeff" + DECREE.replace(",", ";").replace("\n", "\r\n"),
        DECREE.replace("\n2026-12", "\n,\n\n2026-12"),
        DECREE.replace("Cuti Bersama Natal", '"Cuti Bersama Natal"'),
    ],
)
def test_collective_leave_is_taken_from_the_files_that_offices_have(
    session: Session, text: str
) -> None:
    assert take(session, text) == Taken(2, 0, 0, 0)
    assert dates(session, HolidayKind.COLLECTIVE_LEAVE) == {"2026-03-20", "2026-12-24"}


def test_the_same_file_again_changes_nothing_and_a_new_name_one_day(session: Session) -> None:
    take(session, DECREE)
    assert take(session, DECREE) == Taken(0, 0, 0, 2)
    assert take(session, DECREE.replace("Natal", "Hari Natal")) == Taken(0, 1, 0, 1)


def test_a_dry_run_says_the_same_and_takes_nothing(session: Session) -> None:
    assert take(session, DECREE, dry_run=True) == Taken(2, 0, 0, 0)
    assert dates(session, HolidayKind.COLLECTIVE_LEAVE) == set()


@pytest.mark.parametrize(
    ("row", "indonesian", "english"),
    [
        ("2026-02-30,X", "Baris 3: '2026-02-30' bukan tanggal", "Line 3: '2026-02-30' is not a"),
        ("20260320,X", "Baris 3: '20260320' bukan tanggal", "Line 3: '20260320' is not a date"),
        ("24/12/2026,X", "Baris 3: '24/12/2026' bukan", "Line 3: '24/12/2026' is not a date"),
        ("1026-12-24,X", "Baris 3: tahun 1026 di luar 2000", "Line 3: the year 1026 is outside"),
        ("2026-12-24,", "Baris 3: nama hari libur kosong.", "Line 3: the name of the holiday is"),
        ("2026-12-24", "Baris 3: 1 kolom ditemukan", "Line 3: 1 columns found; 2 are wanted"),
        ("2026-12-24,X,Y", "Baris 3: 3 kolom ditemukan", "Line 3: 3 columns found"),
        ("2026-03-20,X", "Baris 3: tanggal 2026-03-20 sudah ada pada baris 2.", "on line 2 alr"),
        ('2026-12-24,"X', "Baris 3: tanda kutip tidak ditutup.", "Line 3: a quotation mark is"),
    ],
)
def test_a_bad_row_is_named_by_its_line_in_both_languages(
    session: Session, row: str, indonesian: str, english: str
) -> None:
    text = f"date,name\n2026-03-20,Baik\n{row}\n"
    for language, sentence in (("id", indonesian), ("en", english)):
        with pytest.raises(CalendarRefused) as refusal:
            take(session, text, language=language)
        assert sentence in refusal.value.rows[0]


@pytest.mark.parametrize("text", ["", "\n", "hari,libur\n2026-12-24,X\n"])
def test_a_file_of_another_kind_is_refused_by_its_header(session: Session, text: str) -> None:
    with pytest.raises(CalendarRefused, match="Baris 1: kolom"):
        take(session, text)


def test_every_bad_row_is_told_at_once_and_none_of_the_good_ones_is_taken(
    session: Session,
) -> None:
    with pytest.raises(CalendarRefused) as refusal:
        take(session, DECREE + "besok,X\n2026-12-31,\n")
    assert [sentence.partition(":")[0] for sentence in refusal.value.rows] == ["Baris 4", "Baris 5"]
    assert dates(session, HolidayKind.COLLECTIVE_LEAVE) == set()
