"""Lembar disposisi as it is printed: one for each step that handed the dossier on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from register import dossiers
from register.errors import NotFound
from register.forms.papers import DISPOSITION
from register.models import Dossier, SignedStep
from register.papers import signatures
from register.papers.paper import Paper

ACTS = ("dispose", "forward")


def steps(dossier: Dossier) -> Sequence[SignedStep]:
    """Return the steps of a dossier that a sheet went along with, in order."""
    return [each for each in dossiers.round_of(dossier) if each.act in ACTS]


def sheet(dossier: Dossier, step: SignedStep) -> dict[str, Any]:
    """Return one sheet, by the form's keys."""
    written = step.sheet or {}
    before = [each for each in dossiers.round_of(dossier) if each.id < step.id]
    return {
        "surat_dari": dossier.applicant.name,
        "nomor_surat": dossier.number,
        "tgl_surat": dossier.submitted_at,
        "diterima": before[-1].at if before else None,
        "hal": f"Permintaan akses ruang server a.n. {dossier.applicant.name}",
        **written,
        "agenda": dossier.agenda_number or written.get("agenda"),
        "catatan": written.get("catatan") or step.note,
        "paraf": signatures.signed(step),
        "tanggal": step.at,
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
