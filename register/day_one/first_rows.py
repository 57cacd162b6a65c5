"""What a row of a first list allows, and for how long."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register.errors import CardRefused
from register.forms.values import Values, text
from register.models import Cardholder, Dossier, FirstRow, SignedStep

TERM: Final = timedelta(days=60)
"""From the Kadis's signature on: what a first list gave lapses by then unless it is reviewed."""
OF_ROW: Final = "baris:"
"""An escort who stands in the list himself goes by his row."""
SIGNS: Final = frozenset({"verify", "approve", "ratify"})


def of(session: Session, admitted: Dossier) -> FirstRow:
    """Return the row that a dossier was taken from."""
    return session.scalars(select(FirstRow).where(FirstRow.admitted_id == admitted.id)).one()


def signers(session: Session, listed: Dossier) -> frozenset[int]:
    """Return who signed a list: he gets nothing by it, and issues no card of it."""
    found = session.scalars(
        select(SignedStep.person_id).where(
            SignedStep.dossier_id == listed.id, SignedStep.act.in_(SIGNS)
        )
    )
    return frozenset(found)


def lapses(session: Session, listed: Dossier) -> datetime | None:
    """Return when the grants of a list lapse; None while it is not ratified."""
    at = session.scalar(
        select(SignedStep.at).where(SignedStep.dossier_id == listed.id, SignedStep.act == "ratify")
    )
    return None if at is None else at + TERM


def may_issue(session: Session, admitted: Dossier, issuer: int) -> None:
    """Raise CardRefused where who would issue the card of a row signed the list himself."""
    if issuer in signers(session, of(session, admitted).list):
        raise CardRefused(
            "Penandatangan daftar awal tidak menerbitkan kartu dari daftar itu; minta operator"
            " lain.",
            "who signed the first list issues no card of it; ask another operator",
        )


def term(session: Session, admitted: Dossier) -> datetime:
    """Return when a grant lapses that is issued for a row; CardRefused once that is past."""
    until = lapses(session, of(session, admitted).list)
    if until is None:
        raise CardRefused(
            "Daftar awal ini belum disahkan Kadis.", "this first list is not ratified yet"
        )
    return until


def right(session: Session, admitted: Dossier, approved: Values) -> Values:
    """Return what a row allows, its escort by his pseudonymous id."""
    escort = text(approved, "pendamping")
    if not escort.startswith(OF_ROW):
        return approved
    row = of(session, admitted)
    number = int(escort.removeprefix(OF_ROW))
    public_id = session.scalar(
        select(Cardholder.public_id)
        .join(FirstRow, FirstRow.person_id == Cardholder.id)
        .where(FirstRow.dossier_id == row.dossier_id, FirstRow.number == number)
    )
    if public_id is None:
        raise CardRefused(
            f"Pendampingnya (baris {number}) belum diambil dari daftar; ambil dahulu.",
            f"the escort (row {number}) is not taken from the list yet; take him first",
        )
    return {**approved, "pendamping": public_id}
