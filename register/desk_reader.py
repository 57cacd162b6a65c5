"""What a desk reader types, as the number that the door's reader reads of the same card (pure).

A keyboard-wedge reader types digits and Enter, and says nothing of what they mean: hexadecimal or
decimal, first byte first or last, the whole number or a part of it. The door's reader knows one
spelling only (`hardware.readers.CardNumber`). So the operator says once what his reader types, and
what would not be the whole number is refused: a part of it would be enrolled in silence, and open
nothing or, worse, for another card.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from register.errors import CardRefused
from register.forms.choices import Choice

SEPARATORS: Final = re.compile(r"[\s:.-]")
HEXADECIMAL: Final = re.compile(r"(?:[0-9A-F]{2})+", re.ASCII)
DECIMAL: Final = re.compile(r"[0-9]+", re.ASCII)
PRINTED: Final = re.compile(r"([0-9]{1,5})[,/ ]([0-9]{1,5})", re.ASCII)
RANDOM_FIRST: Final = 0x08  # UID0 of a number that is drawn anew at each read (ISO 14443-3, 6.5.4)
CASCADE_TAG: Final = 0x88  # the rest of a longer number is missing (ISO 14443-3, 6.5.3)
BYTE: Final = 8  # bits
LONGEST: Final = 64  # characters; no card's number comes near


class Notation(StrEnum):
    """How the digits are written."""

    HEX = "hex"
    DECIMAL = "desimal"
    FACILITY = "fasilitas"  # facility code and number, as printed on many cards


@dataclass(frozen=True, slots=True)
class Technology:
    """What the door reads of a card.

    Attributes:
        kept: how many bytes the door's reader passes on, by how many the desk's reader typed.
        digits: the fewest and most decimal digits of each typed length, in bytes.
        facility: decimal digits and bits of the facility code and of the number, if it has them.
        wanted_id: what the reader should be set to type, for who has it set otherwise.
    """

    choice: Choice
    kept: Mapping[int, int]
    digits: Mapping[int, tuple[int, int]]
    wanted_id: str
    wanted_en: str
    facility: tuple[tuple[int, int], tuple[int, int]] | None = None


ID_BYTES: Final = {3: (1, 8), 4: (9, 10), 5: (11, 13)}
TECHNOLOGIES: Final[Mapping[str, Technology]] = {
    "iso14443a": Technology(
        Choice("iso14443a", "13,56 MHz (MIFARE, DESFire, NTAG)",
               "13.56 MHz (MIFARE, DESFire, NTAG)"),
        {4: 4, 7: 7, 10: 10},
        {4: (1, 10), 7: (11, 17)},
        "8, 14, atau 20 angka heksadesimal, atau 10 atau 17 angka desimal",
        "8, 14 or 20 hexadecimal digits, or 10 or 17 decimal ones",
    ),
    "em4100": Technology(
        Choice("em4100", "125 kHz (EM4100, TK4100)", "125 kHz (EM4100, TK4100)"),
        {5: 5},
        {5: (11, 13)},
        "10 angka heksadesimal, atau 13 angka desimal. Sepuluh angka desimal tidak memuat bait"
        " pertama nomor kartu, jadi setel pembacanya",
        "10 hexadecimal digits, or 13 decimal ones. Ten decimal digits lack the first byte of the"
        " card's number, so set the reader",
    ),
    "wiegand:26": Technology(
        Choice("wiegand:26", "Pembaca pintu Wiegand 26 bit", "Door with a 26-bit Wiegand reader"),
        {3: 3, 4: 3, 5: 3},
        ID_BYTES,
        "6, 8, atau 10 angka heksadesimal, 8 atau 10 angka desimal, atau 123,45678",
        "6, 8 or 10 hexadecimal digits, 8 or 10 decimal ones, or 123,45678",
        ((3, 8), (5, 16)),
    ),
    "wiegand:34": Technology(
        Choice("wiegand:34", "Pembaca pintu Wiegand 34 bit", "Door with a 34-bit Wiegand reader"),
        {4: 4, 5: 4},
        {4: (1, 10), 5: (11, 13)},
        "8 atau 10 angka heksadesimal, 10 angka desimal, atau 12345,12345",
        "8 or 10 hexadecimal digits, 10 decimal ones, or 12345,12345",
        ((5, 16), (5, 16)),
    ),
}  # fmt: skip
NOTATIONS: Final = (
    Choice(Notation.HEX, "Heksadesimal (0-9, A-F)", "Hexadecimal (0-9, A-F)"),
    Choice(Notation.DECIMAL, "Desimal (0-9)", "Decimal (0-9)"),
    Choice(Notation.FACILITY, "Kode fasilitas dan nomor", "Facility code and number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """What a desk reader types, as its operator set it.

    Attributes:
        backwards: the last byte of the number comes first.
    """

    technology: str = "iso14443a"
    notation: str = Notation.HEX
    backwards: bool = False


def number(typed: str, how: Typing) -> str:
    """Return a card's number as the door reads it: technology, colon, hexadecimal digits.

    Raises CardRefused: the technology or notation is unknown, what was typed is not written that
    way or is not a whole number, or it is no card's own (random, or nothing but noughts).
    """
    technology = TECHNOLOGIES.get(how.technology)
    if technology is None or how.notation not in tuple(Notation):
        raise CardRefused(
            f"Setelan pembaca {how.technology} {how.notation} tidak dikenal; pilih dari daftar.",
            f"the reader setting {how.technology} {how.notation} is unknown; choose from the list",
        )
    if len(typed) > LONGEST:
        raise _refused(technology)
    raw = READ[Notation(how.notation)](typed.strip().upper(), technology)
    if raw is None or len(raw) not in technology.kept:
        raise _refused(technology)
    ordered = raw[::-1] if how.backwards and how.notation != Notation.FACILITY else raw
    kept = ordered[-technology.kept[len(raw)] :]
    _cards_own(how.technology, kept)
    return f"{how.technology}:{kept.hex().upper()}"


def _hexadecimal(typed: str, _: Technology) -> bytes | None:
    digits = SEPARATORS.sub("", typed)
    return bytes.fromhex(digits) if HEXADECIMAL.fullmatch(digits) else None


def _decimal(typed: str, technology: Technology) -> bytes | None:
    if DECIMAL.fullmatch(typed) is None:
        return None
    for size, (least, most) in technology.digits.items():
        if least <= len(typed) <= most and int(typed) < 1 << size * BYTE:
            return int(typed).to_bytes(size)
    return None


def _facility(typed: str, technology: Technology) -> bytes | None:
    if technology.facility is None:
        return None
    (wide, code_bits), (long, number_bits) = technology.facility
    found = PRINTED.fullmatch(typed)
    if found is not None:
        code, card = int(found[1]), int(found[2])
    elif DECIMAL.fullmatch(typed) and len(typed) == wide + long:
        code, card = int(typed[:wide]), int(typed[wide:])
    else:
        return None
    if code >> code_bits or card >> number_bits:
        return None
    return (code << number_bits | card).to_bytes((code_bits + number_bits) // BYTE)


READ: Final = {
    Notation.HEX: _hexadecimal,
    Notation.DECIMAL: _decimal,
    Notation.FACILITY: _facility,
}


def _refused(technology: Technology) -> CardRefused:
    """Say what is wanted; never what was typed, for that is a card's number."""
    return CardRefused(
        "Yang diketikkan pembaca bukan nomor kartu yang utuh menurut setelan ini. Yang diminta: "
        f"{technology.wanted_id}.",
        "what the reader typed is no whole card number by this setting; wanted: "
        f"{technology.wanted_en}",
    )


def _cards_own(technology: str, raw: bytes) -> None:
    if len(set(raw)) == 1 and raw[0] in (0x00, 0xFF):
        raise CardRefused(
            "Nomor itu hanya nol atau hanya F: pembaca tidak membaca kartu. Ketuk sekali lagi.",
            "that number is nothing but noughts or F: the reader read no card; tap once more",
        )
    if technology != "iso14443a":
        return
    if len(raw) == 4 and raw[0] == RANDOM_FIRST:  # noqa: PLR2004 - bytes of a single-size number
        raise CardRefused(
            "Nomor kartu ini selalu berubah sehingga tidak dapat didaftarkan. Jika kartunya kartu"
            " akses biasa, mungkin urutan baitnya terbalik.",
            "this card's number changes at every read and cannot be registered; if it is an"
            " ordinary access card, the byte order may be the other way round",
        )
    if len(raw) == 4 and raw[0] == CASCADE_TAG:  # noqa: PLR2004 - likewise
        raise CardRefused(
            "Pembaca memotong nomor kartu ini; setel pembacanya agar mengetik seluruh nomor.",
            "the reader cuts this card's number short; set it to type the whole number",
        )
