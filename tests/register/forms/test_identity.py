"""NIP of PNS and PPPK, the other identity numbers, and how much a mask shows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.forms.identity import SHAPES, Sex, masked, nip, number, shown
from tests.register.forms.refused import refusal, tried

TODAY = date(2026, 11, 25)
HEAD = "197106091992011002"

births = st.dates(date(1940, 1, 1), date(2005, 12, 31))


@st.composite
def nips(draw: st.DrawFn) -> str:
    born = draw(births)
    middle = draw(st.one_of(st.integers(1, 12), st.integers(21, 99)))
    return (
        f"{born:%Y%m%d}{born.year + draw(st.integers(16, 59))}{middle:02}"
        f"{draw(st.sampled_from('12'))}{draw(st.integers(1, 999)):03}"
    )


def test_a_pns_is_read() -> None:
    found = nip("197106091992011 002")
    assert (found.born, found.year, found.month) == (date(1971, 6, 9), 1992, 1)
    assert (found.contract, found.sex, found.serial) == (None, Sex.MALE, 2)
    assert str(found) == "19710609 199201 1 002"


def test_a_pppk_is_read() -> None:
    found = nip("199009132025242014")
    assert (found.born, found.year, found.month) == (date(1990, 9, 13), 2025, None)
    assert (found.contract, found.sex, found.serial) == (24, Sex.FEMALE, 14)


@pytest.mark.parametrize(
    "written",
    [
        "197106091992011002",
        "19710609 199201 1 002",
        "19710609.199201.1.002",
        " 1971\t0609 1992011002",
    ],
)
def test_spaces_and_dots_are_no_part_of_it(written: str) -> None:
    assert number("nip", written) == HEAD


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("19640491986031006", "NIP terdiri atas 18 angka; yang ditulis 17."),
        (HEAD + "0", "NIP terdiri atas 18 angka; yang ditulis 19."),
        ("", "NIP terdiri atas 18 angka; yang ditulis 0."),
        ("19710609199201100l", 'NIP memuat "L"; yang diminta 18 angka.'),
        ("19710609-199201-1-002", 'NIP memuat "-"; yang diminta 18 angka.'),
        ("\u0661" * 18, 'NIP memuat "\u0661"; yang diminta 18 angka.'),
        ("197113091992011002", "Angka 1-8 NIP (19711309) bukan tanggal;"),
        ("197102291992011002", "Angka 1-8 NIP (19710229) bukan tanggal;"),
        ("000001011992011002", "Angka 1-8 NIP (00000101) bukan tanggal;"),
        ("197106091992001002", "Angka 13-14 NIP (00) bukan bulan pengangkatan PNS (01-12) dan"),
        ("197106091992131002", "Angka 13-14 NIP (13) bukan bulan pengangkatan PNS (01-12) dan"),
        ("197106091992201002", "Angka 13-14 NIP (20) bukan bulan pengangkatan PNS (01-12) dan"),
        ("197106091992010002", "Angka 15 NIP (0) bukan kode jenis kelamin;"),
        ("197106091992013002", "Angka 15 NIP (3) bukan kode jenis kelamin;"),
        ("197106091992011000", "Angka 16-18 NIP (000) bukan nomor urut; yang diminta 001-999."),
    ],
)
def test_a_refused_nip_says_which_digits_and_what_is_wanted(written: str, sentence: str) -> None:
    assert refusal(nip, written).startswith(sentence)


@pytest.mark.parametrize("middle", ["01", "12", "21", "99"])
def test_the_months_and_contract_codes_at_the_edges(middle: str) -> None:
    assert nip(f"197106091992{middle}1002").digits[12:14] == middle


@pytest.mark.parametrize(
    "written",
    [
        HEAD,
        "199009132025242014",
        "200006092026112001",  # this very month
        "200006092026212001",  # this year: a PPPK's month is not told
        "197106091986061002",  # 15 years
        "197106091986211002",  # 14 or 15
        "196006092021051002",  # 60
        "196006092021211002",  # 60 or 61
    ],
)
def test_the_usual_is_no_doubt(written: str) -> None:
    assert nip(written).doubt(TODAY) is None


@pytest.mark.parametrize(
    ("written", "when"), [("200006092026122001", "12-2026"), ("200006092027212001", "2027")]
)
def test_an_appointment_to_come_is_a_doubt(written: str, when: str) -> None:
    doubt = nip(written).doubt(TODAY)
    assert doubt is not None
    assert doubt.id == f"Pengangkatan menurut NIP ({when}) belum terjadi."
    assert doubt.en == f"The appointment by this NIP ({when}) is yet to come."


@pytest.mark.parametrize(
    ("written", "age"),
    [
        ("197106091986051002", 14),
        ("197106091985211002", 13),
        ("196006092021061002", 61),
        ("196006092022211002", 61),
        ("198006091970011002", -11),
    ],
)
def test_an_odd_age_is_a_doubt(written: str, age: int) -> None:
    doubt = nip(written).doubt(TODAY)
    assert doubt is not None
    assert doubt.id == f"Usia saat pengangkatan menurut NIP {age} tahun; yang lazim 15 sampai 60."
    assert doubt.en == f"The age at appointment by this NIP is {age}; usual are 15 to 60."


@given(nips())
def test_a_nip_is_read_back_from_its_print(digits: str) -> None:
    found = nip(digits)
    assert nip(str(found)) == found
    middle = found.month or found.contract
    assert digits == (
        f"{found.born:%Y%m%d}{found.year}{middle:02}{found.sex.value}{found.serial:03}"
    )
    assert shown("nip", digits) == str(found)


@given(nips(), births.map(lambda day: day + timedelta(days=30_000)))
def test_a_doubt_is_said_in_both_languages(digits: str, today: date) -> None:
    doubt = nip(digits).doubt(today)
    assert doubt is None or (doubt.id and doubt.en and doubt.id != doubt.en)


@pytest.mark.parametrize(
    ("kind", "written", "stored"),
    [
        ("nik", "3503.0109.0671.0002", "3503010906710002"),
        ("nik", "3503 0109 0671 0002", "3503010906710002"),
        ("paspor", "c1234567", "C1234567"),
        ("paspor", "A12345", "A12345"),
        ("paspor", "ABC123456", "ABC123456"),
        ("sim", "123456789012", "123456789012"),
        ("sim", "1234567890123456", "1234567890123456"),
        ("nrp", "71060123", "71060123"),
        ("nrp", "12345/p", "12345/P"),
        ("nrp", "11050026470983", "11050026470983"),
        ("lainnya", "K-07", "K-07"),
        ("nip", "19710609 199201 1 002", HEAD),
    ],
)
def test_other_numbers_are_stored_without_spaces_and_dots(
    kind: str, written: str, stored: str
) -> None:
    assert number(kind, written) == stored


@pytest.mark.parametrize(
    ("kind", "written", "sentence"),
    [
        ("nik", "350301090671000", "NIK terdiri atas 16 angka; yang ditulis 15."),
        ("nik", "35030109067100022", "NIK terdiri atas 16 angka; yang ditulis 17."),
        ("nik", "350301090671000O", 'NIK memuat "O"; yang diminta 16 angka.'),
        ("paspor", "A1234", "Nomor paspor terdiri atas 6-9 huruf dan angka; yang ditulis 5."),
        ("paspor", "A123456789", "Nomor paspor terdiri atas 6-9 huruf dan angka; yang ditulis 10."),
        ("paspor", "A12-456", 'Nomor paspor memuat "-"; yang diminta 6-9 huruf dan angka.'),
        ("sim", "12345678901", "Nomor SIM terdiri atas 12-16 angka; yang ditulis 11."),
        ("sim", "1" * 17, "Nomor SIM terdiri atas 12-16 angka; yang ditulis 17."),
        ("nrp", "1234", "NRP terdiri atas 5-20 huruf, angka, garis miring, dan tanda hubung;"),
        ("nrp", "1" * 21, "NRP terdiri atas 5-20 huruf, angka, garis miring, dan tanda hubung;"),
        ("lainnya", "<b>", 'Nomor identitas memuat "<";'),
        ("lainnya", "1" * 51, "Nomor identitas terdiri atas 3-50 huruf, angka, garis miring,"),
    ],
)
def test_a_refused_number_is_not_repeated(kind: str, written: str, sentence: str) -> None:
    said = refusal(lambda answer: number(kind, answer), written)
    assert said.startswith(sentence)
    assert written not in said


@given(st.sampled_from(sorted(SHAPES)), st.text())
def test_no_text_makes_an_identity_raise_anything_else(kind: str, answer: str) -> None:
    stored = tried(lambda text: number(kind, text), answer)
    assert stored is None or number(kind, stored) == stored


def test_a_masked_nip_shows_year_and_serial() -> None:
    assert masked("nip", HEAD) == "1971•••• •••••• • 002"


@pytest.mark.parametrize(
    ("kind", "stored", "mask"),
    [
        ("nik", "3503010906710002", "••••••••••••0002"),
        ("paspor", "A12345", "••••••"),
        ("lainnya", "K-07", "••••"),
        ("nrp", "71060123", "••••0123"),
    ],
)
def test_a_mask_shows_four_characters_or_none(kind: str, stored: str, mask: str) -> None:
    assert masked(kind, stored) == mask


@given(nips(), nips())
def test_nips_alike_in_year_and_serial_have_one_mask(one: str, other: str) -> None:
    alike = one[:4] + other[4:15] + one[15:]
    assert masked("nip", alike) == masked("nip", one)


@given(
    st.sampled_from(sorted(set(SHAPES) - {"nip"})),
    st.text(alphabet="ABC0123456789", min_size=3, max_size=50),
)
def test_a_mask_never_shows_more_than_four_characters_or_half(kind: str, stored: str) -> None:
    bare = masked(kind, stored).lstrip("•")
    assert len(bare) <= min(4, len(stored) / 2)
    assert stored.endswith(bare)
    assert len(masked(kind, stored)) == len(stored)
