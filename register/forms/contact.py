"""Telephone numbers and e-mail addresses."""

import re
from typing import Final

from register.forms.complaint import AnswerRefused, quoted
from register.forms.text import line

SEPARATORS: Final = re.compile(r"[\s.-]")
PHONE: Final = re.compile(r"(?:\+62|62|0)(8\d{7,11})", re.ASCII)
EMAIL_MOST: Final = 254  # RFC 5321, 4.5.3.1.3 less the angle brackets
ATOM: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
EMAIL: Final = re.compile(
    rf"(?=.{{1,64}}@)({ATOM}(?:\.{ATOM})*)@({LABEL}(?:\.{LABEL})+)", re.ASCII | re.IGNORECASE
)


def phone(answer: str) -> str:
    """Return an Indonesian mobile number as `+628…`; spaces, dots and hyphens are taken out."""
    found = PHONE.fullmatch(SEPARATORS.sub("", line(answer)))
    if found is None:
        raise AnswerRefused(
            f"Nomor HP {quoted(line(answer))} bukan nomor seluler Indonesia; tulis seperti"
            " 0812-3456-7890 atau +62 812 3456 7890.",
            f"The mobile number {quoted(line(answer))} is not an Indonesian one; write it as"
            " 0812-3456-7890 or +62 812 3456 7890.",
        )
    return f"+62{found[1]}"


def email(answer: str) -> str:
    """Return an address with its domain in lower case; the local part stays as written."""
    written = line(answer)
    found = EMAIL.fullmatch(written) if len(written) <= EMAIL_MOST else None
    if found is None:
        raise AnswerRefused(
            f"Pos-el {quoted(written)} bukan alamat yang lengkap; tulis seperti"
            " nama@trenggalekkab.go.id.",
            f"The e-mail address {quoted(written)} is not complete; write it as"
            " name@trenggalekkab.go.id.",
        )
    return f"{found[1]}@{found[2].lower()}"
