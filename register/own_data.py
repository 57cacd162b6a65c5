"""What the register holds about one person, for himself (UU 27/2022: access to one's own data)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from register import audit, card_list, posts
from register.audit import By
from register.models import (
    Account,
    AuditLine,
    Card,
    Cardholder,
    Dossier,
    Grant,
    GrantDoor,
    Tenure,
)
from register.models.base import EPOCH, MILLISECOND

READS: Final = ("log.", "journal.", "person.", "register.")
"""How the acts of the audit begin by which somebody looks at another's data or movements."""
KEPT: Final = (
    "name", "nip", "unit", "position", "rank", "institution", "kind", "identity_kind",
    "identity_shown", "phone", "email", "language", "public_id",
)  # fmt: skip
"""What is kept of a person, by the register's own columns; a digest says nothing to anybody."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked at this person's data."""

    at: datetime
    act: str
    who: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything; of each the newest first."""

    person: Cardholder
    login: str | None
    cards: Sequence[Card]
    grants: Sequence[Grant]
    tenures: Sequence[Tenure]
    looked: Sequence[Looked]


def of(session: Session, person: int, at: datetime) -> OwnData:
    """Return what is held about a person."""
    found, login = session.execute(
        select(Cardholder, Account.login)
        .outerjoin(Account, Account.person_id == Cardholder.id)
        .where(Cardholder.id == person)
    ).one()
    return OwnData(
        person=found,
        login=login,
        cards=card_list.of_person(session, person),
        grants=session.scalars(
            select(Grant)
            .where(Grant.cardholder_id == person)
            .options(
                joinedload(Grant.doors).joinedload(GrantDoor.door),
                joinedload(Grant.doors).joinedload(GrantDoor.schedule),
            )
            .order_by(Grant.id.desc())
        )
        .unique()
        .all(),
        tenures=posts.held(session, person, at),
        looked=looked_at(session, found),
    )


def looked_at(session: Session, person: Cardholder) -> tuple[Looked, ...]:
    """Return who else looked at a person's data or movements, as the audit has it."""
    act = func.json_extract(AuditLine.body, "$.act")
    lines = session.scalars(
        select(AuditLine.body)
        .where(
            func.instr(AuditLine.body, f'"{person.public_id}"') > 0,
            or_(*(act.startswith(each) for each in READS)),
        )
        .order_by(AuditLine.seq.desc())
    )
    told = [json.loads(body) for body in lines]
    others = [line for line in told if line["by"] != person.public_id]
    ids = {line["by"] for line in others}
    named = session.scalars(select(Cardholder).where(Cardholder.public_id.in_(ids)))
    names = {each.public_id: each.name or each.public_id for each in named}
    return tuple(
        Looked(EPOCH + line["at"] * MILLISECOND, line["act"], names.get(line["by"], line["by"]))
        for line in others
    )


def exported(session: Session, held: OwnData, by: By, at: datetime) -> dict[str, object]:
    """Return it as plain values for a file, and say in the audit that it was taken."""
    audit.write(session, "own-data.export", by, at, {"person": held.person.public_id})
    asked = select(Dossier).where(Dossier.applicant_id == held.person.id)
    return {
        "disusun": at.isoformat(),
        "orang": {key: getattr(held.person, key) for key in KEPT},
        "akun": held.login,
        "jabatan": [
            {"peran": each.role, "nama": each.title, "sejak": each.valid_from.isoformat()}
            for each in held.tenures
        ],
        "kartu": [_card(each) for each in held.cards],
        "hak_akses": [_grant(each) for each in held.grants],
        "berkas": [
            {
                "nomor": each.number, "jenis": each.kind, "status": each.state,
                "isian": each.answers, "sejak": each.opened_at.isoformat(),
            }
            for each in session.scalars(asked.order_by(Dossier.id.desc()))
        ],
        "dibaca_oleh": [
            {"waktu": each.at.isoformat(), "tindakan": each.act, "oleh": each.who}
            for each in held.looked
        ],
    }  # fmt: skip


def _card(card: Card) -> dict[str, object]:
    return {
        "nomor_tercetak": card.printed, "empat_terakhir": card.last_four,
        "jenis": card.technology, "status": card.state,
        "diterbitkan": card.issued_at.isoformat(),
        "sejak": card.changed_at.isoformat(),
    }  # fmt: skip


def _grant(grant: Grant) -> dict[str, object]:
    return {
        "nomor": grant.request_number, "jenis": grant.kind, "sop": grant.sop_version,
        "mulai": grant.valid_from.isoformat(), "sampai": grant.valid_until.isoformat(),
        "dicabut": None if grant.revoked_at is None else grant.revoked_at.isoformat(),
        "pintu": [{"pintu": each.door.label, "jam": each.schedule.weekly} for each in grant.doors],
    }  # fmt: skip
