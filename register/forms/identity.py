"""Identity numbers: the NIP read digit by digit, the others by their shape; shown and masked.

A NIP tells birth date and sex, so lists show it masked. No sentence here repeats a whole number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ledger.sentences import Sentence
from register.forms.complaint import AnswerRefused, quoted
from register.forms.text import line

MONTHS: Final = 12
CONTRACTS_FROM: Final = 21  # where a PNS has the month of appointment, a PPPK has a contract code
YOUNGEST: Final = 15  # years at appointment
OLDEST: Final = 60
TAIL: Final = 4  # characters that a mask shows, of a number twice as long or longer
BULLET: Final = "•"
SEPARATORS: Final = re.compile(r"[\s.]")
DIGIT: Final = re.compile("[0-9]")
LETTER: Final = re.compile("[A-Z0-9]")
MARK: Final = re.compile("[A-Z0-9/-]")
DIGITS: Final = Sentence("angka", "digits")
LETTERED: Final = Sentence("huruf dan angka", "letters and digits")
MARKED: Final = Sentence(
    "huruf, angka, garis miring, dan tanda hubung", "letters, digits, slashes and hyphens"
)


class Sex(StrEnum):
    """As the fifteenth digit of a NIP says."""

    MALE = "1"
    FEMALE = "2"


@dataclass(frozen=True, slots=True)
class Nip:
    """A civil servant's number, read.

    Attributes:
        digits: all eighteen.
        born: the birth date.
        year: of the appointment.
        month: of a PNS's appointment, 1 to 12; None for a PPPK.
        contract: code of a PPPK's contract, 21 to 99; None for a PNS.
        sex: male or female.
        serial: 1 to 999, among those who share all else.
    """

    digits: str
    born: date
    year: int
    month: int | None
    contract: int | None
    sex: Sex
    serial: int

    def __str__(self) -> str:
        """Return it as it is printed: `YYYYMMDD YYYYMM G NNN`."""
        return " ".join(_groups(self.digits))

    def doubt(self, today: date) -> Sentence | None:
        """Say what is unusual about it, though it may be right: a future or odd appointment."""
        first, last = (self.month or 1), (self.month or MONTHS)  # a PPPK's month is not told
        if (self.year, first) > (today.year, today.month):
            when = f"{self.year}" if self.month is None else f"{self.month:02}-{self.year}"
            return Sentence(
                f"Pengangkatan menurut NIP ({when}) belum terjadi.",
                f"The appointment by this NIP ({when}) is yet to come.",
            )
        oldest, youngest = (
            ((self.year - self.born.year) * MONTHS + month - self.born.month) // MONTHS
            for month in (last, first)
        )
        if oldest < YOUNGEST or youngest > OLDEST:
            return Sentence(
                f"Usia saat pengangkatan menurut NIP {youngest} tahun; yang lazim {YOUNGEST}"
                f" sampai {OLDEST}.",
                f"The age at appointment by this NIP is {youngest}; usual are {YOUNGEST}"
                f" to {OLDEST}.",
            )
        return None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of number looks like: its name, which characters, how many."""

    name: Sentence
    least: int
    most: int
    letters: Sentence = DIGITS
    pattern: re.Pattern[str] = DIGIT

    def fit(self, answer: str) -> str:
        """Return a number as it is stored; AnswerRefused says what stands in it, or how much."""
        found = compact(answer)
        count = f"{self.least}" if self.least == self.most else f"{self.least}-{self.most}"
        strange = next((c for c in found if self.pattern.fullmatch(c) is None), None)
        name, letters = self.name, self.letters
        if strange is not None:
            raise AnswerRefused(
                f"{name.id} memuat {quoted(strange)}; yang diminta {count} {letters.id}.",
                f"The {name.en} contains {quoted(strange)}; {count} {letters.en} are wanted.",
            )
        if not self.least <= len(found) <= self.most:
            raise AnswerRefused(
                f"{name.id} terdiri atas {count} {letters.id}; yang ditulis {len(found)}.",
                f"The {name.en} has {count} {letters.en}; {len(found)} were written.",
            )
        return found


NIP: Final = Shape(Sentence("NIP", "NIP"), 18, 18)
SHAPES: Final[Mapping[str, Shape]] = {
    "nip": NIP,
    "nrp": Shape(Sentence("NRP", "NRP"), 5, 20, MARKED, MARK),
    "nik": Shape(Sentence("NIK", "NIK"), 16, 16),
    "sim": Shape(Sentence("Nomor SIM", "driving licence number"), 12, 16),
    "paspor": Shape(Sentence("Nomor paspor", "passport number"), 6, 9, LETTERED, LETTER),
    "lainnya": Shape(Sentence("Nomor identitas", "identity number"), 3, 50, MARKED, MARK),
}


def compact(answer: str) -> str:
    """Return a number as it is stored: no spaces, no dots, capitals."""
    return SEPARATORS.sub("", line(answer)).upper()


def number(kind: str, answer: str) -> str:
    """Return an identity number as it is stored; `kind` is a key of `SHAPES`."""
    return nip(answer).digits if kind == "nip" else SHAPES[kind].fit(answer)


def nip(answer: str) -> Nip:
    """Read the NIP of a PNS or a PPPK; AnswerRefused says which digits are wrong."""
    digits = NIP.fit(answer)
    middle = int(digits[12:14])
    contract = middle >= CONTRACTS_FROM
    return Nip(
        digits,
        born=_born(digits[:8]),
        year=int(digits[8:12]),
        month=None if contract else _month(middle),
        contract=middle if contract else None,
        sex=_sex(digits[14]),
        serial=_serial(digits[15:]),
    )


def _born(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise AnswerRefused(
            f"Angka 1-8 NIP ({digits}) bukan tanggal; yang diminta tanggal lahir: tahun, bulan,"
            " tanggal.",
            f"Digits 1-8 of the NIP ({digits}) are no date; the birth date is wanted: year, month,"
            " day.",
        ) from None


def _month(found: int) -> int:
    if not 1 <= found <= MONTHS:
        raise AnswerRefused(
            f"Angka 13-14 NIP ({found:02}) bukan bulan pengangkatan PNS (01-12) dan bukan kode"
            f" kontrak PPPK ({CONTRACTS_FROM} ke atas).",
            f"Digits 13-14 of the NIP ({found:02}) are neither the month of a PNS's appointment"
            f" (01-12) nor a PPPK's contract code ({CONTRACTS_FROM} and up).",
        )
    return found


def _sex(digit: str) -> Sex:
    if digit not in tuple(Sex):
        raise AnswerRefused(
            f"Angka 15 NIP ({digit}) bukan kode jenis kelamin; yang diminta 1 (pria) atau"
            " 2 (wanita).",
            f"Digit 15 of the NIP ({digit}) is no code of sex; 1 (male) or 2 (female) is wanted.",
        )
    return Sex(digit)


def _serial(digits: str) -> int:
    if not int(digits):
        raise AnswerRefused(
            f"Angka 16-18 NIP ({digits}) bukan nomor urut; yang diminta 001-999.",
            f"Digits 16-18 of the NIP ({digits}) are no serial number; 001-999 is wanted.",
        )
    return int(digits)


def _groups(digits: str) -> tuple[str, ...]:
    return digits[:8], digits[8:14], digits[14:15], digits[15:]


def shown(kind: str, stored: str) -> str:
    """Return a stored number as its holder and an official see it."""
    return " ".join(_groups(stored)) if kind == "nip" else stored


def masked(kind: str, stored: str) -> str:
    """Return a stored number as a list shows it.

    Of a NIP the birth year and the serial number, `1971•••• •••••• • 002`; of any other number
    the last four characters, and none where those are more than half of it.
    """
    if kind == "nip":
        return f"{stored[:4]}{BULLET * 4} {BULLET * 6} {BULLET} {stored[15:]}"
    kept = stored[-TAIL:] if len(stored) >= 2 * TAIL else ""
    return BULLET * (len(stored) - len(kept)) + kept
