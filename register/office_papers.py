"""Files of the office's own: evidence of a qualification, a personnel decree, the emblem."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import audit
from register.attachments import MEDIA, AttachmentRefused, safe_name
from register.audit import By
from register.errors import NotFound
from register.forms.attachment import MOST_BYTES, file_type
from register.forms.complaint import AnswerRefused
from register.models import Paper, PaperKind

EMBLEM_MOST: Final = 512 * 1024  # bytes
MOST: Final[Mapping[PaperKind, int]] = {PaperKind.EMBLEM: EMBLEM_MOST}
PICTURES: Final = frozenset({"jpg", "png"})


def keep(
    session: Session, kind: PaperKind, name: str, content: bytes, by: By, at: datetime
) -> Paper:
    """Keep a file; AttachmentRefused says what is wrong with it, whatever its name says."""
    found = _kind(kind, content)
    if by.person is None:
        raise NotFound("Berkas tanpa pengirim.", "a paper is somebody's")
    paper = Paper(
        kind=kind,
        name=safe_name(name, found),
        media_type=MEDIA[found],
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
        added_by=by.person,
        at=at,
    )
    session.add(paper)
    session.flush()
    audit.write(
        session, "paper.add", by, at, {"paper": paper.id, "kind": kind, "sha256": paper.sha256}
    )
    return paper


def get(session: Session, paper: int, kind: PaperKind) -> Paper:
    """Return a paper of a kind; NotFound where there is none."""
    found = session.get(Paper, paper)
    if found is None or found.kind is not kind:
        raise NotFound(f"Tidak ada berkas {paper}.", f"there is no paper {paper}")
    return found


def emblem(session: Session) -> Paper | None:
    """Return the office's emblem: the newest that was uploaded, or None."""
    return session.scalar(
        select(Paper).where(Paper.kind == PaperKind.EMBLEM).order_by(Paper.id.desc()).limit(1)
    )


def _kind(kind: PaperKind, content: bytes) -> str:
    most = MOST.get(kind, MOST_BYTES)
    if not content:
        raise AttachmentRefused("Berkas belum dipilih.", "no file was chosen")
    if len(content) > most:
        raise AttachmentRefused(
            f"Berkas berukuran {len(content)} bita; paling besar {most} bita.",
            f"the file has {len(content)} bytes; {most} bytes are the most",
        )
    try:
        found = file_type(content)
    except AnswerRefused as refusal:
        raise AttachmentRefused(refusal.sentence.id, refusal.sentence.en) from refusal
    if kind is PaperKind.EMBLEM and found not in PICTURES:
        raise AttachmentRefused(
            "Lambang harus berupa PNG atau JPEG.", "an emblem is a PNG or a JPEG"
        )
    return found
