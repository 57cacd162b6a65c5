"""Form 3 as it is printed: the evidence beside each decision, and two signatures."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from register import dates, dossiers, posts, premises, settings
from register.errors import NotFound
from register.forms import identity
from register.forms.review import REVIEW, REVIEW_DECISION
from register.forms.values import Values
from register.models import Dossier, Review, ReviewItem
from register.models.base import EPOCH, MILLISECOND
from register.papers import signatures
from register.papers.paper import PEN, AsWritten, Paper
from register.workflow import Role

WRITTEN: Final = ("anomali", "kesimpulan")  # by the Kasi, as he signs
DECIDED: Final = tuple(field.key for field in REVIEW_DECISION.fields)


def paper(session: Session, dossier: Dossier, at: datetime) -> Paper:
    """Return the review's form."""
    review = session.get(Review, dossier.id)
    if review is None:
        raise NotFound("Review ini belum dimulai.", "this review has not begun")
    offered = premises.choices(premises.doors(session))
    return Paper(
        form=REVIEW,
        values=_values(session, dossier, review, at),
        code=dossier.code,
        digest=dossiers.digest(dossier),
        number=dossier.official_number or dossier.number,
        at=at,
        dossier=dossier.id,
        offered={"pintu": offered, "cakupan_pintu": offered, "pintu_kini": offered},
    )


def _values(session: Session, dossier: Dossier, review: Review, at: datetime) -> Values:
    signed, seen = (signatures.last(dossier, act) for act in ("sign", "countersign"))
    kabid = posts.standing(session, (Role.KABID,), at)[Role.KABID]
    who = dossier.applicant if signed is None else signed.person
    items = session.scalars(
        select(ReviewItem)
        .where(ReviewItem.dossier_id == dossier.id)
        .options(joinedload(ReviewItem.person), joinedload(ReviewItem.decider))
        .order_by(ReviewItem.id)
    )
    zone = settings.read(session).zone
    signing = any(step.act == "sign" for step in signatures.ahead(dossier))
    unwritten = {key: PEN for key in WRITTEN if signing and not dossier.answers.get(key)}
    return {
        **dossier.answers,
        **unwritten,
        "nomor": dossier.number,
        "periode_dari": review.period_from,
        "periode_sampai": dates.last_day(review.period_until, zone),
        "jenis": dossier.kind,
        "mulai": dossier.answers.get("mulai") or dossier.opened_at,
        "tenggat": dates.last_day(review.due_at, zone),
        "pereview": {
            "nama": who.name,
            "nip": who.nip,
            "jabatan": (signed.title if signed else None) or who.position,
        },
        "snapshot": {"waktu": review.taken_at, "hash": review.digest},
        "pemegang": [
            _row(number, item, zone, signing=signing) for number, item in enumerate(items, 1)
        ],
        "log": {
            "filter": "seluruh pintu dalam periode",
            "jumlah": review.log_count,
            "utuh": review.log_whole,
        },
        "ttd": signatures.signed(signed),
        "mengetahui": signatures.signed(seen) or signatures.of_post(kabid),
    }


def _row(number: int, item: ReviewItem, zone: str, *, signing: bool) -> dict[str, Any]:
    """Return one holder, his evidence and what was decided; his number but for its ends.

    `signing`: the review is being decided; what nobody has decided yet waits for a pen.
    """
    found, who = item.evidence, item.person
    last = found.get("terakhir")
    decision = {} if item.decision or not signing else dict.fromkeys(DECIDED, PEN)
    return {
        **found,
        **item.terms,
        "no": number,
        "nama": who.name,
        "nip": AsWritten(identity.masked("nip", who.nip)) if who.nip else None,
        "terakhir": None if last is None else EPOCH + last * MILLISECOND,
        "grafik": AsWritten(" ".join(str(each) for each in found.get("grafik", ()))),
        "dibutuhkan": item.needed,
        "keputusan": item.decision,
        "perpanjang_sampai": None if item.until is None else dates.last_day(item.until, zone),
        "alasan": item.reason,
        "oleh": None if item.decider is None else item.decider.name,
        "waktu": item.decided_at,
        **decision,
    }
