"""Papers that come with a dossier: taken by what they are, not by what they are called."""

import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

from sqlalchemy.orm import Session

from register import audit
from register.audit import By
from register.errors import NotFound, Refusal
from register.forms.attachment import MOST_FILES, file_type
from register.forms.choices import PORTRAIT
from register.forms.complaint import AnswerRefused
from register.forms.values import Values
from register.models import Attachment, Dossier

MEDIA: Final = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
ODD: Final = re.compile(r"[^\w .()-]+")
NAME_MOST: Final = 100
SCAN: Final = "kertas"  # of an attachment: a signed paper, which tata usaha filed


class AttachmentRefused(Refusal):
    """A file is too large, of another kind, or one too many."""


def add(
    session: Session, dossier: Dossier, field: str, name: str, content: bytes, by: By, at: datetime
) -> Attachment:
    """Take a file in; AttachmentRefused says what is wrong with it."""
    if len(own(dossier)) >= MOST_FILES:
        raise AttachmentRefused(
            f"Paling banyak {MOST_FILES} lampiran; hapus salah satu lebih dahulu.",
            f"{MOST_FILES} attachments are the most; remove one first",
        )
    if field == PORTRAIT:
        _portrait(dossier, kind_of(content))
    return scanned(session, dossier, field, name, content, by, at)


def _portrait(dossier: Dossier, kind: str) -> None:
    """Refuse a portrait that is no picture, and a second one."""
    if kind == "pdf":
        raise AttachmentRefused(
            "Foto wajah harus gambar JPG atau PNG, bukan PDF.",
            "the portrait must be a JPG or PNG picture, not a PDF",
        )
    if any(each.field == PORTRAIT for each in own(dossier)):
        raise AttachmentRefused(
            "Foto wajah sudah ada; hapus dahulu bila ingin menggantinya.",
            "there is a portrait already; remove it first to replace it",
        )


def scanned(
    session: Session, dossier: Dossier, field: str, name: str, content: bytes, by: By, at: datetime
) -> Attachment:
    """Take a file in however many there are; AttachmentRefused where it is of another kind."""
    return keep(session, dossier, field, safe_name(name, kind_of(content)), content, by, at)


def kind_of(content: bytes) -> str:
    """Return what a file is: `pdf`, `jpg` or `png`; AttachmentRefused where it is none."""
    try:
        return file_type(content)
    except AnswerRefused as refusal:
        raise AttachmentRefused(refusal.sentence.id, refusal.sentence.en) from refusal


def own(dossier: Dossier) -> Sequence[Attachment]:
    """Return the files that came with the form and stand: no scan of a signed paper."""
    return [each for each in dossier.attachments if each.field != SCAN and each.removed_at is None]


def listed(dossier: Dossier) -> tuple[Values, ...]:
    """Return the same as the rows of a form's own list."""
    return tuple(
        {
            "jenis": each.field,
            "berkas": each.sha256,
            "nama": each.name,
            "tipe": each.media_type.rpartition("/")[2].replace("jpeg", "jpg"),
            "ukuran": each.size,
        }
        for each in own(dossier)
    )


def keep(
    session: Session, dossier: Dossier, field: str, name: str, content: bytes, by: By, at: datetime
) -> Attachment:
    """Keep a paper whose content was looked at: an applicant's file, or a signed scan."""
    if by.person is None:
        raise NotFound("Lampiran tanpa pengirim.", "an attachment is somebody's")
    paper = Attachment(
        dossier_id=dossier.id,
        field=field,
        name=name,
        media_type=MEDIA[file_type(content)],
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
        added_by=by.person,
        at=at,
    )
    session.add(paper)
    session.flush()
    session.refresh(dossier, ["attachments"])
    audit.write(session, "attachment.add", by, at, {"attachment": paper.id, "sha256": paper.sha256})
    return paper


def remove(session: Session, dossier: Dossier, number: int, by: By, at: datetime) -> None:
    """Take a file of a draft back; it stays in the register, marked."""
    found = next((each for each in own(dossier) if each.id == number), None)
    if found is None:
        raise NotFound(f"Tidak ada lampiran {number}.", f"there is no attachment {number}")
    found.removed_at = at
    session.flush()
    audit.write(session, "attachment.remove", by, at, {"attachment": number})


def safe_name(name: str, kind: str) -> str:
    """Return a name without path and odd letters, ending in what the file is."""
    stem = ODD.sub("", PurePosixPath(name.replace("\\", "/")).stem).strip(" .")[:NAME_MOST]
    return f"{stem or 'lampiran'}.{kind}"
