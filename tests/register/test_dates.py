"""Dates as an office writes them, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.dates import SMALL, day, day_in_words, in_words, last_day, midnight, moment

DAY = timedelta(days=1)
AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
ONES = {word: number for number, word in enumerate(SMALL["id"])}
ENGLISH = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
           "eighty": 80, "ninety": 90} | {w: n for n, w in enumerate(SMALL["en"])}  # fmt: skip


def counted(words: str) -> int:
    """Read Indonesian number words back."""
    words = words.replace("seribu", "satu ribu").replace("seratus", "satu ratus")
    total = pending = 0
    for word in words.replace("sepuluh", "satu puluh").replace("sebelas", "satu belas").split():
        match word:
            case "ribu" | "ratus" | "puluh":
                total += pending * {"ribu": 1000, "ratus": 100, "puluh": 10}[word]
                pending = 0
            case "belas":
                pending += 10
            case _:
                pending = ONES[word]
    return total + pending


def counted_english(words: str) -> int:
    """Read English number words back."""
    total = pending = 0
    for word in words.replace("-", " ").replace(" and ", " ").split():
        if word in ("thousand", "hundred"):
            total += pending * (1000 if word == "thousand" else 100)
            pending = 0
        else:
            pending += ENGLISH[word]
    return total + pending


@pytest.mark.parametrize(
    ("zone", "indonesian", "english"),
    [
        (
            "Asia/Jakarta",
            "23 November 2026 pukul 21.05 WIB",
            "23 November 2026 at 21:05 WIB",
        ),
        (
            "Asia/Pontianak",
            "23 November 2026 pukul 21.05 WIB",
            "23 November 2026 at 21:05 WIB",
        ),
        (
            "Asia/Makassar",
            "23 November 2026 pukul 22.05 WITA",
            "23 November 2026 at 22:05 WITA",
        ),
        ("Asia/Jayapura", "23 November 2026 pukul 23.05 WIT", "23 November 2026 at 23:05 WIT"),
        ("UTC", "23 November 2026 pukul 14.05 UTC", "23 November 2026 at 14:05 UTC"),
    ],
)
def test_a_moment_is_shown_in_the_offices_zone(zone: str, indonesian: str, english: str) -> None:
    assert (moment(AT, zone), moment(AT, zone, "en")) == (indonesian, english)


def test_the_day_is_the_offices_own() -> None:
    late = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert moment(late, "Asia/Jakarta") == "1 Januari 2027 pukul 00.00 WIB"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone; an aware datetime is wanted"):
        moment(AT.replace(tzinfo=None), "Asia/Jakarta")


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (
            date(2026, 11, 25),
            "Rabu tanggal dua puluh lima bulan November tahun dua ribu dua puluh enam",
            "Wednesday, the twenty-fifth of November, two thousand and twenty-six",
        ),
        (
            date(2019, 8, 1),
            "Kamis tanggal satu bulan Agustus tahun dua ribu sembilan belas",
            "Thursday, the first of August, two thousand and nineteen",
        ),
        (
            date(1998, 5, 12),
            "Selasa tanggal dua belas bulan Mei tahun seribu sembilan ratus sembilan puluh delapan",
            "Tuesday, the twelfth of May, one thousand nine hundred and ninety-eight",
        ),
        (
            date(2100, 1, 30),
            "Sabtu tanggal tiga puluh bulan Januari tahun dua ribu seratus",
            "Saturday, the thirtieth of January, two thousand one hundred",
        ),
    ],
)
def test_a_deed_states_its_day_in_words(value: date, indonesian: str, english: str) -> None:
    assert (day_in_words(value), day_in_words(value, "en")) == (indonesian, english)


def test_every_ordinal_of_a_month() -> None:
    said = " ".join(day_in_words(date(2026, 1, n), "en").split(" ")[2] for n in range(1, 32))
    assert said == (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        " twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth"
        " twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
    )


@given(st.integers(0, 9999))
def test_words_are_read_back_as_their_number(number: int) -> None:
    assert counted(in_words(number)) == number
    assert counted_english(in_words(number, "en")) == number


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_number_beyond_a_year_has_no_words(number: int) -> None:
    with pytest.raises(ValueError, match=f"{number} is not in words; 0 to 9999 is wanted"):
        in_words(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "nol"), (10, "sepuluh"), (11, "sebelas"), (20, "dua puluh"), (100, "seratus"),
     (1000, "seribu"), (1111, "seribu seratus sebelas")],
)  # fmt: skip
def test_one_of_a_kind_is_said_with_se(number: int, words: str) -> None:
    assert in_words(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(100, "one hundred"), (1000, "one thousand"), (1100, "one thousand one hundred"),
     (1001, "one thousand and one"), (30, "thirty"), (99, "ninety-nine")],
)  # fmt: skip
def test_english_words(number: int, words: str) -> None:
    assert in_words(number, "en") == words


def test_a_day_without_its_time() -> None:
    assert (day(date(2026, 5, 2)), day(date(2026, 5, 2), "en")) == ("2 Mei 2026", "2 May 2026")


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura", "UTC"])
def test_what_ends_as_a_day_begins_had_the_day_before_as_its_last(zone: str) -> None:
    end = midnight(date(2027, 11, 22), zone)
    assert last_day(end, zone) == date(2027, 11, 21)
    assert last_day(end + DAY / 2, zone) == date(2027, 11, 22)
