"""Free text and names, cleaned: what stays is printable, composed (NFC) and trimmed."""

import unicodedata
from typing import Final

from register.forms.complaint import AnswerRefused, quoted

UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # controls, overrides, lone surrogates
NAME_LEAST: Final = 3  # characters
NAME_MOST: Final = 100
NAME_MARKS: Final = frozenset(" .,'-")
APOSTROPHES: Final = str.maketrans("’‘ʼ`", "''''")  # noqa: RUF001 - what telephones type for one


def line(answer: str) -> str:
    """Return one line: control characters out, any run of white space as one space."""
    kept = (c for c in answer if c.isspace() or unicodedata.category(c) not in UNSEEN)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def lines(answer: str) -> str:
    """Return a text of several lines, each cleaned, those at both ends not empty."""
    return "\n".join(line(each) for each in answer.splitlines()).strip("\n")


def name(answer: str) -> str:
    """Return a person's name with titles: 3 to 100 letters, spaces and . , ' -."""
    found = line(answer).translate(APOSTROPHES)
    if not NAME_LEAST <= len(found) <= NAME_MOST:
        raise AnswerRefused(
            f"Nama {quoted(found)} terdiri atas {len(found)} huruf; yang diminta {NAME_LEAST}"
            f" sampai {NAME_MOST}, termasuk gelar.",
            f"The name {quoted(found)} has {len(found)} characters; wanted are {NAME_LEAST}"
            f" to {NAME_MOST}, titles included.",
        )
    strange = next((c for c in found if not _of_a_name(c)), None)
    if strange is not None or not any(c.isalpha() for c in found):
        raise AnswerRefused(
            f"Nama {quoted(found)} memuat {quoted(strange or found)}; yang diminta huruf, spasi,"
            " titik, koma, petik tunggal, dan tanda hubung.",
            f"The name {quoted(found)} contains {quoted(strange or found)}; wanted are letters,"
            " spaces, full stops, commas, apostrophes and hyphens.",
        )
    return found


def _of_a_name(letter: str) -> bool:
    return letter.isalpha() or letter in NAME_MARKS or unicodedata.category(letter).startswith("M")
