"""Form 1 as it is printed: what was asked, what was signed, what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import applying, attachments, card_life, dossiers
from register.forms.choices import Choice
from register.forms.request import REQUEST
from register.forms.values import Values
from register.models import Card, Dossier
from register.papers import disposition, signatures
from register.papers.paper import Paper


def paper(session: Session, dossier: Dossier, at: datetime) -> Paper:
    """Return the request's form."""
    return Paper(
        form=REQUEST,
        values=_values(session, dossier, at),
        code=dossier.code,
        digest=dossiers.digest(dossier),
        number=dossier.official_number or dossier.number,
        at=at,
        dossier=dossier.id,
        offered={**applying.offered(session), **_cards(session, dossier)},
    )


def _values(session: Session, dossier: Dossier, at: datetime) -> Values:
    approved = signatures.last(dossier, "approve")
    verified = signatures.last(dossier, "verify")
    return {
        **dossier.answers,
        "nomor": dossier.number,
        "tgl_ajuan": dossier.submitted_at,
        "jenis_permintaan": dossier.kind,
        "lampiran": [
            {"jenis": each.field, "nama": each.name, "ukuran": each.size,
             "tipe": each.media_type.rpartition("/")[2].replace("jpeg", "jpg")}
            for each in attachments.own(dossier)
        ],
        "ttd": signatures.signed(signatures.last(dossier, "submit")),
        "langkah": signatures.decisions(session, dossier, at),
        "disposisi": [
            disposition.sheet(dossier, each) for each in disposition.steps(dossier)
        ],
        "verifikasi": None if verified is None else {**(dossier.approved or {}),
                                                     **(verified.sheet or {}),
                                                     "hasil": "setuju", "catatan": verified.note},
        "final": dossier.approved if approved is not None else None,
        "kartu": _card(session, dossier),
    }  # fmt: skip


def _card(session: Session, dossier: Dossier) -> dict[str, Any] | None:
    """Return the card that the request led to, or None."""
    card = session.scalar(select(Card).where(Card.dossier_id == dossier.id).limit(1))
    issued, received = (signatures.last(dossier, act) for act in ("issue", "receive"))
    if card is None or issued is None:
        return None
    return {
        "nomor_kartu": card.printed,
        "uid": card.last_four,
        "tgl_terbit": card.issued_at,
        "sampai": (dossier.approved or {}).get("sampai"),
        "operator": issued.person.name,
        "uji_tap": card_life.passed(session, card.id, issued.at),
        "tanda_terima": None if received is None else dossier.number,
    }


def _cards(session: Session, dossier: Dossier) -> dict[str, tuple[Choice, ...]]:
    """Return what the old card is called that a replacement names."""
    old = str(dossier.answers.get("kartu_lama") or "")
    found = session.get(Card, int(old)) if old.isdecimal() else None
    if found is None:
        return {}
    called = found.printed or found.last_four
    return {"kartu_lama": (Choice(old, called, called),)}
