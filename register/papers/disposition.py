"""Lembar disposisi as it is printed: one for each step that handed the dossier on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from register import dispositions, dossiers, posts
from register.errors import NotFound
from register.forms.choices import Choice
from register.forms.papers import DISPOSITION
from register.models import Dossier, SignedStep
from register.papers import signatures
from register.papers.paper import PEN, Paper
from register.papers.signatures import Signed
from register.store import Session
from register.workflow import Step

ACTS = ("dispose", "forward")


def steps(dossier: Dossier) -> Sequence[SignedStep]:
    """Return the steps of a dossier that a sheet went along with, in order."""
    return [each for each in dossiers.round_of(dossier) if each.act in ACTS]


def sheet(dossier: Dossier, step: SignedStep) -> dict[str, Any]:
    """Return one sheet, by the form's keys."""
    written = step.sheet or {}
    before = [each for each in dossiers.round_of(dossier) if each.id < step.id]
    return {
        **_letter(dossier),
        "diterima": before[-1].at if before else None,
        **written,
        "agenda": dossier.agenda_number or written.get("agenda"),
        "catatan": written.get("catatan") or step.note,
        "paraf": signatures.signed(step),
        "tanggal": step.at,
    }


def awaited(dossier: Dossier, step: Step, who: Signed) -> dict[str, Any]:
    """Return the sheet of a step that is yet to be signed, with room for a pen."""
    by_pen = {each.key: PEN for each in DISPOSITION.fields}
    agenda = {"agenda": dossier.agenda_number} if dossier.agenda_number else {}
    return {**by_pen, **_letter(dossier), **agenda, signatures.CAPTION: step, "paraf": who}


def to_come(session: Session, dossier: Dossier, at: datetime) -> list[dict[str, Any]]:
    """Return the sheets that a dossier still has before it if nobody declines, in order."""
    coming = [each for each in signatures.ahead(dossier) if each.act in ACTS]
    holding = posts.standing(session, (each.role for each in coming), at) if coming else {}
    return [
        awaited(dossier, each, signatures.awaited(dossier, each.role, holding[each.role]))
        for each in coming
    ]


def offered(session: Session, dossier: Dossier, at: datetime) -> dict[str, tuple[Choice, ...]]:
    """Return to whom the sheets that are yet to come may hand the dossier on."""
    acts = [each.act for each in signatures.ahead(dossier) if each.act in ACTS]
    return {dispositions.TO: dispositions.receivers(session, dossier, acts, at)} if acts else {}


def _letter(dossier: Dossier) -> dict[str, Any]:
    return {
        "surat_dari": dossier.applicant.name,
        "nomor_surat": dossier.number,
        "tgl_surat": dossier.submitted_at,
        "hal": f"Permintaan akses ruang server a.n. {dossier.applicant.name}",
    }


def paper(dossier: Dossier, step: int, at: datetime) -> Paper:
    """Return the sheet of a step; NotFound where that is none of the dossier's."""
    found = next((each for each in steps(dossier) if each.id == step), None)
    if found is None:
        raise NotFound("Tidak ada lembar disposisi itu.", "there is no such disposition sheet")
    return Paper(
        form=DISPOSITION,
        values=sheet(dossier, found),
        code=dossier.code,
        digest=dossiers.digest(dossier),
        number=dossier.official_number or dossier.number,
        at=at,
        dossier=dossier.id,
    )
