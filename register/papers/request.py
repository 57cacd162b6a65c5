"""Form 1 as it is printed: what was asked, what was signed, what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import applying, card_life, dossiers, settings
from register.forms.choices import Choice
from register.forms.context import Limits
from register.forms.request import REQUEST
from register.forms.values import Values
from register.models import Card, Dossier
from register.papers import disposition, signatures, taps
from register.papers.paper import PEN, ByHand, Paper


def paper(session: Session, dossier: Dossier, at: datetime) -> Paper:
    """Return the request's form."""
    values = _values(session, dossier, at)
    not_asked = frozenset() if settings.read(session).ask_photo else Limits().off
    return Paper(
        form=REQUEST,
        values=values,
        code=dossier.code,
        digest=dossiers.digest(dossier),
        number=dossier.official_number or dossier.number,
        at=at,
        dossier=dossier.id,
        offered={
            **applying.offered(session),
            **_cards(session, dossier),
            **disposition.offered(session, dossier, at),
        },
        left_out=frozenset(each for each in not_asked if not values.get(each)),
    )


def _values(session: Session, dossier: Dossier, at: datetime) -> Values:
    ahead = {step.act for step in signatures.ahead(dossier)}
    return {
        **dossier.answers,
        "nomor": dossier.number,
        "tgl_ajuan": dossier.submitted_at,
        "jenis_permintaan": dossier.kind,
        **applying.files(dossier),
        "ttd": signatures.signed(signatures.last(dossier, "submit")),
        "langkah": signatures.decisions(session, dossier, at),
        "disposisi": [
            *(disposition.sheet(dossier, each) for each in disposition.steps(dossier)),
            *disposition.to_come(session, dossier, at),
        ],
        "verifikasi": _verified(dossier, ahead),
        "final": PEN if "approve" in ahead else _final(dossier),
        "kartu": PEN if {"issue", "receive"} <= ahead else _card(session, dossier),
    }  # fmt: skip


def _verified(dossier: Dossier, ahead: set[str]) -> Values | ByHand | None:
    """Return what the Kasi verified; while it is yet to be verified, room for his pen."""
    if "verify" in ahead:
        return PEN
    verified = signatures.last(dossier, "verify")
    if verified is None:
        return None
    result = {"hasil": "setuju", "catatan": verified.note}
    return {**(dossier.approved or {}), **(verified.sheet or {}), **result}


def _final(dossier: Dossier) -> Values | None:
    return None if signatures.last(dossier, "approve") is None else dossier.approved


def _card(session: Session, dossier: Dossier) -> dict[str, Any] | None:
    """Return the card that the request led to, or None."""
    card = session.scalar(select(Card).where(Card.dossier_id == dossier.id).limit(1))
    issued, received = (signatures.last(dossier, act) for act in ("issue", "receive"))
    if card is None or issued is None:
        return None
    tested = card_life.last_test(session, card.id, issued.at)
    return {
        "nomor_kartu": card.printed,
        "uid": card.last_four,
        "tgl_terbit": card.issued_at,
        "sampai": (dossier.approved or {}).get("sampai"),
        "operator": issued.person.name,
        "uji_tap": taps.said(session, [tested], passes=True),
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
