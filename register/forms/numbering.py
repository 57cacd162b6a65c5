"""Document numbers by a pattern that the office sets."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import Final

from register.forms.complaint import AnswerRefused, quoted

DEFAULT: Final = "{kode_arsip}/{urut:03}/{kode_opd}/{tahun}"
PLACES: Final[Mapping[str, re.Pattern[str]]] = {  # placeholder: the formats that it takes
    "kode_arsip": re.compile(""),
    "kode_opd": re.compile(""),
    "tahun": re.compile(""),
    "urut": re.compile("0[1-9]|"),
}
NEEDED: Final = ("urut", "tahun")  # else two documents could bear one number
PATTERN_MOST: Final = 100  # characters


def pattern(answer: str) -> str:
    """Return a pattern that numbers can be made of, or raise AnswerRefused."""
    places = _places(answer)
    for name, form in places:
        if name not in PLACES or PLACES[name].fullmatch(form) is None:
            place = f"{{{name}:{form}}}" if form else f"{{{name}}}"
            raise _refused(answer, f"{place} tidak dikenal", f"{place} is not known")
    for name in NEEDED:
        if name not in dict(places):
            raise _refused(answer, f"{{{name}}} tidak ada", f"{{{name}}} is missing")
    return answer


def document_number(by: str, *, serial: int, year: int, archive_code: str, office_code: str) -> str:
    """Return the number of a document.

    Args:
        by: a pattern.
        serial: from 1, without a gap in its year.
        year: of four digits.
        archive_code: of the office's archive classification, not of secrecy.
        office_code: of the *perangkat daerah*.
    """
    return pattern(by).format(
        urut=serial, tahun=f"{year:04}", kode_arsip=archive_code, kode_opd=office_code
    )


def _places(answer: str) -> list[tuple[str, str]]:
    """Return each placeholder with its format."""
    readable = len(answer) <= PATTERN_MOST and answer.isprintable()
    try:
        parts = list(Formatter().parse(answer if readable else "{"))
    except ValueError:
        raise _refused(answer, "tidak terbaca", "it cannot be read") from None
    return [
        (name, f"!{conversion}" if conversion else form or "")
        for _, name, form, conversion in parts
        if name is not None
    ]


def _refused(answer: str, indonesian: str, english: str) -> AnswerRefused:
    return AnswerRefused(
        f"Pola nomor {quoted(answer)}: {indonesian}; yang diminta seperti {DEFAULT}, dengan"
        " {urut} dan {tahun}.",
        f"The pattern {quoted(answer)}: {english}; wanted is one like {DEFAULT}, with {{urut}}"
        " and {tahun}.",
    )
