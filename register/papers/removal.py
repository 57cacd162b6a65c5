"""Form 4 as it is printed: whose access was removed, by whom, and what became of the card."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from register import (
    attachments,
    card_life,
    dossiers,
    posts,
    premises,
    removal_reach,
    removals,
    settings,
)
from register.forms.removal import CLOSING, REMOVAL
from register.forms.values import Values
from register.models import Dossier, RemovalItem
from register.papers import signatures, taps
from register.papers.paper import PEN, Paper
from register.register_rows import KINDS
from register.workflow import Role

RESTRICTED: Final = "terbatas"  # what the request itself is unless it says otherwise


def paper(session: Session, dossier: Dossier, at: datetime) -> Paper:
    """Return the removal's form."""
    offered = premises.choices(premises.doors(session))
    return Paper(
        form=REMOVAL,
        values=_values(session, dossier, at),
        code=dossier.code,
        digest=dossiers.digest(dossier),
        number=dossier.official_number or dossier.number,
        at=at,
        dossier=dossier.id,
        offered={"pintu": offered, "cakupan_pintu": offered},
    )


def _values(session: Session, dossier: Dossier, at: datetime) -> Values:
    mine = removals.items(session, dossier)
    place = settings.read(session).place
    kabid = posts.standing(session, (Role.KABID,), at)[Role.KABID]
    ahead = {step.act for step in signatures.ahead(dossier)}
    others = [row for item in mine for row in (item.closing or {}).get("lainnya", ())]
    return {
        **dossier.answers,
        "nomor": dossier.number,
        "tanggal": dossier.submitted_at,
        "tgl_ajuan": dossier.submitted_at,
        "klasifikasi": RESTRICTED,
        "pemohon": removal_reach.who(dossier.applicant),
        "pemegang": [_holder(item) for item in mine],
        "lampiran": list(attachments.listed(dossier)),
        "kartu": [_closed(item) for item in mine if item.closing or "close" in ahead],
        "lainnya": PEN if "close" in ahead and not others else others,
        "persetujuan": [
            {**row, "tempat": place} for row in signatures.decisions(session, dossier, at)
        ],
        "mengetahui": signatures.awaited(dossier, Role.KABID, kabid),
        "pelaksanaan": PEN if "revoke" in ahead else _done(session, dossier, mine),
        "pemberitahuan": PEN if "revoke" in ahead else mine[0].revoked_at if mine else None,
    }  # fmt: skip


def _holder(item: RemovalItem) -> dict[str, Any]:
    grant = item.card.grant
    return {
        "nama": item.person.name,
        "nip": item.person.nip,
        "unit_kerja": item.person.unit,
        "nomor_kartu": item.card.printed or item.card.last_four,
        "jenis_akses": KINDS[grant.kind],
        "pintu": [each.door.name for each in grant.doors],
    }


def _closed(item: RemovalItem) -> dict[str, Any]:
    """Return what became of a card, or room for a pen; whose it is stands beside it."""
    by_pen = {field.key: PEN for field in CLOSING.sections[0].fields}
    whose = f"{item.person.name}, {item.card.printed or item.card.last_four}"
    return {"milik": whose, **(item.closing or by_pen)}


def _done(session: Session, dossier: Dossier, mine: Sequence[RemovalItem]) -> Values | None:
    revoked = signatures.last(dossier, "revoke")
    if revoked is None:
        return None
    tested = [card_life.last_test(session, item.card_id, revoked.at) for item in mine]
    confirmed = [item.confirmed_at for item in mine if item.confirmed_at is not None]
    return {
        "operator": revoked.person.name,
        "dicabut": revoked.at,
        "dikonfirmasi": max(confirmed, default=None),
        "uji_tap": taps.said(session, tested, passes=False),
    }
