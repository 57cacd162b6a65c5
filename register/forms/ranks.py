"""Pangkat and golongan ruang: PNS I/a to IV/e, PPPK I to XVII, a dash for others."""

from collections.abc import Mapping
from typing import Final

from register.forms.choices import Choice

NONE: Final = "-"  # of who is no civil servant
PNS: Final[Mapping[str, str]] = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tk. I",
    "I/c": "Juru",
    "I/d": "Juru Tk. I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tk. I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tk. I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tk. I",
    "III/c": "Penata",
    "III/d": "Penata Tk. I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tk. I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
PPPK: Final = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX",
    "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
)  # fmt: skip
RANKS: Final = (
    *(Choice(room, f"{rank} ({room})", f"{rank} ({room})") for room, rank in PNS.items()),
    *(Choice(grade, f"PPPK Golongan {grade}", f"PPPK grade {grade}") for grade in PPPK),
    Choice(NONE, "–", "–"),  # noqa: RUF001 - the dash that is printed
)
