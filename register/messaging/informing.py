"""Who is told of a step of the SOP: whom it now waits for, and whom its table says to inform.

Step 8 of the SOP, informing the Pemohon, and P6, informing the unit, are this and nothing else.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import posts
from register.forms.removal import DOORS_ONLY
from register.messaging.message_texts import PROCEDURES, Fields, both, reason
from register.messaging.messages import CALLS, FETCH, settle, tell
from register.models import Dossier, RemovalItem, SignedStep
from register.workflow import Procedure, Role, State, Step

TO_APPLICANT: Final = {
    State.DRAFT: "returned", State.REJECTED: "rejected", State.ISSUED: "ready",
    State.IN_USE: "in-force", State.REFUSED: "informed", State.CLOSED: "informed",
}  # fmt: skip
"""What a Pemohon is told, by where his dossier came to; anywhere else it only moved on."""


def about(dossier: Dossier, rule: Step) -> Fields:
    """Return what every message about a step says."""
    return {
        "jenis": PROCEDURES[dossier.procedure],
        "nomor": dossier.number or dossier.code,
        "angka": rule.number,
        "langkah": both(rule.label_id, rule.label_en),
    }


def moved(
    session: Session,
    dossier: Dossier,
    rule: Step,
    signed: SignedStep,
    awaited: Iterable[tuple[int, Step]],
    at: datetime,
) -> None:
    """Tell of a step just signed; he who signed it is not told of his own act.

    Args:
        session: the writing transaction.
        dossier: where it is now.
        rule: the step.
        signed: its signature.
        awaited: who may act now, and with what.
        at: now.
    """
    settle(session, dossier.id, at, CALLS - FETCH if rule.before is rule.after else CALLS)
    fields = {**about(dossier, rule), "alasan": reason(signed.note)}
    told: dict[int, tuple[str, Fields]] = {}
    for person, step in awaited:
        told[person] = ("waits", about(dossier, step))
    for role in rule.told - {Role.APPLICANT}:
        for tenure in posts.holders(session, role, at):
            told.setdefault(tenure.person_id, ("informed", fields))
    if Role.APPLICANT in rule.told:
        told[dossier.applicant_id] = (TO_APPLICANT.get(dossier.state, "moved"), fields)
    for person, (template, words) in told.items():
        if person != signed.person_id:
            tell(session, person, template, words, at, dossier.id)
    if dossier.procedure is Procedure.REMOVAL:
        _holders(session, dossier, rule, at)


def _holders(session: Session, dossier: Dossier, rule: Step, at: datetime) -> None:
    """Tell whose access a removal took, and when it closes (P6) who once endorsed it."""
    if rule.act not in ("revoke", "close"):
        return
    some = dossier.answers.get("cakupan") == DOORS_ONLY
    doors = ", ".join(dossier.answers.get("cakupan_pintu", ())) if some else ""
    for item in session.scalars(select(RemovalItem).where(RemovalItem.dossier_id == dossier.id)):
        grant = item.card.grant
        fields = {"nomor": dossier.number, "permintaan": grant.request_number, "pintu": doors}
        if rule.act == "revoke":
            tell(session, item.person_id, "narrowed" if some else "removed", fields, at, None)
            continue
        given = session.get(Dossier, grant.dossier_id) if grant.dossier_id else None
        if given is not None and given.superior_id is not None:
            tell(session, given.superior_id, "unit-informed", fields, at, given.id)
