"""Dates and times as an Indonesian office writes them, and as English does (pure)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONES: Final[Mapping[str, str]] = {
    "Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT",
}  # fmt: skip
DAYS: Final[Mapping[str, Sequence[str]]] = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Final[Mapping[str, Sequence[str]]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
SMALL: Final[Mapping[str, Sequence[str]]] = {  # 0 to 19
    "id": (
        "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
        "sepuluh", "sebelas", "dua belas", "tiga belas", "empat belas", "lima belas",
        "enam belas", "tujuh belas", "delapan belas", "sembilan belas",
    ),
    "en": (
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ),
}  # fmt: skip
TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS: Final = {"one": "first", "two": "second", "three": "third", "five": "fifth",
                   "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}  # fmt: skip
MOMENT: Final = timedelta(microseconds=1)
HUNDRED: Final = 100
THOUSAND: Final = 1000
MOST: Final = 9999  # as far as a year goes


def day(value: date, language: str = "id") -> str:
    """Return `23 November 2026`."""
    return f"{value.day} {MONTHS[language][value.month - 1]} {value.year}"


def month(value: str, language: str = "id") -> str:
    """Return `Oktober 2026` for `2026-10`."""
    year, number = value.split("-")
    return f"{MONTHS[language][int(number) - 1]} {year}"


def asked_month(value: str, language: str = "id") -> str:
    """Return what somebody asked for as a month: in words, or as it is where it is none."""
    try:
        return month(f"{date.fromisoformat(f'{value}-01'):%Y-%m}", language)
    except ValueError:
        return value


def moment(at: datetime, zone: str, language: str = "id") -> str:
    """Return `23 November 2026 pukul 21.05 WIB`; `at` is aware, `zone` an IANA name.

    A zone outside Indonesia shows its own abbreviation.
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at} has no time zone; an aware datetime is wanted")
    local = at.astimezone(ZoneInfo(zone))
    clock = f"pukul {local:%H.%M}" if language == "id" else f"at {local:%H:%M}"
    return f"{day(local, language)} {clock} {ZONES.get(zone, local.tzname())}"


def midnight(day_: date, zone: str) -> datetime:
    """Return when a day begins at the office; `zone` is an IANA name."""
    return datetime(day_.year, day_.month, day_.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def last_day(until: datetime, zone: str) -> date:
    """Return the last day, inclusive, of what ends before a moment; `zone` is an IANA name."""
    return (until - MOMENT).astimezone(ZoneInfo(zone)).date()


def in_words(number: int, language: str = "id") -> str:
    """Return a number from 0 to 9999 in words (*terbilang*)."""
    if not 0 <= number <= MOST:
        raise ValueError(f"{number} is not in words; 0 to {MOST} is wanted")
    return _indonesian(number) if language == "id" else _english(number)


def day_in_words(value: date, language: str = "id") -> str:
    """Return a day as a deed states it.

    `Rabu tanggal dua puluh lima bulan November tahun dua ribu dua puluh enam`
    """
    weekday, month = DAYS[language][value.weekday()], MONTHS[language][value.month - 1]
    year = in_words(value.year, language)
    if language == "id":
        return f"{weekday} tanggal {in_words(value.day)} bulan {month} tahun {year}"
    return f"{weekday}, the {_ordinal(value.day)} of {month}, {year}"


def _indonesian(number: int) -> str:
    small = SMALL["id"]
    if number < len(small):
        return small[number]
    powers = ((THOUSAND, "ribu"), (HUNDRED, "ratus"), (10, "puluh"))
    size, name = next(power for power in powers if number >= power[0])
    count, rest = divmod(number, size)
    head = f"se{name}" if count == 1 else f"{small[count]} {name}"
    return f"{head} {_indonesian(rest)}" if rest else head


def _english(number: int) -> str:
    small = SMALL["en"]
    if number < len(small):
        return small[number]
    if number < HUNDRED:
        tens, ones = divmod(number, 10)
        return f"{TENS[tens]}-{small[ones]}" if ones else TENS[tens]
    size, name = (THOUSAND, "thousand") if number >= THOUSAND else (HUNDRED, "hundred")
    count, rest = divmod(number, size)
    joint = " and " if rest < HUNDRED else " "  # two thousand and twenty-six
    return f"{small[count]} {name}" + (joint + _english(rest) if rest else "")


def _ordinal(number: int) -> str:
    """Return the ordinal of a day of the month."""
    head, dash, last = _english(number).rpartition("-")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return head + dash + ORDINALS.get(last, regular)
