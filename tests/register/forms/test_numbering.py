"""Document numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.forms.numbering import DEFAULT, document_number, pattern
from tests.register.forms.refused import refusal, tried


def made(by: str, serial: int = 11) -> str:
    return document_number(by, serial=serial, year=2019, archive_code="SOP", office_code="406.020")


@pytest.mark.parametrize(
    ("by", "serial", "number"),
    [
        (DEFAULT, 11, "SOP/011/406.020/2019"),
        (DEFAULT, 1, "SOP/001/406.020/2019"),
        (DEFAULT, 1000, "SOP/1000/406.020/2019"),
        ("{kode_arsip}/{urut}/{kode_opd}/{tahun}", 11, "SOP/11/406.020/2019"),
        ("ADC-{tahun}-{urut:06}", 1, "ADC-2019-000001"),
        ("{urut}/{{x}}/{tahun}", 3, "3/{x}/2019"),
    ],
)
def test_a_number_follows_the_offices_pattern(by: str, serial: int, number: str) -> None:
    assert made(by, serial) == number


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("{kode_arsip}/{tahun}", "{urut} tidak ada"),
        ("{kode_arsip}/{urut:03}", "{tahun} tidak ada"),
        ("{urut}/{tahun}/{bulan}", "{bulan} tidak dikenal"),
        ("{urut.__class__}/{tahun}", "{urut.__class__} tidak dikenal"),
        ("{urut[0]}/{tahun}", "{urut[0]} tidak dikenal"),
        ("{urut:9999999}/{tahun}", "{urut:9999999} tidak dikenal"),
        ("{urut:{tahun}}/{tahun}", "{urut:{tahun}} tidak dikenal"),
        ("{urut!r}/{tahun}", "{urut:!r} tidak dikenal"),
        ("{urut:03}/{tahun:02}", "{tahun:02} tidak dikenal"),
        ("{}/{urut}/{tahun}", "{} tidak dikenal"),
        ("{urut}/{tahun", "tidak terbaca"),
        ("{urut}/}{tahun}", "tidak terbaca"),
        ("{urut}/{tahun}\n", "tidak terbaca"),
        ("{urut}/{tahun}" + "x" * 100, "tidak terbaca"),
    ],
)
def test_a_refused_pattern_says_which_part_and_what_is_wanted(answer: str, why: str) -> None:
    sentence = refusal(pattern, answer)
    assert f": {why}; yang diminta seperti {DEFAULT}, dengan {{urut}} dan {{tahun}}." in sentence


@given(st.one_of(st.text(), st.text(alphabet="{}urutahn:03!/", max_size=20)))
def test_every_pattern_makes_numbers_or_is_refused(answer: str) -> None:
    taken = tried(pattern, answer)
    assert taken is None or "2019" in made(taken)


def test_a_pattern_has_a_hundred_characters_at_most() -> None:
    assert made("{urut}/{tahun}".ljust(100, "x")) == "11/2019".ljust(93, "x")
    assert "tidak terbaca" in refusal(pattern, "{urut}/{tahun}".ljust(101, "x"))


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_serials_never_share_a_number(one: int, other: int) -> None:
    assert (made(DEFAULT, one) == made(DEFAULT, other)) == (one == other)
