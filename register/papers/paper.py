"""A paper: a form, what it says, and what it can be verified by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final

from register.forms.choices import Choice
from register.forms.fields import Form
from register.forms.values import Values
from register.papers.signatures import Signed
from register.pseudonym import LETTERS

CODE_LENGTH: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper.

    Attributes:
        form: whose fields it prints, in order.
        values: by the form's keys; a block's is a `Signed`, or None where it is yet to be signed.
        code: 12 letters, by which anybody may ask whether there is such a paper.
        digest: SHA-256 of what it says.
        number: as printed under the title; None where it has none.
        at: as of when.
        dossier: that it is of, or None.
        offered: labels of answers that the form itself does not list.
        landscape: whether it lies on its side.
        rows: of a list, each by the form's keys; then `values` has nothing.
        blank: empty rows under them, to write in by hand.
        summary: what a list says of itself above its rows, as label and words.
        signatures: under a list, as label and signature.
        opening, closing: sentences of a deed, before and after what it states.
        left_out: keys of fields that the office does not ask and that nobody answered.
    """

    form: Form
    values: Values
    code: str
    digest: str
    number: str | None
    at: datetime
    dossier: int | None = None
    offered: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    landscape: bool = False
    rows: tuple[Values, ...] | None = None
    blank: int = 0
    summary: tuple[tuple[str, str], ...] = ()
    signatures: tuple[tuple[str, Signed], ...] = ()
    opening: str = ""
    closing: str = ""
    left_out: frozenset[str] = frozenset()


class ByHand(Enum):
    """What stands for an answer that an official is yet to give with his pen: boxes and lines."""

    PEN = "pen"


PEN: Final = ByHand.PEN


class AsWritten(str):
    """Words that are printed as they are, whatever the kind of their field."""

    __slots__ = ()


def code_of(digest: str) -> str:
    """Return the code of a paper that has no dossier: 12 letters, the same for the same contents.

    Args:
        digest: a SHA-256 in hex digits.
    """
    number = int(digest, 16)
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(CODE_LENGTH))
