"""The letter or decree that a removal rests on (form 4, C): a file, and its row in the form."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from register import attachments
from register.errors import Incomplete
from register.forms.attachment import file_type
from register.forms.complaint import AnswerRefused, Complaint


class Letter(NamedTuple):
    """What a removal rests on, as a file.

    Attributes:
        called: what it is, where the form says so.
    """

    name: str
    content: bytes
    called: str = "Surat dasar"


def described(letter: Letter) -> Mapping[str, Any]:
    """Return a letter's row in the form's list of files; Incomplete where it is none."""
    try:
        kind = file_type(letter.content)
    except AnswerRefused as error:
        said = error.sentence
        raise Incomplete((Complaint("lampiran", said.id, said.en),)) from error
    return {
        "jenis": "lainnya", "jenis_lain": letter.called, "tipe": kind,
        "berkas": sha256(letter.content).hexdigest(), "ukuran": len(letter.content),
        "nama": attachments.safe_name(letter.name, kind),
    }  # fmt: skip
