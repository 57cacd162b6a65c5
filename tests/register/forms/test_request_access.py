"""Form 1: when access begins and ends, at which hours, on which days."""

from dataclasses import replace
from datetime import timedelta

import pytest

from register.forms.check import check
from register.forms.context import Limits
from register.forms.papers import GUEST_BOOK
from register.forms.request import REQUEST as FORM
from tests.register.forms.answers import (
    CONTEXT,
    GUEST,
    REQUEST,
    TODAY,
    VENDOR,
    VISIT,
    complaints,
    draft,
)


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("kind", "start", "end", "fits"),
    [
        ("tetap", 0, "2027-11-24", True),
        ("tetap", 0, "2027-11-25", False),
        ("terjadwal", 0, "2027-11-24", True),
        ("terjadwal", 0, "2027-11-25", False),
        ("sementara", 0, day(29), True),
        ("sementara", 0, day(30), False),
        ("tetap", 0, day(0), True),
        ("tetap", 1, day(0), False),
        ("tetap", -1, day(0), False),
        ("sementara", 5, day(34), True),
        ("sementara", 5, day(35), False),
    ],
)
def test_access_begins_today_or_later_and_has_an_end(
    kind: str, start: int, end: str, *, fits: bool
) -> None:
    changes = {"jenis_akses": kind, "mulai": day(start), "sampai": end}
    found = complaints(FORM, {**VENDOR, "hari": list("1234567"), "alasan_jam": "Libur."}, **changes)
    assert (found == {}) is fits
    assert set(found) <= {"mulai", "sampai"}


def test_a_limit_is_told_with_the_last_day_that_fits() -> None:
    assert complaints(FORM, REQUEST, sampai="2027-11-25") == {
        "sampai": "Jenis akses Tetap berlaku paling lama 12 bulan; bila mulai 25 November 2026,"
        " pilih sampai 24 November 2027 atau sebelumnya."
    }
    assert complaints(FORM, REQUEST, mulai="2026-11-24", sampai="2026-11-30") == {
        "mulai": "Berlaku mulai 24 November 2026 sudah lewat; pilih 25 November 2026 atau"
        " sesudahnya."
    }
    assert complaints(FORM, REQUEST, mulai="2026-11-27", sampai="2026-11-26") == {
        "sampai": "Berlaku sampai 26 November 2026 mendahului berlaku mulai 27 November 2026;"
        " pilih hari itu atau sesudahnya."
    }


def test_limits_are_the_offices_own() -> None:
    limits = Limits(standing_months=6, temporary_days=7, visit_hours=4)
    context = replace(CONTEXT, limits=limits)
    assert set(complaints(FORM, REQUEST, context, sampai="2027-05-25")) == {"sampai"}
    assert complaints(FORM, REQUEST, context, sampai="2027-05-24") == {}
    assert set(complaints(FORM, VENDOR, context, sampai=day(7))) == {"sampai"}
    assert complaints(FORM, VENDOR, context, sampai=day(6)) == {}
    assert set(complaints(FORM, VISIT, context, jam="08.00-12.01")) == {"sampai"}
    assert complaints(FORM, VISIT, context, jam="08.00-12.00") == {}


@pytest.mark.parametrize(
    ("days", "hours", "fits"),
    [
        (0, "08.00-09.00", True),
        (0, "22.00-02.00", False),  # it passes midnight: until the next day
        (1, "22.00-02.00", True),
        (1, "10.00-10.00", True),  # 24 hours
        (1, "10.00-10.01", False),
        (0, "10.00-10.00", False),
        (0, "00.00-24.00", True),
        (2, "10.00-09.00", False),
        (1, "00.00-24.00", False),
    ],
)
def test_a_visit_lasts_a_day_at_most_and_may_pass_midnight(
    days: int, hours: str, *, fits: bool
) -> None:
    found = complaints(FORM, VISIT, sampai=day(days), jam=hours, alasan_jam="Tengah malam.")
    assert (found == {}) is fits
    assert set(found) <= {"sampai"}


@pytest.mark.parametrize(
    ("hours", "days", "inside"),
    [
        ("07.30-16.00", "12345", True),
        ("08.00-12.00", "3", True),
        ("07.29-16.00", "12345", False),
        ("07.30-16.01", "12345", False),
        ("08.00-07.30", "12345", False),
        ("08.00-12.00", "123456", False),
        ("08.00-12.00", "7", False),
    ],
)
def test_hours_outside_the_offices_need_a_reason(hours: str, days: str, *, inside: bool) -> None:
    answers = {**REQUEST, "jam": hours, "hari": list(days)}
    found = complaints(FORM, answers)
    assert found == {} if inside else set(found) == {"alasan_jam"}
    assert complaints(FORM, answers, alasan_jam="Pemeliharaan malam.") == {}
    assert draft(FORM, answers) == {}


@pytest.mark.parametrize(
    ("start", "end", "days", "kind", "fits"),
    [
        (0, 0, "3", "tetap", True),  # a Wednesday
        (0, 0, "4", "tetap", False),
        (0, 1, "4", "tetap", True),
        (0, 5, "2", "tetap", False),
        (0, 6, "2", "tetap", True),
        (0, 400, "2", "tetap", True),
        (0, 1, "3", "kunjungan", True),
        (0, 1, "4", "kunjungan", False),  # a visit begins on its first day
    ],
)
def test_a_chosen_day_falls_within_the_validity(
    start: int, end: int, days: str, kind: str, *, fits: bool
) -> None:
    found = complaints(FORM, VISIT, mulai=day(start), sampai=day(end), hari=list(days),
                       jenis_akses=kind, jam="22.00-02.00", alasan_jam="Malam.")  # fmt: skip
    assert ("hari" not in found) is fits


@pytest.mark.parametrize(
    ("written", "kept"),
    [("25-11-2026", "2026-11-25"), ("25/11/2026", "2026-11-25"), ("1-12-2026", "2026-12-01")],
)
def test_a_date_may_be_written_the_indonesian_way(written: str, kept: str) -> None:
    assert check(FORM, {**REQUEST, "mulai": written}, CONTEXT).values["mulai"] == kept


@pytest.mark.parametrize(
    "written",
    ["2026-02-30", "11/25/2026", "besok", "20261125", "2026-11-25T08:00", "2026-W48-3",
     "0000-00-00", "٢٠٢٦-11-25"],
)  # fmt: skip
def test_what_is_no_date_is_refused(written: str) -> None:
    assert complaints(FORM, REQUEST, mulai=written) == {
        "mulai": f'Berlaku mulai "{written}" bukan tanggal; tulis seperti 25-11-2026.'
    }


@pytest.mark.parametrize(
    ("written", "day"),
    [("1899-12-31", "31 Desember 1899"), ("1-1-2200", "1 Januari 2200"),
     ("2999-06-09", "9 Juni 2999")],
)  # fmt: skip
def test_a_date_too_far_away_is_said_to_be_so_with_the_bounds(written: str, day: str) -> None:
    assert complaints(FORM, REQUEST, mulai=written) == {
        "mulai": f"Berlaku mulai {day} terlalu jauh; pilih tanggal dari 1 Januari 1900 sampai"
        " 31 Desember 2199."
    }


def test_the_day_of_a_moment_too_far_away_is_said_to_be_so_too() -> None:
    found = complaints(GUEST_BOOK, GUEST, masuk="2999-06-09T08:00")
    assert "9 Juni 2999 terlalu jauh; pilih tanggal dari 1 Januari 1900" in found["masuk"]
