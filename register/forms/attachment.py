"""Files that come with a form: what is kept of each, and what a file really is."""

from collections.abc import Mapping
from typing import Final

from register.forms.choices import ATTACHMENTS, Choice
from register.forms.complaint import AnswerRefused
from register.forms.fields import Field, K, W

MOST_FILES: Final = 5
MOST_BYTES: Final = 5 * 1024 * 1024
MAGIC: Final[Mapping[str, bytes]] = {
    "pdf": b"%PDF-",
    "jpg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
FILE: Final = (
    Field("berkas", "Berkas", "File", K.TEXT, W, most=100, printed=False),
    Field("nama", "Nama berkas", "File name", K.TEXT, W, most=150),
    Field("tipe", "Tipe", "Type", K.CHOICE, W,
          choices=tuple(Choice(kind, kind.upper(), kind.upper()) for kind in MAGIC)),
    Field("ukuran", "Ukuran (bita)", "Size (bytes)", K.NUMBER, W,
          least=1, most=MOST_BYTES),
)  # fmt: skip
"""What is kept of a file; `berkas` is the random name under which it lies."""
ATTACHMENT: Final = (
    Field("jenis", "Jenis lampiran", "Kind of attachment", K.CHOICE, W,
          choices=ATTACHMENTS),
    *FILE,
)  # fmt: skip


def file_type(content: bytes) -> str:
    """Return `pdf`, `jpg` or `png` by what a file begins with, not by its name; at most 5 MB."""
    if len(content) > MOST_BYTES:
        raise AnswerRefused(
            f"Berkas berukuran {len(content)} bita; paling besar {MOST_BYTES} bita (5 MB).",
            f"The file has {len(content)} bytes; {MOST_BYTES} bytes (5 MB) are the most.",
        )
    kind = next((kind for kind, start in MAGIC.items() if content.startswith(start)), None)
    if kind is None:
        raise AnswerRefused(
            "Isi berkas bukan PDF, JPG, atau PNG, apa pun namanya; unggah salah satunya.",
            "The file is no PDF, JPG or PNG inside, whatever its name; upload one of these.",
        )
    return kind
