"""A personnel decree carried out: posts, Plt., units and freezes, all of it or nothing.

Tata usaha proposes what takes access away: the cards freeze with the removal's own asking (P2),
and the Kasi verifies it afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import CardState
from register import attachments, audit, cards, office_papers, posts, removal_reach, removals
from register.audit import By
from register.dossiers import Signature
from register.errors import NotFound
from register.forms.check import check
from register.forms.mutation import MUTATION
from register.forms.values import Values, text
from register.models import (
    Attachment,
    Card,
    Dossier,
    Mutation,
    Paper,
    PaperKind,
    Tenure,
)
from register.mutation_plan import MutationRefused, Plan, context, plan
from register.removal_letter import Letter
from register.workflow import Procedure


def carry_out(
    session: Session, answers: Mapping[str, Any], paper: int, by: By, at: datetime
) -> Mutation:
    """Carry a decree out in the caller's transaction: all of it, or nothing.

    `paper` is its scan, kept before by the same person.

    Raises Incomplete, MutationRefused, TenureRefused and what a removal refuses.
    """
    drawn_up = plan(session, answers, at)
    values = check(MUTATION, answers, context(session, at)).values
    scan = _scan(session, paper, by)
    mutation = Mutation(
        number=text(values, "nomor"), decided_on=text(values, "tanggal"),
        effective_on=text(values, "tmt"), paper_id=scan.id, done_by=scan.added_by, at=at,
    )  # fmt: skip
    session.add(mutation)
    session.flush()
    for tenure in drawn_up.ended:
        posts.end(session, tenure.id, drawn_up.at, by, at)
    for _, new in drawn_up.given:
        posts.refuse_second(session, new)
        posts.appoint(session, replace(new, mutation=mutation.id), by, at)
    for each in drawn_up.moved:
        each.person.position, each.person.unit = each.after
        audit.write(session, "person.move", by, at, {"person": each.person.id})
    asked = _remove(session, drawn_up, values, scan, by, at)
    audit.write(
        session, "mutation.carry-out", by, at,
        {"mutation": mutation.id, "ended": len(drawn_up.ended), "given": len(drawn_up.given),
         "removals": asked},
    )  # fmt: skip
    return mutation


def rehearse(
    session: Session, answers: Mapping[str, Any], paper: int, by: By, at: datetime
) -> Plan:
    """Return what a decree will change once it can be carried out whole; nothing is changed.

    Raises what carrying it out would.
    """
    drawn_up = plan(session, answers, at)
    with session.begin_nested() as tried:
        carry_out(session, answers, paper, by, at)
        tried.rollback()
    return drawn_up


def keep_scan(session: Session, name: str, content: bytes, by: By, at: datetime) -> Paper:
    """Keep the scan of a decree before it is carried out."""
    return office_papers.keep(session, PaperKind.DECREE, name, content, by, at)


def everything(session: Session) -> Sequence[Mutation]:
    """Return every decree that was carried out, the newest first."""
    return session.scalars(select(Mutation).order_by(Mutation.id.desc())).all()


def given_by(session: Session, mutation: int) -> Sequence[Tenure]:
    """Return the posts that a decree gave."""
    return session.scalars(
        select(Tenure).where(Tenure.mutation_id == mutation).order_by(Tenure.id)
    ).all()


def get(session: Session, number: int) -> Mutation:
    """Return a decree; NotFound where there is none."""
    found = session.get(Mutation, number)
    if found is None:
        raise NotFound(f"Tidak ada mutasi {number}.", f"there is no mutation {number}")
    return found


def removals_of(session: Session, mutation: Mutation) -> Sequence[Dossier]:
    """Return the removals that a decree asked for: its scan is attached to each."""
    scan = office_papers.get(session, mutation.paper_id, PaperKind.DECREE)
    return session.scalars(
        select(Dossier)
        .join(Attachment, Attachment.dossier_id == Dossier.id)
        .where(
            Attachment.sha256 == scan.sha256, Attachment.at == mutation.at,
            Dossier.procedure == Procedure.REMOVAL,
        )
        .order_by(Dossier.id)
    ).all()  # fmt: skip


def _remove(
    session: Session, drawn_up: Plan, values: Values, scan: Paper, by: By, at: datetime
) -> list[int]:
    """Ask for one removal a reason; what it names is frozen when it is asked."""
    asked, decree = [], Letter(scan.name, scan.content, "Keputusan kepegawaian")
    for why in dict.fromkeys(each.why for each in drawn_up.frozen):
        named = [card for each in drawn_up.frozen if each.why == why for card in each.cards]
        open_ = removal_reach.running(session, (card.id for card in named))
        for card in named:
            if card.id in open_:
                _joined(session, card, open_[card.id], scan, by, at)
        fresh = [card for card in named if card.id not in open_]
        if not fresh:
            continue
        answers = {
            "hubungan": "kepegawaian", "pemegang": [str(card.id) for card in fresh],
            "alasan": why, "uraian": f"Berdasarkan keputusan {text(values, 'nomor')}",
            "dasar_nomor": text(values, "nomor"), "dasar_tgl": text(values, "tanggal"),
            "berlaku": "segera", "cakupan": "seluruh", "bekukan": True,
        }  # fmt: skip
        signature = Signature(person=scan.added_by)
        dossier: Dossier = removals.follow(session, answers, signature, by, at, decree)
        asked.append(dossier.id)
    return asked


def _joined(
    session: Session, card: Card, dossier: Dossier, scan: Paper, by: By, at: datetime
) -> None:
    """Let the removal that a card is in stand for the decree: its scan joins, the card freezes."""
    if not any(each.sha256 == scan.sha256 for each in dossier.attachments):
        attachments.scanned(session, dossier, "lampiran", scan.name, scan.content, by, at)
    if card.state is CardState.ACTIVE:  # asked for a later day, for some doors, or left open
        cards.freeze_for(session, card, f"removal {dossier.number}, by decree", by, at)


def _scan(session: Session, paper: int, by: By) -> Paper:
    scan = office_papers.get(session, paper, PaperKind.DECREE)
    used = session.scalar(select(Mutation).where(Mutation.paper_id == scan.id))
    if scan.added_by != by.person or used is not None:
        raise MutationRefused(
            "Pindaian keputusan ini bukan unggahan Anda, atau sudah dipakai.",
            "this scan is not of your uploading, or was used already",
        )
    return scan
